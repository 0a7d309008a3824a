"""What is exported, loaded by the libraries that people use, as they use them, and written as Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from export_lines import demand
from libraries import LIBRARIES, Loaded

from annotations.exchange.flat import flat, flat_analysed
from annotations.exchange.jsonl import FORMAT, analysed, article_object, encode, sentence_objects
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.record import sentence_mark

pytestmark = pytest.mark.filterwarnings("default")
Load = Callable[[Sequence[Path], Path], Loaded]

WORDS = "今天很好。"
NAMES = (Name(0, 2, "PER", certain=False), Name(2, 3, "ORG"))
SPEAKER = {"text": "今天", "name": "今天", "start": 0, "end": 2, "by": "rule"}
QUOTE = {"form": "direct", "cont": False, "content": [0, 2], "speakers": [SPEAKER], "by": "rule"}
QUOTED = {"labels": ["claim", "quote"], "status": "marked", "voice": "speaker", "quotes": [QUOTE]}


def article_of(count: int, identity: str = "a" * 20, **metadata: Any) -> Article:
    text = WORDS * count
    sentences = tuple(Sentence(at, at + len(WORDS)) for at in range(0, len(text), len(WORDS)))
    return Article(identity, "題", text, text, source="a.txt", sentences=sentences, metadata=metadata)


def sentence_lines(
    article: Article, said: dict[int, dict[str, Any]], *, analysis: Analysis | None = None, by: str = "mei"
) -> list[dict[str, Any]]:
    """Return the lines of `article`, of which `by` says by number of the sentence what is in `said`."""
    marks = [
        sentence_mark(
            article.id,
            article.sentences[at].start,
            article.sentences[at].end,
            WORDS,
            annotator=by,
            writer="w",
            scheme="default/1",
            **what,
        )
        for at, what in said.items()
    ]
    rows = sentence_objects(article, Marks(article, marks), analysis or Analysis(), by, "default/1")
    lines = [flat(row) for row in rows]
    demand(lines[-1], "sentence_line")
    return lines


def write(path: Path, lines: Iterable[dict[str, Any]]) -> Path:
    path.write_bytes(b"".join(map(encode, lines)))
    return path


def held(row: dict[str, Any], key: str) -> Any:
    return json.loads(row[key])


@pytest.mark.parametrize("load", LIBRARIES)
@pytest.mark.parametrize("turned", [False, True])
def test_two_annotators_of_whom_one_never_quotes(load: Load, turned: bool, tmp_path: Path) -> None:
    nothing = sentence_lines(article_of(3), {0: {"status": "none"}}, by="bo")
    quoted = sentence_lines(article_of(3, "b" * 20, url="u"), {0: QUOTED}, analysis=Analysis(NAMES))
    files = [write(tmp_path / "bo.jsonl", nothing), write(tmp_path / "mei.jsonl", quoted)]
    rows = load(files[::-1] if turned else files, tmp_path)
    assert len(rows) == 6
    [row] = [row for row in rows if held(row, "labels")]
    assert (held(row, "labels"), row["voice"]) == (["claim", "quote"], "speaker")
    assert held(row, "quotes")[0]["speakers"][0]["name"] == "今天"
    assert [one["certain"] for one in held(row, "entities")] == [False, True]
    assert {row["created"] for row in rows if row["status"] == "open"} == {""}


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """Return 30,000 lines, in a file too, of which only the last says anything."""
    found = Analysis((Name(5 * 29_999, 5 * 29_999 + 2, "PER"),), (Number(5 * 29_999, 149_997, "money", 3.5),))
    more = {"note": "2026-01-31", "flag": True, "voice_by": "person", "attributes": {"worth": 1}}
    lines = sentence_lines(article_of(30_000), {29_999: QUOTED | more}, analysis=found)
    return write(tmp_path_factory.mktemp("late") / "mei.jsonl", lines), lines


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """Return 30,000 lines, in a file too, of which all but the last say something."""
    lines = sentence_lines(article_of(30_000), dict.fromkeys(range(29_999), QUOTED))
    return write(tmp_path_factory.mktemp("broken off") / "mei.jsonl", lines), lines


@pytest.mark.parametrize("load", LIBRARIES)
@pytest.mark.parametrize("file", ["late", "broken_off"])
def test_the_last_of_30000_lines_is_unlike_the_others(
    load: Load, file: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """By then every library has made up its mind what is a time, and what is nothing."""
    path, lines = request.getfixturevalue(file)
    rows = load([path], tmp_path)
    assert len(rows) == 30_000
    assert [rows[0], rows[-1]] == [lines[0], lines[-1]]
    assert [rows[0]["created"] == "", rows[-1]["created"] == ""] == [file == "late", file == "broken_off"]


@pytest.mark.parametrize("at", ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.123Z"])
@pytest.mark.parametrize("load", LIBRARIES)
def test_times_are_texts_with_thousandths_or_without(load: Load, at: str, tmp_path: Path) -> None:
    marked = sentence_lines(article_of(2), dict.fromkeys(range(2), QUOTED | {"at": at}))
    unmarked = sentence_lines(article_of(2, "b" * 20), {})
    files = [write(tmp_path / "one.jsonl", marked), write(tmp_path / "two.jsonl", unmarked)]
    rows = load(files, tmp_path)
    assert sorted(row["created"] for row in rows) == ["", "", *[at.replace("T", " ")[:-1] + " UTC"] * 2]


@pytest.mark.parametrize("load", LIBRARIES)
def test_attributes_that_first_occur_after_line_100(load: Load, tmp_path: Path) -> None:
    values = [
        {"worth": "decisive"},
        {"count": 3},
        {"count": 3.5},
        {"count": 10**40},
        {"loud": True, "x": [None]},
    ]
    said = {150 + at: QUOTED | {"attributes": one} for at, one in enumerate(values)}
    rows = load([write(tmp_path / "mei.jsonl", sentence_lines(article_of(400), said))], tmp_path)
    assert [held(row, "attributes") for row in rows[150:155]] == values
    assert {row["attributes"] for row in (*rows[:150], *rows[155:])} == {"{}"}


@pytest.mark.parametrize("load", LIBRARIES)
def test_whole_numbers_in_one_and_decimals_in_the_other(load: Load, tmp_path: Path) -> None:
    files = []
    for name, values in (("one", (600, 3)), ("two", (3.5, None)), ("three", (2**53 + 1, 10**400))):
        numbers = tuple(
            Number(at * 5, at * 5 + 2, "money", value, high=value) for at, value in enumerate(values)
        )
        lines = sentence_lines(article_of(2), {}, analysis=Analysis((), numbers))
        files.append(write(tmp_path / f"{name}.jsonl", lines))
    rows = load(files, tmp_path)
    found = [held(row, "numbers")[0] for row in rows]
    assert [one["value"] for one in found] == [600.0, 3.0, 3.5, None, 2.0**53, None]
    assert all(type(one["value"]) in (float, type(None)) for one in found)
    assert [one["exact"] for one in found] == ["", "", "", "", str(2**53 + 1), str(10**400)]
    assert [(one["high"], one["high_exact"]) for one in found] == [
        (one["value"], one["exact"]) for one in found
    ]


@pytest.mark.parametrize("load", LIBRARIES)
@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_ids_of_mixed_kind(load: Load, unit: str, tmp_path: Path) -> None:
    files, given = [], [{"id": 101}, {"id": "x-102"}, {"id": 10**30, "more": {"a": [1, "b"]}}, {}]
    for number, metadata in enumerate(given):
        article = article_of(2, str(number) * 19 + "a", **metadata)
        row = flat(article_object(article, Marks(article), Analysis(), "mei", "default/1"))
        demand(row, "article_line")
        lines = [row] if unit == "article" else sentence_lines(article, {})
        files.append(write(tmp_path / f"{number}.jsonl", lines))
    rows = load(files, tmp_path)
    assert [held(row, "metadata") for row in rows][:: 1 if unit == "article" else 2] == given
    assert {row["text"] for row in rows} == {WORDS * 2 if unit == "article" else WORDS}


@pytest.mark.parametrize("load", LIBRARIES)
def test_what_an_analysis_found(load: Load, tmp_path: Path) -> None:
    nothing = analysed("", [], Analysis()) | {"id": 7, "format": "their own", "metadata": None}
    analysis = Analysis(NAMES, (Number(0, 2, "money", 6),))
    quote = {
        "sentence": 0,
        "form": "direct",
        "cont": False,
        "content": [1, 3],
        "cue": None,
        "certain": True,
        "speakers": [{"text": WORDS[:1], "start": 0, "end": 1}],
    }
    something = analysed(WORDS, [Sentence(0, 5, True, "title")], analysis, [quote]) | {"id": "x"}
    files = []
    for name, row in (("one", nothing), ("two", something)):
        line = flat_analysed(row, FORMAT)
        demand(line, "analysed_line")
        files.append(write(tmp_path / f"{name}.jsonl", [line]))
    first, second = load(files, tmp_path)
    assert held(first, "metadata") == {"id": 7, "format": "their own", "metadata": None}
    assert (held(second, "sentences"), held(second, "metadata")) == ([[0, 5]], {"id": "x"})
    assert held(second, "numbers")[0]["value"] == 6.0
    assert (held(first, "parts"), held(first, "quotes")) == ([], [])
    assert (held(second, "parts"), held(second, "quotes")) == (["title"], [quote])


@pytest.mark.parametrize("load", [one for one in LIBRARIES if one.id in ("datasets", "pandas", "duckdb")])
def test_an_empty_export_beside_another(load: Load, tmp_path: Path) -> None:
    """The others refuse every file that is empty, and say so."""
    files = [
        write(tmp_path / "one.jsonl", []),
        write(tmp_path / "two.jsonl", sentence_lines(article_of(2), {})),
    ]
    assert len(load(files, tmp_path)) == 2
