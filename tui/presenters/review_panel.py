"""What a reviewer sees of the sentence under the cursor: who says what, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.wording import counted, term, tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import fold
from tui.layout.runs import Row, Run
from tui.presenters.sights import Decided, Place, ReviewSight, Stance

__all__ = ["decided_row", "review_rows", "stance_block", "stance_row"]

_TALL_FROM = 8
"""Rows from which the panel tells things one below the other."""


_ORDER, _FOOT = 10, 7
"""Rows that the order of deciding takes, and that are kept for what is looked for and said."""


def review_rows(sight: ReviewSight, width: int, height: int) -> list[Row]:
    """Return the rows of the panel, `height` of them, for `width` cells."""
    rows = _tall(sight, width, height) if height >= _TALL_FROM else _low(sight, width, height)
    return (rows + [[]] * height)[:height]


def stance_row(stance: Stance, width: int) -> Row:
    """Return on one row who says it, which labels, and what hangs on them."""
    row: list[Run] = []
    for key, name in stance.names:
        if key:
            row.append(Run(f" {key}", "key", f"accept-{key[1:]}"))
        row.append(Run(f" {fit(name, 12)}", "strong"))
    row.append(Run("  "))
    row += _labels(stance.labels, stance.state)
    used = sum(cell_width(visible(run.text)) for run in row)
    for text, style in [
        *((one, "") for one in stance.details),
        *((f'"{" / ".join(note.split(chr(10)))}"', "key") for _, note in stance.notes),
    ]:
        room = width - used - 2
        if room < 6:
            break
        row.append(Run(f"  {fit(visible(text), room)}", style))
        used += cell_width(row[-1].text)
    return row


def stance_block(stance: Stance, width: int) -> list[Row]:
    """Return the same one below the other, with notes in full and when it was said."""
    rows: list[Row] = [stance_row(stance._replace(details=(), notes=()), width)]
    rows += [[Run(f"      {fit(visible(text), width - 7)}")] for text in stance.details]
    for name, note in stance.notes:
        lines = [part for one in f"{name}: {note}".split("\n") for part in fold(visible(one), width - 9)]
        rows += [[Run(f"      {line}", "key")] for line in lines[:4]]
    times = "  ".join(f"{name} {time}" for name, time in stance.times)
    rows += [[Run(f"      {line}", "dim")] for line in (fold(visible(times), width - 9)[:2] if times else ())]
    return rows


def _labels(labels: Sequence[tuple[str, int]], state: str) -> list[Run]:
    if not labels:
        return [Run(term(state), "dim")]
    runs = []
    for number, (name, place) in enumerate(labels):
        runs += [Run(" ")] * bool(number) + [Run(name, f"label-{place}" if place else "dim")]
    return runs


def _head(sight: ReviewSight) -> list[Run]:
    """Return what is known of the sentence as a whole."""
    row = [Run(f" {sight.sentence} ", "strong")]
    if sight.chosen > 1:
        row.append(Run(tr("and {chosen} more ", chosen=sight.chosen - 1), "key"))
    if sight.part:
        return [*row, Run(tr(" ({part}) is not settled", part=sight.part), "dim")]
    if sight.differing:
        row.append(Run(tr(" differ in {differing} ", differing=", ".join(map(term, sight.differing))), "key"))
    elif [len(one.names) > 1 for one in sight.stances if one.counts] == [True]:
        row.append(Run(tr(" all agree "), "good"))
    style = {"settled": "good", "disputed": "bad", "stale": "bad"}.get(sight.state, "dim")
    return [*row, Run(f" {term(sight.state)}", style)]


def decided_row(one: Decided) -> Row:
    """Return on one row what was decided, by whom and why."""
    row = [Run(" = ", "key"), *_labels(one.labels, "none")]
    words = "  ".join([*one.details, f"({one.words})"])
    if one.since:  # what came new goes first: it is what the reviewer has to look at
        row.append(Run(f"  {visible('; '.join(one.since))}", "key"))
    row.append(Run(f"  {words}", "dim"))
    if one.stale:
        row.insert(1, Run(tr("stale: "), "bad"))
    return row


def _low(sight: ReviewSight, width: int, height: int) -> list[Row]:
    head = _head(sight)
    last: list[Row] = []
    if sight.message:
        last = [[Run(f" {sight.message}", sight.message_style)]]
    elif sight.returned:
        last = [[Run(f" {sight.returned[0]}", "key")]]
    elif sight.threads:
        last = [
            [Run(f" {fit(visible(sight.threads[0][0]), width - 2)}", "key" if sight.threads[0][1] else "")]
        ]
    else:
        chosen = [one._replace(relation="") for one in sight.places if one.chosen]
        last = [_place_row(one, width) for one in chosen[:1]]
    # Beside these two there is room for a decision only where the panel has more than the least of rows.
    decided = sight.decided[: min(2, max(0, height - 2 - len(last)))]
    below = [*map(decided_row, decided), *last]
    room = max(1, height - 1 - len(below))
    stances = [stance_row(one, width) for one in sight.stances]
    if len(stances) > room:
        left = len(stances) - room
        head.append(Run(tr("  +{left} more", left=left), "dim"))
        stances = stances[:room]
    elif waiting := sum(one.state != "settled" for one in sight.places):
        head.append(
            Run(
                tr(
                    "  Tab: {names} mended",
                    names=counted(waiting, "name or number was", "names or numbers were"),
                ),
                "key",
            )
        )
    rows = [head, *stances]
    return rows + [[]] * (height - len(rows) - len(below)) + below


def _place_row(one: Place, width: int) -> Row:
    row = [Run(f" {'>' if one.chosen else ' '}", "key"), Run(f"{fit(visible(one.text), 20)}  ", "number")]
    used = sum(cell_width(run.text) for run in row)
    for words, names in one.versions:
        text = fit(
            visible(f"{words} ({names})  "),
            max(0, width - used - cell_width(term(one.state)) - cell_width(one.relation) - 3),
        )
        row.append(Run(text))
        used += cell_width(text)
    row.append(Run(f" {one.relation}", "dim"))
    return [*row, Run(f"  {term(one.state)}", "good" if one.state == "settled" else "dim")]


def _tall(sight: ReviewSight, width: int, height: int) -> list[Row]:
    rows: list[Row] = [_head(sight)]
    for one in sight.stances:
        rows += [[], *stance_block(one, width)]
    if sight.decided:
        rows += [[], [Run(tr(" DECIDED"), "dim")]]
    for decision in sight.decided:
        rows.append(
            [Run("   "), *_labels(decision.labels, "none"), Run(tr("  stale") * decision.stale, "bad")]
        )
        rows += [[Run(f"      {fit(visible(text), width - 7)}")] for text in decision.details]
        rows += [[Run(f"      {x}", "key")] for one in decision.since for x in fold(visible(one), width - 9)]
        rows += [[Run(f"      {line}", "dim")] for line in fold(visible(decision.words), width - 9)[:6]]
    if sight.returned:
        rows += [[], [Run(tr(" SENT BACK"), "dim")]]
        rows += [[Run(f"   {x}", "key")] for line in sight.returned for x in fold(visible(line), width - 5)]
    if sight.threads:
        rows += [[], [Run(f" {tr('ANSWERS')}", "dim"), Run(f"  {tr('w shows all and answers')}", "dim")]]
        for line, unread in sight.threads:
            look = "key" if unread else ""
            rows += [[Run(f"   {part}", look)] for part in fold(visible(line), width - 5)[:4]]
    if sight.places:
        rows += [[], [Run(tr(" NAMES AND NUMBERS"), "dim"), Run(tr("  Tab chooses"), "dim")]]
        for place in sight.places:
            rows.append([*_place_row(place._replace(versions=()), width)])
            rows += [[Run(f"      {fit(visible(f'{w}  {n}'), width - 7)}")] for w, n in place.versions]
    tail: list[Row] = []
    if sight.wide is not None:
        from tui.presenters.wide_panel import last_rows, order_rows  # nobody needs it at 80 columns

        last = [*last_rows(sight.wide, width), []]
        room = height - len(rows) - len(last) - _FOOT
        tail = [*order_rows(sight.wide, width, room), []] if room > _ORDER else []
        tail += last if room >= 0 else []
    if sight.wanted:
        tail.append([Run(tr(" LOOKING FOR"), "dim"), Run(f"  {fit(sight.wanted, width - 14)}")])
        numbers = " ".join(map(str, sight.left))
        tail.append(
            [Run(f"   {fit(numbers, width - 4) or tr('none left here; . goes to the next article')}")]
        )
    if sight.message:
        lines = fold(visible(sight.message), width - 3)[: max(1, height // 3)]
        tail += [[], *([Run(f" {line}", sight.message_style)] for line in lines)]
    rows = rows[: max(1, height - len(tail))]
    return [*rows, *([[]] * (height - len(rows) - len(tail))), *tail]
