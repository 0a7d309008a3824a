"""The file of a layer: always readable by TinyDB itself, O(change), at home with other programs' files."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import Query, TinyDB
from tinydb.table import Document

from annotations.errors import LayerReadOnly, RecordError, StorageError
from annotations.records.record import layer_head
from annotations.storage.layer.contents import parse
from annotations.storage.layer.lines import HEAD, TAIL, encode_line, render
from annotations.storage.layer.tail import TailStorage

HEAD_LINE = ("0", {"kind": "layer", "schema": 1, "annotator": "mei"})
VALUES = st.none() | st.integers(-5, 5) | st.text(max_size=3) | st.lists(st.integers(0, 3), max_size=2)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
IDS = st.integers(1, 6)


def stock(path: Path) -> dict[int, dict]:
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        return {one.doc_id: {key: one[key] for key in one if key != "sum"} for one in db.all()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def open_tail(path: Path, files=None) -> TailStorage:
    return TailStorage(path, head=layer_head("mei"), files=files)


def write(tail: TailStorage, *documents: tuple[int, dict]) -> None:
    """Write documents by one write, durable on return."""
    tail.flush([tail.append([(str(number), document) for number, document in documents])])


def held(tail: TailStorage) -> dict[int, dict]:
    tail.refresh()
    return {int(key): document for key, document in tail.docs.items()}


def test_reading_makes_nothing(path):
    tail = open_tail(path)
    assert held(tail) == {}
    tail.close()
    assert not path.parent.exists()


def test_the_first_write_makes_the_file_and_each_adds_one_line(path):
    tail = open_tail(path)
    write(tail, (7, {"a": "一"}))
    assert path.read_text("utf-8") == (
        '{"_default": {\n"0": {"kind": "layer", "schema": 1, "annotator": "mei"}\n,"7": {"a": "一"}\n}}\n'
    )
    before = path.read_bytes()
    write(tail, (7, {"a": "二"}))
    after = path.read_bytes()
    assert after[: len(before) - 3] == before[:-3]
    assert after[len(before) - 3 :] == ',"7": {"a": "二"}\n}}\n'.encode()
    assert stock(path) == {0: HEAD_LINE[1], 7: {"a": "二"}}


def test_a_change_is_one_write_and_one_flush(path, files):
    tail = open_tail(path, files)
    write(tail, (1, {"a": 1}))
    files.steps.clear()
    write(tail, (1, {"a": 2}), (2, {"a": 3}))
    assert (files.count("pwrite"), files.count("fdatasync"), files.count("fsync_dir")) == (1, 1, 0)
    assert files.count("pread") == files.count("open") == 0


def test_memory_holds_what_would_be_read_back(path):
    tail = open_tail(path)
    given = {"a": (1, 2), "b": [1]}
    write(tail, (1, given))
    given["b"].append(2)
    assert held(tail)[1] == {"a": [1, 2], "b": [1]}


def test_what_cannot_be_written_is_refused_and_changes_nothing(path):
    tail = open_tail(path)
    write(tail, (1, {"a": 1}))
    before = path.read_bytes()
    with pytest.raises(RecordError):
        write(tail, (1, {"a": {1}}))
    assert path.read_bytes() == before
    assert held(tail)[1] == {"a": 1}


class AgainstStock(RuleBasedStateMachine):
    """Whatever is written, by us or by TinyDB itself, we hold and the file says what TinyDB would."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.path = self.folder / f"{os.urandom(6).hex()}.json"
        self.ours, self.theirs = open_tail(self.path), {0: HEAD_LINE[1]}
        self.write([1], {"a": 0})

    @rule(numbers=st.lists(IDS, min_size=1, max_size=3), fields=FIELDS)
    def write(self, numbers, fields):
        write(self.ours, *((number, fields) for number in numbers))
        self.theirs |= dict.fromkeys(numbers, fields)

    @rule()
    def reopen(self):
        self.ours.close()
        self.ours = open_tail(self.path)

    @rule(number=IDS, fields=FIELDS)
    def another_program_writes(self, number, fields):
        self.theirs[number] = fields
        with closing(open_tail(self.path)) as other:
            write(other, (number, fields))

    @rule(number=st.integers(10, 99), fields=FIELDS)
    def stock_tinydb_writes_into_the_same_file(self, number, fields):
        self.theirs[number] = {**self.theirs.get(number, {}), **fields}
        with TinyDB(self.path, encoding="utf-8") as db:
            db.upsert(Document(fields, number))

    @rule(number=IDS)
    def stock_tinydb_removes(self, number):
        if self.theirs.pop(number, None) is not None:
            with TinyDB(self.path, encoding="utf-8") as db:
                db.remove(doc_ids=[number])

    @invariant()
    def all_say_the_same(self):
        assert held(self.ours) == self.theirs
        assert stock(self.path) == self.theirs

    def teardown(self) -> None:
        self.ours.close()


def test_stock_tinydb_and_it_go_on_where_the_other_stopped(tmp_path):
    AgainstStock.folder = tmp_path
    case = AgainstStock.TestCase
    case.settings = settings(max_examples=50, stateful_step_count=12, deadline=None)
    case().runTest()


def foreign(path: Path, data: bytes) -> TailStorage:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return open_tail(path)


DATA = render(
    [HEAD_LINE, ("1", {"uid": "u1", "rev": 1}), ("2", {"uid": "u2"}), ("1", {"uid": "u1", "rev": 2})]
)


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(json.loads(DATA)).encode(),
        json.dumps(json.loads(DATA), indent=2).encode(),
        b"\xef\xbb\xbf" + DATA,
        DATA.replace(b"\n", b"\r\n"),
        DATA.rstrip(),
    ],
    ids=["stock", "indent", "bom", "crlf", "no-newline"],
)
def test_another_shape_is_rewritten_by_the_first_write_and_not_before(path, data):
    tail = foreign(path, data)
    held(tail)
    assert path.read_bytes() == data
    assert any("taken in" in notice for notice in tail.notices)
    write(tail, (3, {"uid": "u3"}))
    text = path.read_bytes()
    assert text.startswith(HEAD + encode_line(*HEAD_LINE)[1:])
    assert text.endswith(encode_line("3", {"uid": "u3"}) + TAIL)
    assert stock(path)[1]["rev"] == 2
    assert set(stock(path)) == {0, 1, 2, 3}
    assert names(path.parent) == ["mei.json"]
    [told] = open_tail(path).notices
    assert "follow no schema" in told, "and nothing else is worth telling"


def test_a_file_without_a_head_gets_one(path):
    tail = foreign(path, b'{"_default": {"1": {"uid": "u1"}}}')
    write(tail, (2, {"uid": "u2"}))
    assert path.read_bytes().startswith(HEAD + encode_line(*HEAD_LINE)[1:])
    assert held(tail)[0] == HEAD_LINE[1]


def test_an_empty_file_is_an_empty_layer(path):
    tail = foreign(path, b"")
    assert tail.notices == []
    write(tail, (1, {"uid": "u1"}))
    assert stock(path) == {0: HEAD_LINE[1], 1: {"uid": "u1"}}


def test_a_head_that_is_there_stays(path):
    other = ("0", {"kind": "layer", "schema": 1, "annotator": "mei", "colour": "red"})
    tail = foreign(path, json.dumps({"_default": {"1": {}, "0": other[1]}}).encode())
    write(tail, (2, {"uid": "u2"}))
    assert path.read_bytes().startswith(HEAD + encode_line(*other)[1:])


def test_other_tables_make_it_read_only(path):
    data = b'{"_default": {"1": {"uid": "u1"}}, "more": {}}'
    tail = foreign(path, data)
    assert held(tail)[1] == {"uid": "u1"}
    with pytest.raises(LayerReadOnly, match="more"):
        write(tail, (2, {"uid": "u2"}))
    assert path.read_bytes() == data


def test_what_is_no_layer_is_left_alone(path):
    with pytest.raises(StorageError, match="not a layer"):
        foreign(path, "報道".encode())
    assert path.read_text("utf-8") == "報道"
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageError, match="folder"):
        open_tail(path)


def test_a_torn_tail_is_mended_by_the_first_write_and_the_original_kept(path):
    for cut in range(DATA.index(b',"1"', DATA.index(b',"2"')), len(DATA) - 1):
        tail = foreign(path, DATA[:cut])
        assert path.read_bytes() == DATA[:cut]
        assert any("damaged" in notice for notice in tail.notices)
        write(tail, (9, {"uid": "u9"}))
        tail.close()
        whole = 2 if cut >= len(DATA) - len(TAIL) - 1 else 1
        assert {key: doc.get("rev") for key, doc in stock(path).items()} == {
            0: None,
            1: whole,
            2: None,
            9: None,
        }
        kept = path.with_name("mei.json.damaged")
        assert kept.read_bytes() == DATA[:cut]
        assert names(path.parent) == ["mei.json", "mei.json.damaged"]
        kept.unlink()


def test_an_earlier_damaged_file_is_never_overwritten(path):
    for cut in (60, 70, 80):
        tail = foreign(path, DATA[:cut])
        write(tail, (9, {"uid": "u9"}))
        tail.close()
    names = ["mei.json.damaged", "mei.json.damaged-2", "mei.json.damaged-3"]
    assert [(path.parent / name).read_bytes() for name in names] == [DATA[:60], DATA[:70], DATA[:80]]


def test_damage_while_it_is_open_is_mended(path):
    tail = open_tail(path)
    write(tail, (1, {"uid": "u1"}))
    with path.open("ab") as file:  # another program was killed half-way through a write
        file.truncate(path.stat().st_size - len(TAIL))
        file.write(b',"2": {"uid": "u2"}\n,"3": {"ui')
    assert held(tail)[2] == {"uid": "u2"}
    write(tail, (4, {"uid": "u4"}))
    assert set(stock(path)) == {0, 1, 2, 4}


def test_a_merge_that_put_an_older_revision_last_is_mended(path):
    lines = [HEAD_LINE, ("1", {"uid": "u1", "rev": 2}), ("1", {"uid": "u1", "rev": 1}), ("2", {"uid": "u2"})]
    tail = foreign(path, render(lines))
    assert held(tail)[1]["rev"] == 2
    write(tail, (3, {"uid": "u3"}))
    assert stock(path)[1]["rev"] == 2
    assert len(parse(path.read_bytes(), "x").lines) == 5


def test_an_edit_by_hand_of_the_same_length_is_seen(path):
    tail = open_tail(path)
    write(tail, (1, {"labels": ["claim"]}))
    found = path.stat()
    path.write_bytes(path.read_bytes().replace(b"claim", b"quote"))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
    assert held(tail)[1] == {"labels": ["quote"]}


def test_a_replaced_file_is_seen_and_written_to(path):
    tail = open_tail(path)
    write(tail, (1, {"a": 1}))
    other = path.with_name("other")
    other.write_bytes(render([HEAD_LINE, ("2", {"a": 2})]))
    other.replace(path)
    assert 1 not in held(tail)
    write(tail, (3, {"a": 3}))
    assert set(stock(path)) == {0, 2, 3}


def test_catching_up_reads_only_what_is_new(path, files):
    one, two = open_tail(path), open_tail(path, files)
    write(one, *((number, {"a": "字" * 100}) for number in range(1, 200)))
    assert len(held(two)) == 200
    write(one, (5, {"a": 1}))
    read = []
    files.pread = lambda fd, size, offset: read.append(size) or os.pread(fd, size, offset)
    assert held(two)[5] == {"a": 1}
    assert 0 < sum(read) < 400


def test_a_removed_file_is_not_made_again(path):
    tail = open_tail(path)
    write(tail, (1, {"a": 1}))
    path.unlink()
    with pytest.raises(LayerReadOnly, match="removed"):
        write(tail, (2, {"a": 2}))
    assert not path.exists()
    assert held(tail)[1] == {"a": 1}


def test_a_symbolic_link_stays_one(path, tmp_path):
    real = tmp_path / "real.json"
    real.write_bytes(json.dumps(json.loads(DATA)).encode())
    path.parent.mkdir()
    path.symlink_to(real)
    write(open_tail(path), (3, {"uid": "u3"}))
    assert path.is_symlink()
    assert 3 in stock(real)


def test_a_link_to_itself_is_a_clear_word(path):
    path.parent.mkdir()
    path.symlink_to(path)
    with pytest.raises(StorageError):
        open_tail(path)


def test_a_rewrite_keeps_the_permissions(path):
    foreign(path, json.dumps(json.loads(DATA)).encode())
    path.chmod(0o640)
    write(open_tail(path), (3, {"uid": "u3"}))
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_closed_one_is_closed(path):
    tail = open_tail(path)
    write(tail, (1, {"a": 1}))
    tail.close()
    with pytest.raises(StorageError, match="closed"):
        write(tail, (2, {"a": 2}))


def test_tinydb_itself_works_on_it_and_each_change_is_added(path):
    database = TinyDB(path, layer_head("mei"), storage=TailStorage)
    database.insert(Document({"kind": "x", "a": "一", "deep": [1]}, 7))
    database.insert(Document({"kind": "y"}, 9))
    before = path.read_bytes()
    assert database.update({"a": "二"}, Query().kind == "x") == [7]
    after = path.read_bytes()
    assert after[: len(before) - len(TAIL)] == before[: -len(TAIL)], "nothing of it is written again"
    assert after.count(b"\n") == before.count(b"\n") + 1
    database.get(doc_id=7)["deep"].append(2)
    assert database.get(doc_id=7) == {"kind": "x", "a": "二", "deep": [1]}
    database.close()
    with TinyDB(path, encoding="utf-8") as stock:
        assert {one.doc_id for one in stock.all()} == {0, 7, 9}
        assert stock.get(doc_id=7)["a"] == "二"


def test_tinydb_takes_nothing_out_of_it(path):
    database = TinyDB(path, layer_head("mei"), storage=TailStorage)
    database.insert(Document({"a": 1}, 7))
    before = path.read_bytes()
    for harm in (
        lambda: database.remove(doc_ids=[7]),
        lambda: database.truncate(),
        lambda: database.drop_tables(),
        lambda: database.table("other").insert({"a": 1}),
        lambda: database.update({"annotator": "lin"}, doc_ids=[0]),
    ):
        with pytest.raises(StorageError, match="only added to"):
            harm()
    assert path.read_bytes() == before
    assert database.get(doc_id=7) == {"a": 1}
    database.close()
