"""The tables of ``zhupi assign``: who has what, and who reads how much with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.assignment.table import PILOT, TRAIN, Assignments
from annotations.wording import counted, tr
from tui.presenters.table import aligned

if TYPE_CHECKING:
    from annotations.project.assignment import Desk

__all__ = ["shown"]


def shown(desk: Desk, table: Assignments, *, changes: bool) -> Iterator[str]:
    """Yield a table of who has what, and of who reads how much with whom."""
    project = desk.project
    if not table.rows:
        yield tr("nobody has any article; zhupi assign --annotators mei,lin,wu gives them out")
        return
    names = table.annotators
    if not project.is_lead:  # how far others are is for the lead alone
        names = [name for name in names if project.owns(name)]
        if not names:
            yield tr("{name} has no articles here, and reads all of them", name=project.called)
            return
    yield from aligned(_queues(desk, table, names, changes=changes))
    if project.is_lead:
        yield from _pairs(desk, table, names)
    given = sum(text.source in table.rows and bool(table.rows[text.source].readers) for text in desk.texts)
    if (left := len(desk.texts) - given) and project.is_lead:
        yield tr("{articles} with nobody", articles=counted(left, "article"))


def _queues(desk: Desk, table: Assignments, names: Sequence[str], *, changes: bool) -> list[list[str]]:
    heads = [tr("annotator"), tr("articles"), tr("characters"), tr("train"), tr("pilot"), tr("tests")]
    heads += [tr("new"), tr("gone")] if changes else [tr("begun"), tr("done")]
    lines = [heads]
    before = {name: {r.source for r in desk.before.rows.values() if name in r.readers} for name in names}
    for name in names:
        rows = table.of_annotator(name)
        now = {row.source for row in rows}
        states = [desk.states.get((name, row.source)) for row in rows]
        parts = Counter(row.part for row in rows)
        tests = sum(name in row.tests for row in rows)
        line = [desk.project.name_of(name), f"{len(rows):,}", f"{sum(r.characters for r in rows):,}"]
        line += [str(parts[TRAIN]), str(parts[PILOT]), str(tests) if desk.project.is_lead else "0"]
        if changes:
            line += [f"+{len(now - before[name])}", f"-{len(before[name] - now)}"]
        else:
            line += [str(states.count(False)), str(states.count(True))]
        lines.append(line)
    return lines


def _pairs(desk: Desk, table: Assignments, names: Sequence[str]) -> Iterator[str]:
    """Yield who reads how many articles with whom, of those that not everybody reads."""
    shared: Counter[tuple[str, str]] = Counter()
    for row in table.rows.values():
        if not row.part:
            readers = [name for name in row.readers if name not in row.tests]
            shared.update((a, b) for at, a in enumerate(readers) for b in readers[at + 1 :])
    if shared:
        called = desk.project.name_of
        words = [f"{called(a)}+{called(b)} {shared[a, b]:,}" for a, b in sorted(shared)]
        yield tr("read by two: {pairs}", pairs=", ".join(words))
