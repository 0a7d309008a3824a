"""What is known of the sentence under the cursor: its tags, its names, its numbers and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import Name, Number, Sentence
from annotations.wording import counted, term, tr
from tui.layout.cells import cell_width, fit, padded, visible
from tui.layout.lines import HANG, Page, fold, wrap
from tui.layout.runs import Row, Run
from tui.presenters.columns import value_text
from tui.presenters.sights import Decided, QuoteSight, Sight, Stance

if TYPE_CHECKING:
    from annotations.reading.scars import Scar

__all__ = ["panel_rows"]

_WIDE_FROM = 8
"""Rows from which the panel lists things one below the other."""
_NOTE_ROWS = 6
"""Rows that a high panel has for what was said last; w shows all of it."""


def _name_run(text: str, name: Name) -> list[Run]:
    doubt = "" if name.certain else "?"
    return [Run(f"{text} "), Run(f"{name.type}{doubt}", name.type.lower())]


def _number_run(text: str, number: Number) -> list[Run]:
    return [Run(f"{text} ", "number"), Run(f"{term(number.kind)} {value_text(number)}".rstrip(), "dim")]


def _flow(items: Iterable[list[Run]], width: int, rows: int, lead: str, unlisted: int = 0) -> list[Row]:
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


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))


def _cut(row: Row, width: int) -> list[Run]:
    """Return `row` with its end cut off where it is wider than `width` cells."""
    result: list[Run] = []
    for run in row:
        text = fit(visible(run.text), max(0, width))
        result.append(run._replace(text=text))
        width -= cell_width(text)
    return result


def _scar_row(sight: Sight, text: str, scar: Scar) -> Row:
    row = [Run(tr(" damaged "), "dim"), Run(text, "scar")]
    if scar.start in sight.corrected:
        row.append(Run(tr("  shown corrected; C takes it back")))
    elif scar.suggestion:
        row.append(Run(tr("  perhaps once {suggestion}  C shows it", suggestion=scar.suggestion)))
    return row


def _message_rows(sight: Sight, width: int, most: int) -> list[Row]:
    """Return what is to be said in at most `most` rows: a fault says where and what to do."""
    text = visible(sight.message or sight.pending)
    if not text:
        return []
    style = sight.message_style if sight.message else "dim"
    lines = wrap(Page.of(text, [Sentence(0, len(text))]), width - 1 - HANG)
    starts = list(lines.starts[:most])
    ends = [*starts[1:], len(text)]  # the last takes the rest, and is cut where that does not fit
    return [[Run(f" {text[start:end]}", style)] for start, end in zip(starts, ends, strict=True)]


def _tags(sight: Sight) -> list[list[Run]]:
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
        return _tall_rows(sight, width, height)
    rows: list[Row] = _flow(_tags(sight), width, 1, "")
    quotes = sight.quotes[: max(1, height - 3)]
    rows += [_quote_row(quote, n, len(sight.quotes), width) for n, quote in enumerate(quotes)]
    below: list[Row] = [
        [Run(tr(" < back {line}", line=line), "key", "answer")] for line in sight.returned[:1]
    ]
    below += _decided_rows(sight.decided[:1])
    below += _others_rows(sight, width, max(1, height - len(rows) - len(below) - bool(sight.message)))
    below += [_scar_row(sight, text, scar) for text, scar in sight.scars[:1]]
    if sight.note:
        below.append([Run(tr(" note    "), "dim"), Run(_one_line(sight.note), "key" if sight.unread else "")])
    found = bool(sight.names or sight.numbers) and sight.message_style != "bad"
    below += _message_rows(sight, width, max(1, height - len(rows) - len(below) - found))
    below = below[len(rows) - height :]
    room = height - len(rows) - len(below)
    names = [_name_run(text, name) for text, name in sight.names]
    numbers = [_number_run(text, number) for text, number in sight.numbers]
    if room == 1:  # names and numbers share what there is
        rows += _flow(names + numbers, width, 1, tr(" found   "), sum(sight.unlisted))
    elif room > 1:
        number_rows = _flow(numbers, width, room - bool(names), tr(" numbers "), sight.unlisted[1])
        rows += _flow(names, width, room - len(number_rows), tr(" names   "), sight.unlisted[0]) + number_rows
    rows += [[]] * (height - len(rows) - len(below))
    return (rows + below)[:height]


# What the lead decided and others say is shown by the rows of review, which are imported where there is some.


def _decided_rows(decided: Sequence[Decided]) -> list[Row]:
    if not decided:
        return []
    from tui.presenters.review_panel import decided_row

    return [decided_row(one) for one in decided]


def _stance_rows(stances: Sequence[Stance], width: int) -> list[Row]:
    if not stances:
        return []
    from tui.presenters.review_panel import stance_row

    return [stance_row(one, width) for one in stances]


def _stance_blocks(stances: Sequence[Stance], width: int) -> list[Row]:
    from tui.presenters.review_panel import stance_block

    return [row for one in stances for row in stance_block(one, width)]


def _others_rows(sight: Sight, width: int, most: int) -> list[Row]:
    """Return what others say in at most `most` rows, those who say the same on one."""
    rows = _stance_rows(sight.stances, width)
    if len(rows) > most:
        left = sum(len(one.names) for one in sight.stances[most - 1 :])
        rows[most - 1 :] = [[Run(tr(" and {others}", others=counted(left, "other")), "dim")]]
    return rows


def _tall_rows(sight: Sight, width: int, height: int) -> list[Row]:
    rows: list[Row] = _flow(_tags(sight), width, 3, "")
    for number, quote in enumerate(sight.quotes[:4]):
        rows.append(_quote_row(quote._replace(by="", words=""), number, len(sight.quotes), width))
        for what, text in ((tr("by"), quote.by), (tr("quoted"), quote.words)):
            if text:
                rows.append([Run(f"   {what:6} ", "dim"), Run(fit(visible(text), width - 11), "dim")])
    if sight.note:
        lines = fold(visible(_one_line(sight.note)), width - 11)[:_NOTE_ROWS]
        heads = [tr("   note  "), *["         "] * len(lines)]
        look = "key" if sight.unread else ""
        rows += [[Run(head, "dim"), Run(line, look)] for head, line in zip(heads, lines, strict=False)]
    rows += [_scar_row(sight, text, scar) for text, scar in sight.scars]
    if sight.returned:
        rows += [[], [Run(tr(" GIVEN BACK"), "dim"), Run(tr("  > answers"), "dim", "answer")]]
        rows += [[Run(f"   {x}", "key")] for line in sight.returned for x in fold(visible(line), width - 5)]
    if sight.decided:
        rows += [[], [Run(tr(" DECIDED"), "dim")], *_decided_rows(sight.decided)]
    if sight.stances:
        rows += [[], [Run(tr(" OTHERS"), "dim")]]
        rows += _stance_blocks(sight.stances, width)[: height // 3]
    tail: list[Row] = [_legend(sight)]
    if sight.open or sight.flagged:
        tail.append([Run(tr(" LEFT IN THIS ARTICLE"), "dim"), Run(tr("  . next  , previous"), "dim")])
        for word, listed in ((tr("open"), sight.open), (tr("flagged"), sight.flagged)):
            if listed:
                tail.append([Run(f"   {word:8} ", "dim"), Run(_listed(listed, width - 13))])
    if message := _message_rows(sight, width, height // 3):
        tail += [[], *message]
    names = [_name_run(text, name) for text, name in sight.names]
    numbers = [_number_run(text, number) for text, number in sight.numbers]
    room = max(2, height - len(rows) - len(tail) - 5)  # an empty row and a title for each, and a row below
    share = min(len(names), max(room // 2, room - len(numbers)))
    found = ((tr("NAMES"), names, share), (tr("NUMBERS"), numbers, room - share))
    for (title, items, most), unlisted in zip(found, sight.unlisted, strict=True):
        rows += [[], [Run(f" {title}", "dim"), Run("" if items else tr("  none here"), "dim")]]
        shown = items if len(items) <= most else items[: most - 1]
        rows += [[Run("   "), *item] for item in shown]
        if len(shown) < len(items):
            rows.append([Run(tr("   +{number} more", number=len(items) + unlisted - len(shown)), "dim")])
    space = max(1, height - len(tail))
    if len(rows) > space:
        rows[space - 1 :] = [[Run(f"   +{counted(len(rows) - space + 1, 'row')}", "dim")]]
    rows += [[]] * (height - len(rows) - len(tail))
    return (rows + tail)[:height]


def _legend(sight: Sight) -> Row:
    """Return how each kind is drawn; a click shows or hides it."""
    row: list[Run] = [Run(tr(" SHOWN  "), "dim")]
    for kind in sight.kinds:
        look = "dim" if kind in sight.hidden else kind
        text = kind.upper() if kind != "number" else tr("numbers")
        row += [Run(text, look, f"highlight-{kind}"), Run("  ")]
    return row


def _listed(numbers: Sequence[int], width: int) -> str:
    return fit(" ".join(map(str, numbers)), width)
