"""A visit: what a program says of itself, and that it always ends, whatever it or its page does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui.web.links import Link, Links

if TYPE_CHECKING:
    from tui.web.visit import Visit

pytestmark = pytest.mark.peer("textual_serve")

DRAWS = """
import json, sys
def put(kind, data):
    sys.stdout.buffer.write(kind + len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
print("a line before", flush=True)
print("__GANGLION__", flush=True)
"""
"""What every program of these tests begins with."""


class Held:
    """A page that keeps what is drawn, or takes nothing at all."""

    def __init__(self, *, stuck: bool = False, gone: bool = False) -> None:
        self.drawn = b""
        self.said: list[str] = []
        self.closed: tuple[int, str] | None = None
        self._stuck, self._gone = stuck, gone

    async def send_bytes(self, data: bytes) -> None:
        self.drawn += data
        if self._gone:
            raise ConnectionResetError
        if self._stuck:
            await asyncio.Event().wait()

    async def send_str(self, data: str) -> None:
        self.said.append(data)

    async def close(self, *, code: int, message: bytes) -> bool:
        self.closed = code, message.decode()
        return True


@asynccontextmanager
async def visited(code: str, page: Held) -> AsyncIterator[Visit]:
    """Draw a program of one's own in `page`, and see that it ends."""
    from tui.web.downloads import Downloads
    from tui.web.visit import Visit

    visit = Visit([sys.executable, "-c", code], {"ZHUPI_ANNOTATOR": "mei"}, page, Downloads())
    await visit.start(80, 24)
    assert visit._process is not None
    try:
        yield visit
    finally:
        await visit.stop()
        assert visit._process.returncode is not None


async def test_what_is_drawn_comes_and_the_page_is_closed_when_all_is_over() -> None:
    page = Held()
    code = f"{DRAWS}put(b'D', '據報道'.encode()); put(b'M', json.dumps({{'type': 'exit'}}).encode())"
    async with visited(code, page) as visit:
        await visit.over()
    assert page.drawn.decode() == "據報道"
    assert page.closed == (4000, "")


async def test_why_a_program_failed_is_said_in_a_line_that_harms_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = Held()
    said = "'zhupi: first\\n' + 'x' * 9000 + '\\nzhupi: \\x1b[2J梅' + '長' * 200"
    code = f"import sys; sys.stderr.write({said}); sys.exit(3)"
    async with visited(code, page) as visit:
        await visit.over()
    assert page.closed is not None
    number, reason = page.closed
    assert number == 4001
    assert reason.startswith("¬[2J梅長")
    assert len(reason.encode()) <= 123  # no more fits into the end of a socket
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert all(line.startswith("zhupi: mei: ") for line in said.strip().split("\n"))


async def test_a_program_that_will_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.web import visit as module

    monkeypatch.setattr(module, "_GRACE", 0.05)
    monkeypatch.setattr(module, "_FIRM", 0.05)
    page = Held()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    code = f"{deaf}\n{DRAWS}put(b'D', b'here')\ntime.sleep(600)"
    async with visited(code, page) as visit:
        while not page.drawn:
            await asyncio.sleep(0.01)
        await visit.end("leaving")
    assert page.closed is not None
    assert page.closed[0] == 4001  # not all may be saved, and the page does not say so


@pytest.mark.parametrize("turns", [None, 0, 1])
async def test_told_to_end_at_its_beginning_it_leaves_nothing_running(turns: int | None) -> None:
    from tui.web.downloads import Downloads
    from tui.web.visit import Visit

    page = Held()
    code = f"{DRAWS}sys.stdin.buffer.read(1)"
    visit = Visit([sys.executable, "-c", code], {"ZHUPI_ANNOTATOR": "mei"}, page, Downloads())
    if turns is None:
        await visit.end("leaving")
        await visit.start(80, 24)
        assert visit._process is None
    else:
        starting = asyncio.create_task(visit.start(80, 24))
        for _ in range(turns):
            await asyncio.sleep(0)
        await visit.end("leaving")
        await starting
    await visit.over()
    assert page.closed == (4004, "")
    assert visit._process is None or visit._process.returncode == 0


@pytest.mark.parametrize("how", ["stuck", "gone"])
async def test_a_page_that_takes_nothing_keeps_no_program_from_its_end(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes more than a pipe holds, and would wait for ever if nobody read it."""
    from tui.web import visit as module

    monkeypatch.setattr(module, "_STUCK", 0.05)
    page = Held(stuck=how == "stuck", gone=how == "gone")
    code = f"{DRAWS}\nfor _ in range(64): put(b'D', b'x' * 65536)\nsys.stdin.buffer.read(1)"
    async with visited(code, page) as visit:
        while not page.drawn:
            await asyncio.sleep(0.01)
        await visit.end()
        assert visit.left
    assert len(page.drawn) == 65536
    assert page.closed == (4000, "")


async def test_what_is_no_packet_ends_the_program() -> None:
    page = Held()
    code = f"{DRAWS}put(b'M', b'no json'); import time; time.sleep(600)"
    async with visited(code, page) as visit:
        await visit.over()
    assert page.closed is not None
    assert page.closed[0] == 4001


async def test_a_file_comes_whole_once_and_to_its_visitor_alone() -> None:
    from tui.web.downloads import Downloads
    from tui.web.visit import Visit
    from tui.web.visitors import Visitors

    page, downloads = Held(), Downloads()
    start = {"type": "deliver_file_start", "key": "k", "path": "/a/梅.jsonl", "open_method": "browser"}
    start |= {"encoding": "", "mime_type": "text/html", "name": None}
    code = f"""{DRAWS}
from textual._binary_encode import dump
put(b"M", json.dumps({start!r}).encode())
def taken():
    kind, size = sys.stdin.buffer.read(1), int.from_bytes(sys.stdin.buffer.read(4), "big")
    return json.loads(sys.stdin.buffer.read(size))
for part in (b"\\x00" * 70000, b"end", b""):
    assert taken()["key"] == "k"
    put(b"P", dump(("deliver_chunk", "k", part)))
taken()
"""
    visit = Visit([sys.executable, "-c", code], {"ZHUPI_ANNOTATOR": "mei"}, page, downloads)
    mei, lin = Link("mei", "1", "2"), Link("lin", "3", "4")
    visitors = Visitors(_Holding(), 1)
    async with visitors.present(visit, mei):
        await visit.start(80, 24)
        while not page.said:
            await asyncio.sleep(0.01)
        assert page.said == ['["deliver_file_start", "k"]']
        found = downloads.visit_of("k")
        assert visitors.came_by(found, mei)
        assert not visitors.came_by(found, lin)
        assert not visitors.came_by(downloads.visit_of("other"), mei)
        assert downloads.name("k") == "梅.jsonl"
        parts = []
        async for part in downloads.download("k"):
            parts.append(part)
            assert downloads.visit_of("k") is None  # nobody else fetches it
        assert b"".join(parts) == b"\x00" * 70000 + b"end"
        assert downloads.visit_of("k") is None


async def test_a_file_of_which_the_rest_does_not_come_is_not_whole() -> None:
    from tui.web.downloads import Broken, Downloads
    from tui.web.visit import Visit

    page, downloads = Held(), Downloads()
    start = {"type": "deliver_file_start", "key": "k", "path": "a", "open_method": "", "mime_type": ""}
    code = f"""{DRAWS}
from textual._binary_encode import dump
put(b"M", json.dumps({start | {"encoding": ""}!r}).encode())
sys.stdin.buffer.read(5)
put(b"P", dump(("deliver_chunk", "k", b"half")))
"""
    visit = Visit([sys.executable, "-c", code], {"ZHUPI_ANNOTATOR": "mei"}, page, downloads)
    await visit.start(80, 24)
    while not page.said:
        await asyncio.sleep(0.01)
    parts = downloads.download("k")
    assert await anext(parts) == b"half"
    with pytest.raises(Broken):
        await anext(parts)
    await visit.stop()


class _Holding(Links):
    """Links that all hold."""

    def holds(self, link: Link) -> bool:
        return True


async def test_a_page_that_is_reloaded_waits_for_what_it_leaves_behind(tmp_path: Path) -> None:
    """The place of before is read when the program starts, and must have been written down by then."""
    from tui.web.downloads import Downloads
    from tui.web.visit import Visit
    from tui.web.visitors import Visitors

    go = tmp_path / "go"
    code = f"""{DRAWS}put(b"D", b"here")
import os, time
sys.stdin.buffer.read(5)
while not os.path.exists({str(go)!r}): time.sleep(0.01)
"""
    visitors, mei, page = Visitors(_Holding(), 2), Link("mei", "1", "2"), Held()
    first, second = (
        Visit([sys.executable, "-c", code], {"ZHUPI_ANNOTATOR": "mei"}, page, Downloads()) for _ in range(2)
    )

    async def leave() -> None:
        async with visitors.present(first, mei):
            await first.start(80, 24)
            while not page.drawn:
                await asyncio.sleep(0.01)

    async def come_again() -> int | None:
        async with visitors.present(second, mei):
            assert first._process is not None
            return first._process.returncode

    leaving = asyncio.create_task(leave())
    while not first.left:
        await asyncio.sleep(0.01)
    coming = asyncio.create_task(come_again())
    await asyncio.sleep(0)
    go.touch()
    assert await coming == 0
    await leaving
