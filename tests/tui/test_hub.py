"""A project with a hub at the screen: what is saved is sent, a lost network hides nothing, all is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cut_line import CutLine
from postgres import HubOfTests, login
from textual import events

from tui.session.hub import SessionHub
from tui.settings import settings_path

pytestmark = [pytest.mark.peer("psycopg"), pytest.mark.usefixtures("no_analysis")]

TEXT = "央行今天宣布降息。張三說,這很好。\n第三句也在這裡。\n"


@pytest.fixture
def rope(hub: HubOfTests) -> Iterator[CutLine]:
    """Return the line to the hub, which can be cut."""
    made = CutLine(hub.server.port)
    yield made
    made.close()


def project(root: Path, hub: HubOfTests, rope: CutLine) -> Path:
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    place = f"postgresql://127.0.0.1:{rope.port}/{hub.database}"
    (root / "zhupi.toml").write_text(f'lead = "lin"\nothers = "done"\nhub = "{place}"\n', encoding="utf-8")
    return root


def allow(hub: HubOfTests, rope: CutLine, name: str) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"hubs = {json.dumps([f'postgresql://{name}@127.0.0.1:{rope.port}/{hub.database}'])}\n")


def at_hub(hub: HubOfTests, name: str) -> list[str]:
    with hub.of(name) as mine:
        return [f"{one.annotator} {one.kind}" for one in mine.received().revisions]


def session_hub(reader) -> SessionHub:
    assert reader.session.writer.hub is not None
    return reader.session.writer.hub


async def test_what_is_saved_is_sent_and_the_heading_says_so(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "mei")
    async with opened(project(tmp_path / "news", hub, rope)) as reader:
        await reader.until(lambda: session_hub(reader).standing.waiting == 0)
        await reader.press("c")
        await reader.until(lambda: reader.heading.endswith("sent"))
        assert at_hub(hub, "mei").count("mei sentence") == 1
        await reader.press("U")
        assert (
            f"everything is saved here, and sent to postgresql://mei@127.0.0.1:{rope.port}" in reader.message
        )


async def test_a_lost_network_makes_no_key_wait_and_hides_nothing(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "mei")
    async with opened(project(tmp_path / "news", hub, rope)) as reader:
        await reader.until(lambda: session_hub(reader).standing.waiting == 0)
        rope.down = True
        await reader.until(lambda: reader.heading.endswith("sent, offline"))
        await reader.press("U")
        assert "what others say does not come for now: the " in reader.message
        await reader.press("c", "down", "o")
        assert reader.heading.endswith("saved, 2 to send")
        await reader.press("U")
        assert reader.message.startswith("saved here; 2 records wait: the ")
        assert session_hub(reader).standing.trouble in reader.message
        await reader.resize(40, 24)
        assert reader.heading.endswith("saved, 2 to send")
        rope.down = False
        session_hub(reader).retry()
        await reader.until(lambda: reader.heading.endswith("sent"))
        await reader.until(lambda: reader.message.startswith("everything is saved here, and sent to "))
    assert at_hub(hub, "mei").count("mei sentence") == 2


async def test_what_could_not_be_sent_is_said_at_the_end_and_goes_the_next_time(
    opened, tmp_path, hub, rope
) -> None:
    from tui.presenters.hub import left_words

    allow(hub, rope, "mei")
    root = project(tmp_path / "news", hub, rope)
    rope.down = True
    async with opened(root) as reader:
        await reader.press("c")
        mine = session_hub(reader)
        await reader.until(lambda: mine.standing.waiting == 1 and mine.standing.trouble)
    assert "for the hub and will be sent the next time" in left_words(mine.close(4.0))
    rope.down = False
    async with opened(root) as reader:
        await reader.until(lambda: reader.heading.endswith("sent"))
        assert left_words(session_hub(reader).close(4.0)) == ""
    assert "mei sentence" in at_hub(hub, "mei")


async def test_what_others_say_comes_while_one_looks(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "lin")
    root = project(tmp_path / "lin", hub, rope)
    async with opened(root, annotator="lin") as reader:
        await reader.until(lambda: session_hub(reader).standing.waiting == 0)
        await reader.press("P")
        await reader.until(lambda: not reader.app.screen.busy)
        allow(hub, rope, "wu")
        async with opened(project(tmp_path / "wu", hub, rope), annotator="wu") as other:
            await other.press("c")
            await other.until(lambda: other.heading.endswith("sent"))
        await reader.seen(lambda: (root / "annotations/wu.json").exists())
        await reader.seen(lambda: any("wu" in strip.text for strip in reader.frame()))


async def test_the_leads_library_follows(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "lin")
    async with opened(project(tmp_path / "lin", hub, rope), annotator="lin", review=True) as reader:
        await reader.until(lambda: session_hub(reader).standing.waiting == 0)
        await reader.press("L")
        await reader.seen(lambda: not reader.app.screen.busy)
        allow(hub, rope, "wu")
        async with opened(project(tmp_path / "wu", hub, rope), annotator="wu") as other:
            await other.press("c")
            await other.until(lambda: other.heading.endswith("sent"))
        await reader.seen(lambda: any(" 0/1 " in strip.text for strip in reader.frame()))


async def test_a_hub_that_is_not_allowed_is_told_and_all_else_works(opened, tmp_path, hub, rope) -> None:
    root = project(tmp_path / "news", hub, rope)
    async with opened(root) as reader:
        assert reader.session.writer.hub is None
        assert "until you allow it with zhupi join postgresql://mei@127.0.0.1" in reader.message
        await reader.press("c")
        assert reader.heading.endswith("saved")
        await reader.press("U")
        assert reader.message == "everything is saved"
    assert at_hub(hub, "mei") == []


async def test_who_is_let_in_no_more_is_told_once_and_goes_on(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "kai")
    login(hub.server, "kai")
    async with opened(project(tmp_path / "news", hub, rope), annotator="kai") as reader:
        await reader.until(lambda: session_hub(reader).standing.lasting)
        await reader.until(lambda: "kai is no member of this team, or no more" in reader.message)
        await reader.press("c")
        assert reader.heading.endswith("saved, 1 to send")
        assert "no member" not in reader.message


async def test_what_the_lead_writes_in_another_window_reaches_who_reads(opened, tmp_path, hub, rope) -> None:
    allow(hub, rope, "lin")
    root = project(tmp_path / "lin", hub, rope)
    async with opened(root, annotator="lin") as lead:
        await lead.until(lambda: session_hub(lead).standing.waiting == 0)
        allow(hub, rope, "mei")
        async with opened(project(tmp_path / "mei", hub, rope)) as reader:
            await reader.until(lambda: session_hub(reader).standing.waiting == 0)
            (root / "guidelines.md").write_text("## claim\n\n說事實。\n", encoding="utf-8")
            for event in (events.AppBlur(), events.AppFocus()):
                lead.app.post_message(event)
            await reader.until(lambda: "new from the lead: guidelines.md" in reader.message)
            assert (tmp_path / "mei" / "guidelines.md").read_text(encoding="utf-8").endswith("說事實。\n")
