"""The two kinds of library: an annotator's, and that of a lead at the review."""

from __future__ import annotations

from datetime import datetime

from annotations.wording import msg, tr
from tui.presenters.library_columns import Column, Kind
from tui.presenters.library_filters import annotators_filters, leads_filters
from tui.session.listing import Listing, Standing

__all__ = ["ANNOTATORS", "LEADS", "moment_words"]

_TITLE = 26
"""Cells that the title keeps before another column comes. Chosen: a headline has a dozen characters."""
_SOURCE = 24

_STATES = {
    "trouble": msg("trouble"),
    "gone": msg("file gone"),
    "back": msg("back"),
    "changed": msg("changed"),
    "answered": msg("answered"),
    "left": msg("to settle"),
    "settled": msg("settled"),
    "done": msg("done"),
    "begun": msg("begun"),
    "new": msg("new"),
}
"""What an article can be, in words."""
_ANNOTATORS = ("back", "changed", "trouble", "gone", "begun", "new", "done")
"""The states of an annotator's, those first that want most to be looked at."""
_LEADS = ("answered", "left", "trouble", "gone", "begun", "back", "new", "settled")


def moment_words(moment: str) -> str:
    """Return when a record was written, by this machine's clock: day and time, or of other years the day."""
    try:
        at = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return ""
    return f"{at:%m-%d %H:%M}" if at.year == datetime.now().astimezone().year else f"{at:%Y-%m-%d}"


# -- what an article is -----------------------------------------------------------------------


def _state(listing: Listing, index: int, one: Standing) -> str:
    if index in listing.errors:
        return "trouble"
    if one.gone:
        return "gone"
    if one.back:
        return "back"
    if one.apart:
        return "changed"
    return "done" if one.done else "begun" if one.touched else "new"


def _leads_state(listing: Listing, index: int, one: Standing) -> str:
    tally = one.tally
    if tally is None:
        state = _state(listing, index, one)
        return state if state in ("trouble", "gone") else "new"
    if tally.answered:
        return "answered"
    if tally.left:
        return "left"
    if tally.returned:
        return "back"
    return "settled" if tally.settled == tally.sentences else "begun"


# -- what stands in the columns -----------------------------------------------------------------


def _title(listing: Listing, index: int, one: Standing) -> str:
    return listing.titles[index] or listing.sources[index]


def _progress(listing: Listing, index: int, one: Standing) -> str:
    if listing.lengths[index] < 0 or index in listing.errors:
        return ""
    return f"{one.settled}/{one.sentences or listing.sentences[index]}"


def _share(listing: Listing, index: int, one: Standing) -> float:
    return one.settled / one.sentences if one.sentences else 0.0


def _length(listing: Listing, index: int, one: Standing) -> str:
    length = listing.lengths[index]
    return f"{length:,}" if length >= 0 and index not in listing.errors else ""


def _settled(listing: Listing, index: int, one: Standing) -> str:
    return f"{one.tally.settled}/{one.tally.sentences}" if one.tally else ""


def _settled_share(listing: Listing, index: int, one: Standing) -> float:
    return one.tally.settled / max(1, one.tally.sentences) if one.tally else 0.0


def _left(listing: Listing, index: int, one: Standing) -> str:
    return f"{one.tally.left:,}" if one.tally and one.tally.left else ""


def _done_by(listing: Listing, index: int, one: Standing) -> str:
    return f"{len(one.tally.done)}/{one.tally.annotators} {' '.join(one.tally.done)}" if one.tally else ""


def _returned(listing: Listing, index: int, one: Standing) -> str:
    if one.tally is None:
        return ""
    counts = (one.tally.returned, "<"), (one.tally.answered, ">")
    return " ".join(f"{count}{sign}" for count, sign in counts if count)


def _agreement(listing: Listing, index: int, one: Standing) -> str:
    known = one.tally is not None and one.tally.agreement is not None
    return f"{one.tally.agreement:.0%}" if known and one.tally else ""


def _ranked(states: tuple[str, ...], kind: str) -> Column:
    """Return the column that says in which of `states` an article is."""
    rank = {state: -number for number, state in enumerate(states)}
    of = _state if kind == "annotator" else _leads_state
    return Column(
        "state",
        msg("state"),
        7,
        lambda listing, index, one: tr(_STATES[of(listing, index, one)]),
        lambda listing, index, one: rank[of(listing, index, one)],
        right=False,
        words=tuple(_STATES[state] for state in states),
    )


_OF_TITLE = Column("title", msg("title"), _TITLE, _title, None, "titles", False, falling=False, room=3)
_OF_SOURCE = Column(
    "source",
    msg("source"),
    _SOURCE,
    lambda listing, index, one: listing.sources[index],
    None,
    right=False,
    falling=False,
    room=2,
)
_OF_DATE = Column(
    "date", msg("date"), 10, lambda listing, index, one: listing.dates[index], None, "dates", right=False
)
_OF_LENGTH = Column("length", msg("length"), 6, _length, None, "lengths")

ANNOTATORS = Kind(
    "annotator",
    (
        _ranked(_ANNOTATORS, "annotator"),
        Column("progress", msg("tagged"), 6, _progress, _share),
        _OF_TITLE,
        _OF_SOURCE,
        _OF_DATE,
        _OF_LENGTH,
        Column(
            "flags",
            msg("flags"),
            3,
            lambda listing, index, one: f"*{one.flags}" if one.flags else "",
            lambda listing, index, one: one.flags,
        ),
        Column(
            "touched",
            msg("last touched"),
            11,
            lambda listing, index, one: moment_words(one.touched) if one.touched else "",
            lambda listing, index, one: one.touched,
            right=False,
        ),
    ),
    ("state", "title", "progress", "flags", "touched", "length", "date", "source"),
    _state,
    annotators_filters,
    "done",
    ("done", "begun", "new"),
)
"""What an annotator has done."""
LEADS = Kind(
    "lead",
    (
        _ranked(_LEADS, "lead"),
        Column("settled", msg("settled"), 6, _settled, _settled_share),
        Column("left", msg("left"), 4, _left, lambda listing, index, one: one.tally.left if one.tally else 0),
        _OF_TITLE,
        _OF_SOURCE,
        _OF_DATE,
        _OF_LENGTH,
        Column(
            "done",
            msg("done by"),
            12,
            _done_by,
            lambda listing, index, one: len(one.tally.done) if one.tally else 0,
            right=False,
            room=1,
        ),
        Column(
            "returned",
            msg("back"),
            5,
            _returned,
            lambda listing, index, one: one.tally.returned + one.tally.answered if one.tally else 0,
            right=False,
        ),
        Column(
            "agreement",
            msg("agree"),
            5,
            _agreement,
            lambda listing, index, one: (one.tally.agreement or 0.0) if one.tally else 0.0,
        ),
    ),
    ("state", "title", "settled", "left", "done", "returned", "agreement", "length", "source", "date"),
    _leads_state,
    leads_filters,
    "settled",
    ("settled", "left", "begun", "new"),
)
"""What a lead has to settle, and who is done."""
