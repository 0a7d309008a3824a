"""The rows of the library: what heads it, an article, what is known of the chosen one, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.wording import counted, language, tr
from tui.layout.cells import cell_width, fit
from tui.layout.runs import Row, Run
from tui.presenters.agreement_rows import paragraph_rows
from tui.presenters.library import LibraryDesk
from tui.presenters.library_columns import Kind, Placed, placed
from tui.presenters.library_kinds import ANNOTATORS, LEADS, moment_words
from tui.session.listing import Standing

if TYPE_CHECKING:
    from tui.session.review import Tally  # who annotates does without

__all__ = [
    "about_rows",
    "article_row",
    "filter_row",
    "heading_row",
    "help_rows",
    "key_hints",
    "name_row",
    "places_of",
]

_LEFT = 2
"""Cells before the first column: the cursor, and a blank."""
_LOOKS = {
    **dict.fromkeys(("back", "changed", "answered"), "key"),
    **dict.fromkeys(("trouble", "gone"), "scar"),
    **dict.fromkeys(("begun", "left"), "strong"),
}
_NOTHING = Standing()


def places_of(kind: Kind, width: int, sort: str = "") -> Sequence[Placed]:
    """Return the columns of a library that have room in `width` cells; `sort` is the one that sorts."""
    return _places(kind.name, width, sort, language())


@lru_cache(maxsize=8)
def _places(kind: str, width: int, sort: str, spoken: str) -> Sequence[Placed]:
    one = ANNOTATORS if kind == ANNOTATORS.name else LEADS
    return placed(one.columns, one.first, width, _LEFT, sort)


# -- above the list -----------------------------------------------------------------------


def heading_row(desk: LibraryDesk, width: int, doing: str = "") -> Row:
    """Return how many articles there are and how many are done; `doing` is what goes on, in words."""
    count = len(desk.listing)
    parts = [
        tr(one.told, count=f"{one.count(count):,}") for one in map(desk.filter_called, desk.kind.heading)
    ]
    articles = counted(count, "article")
    runs = [Run(f" {articles}: ", "strong"), Run(", ".join(parts))]
    used = sum(cell_width(run.text) for run in runs)
    if doing and used + cell_width(doing) + 3 <= width:
        runs.append(Run(f"{' ' * (width - used - cell_width(doing) - 1)}{doing}", "key"))
    elif doing:
        return [Run(f" {doing}", "key")]
    return runs


def filter_row(desk: LibraryDesk, width: int) -> Row:
    """Return the filters, the one at work set off, and what the list was narrowed by.

    How many articles those few have that the heading does not count stands beside them, where there is room.
    """
    row = _filter_row(desk, counts=True)
    if sum(cell_width(run.text) for run in row) > width - (12 if desk.typed else 0):
        row = _filter_row(desk, counts=False)
    if desk.typed:
        used = sum(cell_width(run.text) for run in row)
        row.append(Run(fit(f"  /{desk.typed}", max(0, width - used)), "key"))
    return row


def _filter_row(desk: LibraryDesk, *, counts: bool) -> list[Run]:
    runs: list[Run] = [Run(" ")]
    for one in desk.filters:
        current, count = one.name == desk.filter.name, one.count(len(desk.listing))
        words = tr(one.words)
        if current and (one.name != "all" or desk.typed):
            words = f"{words} {desk.count:,}"
        elif counts and count and one.few:
            words = f"{words} {count:,}"
        look = "found" if current else "" if count else "dim"
        runs.append(Run(f" {words} ", look, f"filter-{one.name}"))
    return runs


def name_row(desk: LibraryDesk, width: int) -> Row:
    """Return the names of the columns; the one that is sorted by says which way."""
    runs: list[Run] = []
    at = 0
    for one in places_of(desk.kind, width, desk.view.sort):
        column = one.column
        sorts = column.name == desk.view.sort
        falling = column.falling is not desk.view.turned
        name = tr(column.heading)
        text = f"{name} {'v' if falling else '^'}" if sorts else name
        text = one.text(text) if cell_width(text) <= one.width else one.text(name)
        runs += [Run(" " * (one.left - at)), Run(text, "strong" if sorts else "dim", f"sort-{column.name}")]
        at = one.left + one.width
    return runs


# -- in the list -------------------------------------------------------------------------------


def article_row(desk: LibraryDesk, row: int, width: int, *, cursor: bool) -> Row:
    """Return an article, or for a number below zero a folder, as a row of `width` cells."""
    if row < 0:
        return _folder_row(desk, -1 - row, width)
    listing = desk.listing
    one = desk.standings.get(row, _NOTHING)
    state = desk.state(row)
    quiet = "dim" if state == desk.kind.done else ""
    runs = [Run(">" if cursor else " ", "cursor" if cursor else "")]
    at = 1
    for place in places_of(desk.kind, width, desk.view.sort):
        text = place.text(place.column.cell(listing, row, one))
        look = _LOOKS.get(state, quiet) if place.column.name == "state" else quiet
        if place.column.name == "title" and not listing.titles[row]:
            look = "dim"
        runs += [Run(" " * (place.left - at)), Run(text, look)]
        at = place.left + place.width
    return runs


def _folder_row(desk: LibraryDesk, folder: int, width: int) -> Row:
    name = desk.listing.names[folder] or tr("(the project's folder)")
    done, of = desk.done_in(folder)
    words = tr("{done} of {all} done", done=f"{done:,}", all=f"{of:,}")
    name = fit(f"{name}/" if desk.listing.names[folder] else name, max(8, width - cell_width(words) - 5))
    return [Run(f" {name}", "strong"), Run(f"  {words}", "dim")]


# -- below it -----------------------------------------------------------------------------------


def about_rows(desk: LibraryDesk, width: int, height: int) -> list[Row]:
    """Return what is known of the article under the cursor: all of what its row may have cut."""
    return _within(_about(desk, width), height)


def _within(rows: list[Row], height: int) -> list[Row]:
    """Return what has room of `rows`, and that there is more where there is."""
    if len(rows) <= height or not height:
        return rows
    return [*rows[: height - 1], [Run(f" {tr('.. a taller window shows more')}", "dim")]]


def _about(desk: LibraryDesk, width: int) -> list[Row]:
    index = desk.chosen
    if index is None:
        words = tr("nothing here") if not len(desk.listing) else tr("no article is listed: Esc shows all")
        return [[Run(f" {words}", "dim")]]
    listing, one = desk.listing, desk.standings.get(index, _NOTHING)
    paragraphs = [(listing.titles[index] or listing.sources[index], "strong")]
    if said := _said(desk, index, one):
        paragraphs.append((said, "key"))
    if one.tally is not None:
        paragraphs.append((_tally_words(one.tally), ""))
    facts = [listing.sources[index]] if listing.titles[index] else []
    if listing.dates[index]:
        facts.append(listing.dates[index])
    if listing.lengths[index] >= 0 and index not in listing.errors:
        facts.append(counted(listing.lengths[index], "character"))
        facts.append(counted(listing.sentences[index], "sentence"))
    if one.flags:
        facts.append(counted(one.flags, "flag"))
    if one.notes:
        facts.append(counted(one.notes, "note"))
    if one.touched:
        facts.append(tr("last touched {moment}", moment=moment_words(one.touched)))
    if facts:
        paragraphs.append((", ".join(facts), "dim"))
    return paragraph_rows(paragraphs, width)


def _said(desk: LibraryDesk, index: int, one: Standing) -> str:
    """Return what keeps an article from being read or worked on as others, with the way on."""
    listing = desk.listing
    if index in listing.errors:
        return listing.errors[index]
    if one.gone:
        kept = counted(one.apart, "mark is kept", "marks are kept")
        gone = tr("its file is gone")
        return (
            tr("{gone}; {kept}, and show again when it is put back", gone=gone, kept=kept)
            if one.apart
            else gone
        )
    if one.back:
        return tr("the lead gave something of it back: Enter, then . goes there")
    if one.apart:
        from annotations.project.changed import changed_words

        return changed_words(one.apart)
    return tr("not read yet") if listing.lengths[index] < 0 else ""


def _tally_words(tally: Tally) -> str:
    """Return how the review of an article stands, in words."""
    said = [
        tr("{settled} of {all} settled", settled=tally.settled, all=tally.sentences),
        tr("{count} to settle", count=tally.left),
        tr("done by {names}", names=", ".join(tally.done)) if tally.done else tr("nobody is done"),
    ]
    if tally.agreement is not None:
        said.append(tr("all say the same of {share}", share=f"{tally.agreement:.0%}"))
    if tally.returned:
        said.append(tr("{count} given back", count=tally.returned))
    if tally.answered:
        said.append(tr("{count} answered", count=tally.answered))
    return ", ".join(said)


def key_hints(width: int, *, typing: bool) -> Row:
    """Return which keys do what, for the last row; as many as there is room for, `?` always."""
    if typing:
        keys = [
            ("Enter", tr("reads"), "read"),
            (tr("Up Down"), tr("choose"), ""),
            ("Tab", tr("to the list"), "list"),
            ("Esc", tr("shows all"), "back"),
        ]
    else:
        keys = [
            ("Enter", tr("reads"), "read"),
            ("/", tr("narrow"), "narrow"),
            ("s", tr("sort"), "sort"),
            ("r", tr("turn"), "turn"),
            ("f", tr("filter"), "filter"),
            ("g", tr("folders"), "group"),
            ("Esc", tr("back"), "back"),
        ]
    last = ("?", tr("help"), "help")
    room = width - _hint_width(last)
    runs: list[Run] = []
    for key in keys:
        if _hint_width(key) <= room:
            room -= _hint_width(key)
            runs += _hint(key)
    return runs if typing else [*runs, *_hint(last)]


def _hint(key: tuple[str, str, str]) -> list[Run]:
    return [Run(f" {key[0]}", "key", key[2]), Run(f" {key[1]} ", "", key[2])]


def _hint_width(key: tuple[str, str, str]) -> int:
    return cell_width(f" {key[0]} {key[1]} ")


def help_rows(desk: LibraryDesk, width: int, height: int) -> list[Row]:
    """Return what the keys and signs of the library are."""
    keys = tr(
        "Up Down j k PgUp PgDn Home End move, Left Right by folders; Enter reads. / or Chinese characters "
        "narrow by title and file; Tab goes back to the list. s S or F2 sort by the next column or the one "
        "before, 1 to 9 by that column, r or F3 turn it round. f F4 or Tab filter. g F5 put articles below "
        "their folders. Esc and L leave. A click chooses, a second one reads; a click on a heading sorts."
    )
    if desk.kind is LEADS:
        signs = tr(
            "to settle: annotators differ and nobody decided. 1< was given back and waits, 1> was answered. "
            "agree: of the sentences that at least two judged, those of which all say the same."
        )
    else:
        signs = tr(
            "back: the lead gave something back. changed: marks belong to an earlier text. trouble: it "
            "cannot be read, and why stands here."
        )
    return _within(paragraph_rows([(keys, ""), (signs, "")], width), height)
