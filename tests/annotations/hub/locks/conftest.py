"""What the tests of locks share."""

from __future__ import annotations

import pytest
from hub_records import done, mark, put_file
from lock_attempts import CLOSED, OPEN, SECRET
from postgres import HubOfTests, Postgres, new_hub

from annotations.hub.client.rows import FrozenText


@pytest.fixture(scope="session")
def locked(postgres: Postgres) -> HubOfTests:
    """Return a hub in which an and lin have said what mei may not read, for she has not done that article."""
    made = new_hub(postgres)
    secret = {"note": SECRET, "labels": [SECRET]}
    with made.of("an") as an, made.of("lin") as lin, made.of("mei") as mei:
        an.put_articles([FrozenText(CLOSED, "{}"), FrozenText(OPEN, "{}", "{}")])
        an.send([mark("an", CLOSED, at, **secret) for at in range(0, 90, 3)])
        an.send([mark("an", OPEN, 0, note="open")])
        lin.send([mark("lin", CLOSED, 0, kind="decision", **secret), mark("lin", CLOSED, 3, **secret)])
        put_file(lin, "zhupi.toml", b"", after=0)
        put_file(lin, "secret.txt", SECRET.encode(), after=0, audience="lead")
        for path, content, audience in (("once.txt", SECRET.encode(), "lead"), ("gone.txt", None, "all")):
            put_file(lin, path, SECRET.encode(), after=0)
            put_file(lin, path, content, after=1, audience=audience)
        mei.send([mark("mei", CLOSED, 0, note="mine"), done("mei", OPEN)])
    return made
