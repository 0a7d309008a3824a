"""Who has what, and how far everybody is with it."""

from __future__ import annotations

import time
from datetime import date

from annotations.progress.articles import ArticleCounts
from annotations.progress.people import Person, Share, latest_end, open_overlap

DONE = ArticleCounts(sentences=3, decided=3, done=True)
BEGUN = ArticleCounts(sentences=1, flags=1, questions=2)
FRIDAY = date(2026, 11, 27)


def worked(day: int) -> ArticleCounts:
    at = int(time.mktime((2026, 11, day, 12, 0, 0, 0, 0, -1)))
    return ArticleCounts(sentences=1, first=at, last=at, done=True, done_at=at)


MEI = Person(
    "mei",
    [
        Share("c.txt", DONE, others=("wu",), done_by=("wu",)),
        Share("b.txt", BEGUN, others=("wu",), done_by=("wu",)),
        Share("a.txt"),
        Share("e.txt", DONE, given_back=2),
        Share("d.txt", DONE, assigned=False),
    ],
)


def test_what_a_person_has() -> None:
    assert (MEI.assigned, MEI.done, MEI.begun, MEI.new, MEI.left) == (4, 2, 1, 1, 2)
    assert (MEI.beside, MEI.flags, MEI.questions, MEI.given_back) == (1, 1, 2, 2)
    assert (MEI.overlap, MEI.waited_for) == (2, 1)


def test_what_there_is_to_do_comes_first() -> None:
    assert [one.source for one in MEI.in_order] == ["e.txt", "b.txt", "a.txt", "c.txt", "d.txt"]
    assert [one.state for one in MEI.in_order] == ["back", "begun", "new", "done", "done"]


def test_an_overlap_is_open_until_all_have_done_it() -> None:
    wu = Person(
        "wu",
        [
            Share("c.txt", DONE, others=("mei",)),
            Share("b.txt", DONE, others=("mei",)),
            Share("x.txt", others=("mei",)),
        ],
    )
    assert open_overlap([MEI, wu]) == 1, "b is done by wu alone; c by both, x by nobody"
    assert open_overlap([]) == 0


def test_all_are_through_when_the_last_one_is() -> None:
    quick = Person("quick", [*[Share(f"{day}", worked(day)) for day in (23, 24, 25, 26)] * 4, Share("l")])
    slow = Person(
        "slow", [*(Share(f"{day}", worked(day)) for day in (23, 24, 25, 26)), Share("l"), Share("m")]
    )
    idle = Person("idle", [Share("l")])
    through = Person("through", [Share("a", DONE)])
    assert quick.end(FRIDAY) == FRIDAY
    assert latest_end([quick, slow, through], FRIDAY) == slow.end(FRIDAY) == date(2026, 11, 30)
    assert latest_end([quick, idle], FRIDAY) is None, "of one nobody can tell"
    assert latest_end([through], FRIDAY) is None
