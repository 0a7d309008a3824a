"""How a review stands, put into what the widgets show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.marks.marks import Marks
from annotations.model.article import Name, Number
from tui.layout.cells import cell_width, fit
from tui.layout.runs import Row, Run
from tui.presenters.columns import letter_of, letters_of
from tui.presenters.reading import is_on_disk, saved_words
from tui.presenters.stances import decided_words, details_of, placed, stances_of
from tui.session.returned import return_words
from tui.session.session import Session
from tui.widgets.heading import titled_row
from tui.widgets.line_painter import Look
from tui.widgets.panel import value_text
from tui.widgets.review_panel import Decided, Place, ReviewSight

if TYPE_CHECKING:
    from annotations.records.kinds import Decision
    from tui.screens.review import ReviewScreen

__all__ = ["column_names", "columns_of", "decided_of", "heading_of", "keys_of", "look_of", "sight_of"]

_SHARE = 0.42
"""Of the text's width what columns of several letters may take; beyond it each annotator has one letter."""
_RELATIONS = {
    "same": "all the same",
    "bounds": "same bounds",
    "overlap": "they overlap",
    "alone": "not everybody has it",
}
"""How the versions of a name or number differ, in words."""
_LISTED = 40
"""Sentences that the panel names at most."""
_PANEL = 54
"""Cells of the panel where it stands at the right."""


def keys_of(screen: ReviewScreen) -> dict[str, str]:
    """Return for each annotator, in the order of the columns, the key that accepts that one."""
    names = screen.session.everybody.names
    return {name: f"F{number}" if number <= 9 else "" for number, name in enumerate(names, 1)}


def _wide(screen: ReviewScreen) -> bool:
    """Tell whether each annotator has a column for every label."""
    width = screen.app.size.width - (_PANEL if screen.has_class("-wide") else 0)
    labels = len(screen.session.project.scheme.labels)
    return (labels + 1) * (len(screen.session.everybody.names) + 1) <= width * _SHARE


def columns_of(screen: ReviewScreen) -> int:
    """Return the cells of all columns: the annotators', a gap, and the decision's."""
    labels, names = len(screen.session.project.scheme.labels), len(screen.session.everybody.names)
    return names * (labels + 1 if _wide(screen) else 1) + (0 if _wide(screen) else 1) + labels + 1


def look_of(screen: ReviewScreen, index: int) -> Look:
    """Return what stands in the columns beside sentence `index`."""
    session = screen.session
    everybody, labels = session.everybody, session.project.scheme.labels
    of = everybody.of
    unit = of.unit(index) if of else None
    letters: list[tuple[str, str]] = []
    wide = _wide(screen)
    for name in everybody.names:
        assert of is not None  # or there were no names
        letters += _letters(screen, of, name, index, wide, differ=bool(unit and unit.differing))
        letters += [(" ", "")] * wide
    letters += [(" ", "")] * (not wide)
    letters += _decision(screen, unit)
    saved = is_on_disk(session, index)
    waiting = range(0) if saved else range(len(letters) - len(labels), len(letters))
    return Look((*letters, (" ", "")), _state(screen, unit, index), waiting)


def _letters(
    screen: ReviewScreen, of: Decisions, name: str, index: int, wide: bool, *, differ: bool
) -> list[tuple[str, str]]:
    """Return an annotator's letters; where all say the same they are dim, so that the rest is seen."""
    labels = screen.session.project.scheme.labels
    marks, barred = of.marks[name], of.barred(name)
    if not wide:
        letter, place = letter_of(marks, labels, index, barred)
        return [(letter, f"label-{place}" if place and differ else "none" if differ else "dim")]
    said = bool(marks.said(index).labels)
    return [
        (
            letter,
            "" if letter == " " else f"label-{place}" if said and differ else "none" if differ else "dim",
        )
        for place, letter in enumerate(letters_of(marks, labels, index, barred), 1)
    ]


def _decision(screen: ReviewScreen, unit: Unit | None) -> list[tuple[str, str]]:
    labels = screen.session.project.scheme.labels
    if unit is None:
        return [(" ", "")] * len(labels)
    records = unit.decisions or unit.stale_decisions
    if not records:
        return [("." if unit.opinions else " ", "dim")] * len(labels)
    held = set(records[0]["labels"])
    if not held:
        return [(letter, "none") for letter in "n".ljust(len(labels))]
    return [
        (label.key, f"label-{place}") if label.name in held else (" ", "")
        for place, label in enumerate(labels, 1)
    ]


def _state(screen: ReviewScreen, unit: Unit | None, index: int) -> str:
    """Return the one sign that matters most of what there is to say of a sentence."""
    of = screen.session.everybody.of
    if unit is None or of is None:
        return " "
    if unit.state == "disputed":
        return "!"
    if unit.state == "stale":
        return "~"
    if unit.state != "settled":
        if (returned := screen.returned.state(index)) != " ":
            return returned
        if unit.differing:
            return "#"
    said = [marks.said(index) for marks in of.marks.values()]
    if any(one.flag for one in said):
        return "*"
    return '"' if any(one.note for one in said) else " "


def column_names(screen: ReviewScreen, width: int) -> Row:
    """Return the row above the text that says whose each column is."""
    labels, everybody = len(screen.session.project.scheme.labels), screen.session.everybody
    row = [Run(" " * (screen.view.left - columns_of(screen) - 2), "dim")]
    if _wide(screen):
        for name in everybody.names:
            text = fit(name, labels, "")
            row.append(Run(text + " " * (labels + 1 - cell_width(text)), "strong"))
    else:
        row += [Run(str(number)[-1], "strong") for number, _ in enumerate(everybody.names, 1)]
        row.append(Run(" "))
    row.append(Run("=".ljust(labels + 2), "key"))
    used = sum(cell_width(run.text) for run in row)
    words = "  ".join(f"{key} {name}" for name, key in keys_of(screen).items())
    if not everybody.names:
        words = "nobody has said anything of this article" if everybody.of else "reading what others say.."
    row.append(Run(fit(f" {words}   = decided", max(0, width - used)), "dim"))
    return row


def heading_of(screen: ReviewScreen, width: int) -> Row:
    """Return the first row: which article, what is left, who, and whether all is saved."""
    session = screen.session
    of = session.everybody.of
    counts = of.counts() if of else {}
    left = len(screen.looking.sentences)
    saved, style = saved_words(screen)
    parts = [
        Run(f"art {session.index + 1}/{len(session.project.places)}", "dim"),
        Run(f"{left} to settle" if screen.looking.wanted.aspect == "differing" else f"{left} left", "strong"),
        Run(f"{counts.get('settled', 0)} settled"),
        Run(session.project.annotator, "dim"),
        Run(saved, style),
    ]
    if width < 60:
        parts = [parts[0], parts[1], parts[4]]
    return titled_row(f"REVIEW  {session.article.title}", parts, width)


def sight_of(screen: ReviewScreen) -> ReviewSight:
    """Return what the panel shows of the sentence under the cursor."""
    session, scheme = screen.session, screen.session.project.scheme
    index = screen.view.cursor
    of, unit = session.everybody.of, screen.unit
    message, style = screen.message
    if screen.alarm and not message:
        message, style = screen.alarm, "bad"
    sentences = session.article.sentences
    part = sentences[index].part if sentences else "body"
    sight = ReviewSight(
        index + 1,
        part="" if part == "body" else part,
        chosen=len(screen.view.chosen),
        wanted=screen.looking.wanted.words,
        left=[number + 1 for number in screen.looking.near(index, _LISTED)],
        message=message,
        message_style=style,
    )
    if of is None or unit is None:
        return sight
    records = [*((one, False) for one in unit.decisions), *((one, True) for one in unit.stale_decisions)]
    return sight._replace(
        state=unit.state,
        differing=sorted(unit.differing),
        stances=stances_of(of, unit, scheme, keys_of(screen)),
        decided=[decided_of(session, one, index, stale) for one, stale in records],
        places=[_place_of(screen, one) for one in screen.places_of(index)],
        returned=[return_words(one, to=True) for one in screen.returned.over(index)],
    )


def decided_of(session: Session, record: Decision, index: int, stale: bool = False) -> Decided:
    """Return a decision about sentence `index` in words."""
    said = Marks(session.article, [record], kind="decision").said(index)
    labels = placed(session.project.scheme, record["labels"])
    return Decided(labels, decided_words(record), details_of(said), stale)


def _place_of(screen: ReviewScreen, unit: SpanUnit) -> Place:
    """Return a name or number that somebody mended in words, who says what of it."""
    keys = keys_of(screen)
    text = screen.session.article.text
    versions = [
        (_version_words(text, version), " ".join(f"{keys.get(name, '')} {name}".strip() for name in names))
        for version, names in unit.groups
    ]
    decision = unit.decision
    if decision is not None:
        said = [
            f"{text[one['start'] : one['end']]} {one.get('type') or (one.get('number') or {}).get('kind')}"
            for one in decision["spans"]
        ]
        versions.append((f"= {', '.join(said) or f'no {unit.what}'}", decided_words(decision)))
    chosen = screen.view.found == (unit.start, unit.end)
    return Place(unit.quote, versions, unit.state, _RELATIONS[unit.relation], chosen)


def _version_words(text: str, version: Sequence[Name | Number]) -> str:
    words = []
    for one in version:
        kind = one.type if isinstance(one, Name) else f"{one.kind} {value_text(one)}"
        words.append(f"{text[one.start : one.end]} {kind}")
    return ", ".join(words) or "no name"
