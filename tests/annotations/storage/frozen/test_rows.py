"""Frozen files that are read by columns say what they say as JSON, and are refused where they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.storage.frozen.form import (
    ANALYSIS_ROWS,
    ARTICLE_ROWS,
    analysis_from,
    analysis_text,
    article_from,
    article_text,
)
from annotations.storage.frozen.rows import Rows, read
from annotations.storage.layer.lines import loads

ID = "a" * 20
TEXT = "央行稱將降準0.5%。財政部長說：「好。」"
ARTICLE = Article(
    *(ID, "題", TEXT, TEXT),
    sentences=(Sentence(0, 11, True), Sentence(11, 20), Sentence(20, 21, part="byline")),
    metadata={"names": [1], "sentences": {"a": 1}},
)
ANALYSIS = Analysis(
    (Name(0, 2, "ORG"), Name(11, 14, "ORG", certain=False)),
    (
        Number(6, 10, "percent", 0.5),
        Number(10, 11, "money", 5, high=7, unit="CNY", certain=False),
        Number(12, 13, "date", iso="--02-01"),
    ),
    "v1",
)
FILES = {
    "article": (article_text(ARTICLE).encode(), ARTICLE_ROWS, article_from),
    "analysis": (analysis_text(ARTICLE, ANALYSIS).encode(), ANALYSIS_ROWS, analysis_from),
}
PIECES = (
    *(
        "",
        "0",
        "7",
        "-1",
        "00",
        "1.0",
        "99999999999999999999",
        "null",
        "NaN",
        "true",
        '"x"',
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        ",",
        "\n",
        "\n]",
        "\n],",
        "},\n{",
        '"',
        "\\",
        '"start": 3, ',
        ', "end": 9',
        '"names": [',
        "\\u0073",
        " ",
    ),
    *('\n"names": [\n{"start": 0, "end": 1, "type": "PER"}\n]', "\x00", "é", "\udcff", "Infinity", "1e999"),
)
"""What may stand in a file that a hand or a disk has changed."""


def outcome(load: Callable[[], Any], build: Callable[[Any, str], Any]) -> tuple[bool, Any]:
    """Return whether a file is taken, and what it then says."""
    try:
        return True, repr(build(load(), ID))  # in which 1 is not True, and 0.0 not -0.0
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False, None


def test_what_zhupi_writes_is_read_by_columns() -> None:
    for data, keys, _ in FILES.values():
        found = read(data, keys)
        assert all(isinstance(found[key], Rows) for key in keys)
        assert {**found, **{key: found[key].objects() for key in keys}} == loads(data.decode())


def test_it_says_what_was_written() -> None:
    data, keys, _ = FILES["analysis"]
    assert analysis_from(read(data, keys), ID) == ANALYSIS
    data, keys, _ = FILES["article"]
    assert article_from(read(data, keys), ID) == ARTICLE


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 12), st.sampled_from(PIECES)), max_size=3),
)
@example("analysis", [(90, 0, "NaN")])
def test_a_changed_file_is_taken_or_refused_as_json_is(
    which: str, changes: list[tuple[int, int, str]]
) -> None:
    data, keys, build = FILES[which]
    for at, length, piece in changes:
        at %= len(data)
        data = data[:at] + piece.encode("utf-8", "surrogateescape") + data[at + length :]
    assert outcome(lambda: read(data, keys), build) == outcome(lambda: loads(data.decode()), build)


def test_no_row_is_passed_over() -> None:
    data, keys, build = FILES["analysis"]
    row = b'{"start": 0, "end": 2, "type": "ORG", "certain": true, "by": "auto"},\n'
    assert row in data
    for other in (
        row.replace(b"0", b"00"),
        row.replace(b'"ORG"', b'""'),
        row.replace(b'"start": 0', b'"start": -1'),
        row.replace(b'"auto"', b'"auto", "end": 0'),
        row.replace(b'"auto"', b'"auto", "\\u0065nd": 0'),
        row.replace(b', "type": "ORG", "certain": true, "by": "auto"', b", "),
        row.replace(b"},", b"}"),
        row + b"\n7,\n",
        row * 2,
    ):
        changed = data.replace(row, other)
        assert outcome(lambda: read(changed, keys), build) == (False, None), other  # noqa: B023


def test_rows_in_another_object_are_none_of_it() -> None:
    data, keys, build = FILES["analysis"]
    inner = data.replace(b'\n"names": [', b'\n"names": [],\n"more": {"x": 1,\n"names": [', 1)
    inner = inner.replace(b"\n],\n", b"\n]},\n", 1)
    assert loads(inner.decode())["names"] == []
    assert read(inner, keys)["names"] == []
    assert outcome(lambda: read(inner, keys), build)[0]
