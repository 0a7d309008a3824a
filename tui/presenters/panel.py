"""What is known of the sentence under the cursor: its tags, its names, its numbers and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import Name, Number, Sentence
from annotations.wording import counted, term, tr
from tui.layout.cells import cell_width, fit, padded, visible
from tui.layout.lines import HANG, Page, wrap
from tui.layout.runs import Row, Run
from tui.presenters.columns import value_text
from tui.presenters.sights import Decided, QuoteSight, Sight, Stance

if TYPE_CHECKING:
    from annotations.reading.scars import Scar

__all__ = [
    "decided_rows",
    "flow",
    "marked_runs",
    "message_rows",
    "name_run",
    "number_run",
    "one_line",
    "panel_rows",
    "scar_row",
    "stance_blocks",
    "tags",
]

_WIDE_FROM = 8
"""Rows from which the panel lists things one below the other."""


def name_run(text: str, name: Name) -> list[Run]:
    """Return a name and its type; a click chooses it."""
    doubt, there = "" if name.certain else "?", f"span:{name.start}:{name.end}"
    return [Run(f"{text} ", "", there), Run(f"{name.type}{doubt}", name.type.lower(), there)]


def number_run(text: str, number: Number) -> list[Run]:
    """Return a number and what it amounts to; a click chooses it."""
    there = f"span:{number.start}:{number.end}"
    words = f"{term(number.kind)} {value_text(number)}".rstrip()
    return [Run(f"{text} ", "number", there), Run(words, "dim", there)]


def marked_runs(sight: Sight) -> list[list[Run]]:
    """Return the names and numbers that models alone mark."""
    return [[Run(f"{visible(text)} {visible(words)}", "dim")] for text, words in sight.marked]


def flow(items: Iterable[list[Run]], width: int, rows: int, lead: str, unlisted: int = 0) -> list[Row]:
    """Set `items` one after another in at most `rows` rows; what does not fit is counted at the end.

    Of `unlisted` more no room would be enough for those that are listed.
    """
    result: list[list[Run]] = []
    used = width
    everything = list(items)
    for number, item in enumerate(everything):
        cells = sum(cell_width(run.text) for run in item)
        rest = len(everything) + unlisted - number
        more = f"  +{rest}" if rest > 1 or cells + 2 > width - len(lead) else ""
        last = len(result) == rows
        if used + 2 + cells + (len(more) if last else 0) > width:
            if last:
                if lead:  # a name can be cut to tell that there are more; a label cannot
                    result[-1] = _cut(result[-1], width - len(f"  +{rest}"))
                result[-1].append(Run(f"  +{rest}", "dim"))
                break
            before = lead if not result else " " * len(lead)
            if before and len(before) + cells > width:  # what it says matters more than what it is
                before = " "
            result.append([Run(before, "dim")])
            used = len(before)
        else:
            result[-1].append(Run("  "))
            used += 2
        result[-1] += item
        used += cells
    return list(result)


def one_line(text: str) -> str:
    """Return a text of several lines as one."""
    return " / ".join(text.split("\n"))


def _cut(row: Row, width: int) -> list[Run]:
    """Return `row` with its end cut off where it is wider than `width` cells."""
    result: list[Run] = []
    for run in row:
        text = fit(visible(run.text), max(0, width))
        result.append(run._replace(text=text))
        width -= cell_width(text)
    return result


def scar_row(sight: Sight, text: str, scar: Scar) -> Row:
    """Return a damaged place, and what may have stood there."""
    row = [Run(tr(" damaged "), "dim"), Run(text, "scar")]
    if scar.start in sight.corrected:
        row.append(Run(tr("  shown corrected; C takes it back")))
    elif scar.suggestion:
        row.append(Run(tr("  perhaps once {suggestion}  C shows it", suggestion=scar.suggestion)))
    return row


def message_rows(sight: Sight, width: int, most: int) -> list[Row]:
    """Return what is to be said in at most `most` rows: a fault says where and what to do."""
    text = visible(sight.message or sight.pending)
    if not text:
        return []
    style = sight.message_style if sight.message else "dim"
    lines = wrap(Page.of(text, [Sentence(0, len(text))]), width - 1 - HANG)
    starts = list(lines.starts[:most])
    ends = [*starts[1:], len(text)]  # the last takes the rest, and is cut where that does not fit
    return [[Run(f" {text[start:end]}", style)] for start, end in zip(starts, ends, strict=True)]


def tags(sight: Sight) -> list[list[Run]]:
    """Return what is said of the sentence in groups that stay together."""
    first = [Run(f" {sight.sentence} ", "strong")]
    if sight.chosen > 1:
        first.append(Run(tr("and {chosen} more ", chosen=sight.chosen - 1), "key"))
    for name, place in sight.labels:
        first += [Run(" "), Run(name, f"label-{place}") if place else Run(f"{name}?", "key")]
    if not sight.labels:
        first.append(Run(f" {sight.state}", "dim"))
    if sight.part:
        first.append(Run(f"  ({sight.part})", "dim"))
    groups = [first]
    if sight.lacking:
        groups.append([Run(tr(" ? lacks {lacking}", lacking=", ".join(sight.lacking)), "key")])
    if sight.whole:
        runs = [run for text, look in sight.whole for run in (Run(" "), Run(text, look))]
        groups.append([Run(tr(" article"), "dim", "tag-article"), *runs])
    if sight.disputed:
        groups.append([Run(tr(" ! two versions: = decides"), "bad", "settle-conflict")])
    if sight.bounds:
        groups.append([Run(tr(" {bounds}: B takes over", bounds=sight.bounds), "key", "take-bounds")])
    if sight.flag:
        groups.append([Run(tr(" * flagged"), "key")])
    if sight.voice:
        groups.append([Run(tr(" voice "), "dim"), Run(sight.voice, "" if sight.voice_set else "dim")])
    return groups + [[Run(f" {name} ", "dim"), Run(value)] for name, value in sight.attributes]


def _quote_row(quote: QuoteSight, number: int, count: int, width: int) -> Row:
    """Return one quote on one row: who, in which form, by whom, and which words."""
    which = f"{number + 1}" if count > 1 else ""
    row = [Run(padded(f" {tr('quote?') if quote.proposed else tr('quote')}{which}", 9), "dim")]
    plain = "dim" if quote.proposed else ""
    row.append(
        Run(fit(visible(quote.speakers), width // 3) or tr("speaker?"), plain if quote.speakers else "key")
    )
    row.append(Run(f"  {quote.form}{tr(', goes on') if quote.cont else ''}", plain))
    used = sum(cell_width(run.text) for run in row)
    if quote.by and width - used > 12:
        row.append(
            Run(
                tr("  by {fit}", fit=fit(visible(quote.by), min(width - used - 5, max(8, width // 3)))), "dim"
            )
        )
        used += cell_width(row[-1].text)
    if quote.words and width - used > 16:
        row += [Run(tr("  quoted "), "dim"), Run(fit(visible(quote.words), width - used - 9), plain)]
    return row


def panel_rows(sight: Sight, width: int, height: int) -> list[Row]:
    """Return the rows of the panel, `height` of them, for `width` cells."""
    if height >= _WIDE_FROM:
        from tui.presenters.wide_panel import wide_rows

        return wide_rows(sight, width, height)
    rows: list[Row] = flow(tags(sight), width, 1, "")
    quotes = sight.quotes[: max(1, height - 3)]
    rows += [_quote_row(quote, n, len(sight.quotes), width) for n, quote in enumerate(quotes)]
    below: list[Row] = [
        [Run(tr(" < back {line}", line=line), "key", "answer")] for line in sight.returned[:1]
    ]
    below += decided_rows(sight.decided[:1])
    below += _predicted_rows(sight, width)[: max(1, height - len(rows) - len(below) - 2)]
    below += _others_rows(sight, width, max(1, height - len(rows) - len(below) - bool(sight.message)))
    below += [scar_row(sight, text, scar) for text, scar in sight.scars[:1]]
    if sight.note:
        below.append([Run(tr(" note    "), "dim"), Run(one_line(sight.note), "key" if sight.unread else "")])
    found = bool(sight.names or sight.numbers) and sight.message_style != "bad"
    below += message_rows(sight, width, max(1, height - len(rows) - len(below) - found))
    below = below[len(rows) - height :]
    room = height - len(rows) - len(below)
    marked = (
        flow(marked_runs(sight), width, max(1, room - 2), tr(" model   "))
        if room > 0 and sight.marked
        else []
    )
    if room == 1 and found:
        marked = []
    room -= len(marked)
    names = [name_run(text, name) for text, name in sight.names]
    numbers = [number_run(text, number) for text, number in sight.numbers]
    if room == 1:  # names and numbers share what there is
        rows += flow(names + numbers, width, 1, tr(" found   "), sum(sight.unlisted))
    elif room > 1:
        number_rows = flow(numbers, width, room - bool(names), tr(" numbers "), sight.unlisted[1])
        rows += flow(names, width, room - len(number_rows), tr(" names   "), sight.unlisted[0]) + number_rows
    rows += marked
    rows += [[]] * (height - len(rows) - len(below))
    return (rows + below)[:height]


# What the lead decided and others say is shown by the rows of review, which are imported where there is some.


def decided_rows(decided: Sequence[Decided]) -> list[Row]:
    """Return what was decided, a row each."""
    if not decided:
        return []
    from tui.presenters.review_panel import decided_row

    return [decided_row(one) for one in decided]


def _predicted_rows(sight: Sight, width: int) -> list[Row]:
    """Return what models say, a row each; the eye of whoever decides goes to the text first."""
    lead = tr(" model   ")
    room = width - cell_width(lead) - 1
    return [[Run(lead, "dim"), Run(fit(visible(one), room), "dim")] for one in sight.predicted]


def _stance_rows(stances: Sequence[Stance], width: int) -> list[Row]:
    if not stances:
        return []
    from tui.presenters.review_panel import stance_row

    return [stance_row(one, width) for one in stances]


def stance_blocks(stances: Sequence[Stance], width: int) -> list[Row]:
    """Return what others say, one below the other."""
    from tui.presenters.review_panel import stance_block

    return [row for one in stances for row in stance_block(one, width)]


def _others_rows(sight: Sight, width: int, most: int) -> list[Row]:
    """Return what others say in at most `most` rows, those who say the same on one."""
    rows = _stance_rows(sight.stances, width)
    if len(rows) > most:
        left = sum(len(one.names) for one in sight.stances[most - 1 :])
        rows[most - 1 :] = [[Run(tr(" and {others}", others=counted(left, "other")), "dim")]]
    return rows
