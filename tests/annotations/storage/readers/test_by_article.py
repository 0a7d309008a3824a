"""A layer read an article at a time: the same as the whole layer says of each."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from annotations.errors import StorageError
from annotations.records.record import as_act, layer_head, revise, tombstone
from annotations.records.uids import answer_uid, doc_id, return_uid
from annotations.storage.layer import snapshot
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line, render
from annotations.storage.readers import article_index, by_article, index_cache
from annotations.storage.readers.by_article import LayerByArticle

A, B, C = "a" * 20, "b" * 20, "0123456789abcdef0123"
ARTICLES = (A, B, C, "文")


def lines_of(records):
    return [(str(doc_id(one["uid"])), one) for one in records]


def write(path, *records, head=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render([("0", head or layer_head(path.stem)), *lines_of(records)]))


def append(path, *records):
    """Add lines as another program does, and return how many bytes that were."""
    data = b"".join(encode_line(*line) for line in lines_of(records))
    with path.open("r+b") as file:
        file.seek(-len(TAIL), os.SEEK_END)
        file.write(data + TAIL)
    return len(data)


def said(path):
    """What the whole layer says of each article: its records, and how many are unreadable."""
    with closing(open_layer(path, path.stem)) as layer:
        return {one: (layer.of_article(one), layer.unreadable(one)) for one in ARTICLES}


def seen(view):
    return {one: (view.of_article(one), view.unreadable(one)) for one in ARTICLES}


def changed(before, after):
    return {one for one in ARTICLES if before[one] != after[one]}


@pytest.fixture
def never_opened(monkeypatch):
    """Whoever opens the whole layer fails the test."""

    def refuse(*args, **kwargs):
        raise AssertionError("the whole layer was opened")

    monkeypatch.setattr(by_article, "open_layer", refuse)


@pytest.fixture
def opened(monkeypatch):
    """The layers that were opened as a whole."""
    paths = []

    def note(path, *args, **kwargs):
        paths.append(path)
        return open_layer(path, *args, **kwargs)

    monkeypatch.setattr(by_article, "open_layer", note)
    return paths


@pytest.fixture
def view_of():
    """Make views that are closed when the test ends."""
    made = []

    def make(path, **options):
        made.append(LayerByArticle(path, path.stem, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_revisions_deletions_and_acts_over_articles(path, mark, view_of, never_opened):
    one, two, three = mark(article=A), mark(50, article=B), mark(100, article=A)
    write(path, *as_act([one, two]), three, revise(one, note='he said "no"\\'), tombstone(three))
    view = view_of(path)
    assert view.refresh() == {A, B}
    assert seen(view) == said(path)
    assert [record["rev"] for record in view.of_article(A)] == [2]
    assert set(view.articles()) == {A, B}
    assert (view.annotator, view.notices) == ("mei", [])


def test_what_is_appended_is_read_and_nothing_else(path, mark, view_of, never_opened):
    write(path, mark(article=A), mark(article=B))
    view = view_of(path)
    view.refresh()
    assert view.refresh() == set()
    size = append(path, mark(50, article=B), revise(mark(article=B), flag=True))
    read = []
    assert view.refresh(read.append) == {B}
    assert sum(read) == size
    assert seen(view) == said(path)
    append(path, mark(article=C))
    assert view.of_article(C) == []  # not before the next refresh
    assert view.refresh() == {C}
    assert view.of_article(C) == [mark(article=C)]


def test_a_real_layer_that_another_program_goes_on_writing(path, mark, view_of, never_opened):
    with closing(open_layer(path, "mei")) as layer:
        view = view_of(path)
        assert view.refresh() == set()
        for number in range(30):
            layer.put(as_act([mark(number * 50, article=one) for one in ARTICLES[: number % 4 + 1]]))
            assert view.refresh() == set(ARTICLES[: number % 4 + 1])
            assert seen(view) == said(path)


def test_an_act_of_which_lines_are_gone_counts_by_what_is_there(path, mark, view_of, never_opened):
    act = as_act([mark(article=A), mark(article=B), mark(article=C)])
    write(path, mark(50, article=A), *act[:2])
    view = view_of(path)
    view.refresh()
    assert seen(view) == said(path)
    assert view.of_article(B) == [act[1]]
    append(path, act[2])
    assert view.refresh() == {C}
    assert seen(view) == said(path)


def test_an_act_that_was_all_there_and_goes_on(path, mark, view_of, never_opened):
    act = as_act([mark(article=A), mark(article=B)])
    write(path, *act)
    view = view_of(path)
    view.refresh()
    append(path, mark(article=C, batch=[act[0]["batch"][0], 3]), mark(50, article=A, batch=["other", 2]))
    assert view.refresh() >= {C}
    assert seen(view) == said(path)
    assert len(view.of_article(C)) == 1


def test_two_who_changed_a_record_at_once(path, mark, view_of, never_opened):
    one = mark(article=A)
    mine, yours = (revise(one, writer=name, note=name) for name in ("mine", "yours"))
    write(path, one, mine, yours, mark(article=B))
    view = view_of(path)
    view.refresh()
    with closing(open_layer(path, "mei")) as layer:
        assert view.conflicts(A) == layer.conflicts(A) == [(yours, mine)]
    assert view.conflicts(B) == []
    assert seen(view) == said(path)


def test_a_lower_revision_after_a_higher_one(path, mark, view_of, never_opened):
    one = mark(article=A)
    write(path, one, revise(revise(one), note="newest"), revise(one, note="older"))
    view = view_of(path)
    view.refresh()
    assert [record["note"] for record in view.of_article(A)] == ["newest"]


def test_records_that_name_no_article_or_name_it_elsewhere(path, mark, view_of, never_opened):
    bare = {key: value for key, value in mark().items() if key != "article"} | {"uid": "bare"}
    returned = return_uid(A, 0, "mei", "lead")
    answer = mark(article=A) | {"uid": answer_uid(returned, "mei")}
    write(path, bare, mark(article=A) | {"uid": "0190-span"}, answer, mark(article="文"))
    view = view_of(path)
    assert view.refresh() == {A, "文"}
    assert seen(view) == said(path)
    assert len(view.of_article(A)) == 2


def test_what_follows_no_schema_is_counted(path, mark, view_of, never_opened):
    write(path, mark(article=A) | {"status": "odd"}, mark(50, article=A))
    view = view_of(path)
    view.refresh()
    assert view.unreadable(A) == 1
    assert seen(view) == said(path)


def test_records_of_a_newer_schema_are_shown_and_told_of(path, mark, view_of, never_opened):
    write(path, mark(article=A) | {"schema": 2, "new": 1})
    view = view_of(path)
    view.refresh()
    assert seen(view) == said(path)
    assert len(view.of_article(A)) == 1
    [notice] = view.notices
    assert "newer zhupi" in notice


UNUSUAL = {
    "moved": lambda mark: [mark(article=A), {**mark(article=A), "rev": 2, "article": B}],
    "stray-moved": lambda mark: [
        {**mark(article=A), "uid": "0190"},
        {**mark(article=B), "uid": "0190", "rev": 2},
    ],
    "no-record": lambda mark: [{**mark(article=B), "uid": 7}],
}


@pytest.mark.parametrize("records", UNUSUAL.values(), ids=UNUSUAL)
def test_what_only_the_whole_layer_can_tell(path, mark, view_of, opened, records):
    lines = [(str(doc_id(str(one["uid"]))), one) for one in (mark(50, article=C), *records(mark))]
    path.parent.mkdir()
    path.write_bytes(render([("0", layer_head("mei")), *lines]))
    view = view_of(path)
    assert view.refresh() >= {C}
    assert opened == [path]
    assert seen(view) == said(path)
    append(path, mark(100, article=C))
    assert view.refresh() == {C}
    assert seen(view) == said(path)
    assert opened == [path]


def test_it_becomes_unusual_while_it_is_read(path, mark, view_of, opened):
    write(path, mark(article=A), mark(article=C))
    view = view_of(path)
    view.refresh()
    assert not opened
    append(path, {**mark(article=A), "rev": 2, "article": B})
    assert view.refresh() >= {A, B}
    assert seen(view) == said(path)
    assert opened == [path]


def write_lines(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render([("0", layer_head("mei")), *lines]))


def test_document_ids_that_are_not_those_of_the_uids(path, mark, view_of, opened):
    one, two = mark(article=A), mark(50, article=A)
    [(key, _)] = lines_of([one])
    for lines in (
        [("7", one)],
        [("7", one), (key, revise(one))],  # one record, twice
        [(key, one), (key, {**two, "rev": 2})],  # of which one is not at home
    ):
        opened.clear()
        write_lines(path, *lines, *lines_of([mark(article=C)]))
        view = view_of(path)
        view.refresh()
        assert seen(view) == said(path)
        assert len(view.of_article(A)) == 1
        assert opened == [path]


def test_keys_that_stand_there_twice(path, mark, view_of):
    for again in ('"article"', r'"\u0061rticle"'):
        write(path, mark(article=A), mark(article=C))
        data = path.read_bytes().replace(b"false, ", f'false, {again}: "{B}", '.encode(), 1)
        path.write_bytes(data)
        view = view_of(path)
        view.refresh()
        seen(view)
        assert seen(view) == said(path)
        assert len(view.of_article(B)) == 1


@pytest.mark.parametrize("head", [layer_head("lin"), {**layer_head("mei"), "uid": "x"}], ids=["owner", "uid"])
def test_another_head(path, mark, view_of, head):
    write(path, mark(article=A), head=head)
    view = view_of(path)
    view.refresh()
    assert seen(view) == said(path)
    with closing(open_layer(path, "mei")) as layer:
        assert view.notices == layer.notices


DAMAGES = {
    "zeros": lambda data, at: data[:at] + bytes(40) + data[at + 40 :],
    "garbage": lambda data, at: data[:at] + b"\xff\xfe\x80" * 9 + data[at + 27 :],
    "gap": lambda data, at: data[:at] + data[at + 700 :],
    "joined": lambda data, at: data[:at] + data[at:].replace(b"\n", b"", 1),
    "split": lambda data, at: data[:at] + b"\n" + data[at:],
    "torn": lambda data, at: data[:at],
    "no-braces": lambda data, at: data[: -len(TAIL)],
    "crlf": lambda data, at: data.replace(b"\n", b"\r\n"),
    "head": lambda data, at: data.replace(b'"kind": "layer"', b'"kind" "layer"'),
    "letter": lambda data, at: data[:at] + data[at:].replace(b"false", b"falsd", 1),
    "quote": lambda data, at: data[:at] + data[at:].replace(b'"status"', b'"status', 1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("at", [400, 1500, 2900])
def test_damage(path, mark, view_of, damage, at):
    write(path, *(mark(number * 50, article=ARTICLES[number % 3]) for number in range(8)))
    path.write_bytes(damage(path.read_bytes(), at))
    view = view_of(path)
    view.refresh()
    seen(view)  # damage in a line that looks as usual shows when somebody looks at it
    assert seen(view) == said(path)
    with closing(open_layer(path, "mei")) as layer:
        assert view.notices == [one for one in layer.notices if "not as zhupi wrote" not in one]


def test_what_was_never_written_shows_at_once(path, mark, view_of, opened):
    for hole in (bytes(8), b"\xff" * 8):
        opened.clear()
        write(path, mark(article=A, note="@" * 8), mark(article=B))
        path.write_bytes(path.read_bytes().replace(b"@" * 8, hole))
        view = view_of(path)
        view.refresh()
        assert opened == [path]
        assert view.notices != []
        assert seen(view) == said(path)


def test_damage_that_shows_later_makes_all_that_was_told_doubtful(path, mark, view_of):
    act = as_act([mark(article=A), mark(article=B), mark(article=C)])
    write(path, *act)
    data = path.read_bytes()
    path.write_bytes(data[:600] + data[600:].replace(b"false", b"falsd", 1))
    view = view_of(path)
    view.refresh()
    for one in ARTICLES:
        view.of_article(one)
    assert view.refresh() >= {A, B, C}
    assert view.refresh() == set()
    assert seen(view) == said(path)


def test_a_rewrite_by_zhupi(path, mark, view_of, never_opened):
    one, two = mark(article=A), mark(article=B)
    newest = [{**one, "rev": rev, "note": str(rev)} for rev in range(2, 1500)]
    write(path, one, two, *newest)
    view = view_of(path)
    view.refresh()
    before = seen(view)
    size = path.stat().st_size
    with closing(open_layer(path, "mei")) as layer:
        layer.put([mark(100, article=C)])
    assert path.stat().st_size < size * 0.8, "it was not compacted, so this tests nothing"
    assert seen(view) == before  # the file that was indexed is still there for who has it
    assert view.refresh() >= {C}
    assert seen(view) == said(path)


def test_a_rewrite_by_stock_tinydb_and_back(path, mark, view_of):
    act = as_act([mark(article=A), mark(article=B)])
    write(path, mark(50, article=A), *act, revise(act[0], flag=True))
    view = view_of(path)
    view.refresh()
    with TinyDB(path, encoding="utf-8") as db:
        db.update({"note": "by hand", "rev": 3}, where("uid") == act[0]["uid"])
    assert A in view.refresh()
    assert seen(view) == said(path)
    assert [one["note"] for one in view.of_article(A)] == ["", "by hand"]
    with closing(open_layer(path, "mei")) as layer:  # takes the file into our own form again
        layer.put([mark(100, article=B)])
    assert B in view.refresh()
    assert seen(view) == said(path)


@pytest.mark.parametrize("longer", [False, True])
def test_other_bytes_in_the_same_file(path, mark, view_of, longer):
    write(path, mark(article=A, note="one"), mark(article=B))
    view = view_of(path)
    view.refresh()
    stamp = path.stat()
    data = path.read_bytes()
    write(path, mark(article=A, note="two"), mark(article=B, note="x" * longer), mark(50, article=C))
    if not longer:
        path.write_bytes(data.replace(b'"one"', b'"two"'))
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))
    assert A in view.refresh()
    assert seen(view) == said(path)
    assert path.stat().st_ino == stamp.st_ino


# -- the cache --------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "lines"


def indexed(path, cache):
    with closing(LayerByArticle(path, path.stem, cache=cache)) as view:
        read = []
        touched = view.refresh(read.append)
        assert seen(view) == said(path)
    return touched, sum(read)


def test_the_second_time_only_what_is_new_is_read(path, mark, cache, never_opened):
    act = as_act([mark(article=A), mark(article=B), mark(article="文")])
    write(path, mark(50, article=A), *act[:2], mark(article=A) | {"uid": "0190-span"})
    touched, read = indexed(path, cache)
    assert touched == {A, B}
    assert read > 1000
    assert indexed(path, cache) == (set(), 0)
    size = append(path, mark(50, article=C))
    assert indexed(path, cache) == ({C}, size)
    assert indexed(path, cache) == (set(), 0)
    size = append(path, act[2])
    assert indexed(path, cache) == ({"文"}, size)
    assert len(list(cache.iterdir())) == 1


def test_a_cache_is_recalled_whatever_its_checksum_is(tmp_path):
    for size in range(300):
        kept = index_cache.Kept(article_index.ArticleIndex(), (1, 2, size, 3), b"")
        index_cache.keep(tmp_path, tmp_path / "mei.json", kept)
        found = index_cache.recall(tmp_path, tmp_path / "mei.json")
        assert found is not None
        assert found.stamp == kept.stamp


def test_a_stray_that_moves_is_known_from_the_cache(path, mark, cache, opened):
    write(path, {**mark(article=A), "uid": "0190"})
    indexed(path, cache)
    assert not opened
    append(path, {**mark(article=B), "uid": "0190", "rev": 2})
    assert indexed(path, cache)[0] >= {A, B}
    assert opened


def test_an_act_that_goes_on_is_known_from_the_cache(path, mark, cache):
    act = as_act([mark(article=A), mark(article=B)])
    write(path, *act)
    indexed(path, cache)
    append(path, mark(article=C, batch=[act[0]["batch"][0], 3]))
    assert C in indexed(path, cache)[0]


def test_a_stale_cache_is_none(path, mark, cache, never_opened):
    write(path, mark(article=A), mark(article=B))
    indexed(path, cache)
    path.rename(path.with_suffix(".old"))  # another file with the same end
    write(path, mark(article=C), mark(article=B))
    assert indexed(path, cache)[0] == {B, C}
    write(path, mark(article=A, note="longer" * 99))  # other bytes in the same file
    assert indexed(path, cache)[0] == {A}


def test_a_damaged_cache_is_none(path, mark, cache, never_opened):
    write(path, *(mark(number * 50, article=ARTICLES[number % 4]) for number in range(12)))
    whole = path.stat().st_size - len(TAIL) - path.read_bytes().index(b"\n,") - 1
    assert indexed(path, cache)[1] == whole
    [kept] = cache.iterdir()
    data = kept.read_bytes()
    for at in range(0, len(data), 37):
        for harmed in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            kept.write_bytes(harmed)
            assert indexed(path, cache) == (set(ARTICLES), whole)
    assert indexed(path, cache) == (set(), 0)


def test_a_cache_of_another_form_is_none(path, mark, cache, monkeypatch):
    write(path, mark(article=A))
    indexed(path, cache)
    monkeypatch.setattr(index_cache, "_FORMAT", index_cache._FORMAT + 1)
    assert indexed(path, cache)[0] == {A}


def test_a_cache_that_cannot_be_written_is_done_without(path, mark, tmp_path, never_opened):
    write(path, mark(article=A))
    blocked = tmp_path / "a file"
    blocked.write_text("")
    assert indexed(path, blocked / "lines")[0] == {A}
    assert indexed(path, blocked / "lines")[0] == {A}


def test_what_is_much_is_kept_before_it_is_closed(path, mark, cache, view_of, monkeypatch):
    monkeypatch.setattr(by_article, "_WORTH_KEEPING", 1000)
    write(path, *(mark(number * 50, article=A) for number in range(4)))
    view_of(path, cache=cache).refresh()
    assert indexed(path, cache) == (set(), 0)


# -- files that are not there or cannot be read --------------------------------------


def test_a_missing_file_has_nothing_in_it_and_may_appear(path, mark, view_of, cache, never_opened):
    view = view_of(path, cache=cache)
    assert view.refresh() == view.refresh() == set()
    assert (list(view.articles()), view.of_article(A), view.unreadable(A), view.notices) == ([], [], 0, [])
    assert not path.parent.exists()
    path.parent.mkdir()
    path.write_bytes(b"")
    assert view.refresh() == set()
    write(path, mark(article=A))
    assert view.refresh() == {A}
    assert seen(view) == said(path)
    path.unlink()
    assert view.refresh() == {A}
    assert view.of_article(A) == []


def test_what_is_no_layer_cannot_be_read(path, view_of):
    path.mkdir(parents=True)
    with pytest.raises(StorageError, match=r"mei\.json"):
        view_of(path).refresh()
    path.rmdir()
    path.write_text("報道")
    with pytest.raises(StorageError, match="not a layer"):
        view_of(path).refresh()


def test_a_disk_that_fails_leaves_what_was_known(path, mark, view_of, files):
    write(path, mark(article=A))
    view = view_of(path, files=files)
    failed = []
    for step in range(1, 12):
        append(path, mark(50 * step, article=B))
        files.fail(step, errno.EIO)
        try:
            touched = view.refresh()
        except StorageError as error:
            failed.append(str(error))
            files.at = 0
            touched = view.refresh()
        assert B in touched
        files.at = 0
        assert seen(view) == said(path)
    assert len(failed) > 4
    assert all("mei.json" in one for one in failed)
    files.fail(1, errno.EIO)
    with pytest.raises(StorageError, match="check its permissions and the disk"):
        view.of_article(A)


def test_a_file_that_is_being_rewritten(path, mark, view_of, monkeypatch):
    monkeypatch.setattr(snapshot, "PATIENCE", 0.0)
    write(path, mark(article=A))
    view = view_of(path)
    with closing(open_layer(path, "mei")) as layer:
        with layer._storage.file.locked(exclusive=True), pytest.raises(StorageError, match="locked"):
            view.refresh()
        assert view.refresh() == {A}
        layer.put([mark(article=B)])
        with layer._storage.file.locked(exclusive=True):
            assert view.refresh() == set()
            assert view.of_article(A) == [mark(article=A)]
        assert view.refresh() == {B}


# -- threads and sizes -----------------------------------------------------------------


def test_asking_while_another_thread_refreshes(path, mark, never_opened):
    one = mark(article=A)
    write(path, one, *(mark(number, article=B) for number in range(500)))
    ended, revisions, failures = threading.Event(), [], []

    def ask(view):
        try:
            while not ended.is_set():
                [record] = view.of_article(A)
                revisions.append(record["rev"])
                assert len(view.of_article(B)) >= 500
        except BaseException as error:
            failures.append(error)

    with closing(LayerByArticle(path, path.stem)) as view:
        view.refresh()
        thread = threading.Thread(target=ask, args=(view,))
        thread.start()
        for rev in range(2, 120):
            append(path, {**one, "rev": rev}, mark(1000 + rev, article=B), mark(rev, article=f"{rev:020x}"))
            if rev % 40 == 0:  # another file in its place
                data = path.read_bytes()
                path.unlink()
                path.write_bytes(data)
            assert A in view.refresh()
        ended.set()
        thread.join()
    assert not failures
    assert revisions == sorted(revisions)


def test_closing_ends_a_refresh_and_gives_the_files_back(path, mark):
    write(path, *(mark(number * 50, article=A) for number in range(500)))
    before = len(list(Path("/dev/fd").iterdir()))
    view = LayerByArticle(path, path.stem)
    view.refresh()
    path.unlink()
    write(path, *(mark(number * 50, article=B) for number in range(500)))
    closer = threading.Thread(target=view.close)
    pieces = []

    def on_read(size):
        pieces.append(size)
        if len(pieces) == 1:
            closer.start()
            while not view._closed:
                pass

    assert view.refresh(on_read) == set()
    closer.join()
    assert len(pieces) == 1
    assert view.refresh() == set()
    assert view.of_article(A) == []
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_cancelled_refresh_can_be_done_again(path, mark, view_of, never_opened):
    write(path, mark(article=A))
    view = view_of(path)
    view.refresh()
    append(path, *(mark(number, article=B) for number in range(1000)))

    def cancel(size):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        view.refresh(cancel)
    assert view.of_article(A) == [mark(article=A)]
    assert view.of_article(B) == []
    assert B in view.refresh()
    assert seen(view) == said(path)


def test_no_line_as_zhupi_writes_them_is_parsed_before_it_is_asked_for(path, mark, view_of, monkeypatch):
    write(path, *as_act(mark(number * 50, article=ARTICLES[number % 3]) for number in range(300)))
    parsed = []
    real = article_index.parse_rows
    monkeypatch.setattr(article_index, "parse_rows", lambda rows: parsed.extend(rows) or real(rows))
    view = view_of(path)
    view.refresh()
    assert parsed == []
    assert seen(view) == said(path)
    append(path, mark(note='"article": "x", "batch": ["y", 2]'))
    view.refresh()
    assert parsed == []


def test_keys_within_other_values_mislead_nobody(path, mark, view_of, never_opened):
    inner = {"article": B, "batch": ["z", 5], "uid": f"sentence:{B}:0:mei"}
    write(
        path,
        mark(article=A, attributes=inner),
        *({**one, "after": inner} for one in as_act([mark(50, article=A), mark(100, article=A)])),
        {key: mark(99, article=C)[key] for key in reversed(mark())},
    )
    view = view_of(path)
    assert view.refresh() == {A, C}
    assert seen(view) == said(path)
    assert view.notices == []


# -- laws ------------------------------------------------------------------------------

UIDS = [f"sentence:{one}:{start}:mei" for one in (A, B, C) for start in (0, 9)] + ["0190-span", "bare"]


def record_of(mark, slot, moved, rev, deleted, writer, batch):
    uid = UIDS[slot]
    article = moved or (uid.split(":")[1] if ":" in uid else A)
    record = mark(article=article, writer=writer, note=f'{writer}「"')
    record |= {"uid": uid, "rev": rev, "deleted": deleted, "batch": batch}
    if uid == "bare":
        del record["article"]
    return record


def acts(where):
    record = st.tuples(
        st.integers(0, len(UIDS) - 1), where, st.integers(1, 3), st.booleans(), st.sampled_from("vw")
    )
    # The size that an act claims, and how many of its records are there.
    return st.lists(st.tuples(st.lists(record, min_size=1, max_size=4), st.integers(-1, 1)), max_size=6)


def made(mark, told, prefix=""):
    return [
        record_of(mark, slot, moved, rev, deleted, writer, [f"{prefix}{number}", max(len(act) + more, 1)])
        for number, (act, more) in enumerate(told)
        for slot, moved, rev, deleted, writer in act
    ]


def check_law(folder, mark, first, then, piece, same_acts):
    path, cache = folder / "annotations" / "mei.json", folder / "cache"
    write(path, *made(mark, first))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotations.storage.layer.lines.PIECE", piece)
        with closing(LayerByArticle(path, path.stem, cache=cache)) as view:
            view.refresh()
            before = said(path)
            assert seen(view) == before
            if more := made(mark, then, "" if same_acts else "more"):
                append(path, *more)
            touched = view.refresh()
            after = said(path)
            assert touched >= changed(before, after)
            if view._state.opened is None:  # an open layer puts what comes back at the end
                assert seen(view) == after
        with closing(LayerByArticle(path, path.stem, cache=cache)) as view:
            view.refresh()
            assert seen(view) == after
            return view._state.opened


@settings(max_examples=150, deadline=None)
@given(acts(st.none()), acts(st.none()), st.sampled_from([1, 700, 1 << 17]), st.booleans())
def test_it_says_what_the_whole_layer_says(new_folder, mark, first, then, piece, same_acts):
    opened = check_law(new_folder(), mark, first, then, piece, same_acts)
    assert opened is None


@settings(max_examples=100, deadline=None)
@given(
    acts(st.sampled_from([None, None, None, A, B, "文"])),
    acts(st.sampled_from([None, None, None, None, C])),
)
def test_it_does_so_where_records_go_from_article_to_article(new_folder, mark, first, then):
    # Without acts that go on: of those an open layer takes no notice until it is opened again.
    check_law(new_folder(), mark, first, then, 1 << 17, same_acts=False)


def test_the_names_of_many_articles_survive_the_cache(path, mark, cache, monkeypatch):
    monkeypatch.setattr(index_cache, "_AT_ONCE", 7)
    records = [mark(article=f"{number:020x}") for number in range(100)]
    write(path, *records)
    indexed(path, cache)
    with closing(LayerByArticle(path, path.stem, cache=cache)) as view:
        assert view.refresh() == set()
        assert [view.of_article(one["article"]) for one in records] == [[one] for one in records]
        assert set(view.articles()) == {one["article"] for one in records}
