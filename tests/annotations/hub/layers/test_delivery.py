"""What came from a hub goes into layers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations.hub.client.revision import Revision
from annotations.hub.client.rows import Revised
from annotations.hub.layers.delivery import Delivery
from annotations.hub.layers.ledger import Ledger
from annotations.project.project import Project
from annotations.records.record import Record, revise, sentence_mark
from annotations.storage.layer.layer import TinyDBLayer, open_layer

ARTICLE = "a" * 20


def mark(
    annotator: str, start: int, label: str = "claim", article: str = ARTICLE, writer: str = "x"
) -> Record:
    return sentence_mark(
        article,
        start,
        start + 2,
        "新聞",
        annotator=annotator,
        writer=writer,
        scheme="default/1",
        status="marked",
        labels=[label],
    )


def row(record: Record, annotator: str | None = None, content: str | None = None) -> Revised:
    one = Revision.of(record)
    content = one.content if content is None else content
    return Revised(
        annotator or record["annotator"], *one[:5], content, datetime(2026, 1, 1, tzinfo=UTC), False
    )


class Desk:
    def __init__(self, root: Path) -> None:
        self.project = Project.at(root, annotator="mei")
        self.ledger = Ledger(root / "state" / "ledger.sqlite")
        self.delivery = Delivery(self.project, self.ledger)

    def layer(self, name: str) -> TinyDBLayer:
        return open_layer(self.project.root / "annotations" / f"{name}.json", name)

    def said(self, name: str) -> dict[int, list[str]]:
        layer = self.layer(name)
        try:
            return {one["start"]: one["labels"] for one in layer.records()}  # type: ignore[typeddict-item,misc]
        finally:
            layer.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_others_say_is_in_their_layers_and_one_s_own_in_one_s_own(desk: Desk) -> None:
    found = desk.delivery.take(
        [row(mark("lin", 0)), row(mark("mei", 2)), row(mark("bo", 4, article="b" * 20))]
    )
    assert (found.articles, found.taken, found.own) == ({ARTICLE, "b" * 20}, 3, 1)
    assert [desk.said(name) for name in ("lin", "mei", "bo")] == [
        {0: ["claim"]},
        {2: ["claim"]},
        {4: ["claim"]},
    ]
    assert desk.ledger.unknown([Revision.of(mark("mei", 2)).key]) != set()  # another moment, another digest


def test_what_comes_twice_changes_nothing(desk: Desk) -> None:
    rows = [row(mark("lin", at)) for at in range(0, 10, 2)]
    desk.delivery.take(rows)
    before = (desk.project.root / "annotations" / "lin.json").read_bytes()
    assert desk.delivery.take(rows).taken == 0
    assert Delivery(desk.project, desk.ledger).take(rows).taken == 0
    assert (desk.project.root / "annotations" / "lin.json").read_bytes() == before


def test_every_revision_is_kept_and_the_highest_counts(desk: Desk) -> None:
    first = mark("lin", 0)
    second = revise(first, labels=["quote"])
    desk.delivery.take([row(first), row(second)])
    desk.delivery.take([row(first)])
    assert desk.said("lin") == {0: ["quote"]}


def test_an_open_session_takes_in_what_came_from_another_machine(desk: Desk) -> None:
    session = open_layer(desk.project.layer_path, "mei", keep=True)
    here = mark("mei", 0)
    session.put([here])
    desk.delivery.take([row(mark("mei", 2)), row(revise(here, labels=["quote"]))])
    assert session.refresh() == {ARTICLE}
    assert session.get(here["uid"])["rev"] == 2  # type: ignore[index]
    session.put([revise(session.get(here["uid"]), labels=["opinion"])])  # type: ignore[type-var]
    session.close()
    assert desk.said("mei") == {0: ["opinion"], 2: ["claim"]}


def test_equal_revisions_that_differ_are_shown_as_a_conflict(desk: Desk) -> None:
    here, there = mark("mei", 0, "claim", writer="here"), mark("mei", 0, "quote", writer="there")
    session = open_layer(desk.project.layer_path, "mei", keep=True)
    session.put([here])
    found = desk.delivery.take([row(there)])
    session.refresh()
    ((one, other),) = session.conflicts(ARTICLE)
    assert {one["labels"][0], other["labels"][0]} == {"claim", "quote"}  # type: ignore[typeddict-item]
    assert found.lines == [
        "your machines say different things of one place; both are kept: ! marks it, = shows both"
    ]
    session.close()
    many = [mark("lin", start, label, writer=label) for start in (0, 2, 4) for label in ("claim", "quote")]
    assert desk.delivery.take([row(one) for one in many]).lines == [
        "the machines of lin say different things of one place; one counts until lin chooses"
    ]


def test_somebody_who_writes_meanwhile_loses_nothing(desk: Desk) -> None:
    session = open_layer(desk.project.layer_path, "mei", keep=True)
    stop = threading.Event()

    def press() -> None:
        at = 1000
        while not stop.is_set():
            session.put([mark("mei", at, article="b" * 20)])
            at += 2

    thread = threading.Thread(target=press)
    thread.start()
    try:
        for at in range(0, 100, 2):
            desk.delivery.take([row(mark("mei", at))])
    finally:
        stop.set()
        thread.join()
    session.refresh()
    starts = {one["start"] for one in session.records()}  # type: ignore[typeddict-item]
    assert set(range(0, 100, 2)) <= starts
    assert len(starts) == 50 + len({at for at in starts if at >= 1000})
    session.close()
    assert not [line for line in desk.layer("mei").notices if "damaged" in line]


def test_a_layer_that_another_program_wrote_is_added_to(desk: Desk) -> None:
    from tinydb import TinyDB

    desk.delivery.take([row(mark("lin", 0)), row(mark("lin", 2))])
    path = desk.project.root / "annotations" / "lin.json"
    with TinyDB(path, encoding="utf-8") as base:
        base.table("_default").update({"note": "x"}, doc_ids=[base.all()[1].doc_id])
    assert desk.delivery.take([row(mark("lin", 4))]).taken == 1
    assert set(desk.said("lin")) == {0, 2, 4}


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "nonsense", '{"a": 1e999}', "[" * 5000, '{"uid": "sentence:x:0:lin", "article": "x"}'],
)
def test_what_is_no_record_is_left_out_and_named(desk: Desk, content: str) -> None:
    found = desk.delivery.take([row(mark("lin", 0), content=content), row(mark("lin", 2))])
    assert desk.said("lin") == {2: ["claim"]}
    assert len(found.lines) == 1


def test_a_record_under_another_s_name_or_uid_is_left_out(desk: Desk) -> None:
    forged = {**mark("lin", 0), "uid": mark("lin", 8)["uid"]}
    found = desk.delivery.take([row(mark("lin", 0), annotator="bo"), row(forged)])  # type: ignore[arg-type]
    assert found.taken == 0
    assert not list((desk.project.root / "annotations").glob("*.json"))
    assert len(found.lines) == 1


def test_what_only_a_newer_zhupi_knows_is_said(desk: Desk) -> None:
    newer = {**mark("lin", 0), "kind": "hologram"}
    found = desk.delivery.take([row(newer)])  # type: ignore[arg-type]
    assert found.newer
    assert found.taken == 0


def test_two_people_under_one_name_are_told_apart(desk: Desk) -> None:
    layer = desk.layer("lin")
    layer.put([{**mark("lin", 0, "quote"), "created": "2020-01-01T00:00:00.000Z"}])  # type: ignore[list-item]
    layer.close()
    found = desk.delivery.take([row(mark("lin", 0))])
    assert found.taken == 0
    assert "two people" in found.lines[0]
    assert desk.said("lin") == {0: ["quote"]}
    assert not desk.delivery.take([row(mark("lin", 2))]).lines  # it is said once
    assert not desk.delivery.missing()
    (desk.project.root / "annotations" / "lin.json").rename(desk.project.root / "lin.json")
    assert Delivery(desk.project, desk.ledger).missing()  # so all is read once more


def test_a_layer_that_came_by_files_goes_on(desk: Desk) -> None:
    first = mark("lin", 0)
    layer = desk.layer("lin")
    layer.put([first])
    layer.close()
    assert desk.delivery.take([row(first), row(revise(first, labels=["quote"]))]).taken == 1
    assert desk.said("lin") == {0: ["quote"]}


def test_a_layer_that_is_gone_is_noticed(desk: Desk) -> None:
    desk.delivery.take([row(mark("lin", 0))])
    assert not desk.delivery.missing()
    (desk.project.root / "annotations" / "lin.json").unlink()
    assert desk.delivery.missing()


def test_the_layer_of_another_spelling_goes_on_in_the_one_that_is_here(desk: Desk) -> None:
    first = mark("lin", 0)
    layer = desk.layer("lin")
    layer.put([first])
    layer.close()
    desk.delivery.take([row(mark("Lin", 2))])
    assert desk.said("lin") == {0: ["claim"], 2: ["claim"]}
    assert [one.name for one in (desk.project.root / "annotations").glob("*.json")] == ["lin.json"]
