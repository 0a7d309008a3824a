"""Who reads what of others, and hears of it."""

from __future__ import annotations

import pytest
from hub_records import done, mark
from lock_attempts import CLOSED, OPEN
from machines import until
from postgres import HubOfTests

pytestmark = pytest.mark.peer("psycopg")


def test_an_older_mark_that_says_done_opens_nothing(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an:
        an.send([mark("an", CLOSED)])
        mei.send([done("mei", CLOSED, rev=5, is_done=False)])
        mei.send([done("mei", CLOSED, rev=4)])
        mei.send([done("mei", CLOSED, rev=6, deleted=True)])
        mei.send([done("mei", CLOSED, rev=3, kind="sentence")])
        assert mei.of_articles([CLOSED]).revisions == ()
        mei.send([done("mei", CLOSED, rev=7)])
        assert len(mei.of_articles([CLOSED]).revisions) == 1


@pytest.mark.parametrize(("others", "sees"), [("never", False), ("done", True), ("always", True)])
def test_who_has_done_an_article_reads_others_as_the_lead_allows(
    hub: HubOfTests, others: str, sees: bool
) -> None:
    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        lin.put_settings(others)
        an.send([mark("an", CLOSED), mark("an", OPEN)])
        mei.send([done("mei", OPEN)])
        assert bool(mei.of_articles([OPEN]).revisions) is sees
        assert bool(mei.of_articles([CLOSED]).revisions) is (others == "always")
        read = {one.article for one in mei.received().revisions if one.annotator == "an"}
        assert read == {"never": set(), "done": {OPEN}, "always": {OPEN, CLOSED}}[others]


def test_what_the_lead_says_to_all_or_to_one_reaches_them_alone(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei, hub.of("an") as an:
        lin.send(
            [
                mark("lin", CLOSED, at, kind=kind)
                for at, kind in enumerate(["bounds", "correction", "carry", "migration"])
            ]
            + [
                mark("lin", CLOSED, 10, kind="return", to="mei"),
                mark("lin", CLOSED, 11, kind="remark", to="ＭＥＩ"),
            ]
            + [
                mark("lin", CLOSED, 12),
                mark("lin", CLOSED, 13, kind="decision"),
                mark("lin", CLOSED, 14, kind="span"),
            ]
        )
        an.send([mark("an", CLOSED, 20, kind="bounds"), mark("an", CLOSED, 21, kind="remark", to="mei")])
        common = ["bounds", "correction", "carry", "migration"]
        assert [one.kind for one in mei.received().revisions] == [*common, "return", "remark"]
        assert [one.kind for one in an.received().revisions] == [*common, "bounds", "remark"]


def test_the_answers_to_training_articles_are_read_when_they_are_done(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei, hub.of("an") as an:
        lin.put_settings("never", [CLOSED])
        lin.send(
            [
                mark("lin", CLOSED, 0, kind="decision"),
                mark("lin", CLOSED, 3),
                mark("lin", OPEN, 0, kind="decision"),
            ]
        )
        an.send([mark("an", CLOSED, 6)])
        assert mei.received().revisions == ()
        mei.send([done("mei", CLOSED), done("mei", OPEN)])
        answers = [
            (one.annotator, one.kind, one.article) for one in mei.of_articles([CLOSED, OPEN]).revisions
        ]
        assert answers == [("lin", "decision", CLOSED)]
        mei.send([mark("mei", CLOSED, 0)])
        assert [one.after_others for one in mei.own_rows()] == [False, False, True]


def test_nobody_hears_of_what_they_may_not_read(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an, hub.of("wu") as wu, hub.of("lin") as lin:
        wu.send([done("wu", CLOSED)])
        for one in (mei, an, wu, lin):
            one.listen()
        an.send([mark("an", CLOSED)])
        until(lin.news)
        until(wu.news)
        assert not mei.news()
        assert not an.news()  # it was an who stored it
        with hub.of("an") as elsewhere:
            elsewhere.send([mark("an", OPEN)])
        until(an.news)
        until(lin.news)
        assert not mei.news()
        assert not wu.news()
        lin.send([mark("lin", CLOSED, 9, kind="return", to="mei")])
        until(mei.news)
        assert not an.news()
