"""Saved means saved, and what is not saved shows."""

from __future__ import annotations

import json
from threading import Event

import pytest
from tinydb import TinyDB

from annotations.records.record import revise
from annotations.storage.layer import layer as layers
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.tail import TailStorage
from tui.screens.dialogs.conflict import ConflictScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


def stored(folder) -> list[dict]:
    with TinyDB(folder / "annotations" / "mei.json", encoding="utf-8") as database:
        return [dict(record) for record in database.all() if record["kind"] == "sentence"]


@pytest.fixture
def gate(monkeypatch) -> Event:
    """Hold the opening of the layer back until it is set."""
    gate, real = Event(), layers.open_layer

    def late(*args, **kwargs):
        assert gate.wait(90)
        return real(*args, **kwargs)

    monkeypatch.setattr(layers, "open_layer", late)
    return gate


async def test_keys_pressed_before_the_layer_is_open_act_where_they_were_pressed(
    opened, seeds, founding, gate
) -> None:
    async with opened(founding, settle=False) as reader:
        try:
            await reader.pilot.pause()
            await reader.seen(lambda: "opening" in reader.heading)
            for key in ("down", "c", "down", "down", "q", "f"):
                await reader.pilot.press(key)
            await reader.pilot.pause(0.05)
            assert not reader.session.ready
            assert not (seeds / "annotations").exists()
        finally:
            gate.set()
        await reader.settle()
        assert [sorted(reader.labels(n)) for n in range(4)] == [[], ["claim"], [], ["quote"]]
        assert reader.session.article.marks.said(3).flag
        assert reader.heading.endswith("saved")
        assert {tuple(record["labels"]) for record in stored(seeds)} == {("claim",), ("quote",)}


async def test_no_frame_names_an_act_beside_a_heading_that_is_older(opened, founding) -> None:
    async with opened(founding) as reader:
        screen = reader.screen
        assert reader.heading.endswith("saved")
        screen.say("something else")  # so the panel waits to be drawn already
        screen.keymap.commands["label-claim"].run(screen)
        drawn = screen._dirty_widgets  # what the next frame is made of, however soon it is
        assert {screen.query_one("#panel"), screen.query_one("#heading")} <= drawn
        await reader.settle()


async def test_done_asks_by_what_the_layer_says_and_not_before(opened, founding, gate) -> None:
    gate.set()
    async with opened(founding) as reader:
        await reader.press("c", "d", "enter")
        assert reader.session.article.marks.done
    gate.clear()
    async with opened(founding, settle=False) as reader:
        try:
            await reader.pilot.pause()
            await reader.pilot.press("d")
            await reader.pilot.pause(0.05)
            assert not reader.session.ready
            assert reader.screen.picker is None, "nobody knows yet that it is done"
        finally:
            gate.set()
        await reader.settle()
        assert reader.screen.picker is None
        assert reader.message == "every article is done"


async def test_letters_are_dim_until_they_are_on_disk(opened, founding, monkeypatch) -> None:
    gate, real = Event(), TailStorage.flush

    def slow(self, receipts):
        assert gate.wait(90)
        return real(self, receipts)

    monkeypatch.setattr(TailStorage, "flush", slow)

    def letter(reader):
        return next(segment for segment in reader.strip(0) if segment.text == "c").style

    async with opened(founding) as reader:
        try:
            await reader.pilot.press("c")
            await reader.seen(lambda: reader.heading.endswith("saving"))
            assert reader.session.writer.unsaved
            assert letter(reader).dim
        finally:
            gate.set()
        await reader.settle()
        assert not letter(reader).dim
        assert reader.heading.endswith("saved")


async def test_a_full_disk_shows_and_nothing_is_lost(opened, seeds, founding, disk) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        disk.full = True
        await reader.press("down", "q")
        await reader.until(lambda: reader.screen.session.writer.alarm)
        assert reader.heading.endswith("NOT SAVED")
        assert "No space left" in reader.panel.replace("\n", "")
        assert reader.labels(1) == {"quote"}, "it is not forgotten"
        assert [record["labels"] for record in stored(seeds)] == [["claim"]]
        await reader.press("ctrl+q")
        assert reader.app.is_running
        assert "not saved" in reader.message
        disk.full = False
        await reader.press("down", "o")
        await reader.until(lambda: not reader.session.writer.unsaved)
        assert reader.heading.endswith("saved")
        assert not reader.heading.endswith("NOT SAVED")
        assert [record["labels"] for record in stored(seeds)] == [["claim"], ["quote"], ["opinion"]]
        assert len({(r["uid"], r["rev"]) for r in stored(seeds)}) == 3


async def test_leaving_tries_once_more(opened, seeds, founding, disk) -> None:
    async with opened(founding) as reader:
        disk.full = True
        await reader.press("c")
        await reader.until(lambda: reader.screen.session.writer.alarm)
        disk.full = False
        await reader.press("ctrl+q", "ctrl+q")
    assert [record["labels"] for record in stored(seeds)] == [["claim"]]


async def test_a_layer_of_a_newer_zhupi_is_read_only_and_says_so(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
    path = seeds / "annotations" / "mei.json"
    with TinyDB(path, encoding="utf-8") as database:
        database.update({"schema": 99}, lambda record: record["kind"] == "sentence")
    before = path.read_bytes()
    async with opened(founding) as reader:
        assert "read-only" in reader.heading
        assert "newer zhupi" in reader.panel.replace("\n", "")
        await reader.press("down", "c", "n", "f", "d", "enter")
        assert reader.labels(1) == set()
        assert reader.message.startswith("not saved:")
        await reader.press("ctrl+q")
    assert path.read_bytes() == before


async def test_a_layer_that_is_none_says_so_and_stays(opened, seeds, founding) -> None:
    path = seeds / "annotations" / "mei.json"
    path.parent.mkdir()
    path.write_text("no JSON at all\n" * 3)
    async with opened(founding) as reader:
        assert "mei.json" in reader.panel.replace("\n ", "")
        assert not reader.heading.endswith(" saved")
        await reader.press("c", "down", "q", "]", "u")
        assert reader.session.article.marks.settled == 0
        await reader.press("ctrl+q")
        assert not reader.app.is_running
    assert path.read_text() == "no JSON at all\n" * 3


async def test_a_layer_that_stock_tinydb_rewrote_goes_on(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "q")
    path = seeds / "annotations" / "mei.json"
    with TinyDB(path, encoding="utf-8") as database:
        database.update({"note": "by hand"}, lambda record: record.get("labels") == ["claim"])
    async with opened(founding) as reader:
        assert reader.labels(0) == {"claim"}
        assert reader.session.article.marks.said(0).note == "by hand"
        await reader.press("home", "o")
        assert reader.heading.endswith("saved")
    assert sorted(record["labels"] for record in stored(seeds)) == [["claim", "opinion"], ["quote"]]
    json.loads(path.read_text(encoding="utf-8"))


async def test_a_mark_out_of_place_is_not_shown_elsewhere(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "q")
    path = seeds / "annotations" / "mei.json"
    with TinyDB(path, encoding="utf-8") as database:
        [record] = [one for one in database.all() if one.get("labels") == ["claim"]]
        quote = "別" * len(record["quote"])
        database.update({"quote": quote}, lambda one: one.get("labels") == ["claim"])
    async with opened(founding) as reader:
        assert reader.labels(0) == set()
        assert reader.labels(1) == {"quote"}


async def test_two_programs_at_one_layer_lose_nothing(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        reader.session.look_around = lambda: False  # it would come to know of it before the key is pressed
        other = layers.open_layer(seeds / "annotations" / "mei.json", "mei")
        [record] = [one for one in other.records() if one.get("kind") == "sentence"]
        other.put([revise(record, labels=["quote"], note="from elsewhere")])
        other.close()
        await reader.press("o")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        assert "NOT SAVED" in reader.message
        await reader.press("escape")
        assert reader.labels(0) == {"quote"}, "what is there is shown, to decide again"
        await reader.press("o")
        assert reader.labels(0) == {"opinion", "quote"}
    [record] = stored(seeds)
    assert (record["labels"], record["note"], record["rev"]) == (["opinion", "quote"], "from elsewhere", 3)


async def test_what_another_program_stores_is_seen(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        mark = reader.session.article.marks.over(0)[0]
        layer = open_layer(seeds / "annotations" / "mei.json", "mei")
        layer.put([revise(mark, labels=["opinion"], writer="another")])
        layer.close()
        await reader.until(lambda: reader.labels() == {"opinion"})
        assert reader.columns(0) == " o   "
        await reader.press("q")
        assert reader.labels() == {"opinion", "quote"}, "the next act builds on it"
        assert not reader.session.writer.unsaved
