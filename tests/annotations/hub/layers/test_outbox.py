"""What of a layer waits to be sent, as its file says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotations.hub.client.revision import Revision
from annotations.hub.layers.ledger import Ledger
from annotations.hub.layers.outbox import Outbox
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, revise, sentence_mark, tombstone
from annotations.storage.layer.layer import TinyDBLayer, open_layer

ARTICLE = "a" * 20
MINE = {"annotator": "mei", "writer": "test", "scheme": "default/1"}


def mark(start: int, article: str = ARTICLE) -> Record:
    return sentence_mark(article, start, start + 2, "新聞", status="marked", labels=["claim"], **MINE)  # type: ignore[arg-type]


class Desk:
    """An annotator with a layer and an outbox."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project.at(root, annotator="mei")
        self.ledger = Ledger(root / "state" / "ledger.sqlite")
        self.outbox = Outbox(self.project, self.ledger)

    @property
    def layer(self) -> TinyDBLayer:
        return open_layer(self.project.layer_path, "mei")

    def put(self, *records: Record) -> None:
        layer = self.layer
        layer.put(records)
        layer.close()

    def send(self, most: int = 500) -> Sequence[Revision]:
        batch = self.outbox.batch(most)
        self.outbox.sent(batch, {})
        return batch

    def anew(self) -> Outbox:
        """Start the program anew."""
        self.outbox = Outbox(self.project, self.ledger)
        return self.outbox


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_nothing_waits_where_nothing_was_said(desk: Desk) -> None:
    assert desk.outbox.look() == 0
    assert not desk.outbox.batch(10)


def test_every_revision_waits_in_the_order_in_which_it_was_stored(desk: Desk) -> None:
    first = mark(0)
    second = revise(first, labels=["quote"])
    desk.put(first, mark(2))
    desk.put(second)
    assert desk.outbox.look() == 3
    assert [(one.uid, one.rev) for one in desk.send()] == [
        (first["uid"], 1),
        (mark(2)["uid"], 1),
        (first["uid"], 2),
    ]
    assert desk.outbox.waiting == 0
    desk.put(tombstone(second))
    assert desk.outbox.look() == 1
    assert [one.rev for one in desk.outbox.batch(10)] == [3]


def test_a_batch_is_no_larger_than_asked_and_the_rest_waits(desk: Desk) -> None:
    desk.put(*(mark(at) for at in range(0, 20, 2)))
    desk.outbox.look()
    assert [len(desk.send(4)) for _ in range(4)] == [4, 4, 2, 0]


def test_another_program_that_stored_something_is_heard(desk: Desk) -> None:
    open_here = desk.layer
    open_here.put([mark(0)])
    desk.outbox.look()
    desk.send()
    desk.put(mark(2))  # a command, or another terminal
    assert desk.outbox.look() == 1
    open_here.close()


def test_a_start_goes_on_where_the_last_one_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put(*(mark(at) for at in range(0, 20, 2)))
    desk.outbox.look()
    desk.send()
    desk.put(mark(30))
    read: list[bytes] = []
    outbox = desk.anew()
    take = outbox._take_piece
    monkeypatch.setattr(outbox, "_take_piece", lambda piece, *more: read.append(piece) or take(piece, *more))
    assert outbox.look() == 1
    assert b"".join(read).count(b'"uid"') == 1  # only what is new was gone through


def test_what_was_not_acknowledged_waits_at_the_next_start(desk: Desk) -> None:
    desk.put(mark(0), mark(2), mark(4))
    desk.outbox.look()
    desk.send(1)
    assert desk.anew().look() == 2


def test_a_rewritten_layer_sends_nothing_twice(desk: Desk) -> None:
    record = mark(0)
    desk.put(record)
    for _ in range(20):
        record = revise(record, labels=["claim"])
        desk.put(record)
    desk.outbox.look()
    desk.send()
    data = desk.project.layer_path.read_bytes()
    desk.project.layer_path.unlink()
    desk.project.layer_path.write_bytes(data)  # another file with the same in it, as after a compaction
    assert desk.outbox.look() == 0
    assert not desk.outbox.lost


def test_what_another_program_wrote_in_another_form_is_read(desk: Desk) -> None:
    from tinydb import TinyDB

    desk.put(mark(0), mark(2))
    with TinyDB(desk.project.layer_path, encoding="utf-8") as base:
        base.table("_default").update({"note": "x"}, doc_ids=[base.all()[1].doc_id])
    assert desk.outbox.look() == 2
    assert len(desk.send()) == 2
    assert desk.outbox.look() == 0


def test_of_others_and_of_no_article_nothing_is_sent(desk: Desk) -> None:
    other = sentence_mark(ARTICLE, 0, 2, "新聞", annotator="lin", writer="x", scheme="default/1")
    desk.put(mark(0), other, mark(4, article="none"))
    assert desk.outbox.look() == 1
    assert desk.outbox.left == [
        "2 lines of your layer are not yours or no record, and not sent; zhupi check names them"
    ]
    desk.send()
    assert desk.anew().look() == 0
    assert len(desk.outbox.left) == 1


def test_what_is_sent_carries_the_name_that_the_hub_has(desk: Desk) -> None:
    desk.put(mark(0))
    desk.outbox.name = "Mei"
    desk.outbox.look()
    (one,) = desk.send()
    assert one.uid.endswith(":Mei")
    assert '"annotator": "Mei"' in one.content
    assert desk.outbox.look() == 0


def test_a_layer_that_was_put_back_from_a_copy_is_noticed(desk: Desk) -> None:
    first = mark(0)
    desk.put(first)
    before = desk.project.layer_path.read_bytes()
    desk.put(revise(first, labels=["quote"]))
    desk.outbox.look()
    desk.send()
    desk.project.layer_path.write_bytes(before)
    assert desk.anew().look() == 0
    assert desk.outbox.lost
    desk.project.layer_path.unlink()
    assert desk.anew().look() == 0
    assert desk.outbox.lost


def test_articles_marked_done_are_to_be_fetched_when_the_hub_has_that(desk: Desk) -> None:
    mine = article_mark(ARTICLE, **MINE)  # type: ignore[arg-type]
    done = revise(mine, done=True)
    desk.put(mine)
    desk.put(done)
    desk.outbox.look()
    assert desk.ledger.to_fetch() == []
    desk.send()
    assert desk.ledger.to_fetch() == [ARTICLE]
    desk.ledger.fetched([ARTICLE])
    assert desk.ledger.to_fetch() == []
    undone = revise(done, done=False)
    desk.put(undone)
    desk.put(revise(undone, done=True))
    desk.outbox.look()
    desk.send()
    assert desk.ledger.to_fetch() == [ARTICLE]  # what others said meanwhile was hidden


def test_a_lost_ledger_finds_done_articles_again(desk: Desk) -> None:
    mine = article_mark(ARTICLE, done=True, **MINE)  # type: ignore[arg-type]
    desk.put(mine)
    desk.ledger.acknowledge([Revision.of(mine).key])
    assert desk.outbox.look() == 0
    assert desk.ledger.to_fetch() == [ARTICLE]


def test_what_the_hub_never_takes_waits_no_more(desk: Desk) -> None:
    desk.put(mark(0), mark(2))
    desk.outbox.look()
    batch = desk.outbox.batch(10)
    desk.outbox.sent(batch, {batch[0].digest: "size"})
    assert desk.outbox.look() == 0
    assert desk.ledger.refused() == {"size": 1}
    assert desk.anew().look() == 0


def test_the_act_of_a_record_has_no_part_in_what_tells_it_from_others() -> None:
    one = mark(0)
    assert Revision.of(one).digest == Revision.of({**one, "batch": ["x", 9]}).digest
    assert Revision.of(one).digest != Revision.of({**one, "note": "x"}).digest
