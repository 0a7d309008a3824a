"""What was said before others could be read is told from what was said after."""

from __future__ import annotations

import pytest
from hub_records import done, mark
from lock_attempts import CLOSED, OPEN
from postgres import HubOfTests

pytestmark = pytest.mark.peer("psycopg")


def test_what_was_said_after_others_could_be_read_says_so(hub: HubOfTests) -> None:
    def stamps(annotator: str) -> list[bool]:
        with hub.of(annotator) as one:
            return [row.after_others for row in one.own_rows()]

    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        an.send([mark("an", CLOSED)])
        mei.send([mark("mei", CLOSED, 0), done("mei", CLOSED), mark("mei", CLOSED, 3)])
        assert stamps("mei") == [False, False, False]  # nothing of others could be read before this call
        mei.send([done("mei", CLOSED, rev=2, is_done=False), mark("mei", CLOSED, 0, rev=2)])
        assert stamps("mei") == [False, False, False, True, True]
        assert [one.annotator for one in mei.of_articles([CLOSED]).revisions] == ["an"]  # it was seen
        mei.send([mark("mei", CLOSED, 9, note="old", rev=1)])  # no revision is old enough to come before
        assert stamps("mei")[-1] is True
        mei.send([done("mei", OPEN), mark("mei", OPEN)])
        mei.send([mark("mei", OPEN, 3)])
        assert stamps("mei")[-3:] == [False, False, False]  # nobody had said anything there
        lin.put_settings("never")
        mei.send([mark("mei", CLOSED, 12)])
        assert stamps("mei")[-1] is True  # hidden again, and not unseen
        assert mei.of_articles([CLOSED]).revisions == ()
