"""The panel at the right: what there is room for beside the sentence, each in a place of its own.

What is told of one sentence begins where it did of the one before, so that the eye finds it: each block has a
height that does not depend on the sentence, as long as nothing has to be said of what others say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.wording import counted, tr
from tui.layout.cells import cell_width, fit, visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.panel import (
    decided_rows,
    flow,
    marked_runs,
    message_rows,
    name_run,
    number_run,
    one_line,
    scar_row,
    stance_blocks,
    tags,
)
from tui.presenters.sights import QuoteSight, Sight
from tui.presenters.wide import Wide

__all__ = ["last_rows", "order_rows", "wide_rows"]

_ROOMY = 34
"""Rows from which every block has a place of its own. Chosen: a window of 40 rows has so many."""
_SENTENCE, _SPEAKERS, _FOUND, _LAST, _SAID = 9, 8, 7, 5, 4
"""Rows of the blocks there, an empty one between them among these, and of what is said for the moment."""
_LEAD = 11
"""Cells of the word that stands before what is said."""


def wide_rows(sight: Sight, width: int, height: int) -> list[Row]:
    """Return the rows of the panel, `height` of them, for `width` cells."""
    wide = sight.wide or Wide()
    roomy = height >= _ROOMY
    tail = _tail(sight, wide, width, height, roomy)
    room = max(1, height - len(tail))
    others = _others(sight, width, height)
    rows = _sentence(sight, wide, width, roomy)
    if roomy and not others:
        rows = _padded(rows, _SENTENCE)
        rows = _padded([*rows, *_speakers(wide, width, _SPEAKERS - 1)], len(rows) + _SPEAKERS)
        rows = _padded([*rows, *_found(sight, width, room - len(rows) - 1)], len(rows) + _FOUND)
        rows += order_rows(wide, width, room - len(rows) - 1)
    else:
        rows += [*others, []]
        rows += _found(sight, width, room - len(rows))
        if room - len(rows) > _SPEAKERS:
            rows += [[], *_speakers(wide, width, _SPEAKERS - 1)]
    if len(rows) > room:
        rows[room - 1 :] = [[Run(f"   +{counted(len(rows) - room + 1, 'row')}", "dim")]]
    return [*_padded(rows, room), *tail][:height]


def _padded(rows: list[Row], height: int) -> list[Row]:
    return [*rows, *([[]] * (height - len(rows)))]


def _title(text: str, *more: Run) -> Row:
    return [Run(f" {text}", "dim"), *more]


def _hint(wide: Wide, command: str, words: str) -> list[Run]:
    key = wide.keys.get(command, "")
    return [Run("  "), Run(key, "key", command), Run(f" {words}", "dim", command)] if key else []


# -- the sentence ---------------------------------------------------------------------------------


def _sentence(sight: Sight, wide: Wide, width: int, roomy: bool) -> list[Row]:
    rows: list[Row] = flow(tags(sight._replace(voice="")), width, 3, "")
    if sight.voice:
        said = Run(sight.voice, "" if sight.voice_set else "dim")
        rows.append(_stepped(tr("voice"), said, "change-voice", wide, width))
    for number, quote in enumerate(sight.quotes[:4]):
        rows += _quote(quote, number, len(sight.quotes), wide, width)
    if sight.note:
        lines = fold(visible(one_line(sight.note)), width - _LEAD - HANG) if roomy else [one_line(sight.note)]
        look = "key" if sight.unread else ""
        rows += [[_lead("" if at else tr("note")), Run(line, look)] for at, line in enumerate(lines)]
    return rows + [scar_row(sight, text, scar) for text, scar in sight.scars]


def _quote(quote: QuoteSight, number: int, count: int, wide: Wide, width: int) -> list[Row]:
    which = str(number + 1) if count > 1 else ""
    plain = "dim" if quote.proposed else ""
    word = f"{tr('quote?') if quote.proposed else tr('quote')}{which}"
    form = quote.form + (tr(", goes on") if quote.cont else "")
    speaker = Run(quote.speakers or tr("speaker?"), plain if quote.speakers else "key", "choose-speaker")
    by = [Run("  " + tr("by {whom}", whom=quote.by), "dim")] if quote.by else []
    rows: list[Row] = [_stepped(word, Run(form, plain), "change-form", wide, width)]
    rows.append([_lead(tr("speaker")), speaker, *by])
    if quote.words:
        rows.append([_lead(tr("quoted")), Run(fit(visible(quote.words), width - _LEAD - 1), "dim")])
    return rows


def _stepped(word: str, said: Run, command: str, wide: Wide, width: int) -> Row:
    """Return what is said, and behind it the key and what that steps through; a click is as good."""
    row = [_lead(word), said._replace(command=command)]
    steps, key = wide.steps.get(command, ""), wide.keys.get(command, "")
    at = _LEAD + 12
    used = _LEAD + cell_width(visible(said.text))
    if steps and key and max(at, used + 2) + cell_width(key) + 2 + cell_width(steps) < width:
        row += [Run(" " * max(2, at - used)), Run(key, "key", command), Run(f"  {steps}", "dim", command)]
    return row


def _lead(word: str) -> Run:
    text = f"   {fit(word, _LEAD - 4)}"
    return Run(text + " " * (_LEAD - cell_width(text)), "dim")


# -- what others said, who may speak, what was found, how to decide ------------------------------------


def _others(sight: Sight, width: int, height: int) -> list[Row]:
    rows: list[Row] = []
    if sight.returned:
        rows += [[], _title(tr("GIVEN BACK"), Run("  " + tr("> answers"), "dim", "answer"))]
        rows += [[Run(f"   {x}", "key")] for line in sight.returned for x in fold(visible(line), width - 5)]
    if sight.decided:
        rows += [[], _title(tr("DECIDED")), *decided_rows(sight.decided)]
    if sight.predicted:
        rows += [[], _title(tr("MODELS")), *[_model_row(one, width) for one in sight.predicted]]
    if sight.stances:
        rows += [[], _title(tr("OTHERS")), *stance_blocks(sight.stances, width)[: height // 3]]
    return rows


def _model_row(said: str, width: int) -> Row:
    return [Run(f"   {fit(visible(said), width - 4)}", "dim")]


def _speakers(wide: Wide, width: int, height: int) -> list[Row]:
    key = wide.keys.get("choose-speaker", "")
    if not key:
        return []
    title = _title(tr("SPEAKER"), Run("  "), Run(key, "key", "choose-speaker"), Run("  " + tr("then"), "dim"))
    if not wide.quoted:
        return [[*title[:1], Run("  " + tr("nobody is quoted here"), "dim")]]
    extras: list[Run] = [Run("   ")]
    for sign, words in (("0", tr("unknown")), ("/", tr("type a name")), ("+", tr("a second one"))):
        extras += [Run(sign, "key"), Run(f" {words}  ", "dim")]
    goes_on = wide.keys.get("continue-quote", "")
    if wide.goes_on and goes_on:
        last = [Run("   "), Run(goes_on, "key", "continue-quote")]
        last.append(Run("  " + tr("goes on: {names}", names=wide.goes_on), "dim", "continue-quote"))
    else:
        last = []
    shown = wide.offered[: max(1, height - 2 - bool(last))]
    names = [fit(visible(one.name), max(8, width // 3)) for one in shown]
    column = max(map(cell_width, names), default=0) + 2
    rows: list[Row] = [title]
    for number, (one, name) in enumerate(zip(shown, names, strict=True), 1):
        room = width - 5 - column
        gap = " " * (column - cell_width(name))
        where = next(said for said in _shorter(one.where) if cell_width(said) <= max(0, room))
        rows.append(
            [Run(f"   {number} ", "key"), Run(name, one.look, "choose-speaker"), Run(gap + where, "dim")]
        )
    return [*rows, extras, *([last] if last else [])]


def _shorter(parts: Sequence[str]) -> Iterator[str]:
    """Yield `parts` as one text, then without the last, and so on."""
    for count in range(len(parts), -1, -1):
        yield "; ".join(parts[:count])


def _found(sight: Sight, width: int, height: int) -> list[Row]:
    names = [name_run(text, name) for text, name in sight.names]
    numbers = [number_run(text, number) for text, number in sight.numbers]
    marked = flow(marked_runs(sight), width, max(1, (height - 2) // 3), "   ") if sight.marked else []
    room = max(2, height - 2 - len(marked) - bool(marked))
    of_numbers = flow(numbers, width, max(1, room // 2), "   ", sight.unlisted[1])
    of_names = flow(names, width, max(1, room - len(of_numbers)), "   ", sight.unlisted[0])
    of_numbers = flow(numbers, width, max(1, room - len(of_names)), "   ", sight.unlisted[1])
    rows: list[Row] = []
    for title, found, key in ((tr("NAMES"), of_names, "Tab"), (tr("NUMBERS"), of_numbers, "")):
        rows.append(_title(title, Run(f"  {key if found else tr('none here')}".rstrip(), "dim")))
        rows += found
    if marked:
        rows += [_title(tr("MODELS")), *marked]
    return rows


def order_rows(wide: Wide, width: int, room: int) -> list[Row]:
    """Return in which order to decide, as much of each step as there is room for."""
    key = wide.keys.get("show-guidelines", "")
    if not wide.order or room < 1 + len(wide.order):
        return []
    each = min(3, (room - 1) // len(wide.order))
    title = _title(tr("IN THIS ORDER"), Run(f"  {key}", "key", "show-guidelines"))
    rows: list[Row] = [title]
    for number, step in enumerate(wide.order, 1):
        lines = list(fold(visible(step), width - 6 - HANG))
        if len(lines) > each:
            lines[each - 1 :] = [fit(" ".join(lines[each - 1 :]), width - 6)]
        for at, line in enumerate(lines):
            rows.append([Run(f"   {number if not at else ' '} ", "dim"), Run(line, "dim")])
    return rows


# -- what stands at the bottom -----------------------------------------------------------------------


def _tail(sight: Sight, wide: Wide, width: int, height: int, roomy: bool) -> list[Row]:
    rows: list[Row] = [_legend(sight), []] if roomy else [_legend(sight)]
    if roomy or sight.open or sight.flagged:
        hints = [*_hint(wide, "next-open", tr("next")), *_hint(wide, "previous-open", tr("previous"))]
        rows.append(_title(tr("LEFT IN THIS ARTICLE"), *hints))
        for word, listed in ((tr("open"), sight.open), (tr("flagged"), sight.flagged)):
            if listed or roomy:
                rows.append([_lead(word), *_places(listed, width - _LEAD)])
    if roomy:
        last: list[Row] = [[], *last_rows(wide, width)]
        rows += [*last, *([[]] * (_LAST - len(last)))]
    message = message_rows(sight, width, height // 3)
    if roomy:
        return [*rows, *([[]] * (_SAID - len(message))), *message]
    return [*rows, *([[]] if message else []), *message]


def last_rows(wide: Wide, width: int) -> list[Row]:
    """Return what was done last, when, and whether it is on disk, under a title."""
    rows: list[Row] = [_title(tr("LAST"), *_hint(wide, "undo", tr("takes back")))]
    for one in wide.last[: _LAST - 2]:
        end = f"  {one.time}  {one.state}"
        words = fit(visible(one.words), max(4, width - 3 - cell_width(end)))
        gap = " " * max(0, width - 4 - cell_width(words) - cell_width(end))
        rows.append([Run(f"   {words}{gap}  {one.time}  ", ""), Run(one.state, one.style)])
    return rows if len(rows) > 1 else [*rows, [Run("   " + tr("nothing yet"), "dim")]]


def _places(numbers: Sequence[int], width: int) -> list[Run]:
    """Return the numbers of sentences, each of which a click goes to; two full stops say there are more."""
    runs: list[Run] = []
    used = 0
    for at, number in enumerate(numbers):
        cells = len(str(number)) + bool(runs)
        if used + cells + (3 if at + 1 < len(numbers) else 0) > width:
            runs.append(Run(" ..", "dim"))
            break
        runs += [Run(" ")] * bool(runs) + [Run(str(number), "", f"go:{number}")]
        used += cells
    return runs or [Run("-", "dim")]


def _legend(sight: Sight) -> Row:
    """Return how each kind is drawn; a click shows or hides it."""
    row: list[Run] = [Run(" " + tr("SHOWN") + "  ", "dim")]
    for kind in sight.kinds:
        look = "dim" if kind in sight.hidden else kind
        text = kind.upper() if kind != "number" else tr("numbers")
        row += [Run(text, look, f"highlight-{kind}"), Run("  ")]
    return row
