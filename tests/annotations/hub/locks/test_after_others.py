"""What was said before others could be read is told from what was said after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hub_records import Sent, carry, done, mark
from lock_attempts import CLOSED, OPEN
from postgres import HubOfTests

from annotations.hub.client.hub import Hub

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


# -- texts that became others -------------------------------------------------------------

OLD, NEW, NEWER = "1" * 20, "2" * 20, "3" * 20


class Team:
    """An and mei have said something of the old text, and mei has seen what an says there."""

    def __init__(self, hub: HubOfTests) -> None:
        self.lin, self.mei, self.an, self.wu = (hub.of(name) for name in ("lin", "mei", "an", "wu"))
        self.an.send([mark("an", OLD)])
        self.mei.send([mark("mei", OLD), done("mei", OLD)])

    def late(self, name: str, *offered: Sent) -> list[bool]:
        """Return of what somebody sends whether it was said after others could be read."""
        one: Hub = getattr(self, name)
        before = len(list(one.own_rows()))
        assert all(outcome.stored for outcome in one.send(offered))
        return [row.after_others for row in one.own_rows()][before:]

    def close(self) -> None:
        for one in (self.lin, self.mei, self.an, self.wu):
            one.close()


@pytest.fixture
def team(hub: HubOfTests) -> Iterator[Team]:
    made = Team(hub)
    yield made
    made.close()


def laid(name: str, article: str, at: int, earlier: str) -> Sent:
    """Return a mark that was laid over from an earlier text and changed since."""
    origin = {"article": earlier, "uid": f"sentence:{earlier}:{at}:{name}", "rev": 1, "near": False}
    return mark(name, article, at, rev=2, carried=origin)


def test_who_has_seen_others_in_a_text_has_in_the_one_that_it_became(team: Team) -> None:
    assert team.late("mei", mark("mei", NEW, 0)) == [False]  # nobody has said yet that they are one
    team.lin.send([carry("lin", NEW, OLD)])
    assert team.late("mei", mark("mei", NEW, 3), done("mei", NEW)) == [True, True]
    assert team.late("an", mark("an", NEW, 3)) == [False]  # an was never done with it, and has seen nobody
    assert team.late("wu", mark("wu", NEW, 0)) == [False]
    assert team.late("mei", mark("mei", OPEN)) == [False]


def test_it_is_followed_whatever_came_first(team: Team) -> None:
    team.lin.send([carry("lin", NEWER, NEW), carry("lin", NEW, OLD)])  # a chain, its end first
    assert team.late("mei", mark("mei", NEWER)) == [True]
    assert team.late("an", mark("an", NEWER)) == [False]
    team.an.send([done("an", OLD)])  # offline until now; mei has said something there
    assert team.late("an", mark("an", NEWER, 3), mark("an", NEW, 3)) == [True, True]


def test_a_mark_that_was_laid_over_says_itself_from_where(team: Team) -> None:
    assert team.late("mei", laid("mei", NEW, 0, OLD)) == [True]  # the lead's word has yet to come
    assert team.late("mei", mark("mei", NEW, 3)) == [True]
    assert team.late("an", laid("an", NEW, 0, OLD), mark("an", NEW, 3)) == [False, False]
    team.lin.send([carry("lin", NEW, OLD)])
    assert team.late("mei", mark("mei", NEW, 6)) == [True]


def test_a_text_that_comes_back_is_known_too(team: Team) -> None:
    team.lin.send([carry("lin", NEW, OLD)])
    team.wu.send([done("wu", NEW)])
    team.mei.send([mark("mei", NEW, 3)])
    assert team.late("wu", mark("wu", NEW)) == [True]
    assert team.late("wu", mark("wu", OLD)) == [False]
    team.lin.send([carry("lin", OLD, NEW), carry("lin", NEW, OLD, rev=2, deleted=True)])
    assert team.late("wu", mark("wu", OLD, 3)) == [True]
    assert team.late("mei", mark("mei", OLD, 3)) == [True]


def test_what_the_lead_takes_back_holds_no_longer_for_who_changed_nothing(team: Team) -> None:
    team.wu.send([done("wu", OLD)])
    team.lin.send([carry("lin", NEW, OLD)])
    assert team.late("mei", laid("mei", NEW, 0, OLD)) == [True]
    team.lin.send([carry("lin", NEW, OLD, rev=2, deleted=True)])
    team.lin.send([carry("lin", NEW, OLD, stays=True)])  # an older revision, that comes late
    assert team.late("wu", mark("wu", NEW)) == [False]
    assert team.late("mei", mark("mei", NEW, 3)) == [True]
    team.lin.send([carry("lin", NEW, OLD, rev=3)])
    assert team.late("wu", mark("wu", NEW, 3)) == [True]


def test_what_is_hidden_again_was_seen_in_the_later_text_too(team: Team) -> None:
    team.lin.put_settings("never")
    team.lin.send([carry("lin", NEW, OLD)])
    assert team.late("mei", mark("mei", NEW)) == [True]
    assert team.late("an", mark("an", NEW)) == [False]
    team.mei.send([done("mei", NEW)])
    assert team.mei.of_articles([OLD, NEW]).revisions == ()


def test_nobody_but_the_lead_says_for_others_which_text_became_which(team: Team, hub: HubOfTests) -> None:
    team.lin.send([mark("lin", CLOSED, 0, kind="decision")])
    team.wu.send([carry("wu", NEW, OLD), carry("wu", OLD, CLOSED), laid("wu", NEW, 0, OLD)])
    assert team.late("mei", mark("mei", NEW)) == [False]
    assert team.late("an", carry("an", NEW, CLOSED), mark("an", NEW)) == [False, False]
    for one in (team.wu, team.an):  # nor does it open anything for who says so
        assert one.of_articles([OLD, NEW, CLOSED]).revisions == ()
    team.wu.send([done("wu", NEW)])
    assert {one.article for one in team.wu.of_articles([OLD, NEW, CLOSED]).revisions} == {NEW}
    # Nor is what it takes back of any weight against the lead's word.
    team.lin.send([carry("lin", NEWER, OLD)])
    team.mei.send([carry("mei", NEWER, OLD), carry("mei", NEWER, OLD, rev=9, deleted=True)])
    team.an.send([carry("an", NEWER, OLD, rev=9, deleted=True)])
    assert team.late("mei", mark("mei", NEWER)) == [True]
    hub.server.run("UPDATE zhupi.member SET lead = annotator = 'wu'", database=hub.database)
    assert team.late("mei", mark("mei", NEW, 3)) == [True]  # wu leads now
    assert team.late("mei", mark("mei", NEWER, 3)) == [False]  # and lin no more; her own word was taken back
