"""What machines exchange over a hub, at a real PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from machines import ARTICLE, Machine
from postgres import HubOfTests

from annotations.errors import ZhupiError
from annotations.hub.errors import HubRefuses
from annotations.hub.rounds import steps
from annotations.hub.rounds.single_round import unsent
from annotations.project.check import check_project, repair_project
from annotations.project.project import Project
from annotations.records.record import sentence_mark

pytestmark = pytest.mark.peer("psycopg")


def test_the_lead_gets_everything_and_annotators_what_they_are_done_with(
    mei: Machine, wu: Machine, lin: Machine
) -> None:
    mei.say(0, "claim")
    mei.say(0, "quote")
    wu.say(2, "opinion")
    for one in (mei, wu, lin):
        one.exchange()
    mei.exchange()
    assert lin.said("mei") == mei.said()
    assert lin.said("wu") == wu.said()
    assert mei.said("wu") == {}
    mei.done()
    news = mei.exchange()
    assert mei.said("wu") == wu.said()
    assert news.articles == {ARTICLE}
    assert not news.own
    assert wu.said("mei") == {}


def test_whoever_saw_others_once_goes_on_seeing_them(mei: Machine, wu: Machine) -> None:
    mei.done()
    mei.exchange()
    mei.done(done=False)
    mei.exchange()
    wu.say(0, "claim")
    wu.exchange()
    mei.exchange()
    assert mei.said("wu") == wu.said()


def test_what_is_done_on_another_machine_while_all_is_read_is_read_too(
    hub: HubOfTests, mei: Machine, wu: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_FETCHED_AT_ONCE", 10)
    wu.say(0, "quote")
    wu.exchange()
    for at in range(0, 40, 2):
        mei.say(at, "claim")
    mei.exchange()
    laptop = Machine(tmp_path / "laptop", "mei", hub.address("mei"))

    def meanwhile(many: int) -> None:
        if not mei.said(wu.name):
            mei.done()
            mei.exchange()

    laptop.exchange(taken=meanwhile)  # the first part has come, without what wu says
    assert laptop.said("wu") == wu.said()
    assert laptop.said() == mei.said()


def test_two_machines_of_one_annotator_become_one(hub: HubOfTests, mei: Machine, tmp_path: Path) -> None:
    other = Machine(tmp_path / "laptop", "mei", hub.address("mei"))
    mei.say(0, "claim")
    other.say(2, "quote")
    mei.exchange()
    news = other.exchange()
    assert news.own
    mei.exchange()
    assert mei.said() == other.said()
    assert len(mei.said()) == 2
    other.say(0, "opinion")
    other.exchange()
    mei.exchange()
    assert mei.layer.refresh() == {ARTICLE}
    assert mei.said() == other.said()


def test_equal_revisions_that_differ_are_kept_and_the_next_one_settles_it(
    hub: HubOfTests, mei: Machine, lin: Machine, tmp_path: Path
) -> None:
    other = Machine(tmp_path / "laptop", "mei", hub.address("mei"))
    mei.say(0, "claim", at="2031-01-01T00:00:00.000Z")  # whose clock is wrong
    other.say(0, "quote", at="2026-01-01T00:00:00.000Z")
    for one in (mei, other, mei, lin):
        one.exchange()
    assert mei.said() == other.said() == lin.said("mei")
    assert (mei.conflicts(), other.conflicts()) == (1, 1)
    other.say(0, "opinion", at="2020-01-01T00:00:00.000Z")
    for one in (other, mei, lin):
        one.exchange()
    assert mei.said() == other.said() == lin.said("mei")
    assert [labels for _, labels, _ in mei.said().values()] == [["opinion"]]
    assert (mei.conflicts(), other.conflicts()) == (0, 0)


def test_a_lost_ledger_sends_nothing_twice_and_finds_everything(
    hub: HubOfTests, mei: Machine, wu: Machine
) -> None:
    wu.say(0, "claim")
    wu.exchange()
    mei.say(0, "claim")
    mei.done()
    mei.exchange()
    with hub.of("mei") as own:
        count = len(list(own.own_rows()))
    before = mei.said("wu")
    mei.forget()
    sent: list[int] = []
    mei.exchange(sent.append)
    assert not any(sent)
    with hub.of("mei") as own:
        assert len(list(own.own_rows())) == count
    (mei.root / "annotations" / "wu.json").unlink()
    mei.exchange()
    assert mei.said("wu") == before


def test_a_layer_that_was_put_back_from_a_copy_is_made_whole(mei: Machine, tmp_path: Path) -> None:
    mei.say(0, "claim")
    mei.exchange()
    copy = shutil.copy(mei.project.layer_path, tmp_path / "copy.json")
    mei.say(0, "quote")
    mei.say(2, "claim")
    mei.exchange()
    whole = mei.said()
    mei.stop()
    shutil.copy(copy, mei.project.layer_path)
    assert mei.said() != whole
    mei.exchange()
    assert mei.said() == whole
    mei.project.layer_path.unlink()
    mei.exchange()
    assert mei.said() == whole


def test_another_s_layer_that_was_put_back_from_a_copy_is_made_whole(mei: Machine, lin: Machine) -> None:
    mei.say(0, "claim")
    mei.exchange()
    lin.exchange()
    layer = lin.root / "annotations" / "mei.json"
    copy = layer.read_bytes()
    mei.say(2, "opinion")
    mei.exchange()
    lin.exchange()
    assert lin.said("mei") == mei.said()
    assert lin.exchange().articles == frozenset()
    layer.write_bytes(copy)
    lin.exchange()
    assert lin.said("mei") == mei.said()
    harmed = layer.read_bytes()
    at = harmed.rindex(b'"labels"')
    layer.write_bytes(harmed[:at] + b"\0" * 8 + harmed[at + 8 :])
    repair_project(lin.root, list(check_project(lin.root)))
    lin.exchange()
    assert lin.said("mei") == mei.said()


def test_all_that_was_lost_here_comes_anew_and_is_not_taken_from_others(
    mei: Machine, wu: Machine, lin: Machine
) -> None:
    for name, text in (("names/x.json", "{}"), ("schemes/default-1.toml", 'name = "default"\n')):
        path = lin.root / "annotations" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (mei.root / "b.txt").write_text("央行降息。張三說好。", encoding="utf-8")
    project = Project.open([mei.root], annotator="mei")
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    mei.say(0, "claim", article.id)
    for one in (lin, mei, lin, wu):
        one.exchange()
    for one in (lin, wu):
        one.stop()
        before = tree(one.root)
        assert len(before) >= 4
        shutil.rmtree(one.root / "annotations")
        one.exchange()
        assert tree(one.root) == before


def tree(root: Path) -> dict[str, bytes]:
    """Return what lies in the project but for copies."""
    files = (path for path in root.rglob("*") if path.is_file() and ".backup" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_a_change_of_who_may_read_what_is_read_anew(hub: HubOfTests, mei: Machine, wu: Machine) -> None:
    wu.say(0, "claim")
    wu.exchange()
    mei.exchange()
    assert mei.said("wu") == {}
    with hub.of("lin") as lead:
        lead.put_settings("always")
    mei.exchange()
    assert mei.said("wu") == wu.said()


def test_somebody_else_s_hub_is_not_written_to(hub: HubOfTests, tmp_path: Path) -> None:
    mei = Machine(tmp_path / "mei", "mei", hub.address("wu"))
    mei.say(0, "claim")
    with pytest.raises(HubRefuses, match="at the hub you are wu, and here mei"):
        mei.exchange()
    with hub.of("wu") as own:
        assert list(own.own_rows()) == []


def test_what_the_hub_never_takes_is_named_and_keeps_nothing_back(mei: Machine, lin: Machine) -> None:
    large = sentence_mark(
        *(ARTICLE, 0, 2, "新聞"), annotator="mei", writer="x", scheme="default/1", note="長" * 200_000
    )
    mei.layer.put([large])
    mei.say(2, "claim")
    news = mei.exchange()
    assert "1 record (size)" in news.lines[0]
    assert mei.exchange().lines == news.lines  # each program that begins says it again
    assert unsent(mei.project, mei.address, mei.state)[:2] == (0, list(news.lines))
    lin.exchange()
    assert len(lin.said("mei")) == 1


def test_a_spelling_of_the_hub_s_own_is_spoken_to_it(hub: HubOfTests, lin: Machine, tmp_path: Path) -> None:
    mei = Machine(tmp_path / "mei", "Mei", hub.address("mei"))
    mei.say(0, "claim")
    mei.exchange()
    lin.exchange()
    assert [uid.rpartition(":")[2] for uid in lin.said("mei")] == ["mei"]
    other = Machine(tmp_path / "other", "mei", hub.address("mei"))
    other.exchange()
    other.say(0, "quote")
    other.exchange()
    mei.exchange()
    assert [labels for _, labels, _ in mei.said().values()] == [["quote"]]
    assert not mei.exchange().articles


def test_no_hub_is_said_in_a_line(tmp_path: Path) -> None:
    mei = Machine(tmp_path / "mei", "mei", "postgresql://mei@127.0.0.1:1/news")
    mei.say(0, "claim")
    with pytest.raises(ZhupiError, match="cannot be reached"):
        mei.exchange()
