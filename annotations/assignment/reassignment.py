"""Giving what somebody leaves behind to others, and hiding tests in queues."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotations.assignment.balance import Balance, Begun, lot
from annotations.assignment.table import ORDINARY, TRAIN, Assignments

__all__ = ["Reassigned", "Tested", "reassigned", "with_tests"]


class Reassigned(NamedTuple):
    """What came of giving somebody's articles to others."""

    table: Assignments
    moved: int
    begun: int
    """What stays because it was begun."""
    left: int
    """What stays because all others read it already."""
    full: int
    """What stays because the others have as many as they are to have at the most."""


def reassigned(
    before: Assignments, leaving: str, to: Sequence[str], begun: Begun = (), *, take_begun: bool = False
) -> Reassigned:
    """Give what `leaving` has not begun to others, evenly; the articles that everybody reads are let go.

    Nobody is given more than the plan of `before` says at the most.

    Args:
        before: Who reads what.
        leaving: Who leaves.
        to: Who takes over.
        begun: What was begun, by whom; it stays with who leaves.
        take_begun: Whether it moves all the same.
    """
    seed, per = (before.plan.seed, before.plan.per) if before.plan else (0, None)
    balance = Balance(to, per, seed)
    rows = dict(before.rows)
    for row in rows.values():
        if row.part != TRAIN:
            balance.add(row)
    moved = stay = left = full = 0
    mine = [row for row in rows.values() if leaving in row.readers]
    for row in sorted(mine, key=lambda one: (-one.characters, lot(seed, one.article), one.source)):
        if (leaving, row.source) in begun and not take_begun:
            stay += 1
            continue
        others = [name for name in row.readers if name != leaving]
        taker: list[str] = []
        if row.part == ORDINARY and leaving not in row.tests:
            found = balance.choose(others, 1)
            if found is None:
                full += not set(to) <= set(others)
                left += set(to) <= set(others)
                continue
            taker = found
            balance.add(row, -1)
        rows[row.source] = row.with_readers([*others, *taker])
        if taker:
            balance.add(rows[row.source])
        moved += 1
    plan = before.plan
    if plan is not None:
        names = {*(name for name in plan.annotators if name != leaving), *to}
        plan = plan._replace(annotators=tuple(sorted(names)))
    return Reassigned(Assignments.of(rows.values(), plan), moved, stay, left, full)


class Tested(NamedTuple):
    """What came of hiding tests in queues."""

    table: Assignments
    given: Mapping[str, int]
    """How many tests each has that were not begun."""


def with_tests(
    before: Assignments, settled: Collection[str], count: int, annotators: Iterable[str], begun: Begun = ()
) -> Tested:
    """Hide tests in queues: articles with a known answer that their reader has not seen.

    Args:
        before: Who reads what.
        settled: The places of the articles of which the answer is known.
        count: How many tests are to wait in each queue; those that wait there count.
        annotators: In whose.
        begun: What was begun, by whom: it is no test any more.
    """
    seed = before.plan.seed if before.plan else 0
    rows = dict(before.rows)
    given: dict[str, int] = {}
    for name in sorted(set(annotators)):
        waiting = [row for row in rows.values() if name in row.tests and (name, row.source) not in begun]
        can = [
            row
            for source in sorted(settled)
            if (row := rows.get(source)) is not None
            and row.part == ORDINARY
            and name not in row.readers
            and (name, source) not in begun
        ]
        can.sort(key=lambda row: lot(seed, "test", name, row.article or row.source))
        chosen = can[: max(0, count - len(waiting))]
        for row in chosen:
            tests = tuple(sorted((*row.tests, name)))
            rows[row.source] = row._replace(tests=tests).with_readers((*row.readers, name))
        given[name] = len(waiting) + len(chosen)
    return Tested(Assignments.of(rows.values(), before.plan), given)
