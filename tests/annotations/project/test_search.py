"""Searching a project: by the index or by reading, the answer is one, and nobody sees what is not theirs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from team import OTHER, TEXT, THREE, act, laid_out, team

from annotations.index.texts import TextTables
from annotations.project import indexed, search_analysis, search_texts
from annotations.project.project import Project
from annotations.project.search import Found, Search, Step
from annotations.search.syntax import Vocabulary, read_query

SMALL = TextTables(full=60, loose=10)
"""Blocks of a few texts, so that tests make, dissolve and gather many."""


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed, "HOLDINGS", (SMALL,))


def steps(
    root: Path, query: str, cache: Path, *, annotator: str = "mei", review: bool = False, refresh: bool = True
) -> Iterator[Step]:
    project = Project.open([root], annotator=annotator)
    search = Search(project, review=review, cache=cache, jobs=1)
    if refresh:
        search.refresh()
    try:
        yield from search.run(read_query(query, Vocabulary.of(project.scheme)))
    finally:
        search.close()


def found(root: Path, query: str, cache: Path, **more: object) -> list[Found]:
    return [one for step in steps(root, query, cache, **more) for one in step.found]  # type: ignore[arg-type]


def places(root: Path, query: str, cache: Path, **more: object) -> list[tuple[str, int]]:
    return [(one.source, one.sentence + 1) for one in found(root, query, cache, **more)]


# -- by the index, or by reading -----------------------------------------------------------------

WORDS = [
    "開",
    "会",
    "開…会",
    "a...開",
    "開會",
    "会开",
    "a",
    "ＡB",
    "會。開",
    "𠀀",
    "a。",
    '"開 會"',
    "/開.?會/",
    "/[a-c]+/",
]
QUERIES = st.one_of(
    st.sampled_from(WORDS),
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(["{} {}", "{} or {}", "{} not {}", "not ({} {})"]),
        st.sampled_from(WORDS),
    ).map(lambda parts: parts[1].format(parts[0], parts[2])),
)
ARTICLES = st.text(alphabet="開會开会aＡb。，\n 𠀀\u200b", min_size=1, max_size=30).map(
    lambda text: f"字{text}。"
)
CHANGES = st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), ARTICLES)), max_size=6)


@given(st.lists(st.tuples(CHANGES, QUERIES), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_answers_as_reading_does(
    rounds: Sequence[tuple[Sequence[tuple[int, str | None]], str]],
) -> None:
    """After any changes of files: some come, some go, some become others, some blocks are stale."""
    with tempfile.TemporaryDirectory() as folder:
        root, cache = laid_out(Path(folder, "news"), texts={"x.txt": "不動的一篇。"}), Path(folder, "cache")
        clock = 1_700_000_000
        for changes, query in rounds:
            for name, text in changes:
                path = root / f"{name}.txt"
                clock += 1
                if text is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_text(text, encoding="utf-8")
                    os.utime(path, (clock, clock))
            by_index = [one._replace(settled=False) for one in found(root, query, cache)]
            by_reading = [
                one._replace(settled=False) for one in found(root, query, Path(folder, "none"), refresh=False)
            ]
            assert by_index == by_reading


def test_what_the_index_does_not_have_is_read(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。"})
    assert places(root, "开会", tmp_path / "cache") == [("a.txt", 1)]
    laid_out(root, texts={"b.txt": "明天開會。"})
    assert places(root, "开会", tmp_path / "cache", refresh=False) == [("a.txt", 1), ("b.txt", 1)]


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_an_index_that_is_harmed_harms_no_answer(tmp_path: Path, harm: str) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。", "b.txt": "明天休息。"})
    assert places(root, "开会", tmp_path / "cache") == [("a.txt", 1)]
    (file,) = (tmp_path / "cache" / "index").glob("*.sqlite")
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    for refresh in (False, True):
        assert places(root, "开会", tmp_path / "cache", refresh=refresh) == [("a.txt", 1)]


def test_without_sqlite_every_article_is_read_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise ImportError("No module named '_sqlite3'")

    monkeypatch.setattr(search_texts, "index_of", missing)
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。"})
    search = Search(Project.open([root], annotator="mei"), cache=tmp_path / "cache")
    search.refresh()
    assert any("_sqlite3" in line for line in search.lines)
    assert places(root, "开会", tmp_path / "cache") == [("a.txt", 1)]


def test_where_no_index_can_be_kept_that_is_said(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。"})
    (tmp_path / "cache").write_text("a file where the folder should be")
    search = Search(Project.open([root], annotator="mei"), cache=tmp_path / "cache")
    search.refresh()
    assert any("no index" in line for line in search.lines)
    assert places(root, "开会", tmp_path / "cache") == [("a.txt", 1)]


def test_an_article_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。", "b.txt": ""})
    (root / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    took = list(steps(root, "開會", tmp_path / "cache"))
    assert [one.source for step in took for one in step.found] == ["a.txt"]
    assert len([line for step in took for line in step.unread]) == 1
    assert (took[-1].looked, took[-1].of) == (2, 2)


def test_where_a_hit_stands(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "昨天休息。今天開\u200b會，ＡＩ也開會。"})
    (one,) = found(root, "开会", tmp_path / "cache")
    text = (root / "a.txt").read_text(encoding="utf-8")
    assert (one.sentence, text[one.start : one.end]) == (1, one.text)
    assert [text[start:end] for start, end in one.spans] == ["開\u200b會", "開會"]


# -- names and numbers ----------------------------------------------------------------------------

NEWS = "微軟投資10億美元。特朗普表示，價格上漲30%。那裡沒有消息。"


def test_names_and_numbers_are_found_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = laid_out(tmp_path / "news", texts={"a.txt": NEWS}), tmp_path / "cache"
    os.utime(root / "a.txt", (1_700_000_000, 1_700_000_000))
    assert places(root, "money >= 1e9 USD", cache) == [("a.txt", 1)]

    def nobody(*_: object, **__: object) -> None:
        raise AssertionError("it was analysed before")

    monkeypatch.setattr(search_analysis, "Workers", nobody)
    assert places(root, "money > 1e9", cache) == []
    assert places(root, "percent = 20..30", cache) == [("a.txt", 2)]
    assert places(root, "name:微软", cache) == [("a.txt", 1)]
    assert places(root, "speaker:特朗普", cache) == [("a.txt", 2)]
    assert places(root, "not number:* not name:*", cache) == [("a.txt", 3)]


# -- what is said, and who may see it ------------------------------------------------------------------

ASKED = [
    "label:claim",
    "label:quote",
    "label:*",
    "not label:*",
    "not label:claim",
    "annotator:an",
    "annotator:*",
    "not annotator:an",
    "not annotator:*",
    "annotator:an label:claim",
    "not (annotator:bo label:opinion)",
    "annotator:an or 央行",
    "status:open",
    "status:done",
    "status:none",
    "not status:implied",
    "flag:no",
    "speaker:* or annotator:bo",
    "voice:speaker",
    "not voice:author",
    "note:*",
]


def answers(root: Path, cache: Path, annotator: str, **more: object) -> list[object]:
    return [list(steps(root, query, cache, annotator=annotator, **more)) for query in ASKED]  # type: ignore[arg-type]


@pytest.mark.parametrize("others", ["never", "done"])
def test_nothing_of_others_is_told_to_who_may_not_see_it(tmp_path: Path, others: str) -> None:
    """Whatever others say, hits, counts and steps are the same for who is not done."""
    alone = team(tmp_path / "alone", {"mei": ["c", "o"]}, others=others, done=False)
    among = team(tmp_path / "among", {"an": THREE["an"], "bo": THREE["bo"]}, others=others)
    team(among, {"mei": ["c", "o"]}, others=others, done=False)
    for root in (alone, among):
        laid_out(root, texts={"b.txt": OTHER})
    team(among, {"an": ["c", "q", "o"]}, others=others, name="b.txt", text=OTHER)
    assert answers(alone, tmp_path / "1", "mei") == answers(among, tmp_path / "2", "mei")
    assert answers(alone, tmp_path / "1", "mei", review=True) == answers(
        among, tmp_path / "2", "mei", review=True
    )


def test_what_may_be_seen_is_found(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o", None], "mei": ["c", "c", "c"]}, others="done")
    laid_out(root, texts={"b.txt": OTHER})
    team(root, {"an": ["c", "q", "o"]}, others="done", name="b.txt", text=OTHER)
    cache = tmp_path / "cache"
    assert places(root, "annotator:an label:opinion", cache) == [("a.txt", 2)], "b.txt is not done by mei"
    assert places(root, "annotator:an", cache, annotator="lin", review=True) == [
        ("a.txt", 1),
        ("a.txt", 2),
        ("b.txt", 1),
        ("b.txt", 2),
        ("b.txt", 3),
    ]
    assert places(root, "annotator:an", cache, annotator="lin") == []


def test_what_is_said_is_asked_of_one_person(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c"], "bo": ["q"]}, others="always")
    cache = tmp_path / "cache"
    assert places(root, "label:claim label:quote", cache) == []
    assert places(root, "label:claim not label:quote", cache) == [("a.txt", 1)]
    assert ("a.txt", 1) not in places(root, "not annotator:an", cache)
    assert places(root, "not annotator:* 央行", cache) == []


def test_what_i_said_just_now_is_found(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "", None, "q"]}, done=False, lead="mei")
    cache = tmp_path / "cache"
    assert places(root, "label:claim", cache) == [("a.txt", 1)]
    assert places(root, "status:none", cache) == [("a.txt", 2)]
    assert places(root, "status:open", cache) == [("a.txt", 3), ("a.txt", 5)]
    assert [one.settled for one in found(root, "/./", cache)] == [True, True, False, True, False]
    assert TEXT[:4] in found(root, "label:claim", cache)[0].text


def test_who_asks_for_what_is_not_shown_is_told_so_whoever_there_is(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c"]}, others="never", done=False)
    project = Project.open([root], annotator="mei")
    search = Search(project, cache=tmp_path / "cache")
    for query, lines in (("annotator:an", 1), ("annotator:nobody", 1), ("label:claim", 0)):
        list(search.run(read_query(query, Vocabulary.of(project.scheme))))
        assert len(search.lines) == lines, query


def test_whatever_is_asked_for_is_folded_as_the_question_is(tmp_path: Path) -> None:
    """A name with the space that widens it, accents apart from their letters, what nobody sees."""
    accented = "Cafe\u0301.txt"
    root = team(tmp_path / "news", {"王 明": ["c"]}, done=False, name=accented, lead="王 明")
    act(root, "王 明", accented, lambda one: [one.labels.write_note(0, "誰\u200b說的，李 強？")])
    for query in ('annotator:"王 明"', "label:claim file:Café", 'note:"李 強"', "note:誰說"):
        assert places(root, query, tmp_path / "cache", annotator="王 明")[:1] == [(accented, 1)], query


# -- what changes meanwhile ---------------------------------------------------------------------------


def opened_search(root: Path, cache: Path) -> Search:
    return Search(Project.open([root], annotator="mei"), cache=cache, jobs=1)


def ask(search: Search, query: str) -> list[str]:
    asked = read_query(query, Vocabulary.of(search.project.scheme))
    return [one.source for step in search.run(asked) for one in step.found]


def test_what_another_program_took_into_the_index_is_news_here_too(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。", "b.txt": "明天休息。"})
    for name in ("a.txt", "b.txt"):
        os.utime(root / name, (1_700_000_000, 1_700_000_000))
    here, there = opened_search(root, tmp_path / "cache"), opened_search(root, tmp_path / "cache")
    here.refresh()
    assert ask(here, "開會") == ["a.txt"]
    assert not here.refresh()
    laid_out(root, texts={"a.txt": "今天休息，不來了。", "b.txt": "明天也要開會。"})
    for name in ("a.txt", "b.txt"):
        os.utime(root / name, (1_700_000_009, 1_700_000_009))
    there.refresh()
    assert here.refresh(), "nothing was read here, and another answer is right"
    assert ask(here, "開會") == ["b.txt"]


def test_a_search_before_the_index_was_looked_after_goes_by_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。"}), tmp_path / "cache"
    opened_search(root, cache).refresh()
    early = opened_search(root, cache)
    monkeypatch.setattr(Project, "article", None)
    assert ask(early, "開會") == ["a.txt"]


def test_what_cannot_be_read_is_no_news_each_time(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。", "b.txt": "x"})
    os.utime(root / "a.txt", (1_700_000_000, 1_700_000_000))
    (root / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    search = opened_search(root, tmp_path / "cache")
    assert search.refresh()
    assert not search.refresh()
    laid_out(root, texts={"b.txt": "又開會。"})
    assert search.refresh()
    assert ask(search, "開會") == ["a.txt", "b.txt"]


def test_a_lead_who_did_not_come_to_review_is_told_how_to_ask_what_others_say(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c"]}, others="never")
    told = {}
    for who in ("lin", "mei"):
        project = Project.open([root], annotator=who)
        with closing(Search(project, cache=tmp_path / "cache", jobs=1)) as search:
            search.refresh()
            list(search.run(read_query("annotator:an", Vocabulary.of(project.scheme))))
            told[who] = search.lines
    assert told["lin"] == ["what others say is not asked: a lead sees it with --review"]
    assert told["mei"] == ["what others say is not asked: this project does not show it to you"]
