"""One article out of a layer: the same as the whole layer says of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.records.record import as_act, layer_head, revise, tombstone
from annotations.records.uids import doc_id
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, render
from annotations.storage.readers import peek as peeking
from annotations.storage.readers.peek import peek

OTHER = "f" * 20


def write(path, *records):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [(str(doc_id(one["uid"])), one) for one in records]
    path.write_bytes(render([("0", layer_head("mei")), *lines]))


def by_uid(records):
    return {one["uid"]: one for one in records}


def test_the_newest_revisions_of_one_article_deleted_ones_too(path, mark):
    layer = open_layer(path, "mei")
    one, two = mark(), mark(50)
    layer.put(as_act([one, two, mark(0, article=OTHER)]))
    layer.put([revise(one, note="x")])
    layer.put([tombstone(two)])
    assert peek(path, one["article"]) == [layer.latest(one["uid"]), layer.latest(two["uid"])]
    assert [one["article"] for one in peek(path, OTHER)] == [OTHER]
    assert peek(path, "e" * 20) == []


def test_a_record_that_went_elsewhere_is_not_here(path, mark):
    here = {**mark(), "uid": "0190-span"}
    write(path, here, {**here, "rev": 2, "article": OTHER})
    assert peek(path, here["article"]) == []
    assert [one["rev"] for one in peek(path, OTHER)] == [2]


def test_a_name_in_a_note_makes_no_record(path, mark):
    write(path, mark(note=f"as in {OTHER}"))
    assert peek(path, OTHER) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: data[: -len(TAIL)],
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"0": ', b'"1": ', 1),
        lambda data: data.replace(b'"schema": 1, "uid"', b'"schema" 1, "uid"'),
        lambda data: data + b" ",
        lambda data: "報道".encode(),
    ],
    ids=["empty", "torn", "crlf", "bom", "no-head", "spoiled", "space", "no-layer"],
)
def test_where_only_a_full_look_can_tell_it_says_so(path, mark, change):
    write(path, mark())
    path.write_bytes(change(path.read_bytes()))
    assert peek(path, mark()["article"]) is None


def test_a_missing_file_is_nothing_to_look_at_and_is_not_made(path, tmp_path):
    assert peek(path, OTHER) is None
    assert not path.parent.exists()
    assert peek(tmp_path, OTHER) is None
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert peek(loop, OTHER) is None


def test_a_name_that_json_may_write_in_several_ways_is_not_searched_for(path, mark):
    write(path, mark(article="文"))
    assert peek(path, "文") is None


def test_a_file_that_is_being_rewritten_is_left_alone(path, mark, monkeypatch):
    monkeypatch.setattr(peeking, "_PATIENCE", 0.0)
    write(path, mark())
    layer = open_layer(path, "mei")
    with layer._storage.file.locked(exclusive=True):
        assert peek(path, mark()["article"]) is None
    assert peek(path, mark()["article"]) == [mark()]


def test_only_what_is_asked_for_is_parsed_and_the_file_is_read_once(path, mark, files, monkeypatch):
    records = [mark(50 * number, article=f"{number % 40:020x}") for number in range(2000)]
    write(path, *records)
    parsed, read = [], []
    real = peeking.parse_rows
    monkeypatch.setattr(peeking, "parse_rows", lambda rows: parsed.extend(rows) or real(rows))
    pread = files.pread
    files.pread = lambda fd, size, offset: read.append(part := pread(fd, size, offset)) or part
    assert len(peek(path, f"{7:020x}", files)) == 50
    assert len(parsed) == 50
    assert sum(map(len, read)) < path.stat().st_size * 1.1


ARTICLES = ("a" * 20, "b" * 20, "c" * 20)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 4), st.sampled_from(ARTICLES), st.integers(0, 2), st.booleans()),
            min_size=1,
            max_size=3,
        ),
        max_size=8,
    ),
    st.lists(st.integers(0, 20), max_size=2),
    st.sampled_from([1, 700, 1 << 20]),
)
def test_it_says_what_the_whole_layer_says(new_folder, mark, acts, cut, piece):
    path = new_folder() / "mei.json"
    revs: dict[str, int] = {}
    lines = []
    for number, act in enumerate(acts):
        for slot, article, jump, deleted in act:
            uid = f"span-{slot}" if slot < 2 else f"sentence:{ARTICLES[slot - 2]}:{slot}:mei"
            revs[uid] = max(revs.get(uid, 0) + jump, 1)
            fields = {"uid": uid, "rev": revs[uid], "deleted": deleted, "batch": [f"act{number}", len(act)]}
            where = article if slot < 2 else ARTICLES[slot - 2]
            lines.append(mark(article=where, writer="w", note=article[:3]) | fields)
    write(path, *(line for number, line in enumerate(lines) if number not in cut))
    layer = open_layer(path, "mei")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotations.storage.layer.lines.PIECE", piece)
        for article in ARTICLES:
            seen = peek(path, article)
            newest = [layer.latest(uid) for uid in revs]
            assert by_uid(seen) == by_uid(one for one in newest if one and one["article"] == article)
            assert [one for one in seen if not one["deleted"]] == sorted(
                layer.of_article(article), key=lambda one: [kept["uid"] for kept in seen].index(one["uid"])
            )
