"""When everything that an event loop can do has been done."""

from __future__ import annotations

import asyncio


async def at_rest() -> None:
    """Wait until no task can go on; what waits for a thread or for a time does not count."""
    ready = asyncio.get_running_loop()._ready
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1
