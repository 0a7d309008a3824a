"""The TinyDB storage: always readable by TinyDB itself, O(change), at home with other programs' files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import Query, TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from annotations.errors import LayerReadOnly, RecordError, RevisionConflict, StorageError
from annotations.records.record import layer_head
from annotations.storage.database import TailDB
from annotations.storage.layer.contents import parse
from annotations.storage.layer.lines import HEAD, TAIL, encode_line, render

HEAD_LINE = ("0", {"kind": "layer", "schema": 1, "annotator": "mei"})
VALUES = st.none() | st.integers(-5, 5) | st.text(max_size=3) | st.lists(st.integers(0, 3), max_size=2)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
IDS = st.integers(1, 6)


def stock(path: Path) -> dict[int, dict]:
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        return {one.doc_id: {key: one[key] for key in one if key != "sum"} for one in db.all()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def open_db(path: Path, files=None) -> TailDB:
    return TailDB(path, head=layer_head("mei"), files=files)


def test_reading_makes_nothing(path):
    db = open_db(path)
    assert (db.all(), len(db), db.get(doc_id=1), db.tables()) == ([], 0, None, set())
    db.close()
    assert not path.parent.exists()


def test_the_first_write_makes_the_file_and_each_adds_one_line(path):
    db = open_db(path)
    db.upsert(Document({"a": "一"}, 7))
    assert path.read_text("utf-8") == (
        '{"_default": {\n"0": {"kind": "layer", "schema": 1, "annotator": "mei"}\n,"7": {"a": "一"}\n}}\n'
    )
    before = path.read_bytes()
    db.upsert(Document({"a": "二"}, 7))
    after = path.read_bytes()
    assert after[: len(before) - 3] == before[:-3]
    assert after[len(before) - 3 :] == ',"7": {"a": "二"}\n}}\n'.encode()
    assert stock(path) == {0: HEAD_LINE[1], 7: {"a": "二"}}


def test_a_change_is_one_write_and_one_flush(path, files):
    db = open_db(path, files)
    db.upsert(Document({"a": 1}, 1))
    files.steps.clear()
    db.table("_default").upsert_many([Document({"a": 2}, 1), Document({"a": 3}, 2)])
    assert (files.count("pwrite"), files.count("fdatasync"), files.count("fsync_dir")) == (1, 1, 0)
    assert files.count("pread") == files.count("open") == 0


def test_memory_holds_what_would_be_read_back(path):
    db = open_db(path)
    given = {"a": (1, 2), "b": [1]}
    db.upsert(Document(given, 1))
    given["b"].append(2)
    db.get(doc_id=1)["b"].append(3)
    next(iter(db.search(Query().b.exists())))["b"].append(4)
    assert db.get(doc_id=1) == {"a": [1, 2], "b": [1]}


def test_what_cannot_be_written_is_refused_and_changes_nothing(path):
    db = open_db(path)
    db.upsert(Document({"a": 1}, 1))
    before = path.read_bytes()
    with pytest.raises(RecordError):
        db.upsert(Document({"a": {1}}, 1))
    with pytest.raises(StorageError, match="first line"):
        db.upsert(Document({"a": 1}, 0))
    with pytest.raises(StorageError, match="first line"):
        db.remove(doc_ids=[0])
    with pytest.raises(StorageError, match="first line"):
        db.truncate()
    with pytest.raises(StorageError, match="doc_id"):
        db.insert({"a": 1})
    with pytest.raises(StorageError, match="doc_id"):
        db.insert_multiple([{"a": 1}])
    with pytest.raises(StorageError, match="one table"):
        db.table("other")
    with pytest.raises(StorageError, match="one table"):
        db.drop_tables()
    assert path.read_bytes() == before
    assert db.get(doc_id=1) == {"a": 1}


def test_a_lower_revision_is_refused(path):
    db = open_db(path)
    db.upsert(Document({"rev": 2}, 1))
    with pytest.raises(RevisionConflict):
        db.upsert(Document({"rev": 1}, 1))


def test_what_tinydb_does_its_own_way_sees_what_another_wrote_meanwhile(path):
    one, two = open_db(path), open_db(path)
    one.upsert(Document({"a": 1}, 1))

    def meddle(document):
        two.upsert(Document({"a": 5}, 2))
        document["a"] = 9

    with pytest.raises(StorageError, match="meanwhile"):
        one.update(meddle, doc_ids=[1])
    assert stock(path)[1] == {"a": 1}
    assert one.get(doc_id=1) == {"a": 1}
    assert one.get(doc_id=2) == {"a": 5}


def test_tinydbs_own_methods_lose_no_record_of_an_act(path):
    db = open_db(path)
    table = db.table("_default")
    table.upsert_many(
        [Document({"uid": f"u{number}", "rev": 1, "batch": ["a", 2]}, number) for number in (1, 2)]
    )
    db.upsert(Document({"rev": 2, "batch": ["b", 1]}, 1))
    db.update({"note": "x"}, doc_ids=[1])
    assert (db.get(doc_id=2)["uid"], db.get(doc_id=1)["note"]) == ("u2", "x")
    with open_db(path) as again:
        assert len(again) == 3


class AgainstStock(RuleBasedStateMachine):
    """Whatever is done to both, our TinyDB answers as TinyDB does, and its file says the same."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.path = self.folder / f"{os.urandom(6).hex()}.json"
        self.ours, self.theirs = open_db(self.path), TinyDB(storage=MemoryStorage)
        self.theirs.insert(Document(HEAD_LINE[1], 0))
        self.both(lambda db: db.upsert(Document({"a": 0}, 1)))

    def both(self, act) -> None:
        answers = []
        for db in (self.ours, self.theirs):
            try:
                answers.append(act(db))
            except ValueError as error:
                answers.append(str(error))
        assert answers[0] == answers[1]

    @rule(number=IDS, fields=FIELDS)
    def upsert(self, number, fields):
        self.both(lambda db: db.upsert(Document(fields, number)))

    @rule(fields=FIELDS, value=VALUES)
    def update_by_query(self, fields, value):
        self.both(lambda db: sorted(db.update(fields, (Query().a == value) & ~(Query().kind == "layer"))))

    @rule(number=IDS, fields=FIELDS)
    def insert_with_id(self, number, fields):
        self.both(lambda db: db.insert(Document(fields, number)))

    @rule(numbers=st.lists(IDS, max_size=3), fields=FIELDS)
    def update(self, numbers, fields):
        self.both(lambda db: db.update(fields, doc_ids=numbers))

    @rule(numbers=st.lists(IDS, max_size=2, unique=True))
    def remove(self, numbers):
        self.both(lambda db: db.remove(doc_ids=numbers))

    @rule(number=IDS)
    def get(self, number):
        self.both(lambda db: (db.get(doc_id=number), db.contains(doc_id=number)))

    @rule(numbers=st.lists(IDS, max_size=3), value=VALUES)
    def find(self, numbers, value):
        self.both(lambda db: sorted(one.doc_id for one in db.get(doc_ids=numbers)))
        self.both(lambda db: (db.count(Query().a == value), db.contains(Query().b == value)))
        self.both(lambda db: sorted(one.doc_id for one in db.search(Query().a == value)))

    @rule(fields=FIELDS, value=VALUES)
    def upsert_by_query(self, fields, value):
        def act(db):
            there = db.search((Query().a == value) & ~(Query().kind == "layer"))
            return (
                sorted(db.upsert(fields, (Query().a == value) & ~(Query().kind == "layer"))) if there else []
            )

        self.both(act)

    @rule(numbers=st.lists(IDS, max_size=3, unique=True), fields=FIELDS)
    def insert_many_with_ids(self, numbers, fields):
        self.both(lambda db: db.insert_multiple([Document(fields, number) for number in numbers]))

    @rule(numbers=st.lists(IDS, min_size=1, max_size=3, unique=True), fields=FIELDS)
    def upsert_one_after_another(self, numbers, fields):
        self.both(lambda db: [db.upsert(Document(fields, number)) for number in numbers])

    @rule(fields=FIELDS, value=VALUES, other=VALUES)
    def update_many(self, fields, value, other):
        def where(one):
            return (Query().a == one) & ~(Query().kind == "layer")

        self.both(lambda db: sorted(db.update_multiple([(fields, where(value)), ({"b": 1}, where(other))])))

    @rule(value=VALUES)
    def remove_by_query(self, value):
        self.both(lambda db: sorted(db.remove((Query().a == value) & ~(Query().kind == "layer"))))

    @rule()
    def look(self):
        self.both(lambda db: (db.tables(), db.table("_default").name, len(db.table("_default"))))
        self.both(lambda db: sorted(one.doc_id for one in iter(db)))
        self.both(lambda db: sorted(one.doc_id for one in db.all()))
        self.both(lambda db: db.get(Query().a == "nowhere"))
        self.both(lambda db: (db.drop_table("other"), db.clear_cache()))

    @rule()
    def what_would_take_the_head_away_is_refused(self):
        for act in (
            lambda: self.ours.truncate(),
            lambda: self.ours.drop_tables(),
            lambda: self.ours.drop_table("_default"),
            lambda: self.ours.remove(doc_ids=[0]),
            lambda: self.ours.table("other"),
            lambda: self.ours.insert({"a": 1}),
            lambda: self.ours.insert_multiple([{"a": 1}]),
            lambda: self.ours.upsert({"a": 1}, Query().a == "nowhere"),
        ):
            with pytest.raises(StorageError):
                act()

    @rule()
    def reopen(self):
        self.ours.close()
        self.ours = open_db(self.path)

    @rule(number=IDS, fields=FIELDS)
    def another_program_writes(self, number, fields):
        self.theirs.upsert(Document(fields, number))
        with open_db(self.path) as other:
            other.upsert(Document(fields, number))

    @rule(number=st.integers(10, 99), fields=FIELDS)
    def stock_tinydb_writes_into_the_same_file(self, number, fields):
        self.theirs.upsert(Document(fields, number))
        with TinyDB(self.path, encoding="utf-8") as db:
            db.upsert(Document(fields, number))

    @invariant()
    def all_say_the_same(self):
        theirs = {document.doc_id: dict(document) for document in self.theirs.all()}
        assert {document.doc_id: dict(document) for document in self.ours.all()} == theirs
        assert stock(self.path) == theirs
        assert len(self.ours) == len(self.theirs)

    def teardown(self) -> None:
        self.ours.close()


def test_it_answers_as_stock_tinydb_does(tmp_path):
    AgainstStock.folder = tmp_path
    case = AgainstStock.TestCase
    case.settings = settings(max_examples=50, stateful_step_count=12, deadline=None)
    case().runTest()


def foreign(path: Path, data: bytes) -> TailDB:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return open_db(path)


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
    db = foreign(path, data)
    db.all()
    assert path.read_bytes() == data
    assert any("taken in" in notice for notice in db.storage.notices)
    db.upsert(Document({"uid": "u3"}, 3))
    text = path.read_bytes()
    assert text.startswith(HEAD + encode_line(*HEAD_LINE)[1:])
    assert text.endswith(encode_line("3", {"uid": "u3"}) + TAIL)
    assert stock(path)[1]["rev"] == 2
    assert set(stock(path)) == {0, 1, 2, 3}
    assert names(path.parent) == ["mei.json"]
    [told] = open_db(path).storage.notices
    assert "follow no schema" in told, "and nothing else is worth telling"


def test_a_file_without_a_head_gets_one(path):
    db = foreign(path, b'{"_default": {"1": {"uid": "u1"}}}')
    db.upsert(Document({"uid": "u2"}, 2))
    assert path.read_bytes().startswith(HEAD + encode_line(*HEAD_LINE)[1:])
    assert db.get(doc_id=0) == HEAD_LINE[1]


def test_an_empty_file_is_an_empty_layer(path):
    db = foreign(path, b"")
    assert db.storage.notices == []
    db.upsert(Document({"uid": "u1"}, 1))
    assert stock(path) == {0: HEAD_LINE[1], 1: {"uid": "u1"}}


def test_a_head_that_is_there_stays(path):
    other = ("0", {"kind": "layer", "schema": 1, "annotator": "mei", "colour": "red"})
    db = foreign(path, json.dumps({"_default": {"1": {}, "0": other[1]}}).encode())
    db.upsert(Document({"uid": "u2"}, 2))
    assert path.read_bytes().startswith(HEAD + encode_line(*other)[1:])


def test_other_tables_make_it_read_only(path):
    data = b'{"_default": {"1": {"uid": "u1"}}, "more": {}}'
    db = foreign(path, data)
    assert db.get(doc_id=1) == {"uid": "u1"}
    with pytest.raises(LayerReadOnly, match="more"):
        db.upsert(Document({"uid": "u2"}, 2))
    assert path.read_bytes() == data


def test_what_is_no_layer_is_left_alone(path):
    with pytest.raises(StorageError, match="not a layer"):
        foreign(path, "報道".encode())
    assert path.read_text("utf-8") == "報道"
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageError, match="folder"):
        open_db(path)


def test_a_torn_tail_is_mended_by_the_first_write_and_the_original_kept(path):
    for cut in range(DATA.index(b',"1"', DATA.index(b',"2"')), len(DATA) - 1):
        db = foreign(path, DATA[:cut])
        assert path.read_bytes() == DATA[:cut]
        assert any("damaged" in notice for notice in db.storage.notices)
        db.upsert(Document({"uid": "u9"}, 9))
        db.close()
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
        db = foreign(path, DATA[:cut])
        db.upsert(Document({"uid": "u9"}, 9))
        db.close()
    names = ["mei.json.damaged", "mei.json.damaged-2", "mei.json.damaged-3"]
    assert [(path.parent / name).read_bytes() for name in names] == [DATA[:60], DATA[:70], DATA[:80]]


def test_damage_while_it_is_open_is_mended(path):
    db = open_db(path)
    db.upsert(Document({"uid": "u1"}, 1))
    with path.open("ab") as file:  # another program was killed half-way through a write
        file.truncate(path.stat().st_size - len(TAIL))
        file.write(b',"2": {"uid": "u2"}\n,"3": {"ui')
    assert db.get(doc_id=2) == {"uid": "u2"}
    db.upsert(Document({"uid": "u4"}, 4))
    assert set(stock(path)) == {0, 1, 2, 4}


def test_a_merge_that_put_an_older_revision_last_is_mended(path):
    lines = [HEAD_LINE, ("1", {"uid": "u1", "rev": 2}), ("1", {"uid": "u1", "rev": 1}), ("2", {"uid": "u2"})]
    db = foreign(path, render(lines))
    assert db.get(doc_id=1)["rev"] == 2
    db.upsert(Document({"uid": "u3"}, 3))
    assert stock(path)[1]["rev"] == 2
    assert len(parse(path.read_bytes(), "x").lines) == 5


def test_an_edit_by_hand_of_the_same_length_is_seen(path):
    db = open_db(path)
    db.upsert(Document({"labels": ["claim"]}, 1))
    found = path.stat()
    path.write_bytes(path.read_bytes().replace(b"claim", b"quote"))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
    assert db.get(doc_id=1) == {"labels": ["quote"]}


def test_a_replaced_file_is_seen_and_written_to(path):
    db = open_db(path)
    db.upsert(Document({"a": 1}, 1))
    other = path.with_name("other")
    other.write_bytes(render([HEAD_LINE, ("2", {"a": 2})]))
    other.replace(path)
    assert db.get(doc_id=1) is None
    db.upsert(Document({"a": 3}, 3))
    assert set(stock(path)) == {0, 2, 3}


def test_catching_up_reads_only_what_is_new(path, files):
    one, two = open_db(path), open_db(path, files)
    table = one.table("_default")
    table.upsert_many([Document({"a": "字" * 100}, number) for number in range(1, 200)])
    assert len(two) == 200
    one.upsert(Document({"a": 1}, 5))
    read = []
    files.pread = lambda fd, size, offset: read.append(size) or os.pread(fd, size, offset)
    assert two.get(doc_id=5) == {"a": 1}
    assert 0 < sum(read) < 400


def test_a_removed_file_is_not_made_again(path):
    db = open_db(path)
    db.upsert(Document({"a": 1}, 1))
    path.unlink()
    with pytest.raises(LayerReadOnly, match="removed"):
        db.upsert(Document({"a": 2}, 2))
    assert not path.exists()
    assert db.get(doc_id=1) == {"a": 1}


def test_a_symbolic_link_stays_one(path, tmp_path):
    real = tmp_path / "real.json"
    real.write_bytes(json.dumps(json.loads(DATA)).encode())
    path.parent.mkdir()
    path.symlink_to(real)
    open_db(path).upsert(Document({"uid": "u3"}, 3))
    assert path.is_symlink()
    assert 3 in stock(real)


def test_a_link_to_itself_is_a_clear_word(path):
    path.parent.mkdir()
    path.symlink_to(path)
    with pytest.raises(StorageError):
        open_db(path)


def test_a_rewrite_keeps_the_permissions(path):
    foreign(path, json.dumps(json.loads(DATA)).encode())
    path.chmod(0o640)
    open_db(path).upsert(Document({"uid": "u3"}, 3))
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_closed_one_is_closed(path):
    db = open_db(path)
    db.upsert(Document({"a": 1}, 1))
    db.close()
    with pytest.raises(StorageError, match="closed"):
        db.upsert(Document({"a": 2}, 2))
