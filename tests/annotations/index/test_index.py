"""The index follows the files, whatever happens to it or to them."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import beginnings
import pytest
from beginnings import Beginnings

from annotations.errors import ReadingError
from annotations.index.article_rows import ArticleRow, Facts
from annotations.index.index import Index
from annotations.index.refresh import Refreshed
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.reading import Place

AGO = 1_700_000_000_000_000_000
"""A time of change that lies long enough ago to tell."""


def write(path: Path, text: str, at: int = AGO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(at, at))


class Library:
    """A folder of articles with its index, and what was read."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        self.read: list[str] = []
        for name in "abc":
            write(root / f"{name}.txt", f"{name}標題\n\n第一句話。第二句話。{name}")

    def index(self) -> Index:
        return Index(self.root, self.project.options, (Beginnings(),), self.cache)

    @property
    def project(self) -> Project:
        return Project.open([self.root], annotator="mei")

    def article(self, place: Place) -> Article:
        self.read.append(place.path.name)
        return self.project.article(place)

    def refresh(self, index: Index | None = None, **more: object) -> Refreshed:
        self.read.clear()
        places = self.project.places if any(self.root.rglob("*.*")) else ()
        return (index or self.index()).refresh(places, self, {}, **more)  # type: ignore[arg-type]

    def rows(self, index: Index | None = None) -> dict[str, ArticleRow]:
        return {row.source: row for row in (index or self.index()).rows()}

    def beginnings(self, index: Index | None = None) -> dict[str, str]:
        index = index or self.index()
        with index.connection() as database:
            kept = dict(database.execute("SELECT number, text FROM beginnings"))
        return {row.source: kept[row.number] for row in index.rows() if row.number in kept}

    @property
    def file(self) -> Path:
        (found,) = self.cache.glob("*.sqlite")
        return found


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    support = str(Path(beginnings.__file__).parent)
    monkeypatch.setenv("PYTHONPATH", support)  # other processes are to know the holding too
    return Library(tmp_path / "news", tmp_path / "cache")


def test_a_row_says_what_the_article_is(library: Library) -> None:
    write(library.root / "deep" / "er" / "d.md", "---\ndate: 2025年2月1日\n---\n# 題\n\n一句。兩句。三句。")
    library.refresh()
    row = library.rows()["deep/er/d.md"]
    article = library.project.article(Place(library.root / "deep" / "er" / "d.md"))
    assert (row.article, row.title, row.date, row.length) == (
        article.id,
        "題",
        "2025-02-01",
        len(article.text),
    )
    assert row.folder == "deep/er"
    assert library.rows()["a.txt"].folder == ""
    assert row.sentences == 3, "the title is not to be tagged"
    bounds = library.index().bounds([article.id, "unknown"])
    assert bounds.keys() == {article.id}
    assert [(start, end) for start, end, _ in bounds[article.id]] == [one[:2] for one in article.sentences]
    assert [tagged for *_, tagged in bounds[article.id]] == [False, True, True, True]


def test_a_name_that_is_no_text(library: Library) -> None:
    name = os.fsdecode("新聞".encode("gbk") + b".txt")
    write(library.root / name, "一句。兩句。")
    library.refresh()
    assert library.rows()[name].length == 6
    assert library.refresh().read == 0
    (library.root / name).unlink()
    library.refresh()
    assert name not in library.rows()


def test_what_did_not_change_is_not_read_again(library: Library) -> None:
    assert library.refresh() == Refreshed(3, changed=True, complete=True)
    assert library.read == ["a.txt", "b.txt", "c.txt"]
    assert library.refresh() == Refreshed(0, changed=False, complete=True)
    assert library.read == []


def test_it_follows_files_that_come_go_and_change(library: Library) -> None:
    library.refresh()
    write(library.root / "d.txt", "新來的一篇。")
    write(library.root / "b.txt", "改過的一篇。", AGO + 1)
    (library.root / "a.txt").unlink()
    assert library.refresh() == Refreshed(2, changed=True, complete=True)
    assert library.read == ["b.txt", "d.txt"]
    assert library.rows().keys() == {"b.txt", "c.txt", "d.txt"}
    assert library.beginnings() == {"b.txt": "改過", "c.txt": "c標", "d.txt": "新來"}


def test_a_change_that_keeps_the_size_shows_by_its_time_and_one_that_keeps_the_time_by_its_size(
    library: Library,
) -> None:
    library.refresh()
    write(library.root / "a.txt", "甲標題\n\n第一句話。第二句話。"[:5], AGO)
    write(
        library.root / "b.txt", (library.root / "b.txt").read_text("utf-8").replace("第一", "第三"), AGO + 1
    )
    library.refresh()
    assert library.read == ["a.txt", "b.txt"]


def test_what_was_changed_just_now_is_read_again(library: Library) -> None:
    library.refresh()
    write(library.root / "a.txt", "剛剛寫的。", time.time_ns() + 3_600_000_000_000)
    library.refresh()
    library.refresh()
    assert library.read == ["a.txt"], "under the same time it may be changed once more"


def test_what_cannot_be_read_says_why_and_is_tried_again(library: Library) -> None:
    write(library.root / "e.txt", "")
    library.refresh()
    row = library.rows()["e.txt"]
    assert row.error.endswith("e.txt: is empty")
    assert (row.article, row.length) == ("", 0)
    assert "e.txt" not in library.beginnings()
    library.refresh()
    assert library.read == ["e.txt"]
    write(library.root / "e.txt", "如今有字。")
    library.refresh()
    assert library.rows()["e.txt"].error == ""


def test_whoever_opens_one_article_forgets_no_other(library: Library) -> None:
    library.refresh()
    (library.root / "b.txt").unlink()
    places = [Place(library.root / "a.txt")]
    library.index().refresh(places, library, {})
    assert library.rows().keys() == {"a.txt", "c.txt"}, "of the others only what is gone goes"


def test_a_file_of_many_articles_has_a_row_each(library: Library) -> None:
    lines = [json.dumps({"text": f"第{n}篇。第二句。", "title": f"題{n}"}) for n in range(95)]
    write(library.root / "many.jsonl", "\n".join(lines))
    places = Project.open([library.root / "many.jsonl"], annotator="mei").places
    index, reads = library.index(), replace(library.project, places=())
    assert index.refresh(places, reads, {}).read == 95
    rows = library.rows()
    assert rows["many.jsonl#95"].title == "題94"
    assert [row.position for row in rows.values()] == [place.position for place in places]
    assert index.refresh(places, reads, {}).read == 0
    write(library.root / "many.jsonl", "\n".join(lines[:3]), AGO + 1)
    places = Project.open([library.root / "many.jsonl"], annotator="mei").places
    index.refresh(places, library, {})
    assert library.rows().keys() == {"many.jsonl#1", "many.jsonl#2", "many.jsonl#3"}


def test_a_build_that_is_broken_off_goes_on(library: Library) -> None:
    for number in range(120):
        write(library.root / f"{number:03}.txt", f"第{number}篇。")
    steps: list[tuple[int, int]] = []

    def stop() -> bool:
        return len(steps) == 2

    project = library.project
    reads = replace(project, places=())
    index = library.index()
    begun = index.refresh(
        project.places, reads, {}, on_step=lambda *step: steps.append(step), cancelled=stop, jobs=1
    )
    assert begun == Refreshed(40, changed=True, complete=False)
    assert steps == [(0, 123), (40, 123)]
    assert len(library.rows()) == 40
    rest = library.index().refresh(project.places, reads, {}, jobs=2)
    assert rest == Refreshed(83, changed=True, complete=True)
    assert len(library.rows()) == len(library.beginnings()) == 123


def test_other_processes_read_what_this_one_would(library: Library, tmp_path: Path) -> None:
    for number in range(60):
        write(library.root / f"{number:03}.txt", f"第{number}篇。他說：“好。”")
    project = library.project
    library.index().refresh(project.places, replace(project, places=()), {}, jobs=2)
    apart = {source: row[1:] for source, row in library.rows().items()}
    alone = Index(library.root, project.options, (Beginnings(),), tmp_path / "other")
    for place in project.places:
        alone.refresh([place], project, {})
    assert {row.source: row[1:] for row in alone.rows()} == apart


# -- what happens to the file ----------------------------------------------------------


def test_it_may_be_deleted_at_any_time(library: Library) -> None:
    index = library.index()
    library.refresh(index)
    library.file.unlink()
    assert library.rows(index) == {}
    assert library.refresh(index).read == 3
    assert len(library.rows(index)) == len(library.beginnings(index)) == 3


def _no_database(file: Path) -> None:
    file.write_bytes(b"no database at all, but as long as the head of one would be. " * 20)


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _zeros(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[1024:] = bytes(len(data) - 1024)
    file.write_bytes(data)


def _without_a_table(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE articles")
    database.close()


def _of_another_version(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE about SET made_by = 'something older'")
        database.execute("ALTER TABLE articles RENAME COLUMN title TO heading")
    database.close()


@pytest.mark.parametrize("harm", [_no_database, _cut, _zeros, _without_a_table, _of_another_version])
def test_what_is_damaged_or_of_another_version_is_made_anew(
    library: Library, harm: Callable[[Path], None]
) -> None:
    library.refresh()
    expected = {source: row[1:] for source, row in library.rows().items()}
    harm(library.file)
    index = library.index()
    list(index.rows())  # whoever looks first sees nothing wrong
    library.refresh(index)
    assert {source: row[1:] for source, row in library.rows(index).items()} == expected
    assert len(library.beginnings(index)) == 3
    assert index.kept


def test_other_holdings_make_it_anew(library: Library) -> None:
    library.refresh()
    bare = Index(library.root, library.project.options, (), library.cache)
    assert list(bare.rows()) == []
    assert library.refresh(bare).read == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written(library: Library) -> None:
    library.cache.mkdir()
    library.cache.chmod(0o500)
    try:
        _lives_in_memory(library)
    finally:
        library.cache.chmod(0o700)


def test_without_a_folder_for_caches_it_lives_in_memory(library: Library) -> None:
    library.cache.write_text("a file where the folder should be")
    _lives_in_memory(library)


def _lives_in_memory(library: Library) -> None:
    index = library.index()
    assert library.refresh(index).read == 3
    assert not index.kept
    assert library.refresh(index).read == 0
    assert library.rows(index).keys() == {"a.txt", "b.txt", "c.txt"}
    with index.connection() as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert "beginnings" not in names, "what is large has no place there"


def test_a_disk_that_is_full(library: Library) -> None:
    library.refresh()
    index = library.index()
    for name in "defghij":
        write(library.root / f"{name}.txt", "新來的一篇。" * 3_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (library.file.stat().st_size, limits[1]))
    try:
        assert library.refresh(index).read == 10
        assert not index.kept
        assert len(library.rows(index)) == 10
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert library.refresh().read == 7, "what was kept before is there still"
    assert len(library.rows()) == 10


def test_two_programs_at_once(library: Library) -> None:
    """Each refreshes while the other is at it; neither fails, and no article is there twice."""
    one, two = library.index(), library.index()
    places = library.project.places

    def meanwhile(done: int, of: int) -> None:
        if done == 0:
            two.refresh(places, library, {})

    one.refresh(places, library, {}, on_step=meanwhile)
    assert [row.source for row in one.rows()] == ["a.txt", "b.txt", "c.txt"]
    assert len(library.beginnings(one)) == 3


# -- texts that are frozen ----------------------------------------------------------------


def test_a_text_that_is_frozen_as_it_was_read_is_not_read_again(library: Library) -> None:
    library.refresh()
    row = library.rows()["a.txt"]
    article = library.project.article(Place(library.root / "a.txt"))
    facts = Facts.of(article)
    frozen = {row.article: SimpleNamespace(source="a.txt", fingerprint=facts.fingerprint, exact=facts.exact)}
    library.read.clear()
    assert not library.index().refresh(library.project.places, library, frozen).read
    other = {**frozen, "f" * 20: SimpleNamespace(source="b.txt", fingerprint="0", exact="0")}
    library.index().refresh(library.project.places, library, other)
    assert library.read == ["b.txt"], "somebody else froze another text at its place"
    library.read.clear()
    library.index().refresh(library.project.places, library, other)
    assert library.read == []
    library.index().refresh(library.project.places, library, {})
    assert library.read == ["a.txt"], "it is not frozen any more"


def test_a_text_that_is_one_article_with_one_frozen_elsewhere_is_read_again(library: Library) -> None:
    library.refresh()
    article = library.project.article(Place(library.root / "c.txt"))
    alike = SimpleNamespace(source="gone.txt", fingerprint=Facts.of(article).fingerprint, exact="0")
    library.read.clear()
    library.index().refresh(library.project.places, library, {"e" * 20: alike})
    assert library.read == ["c.txt"]


def test_an_unforeseen_error_costs_one_article(library: Library) -> None:
    class Fails(Library):
        def article(self, place: Place) -> Article:
            if place.path.name == "b.txt":
                raise RecursionError("deep")
            if place.path.name == "c.txt":
                raise ReadingError("c.txt: no")
            return super().article(place)

    fails = Fails(library.root, library.cache)
    assert fails.refresh().complete
    rows = fails.rows()
    assert rows["a.txt"].error == ""
    assert "RecursionError: deep" in rows["b.txt"].error
    assert rows["c.txt"].error == "c.txt: no"
