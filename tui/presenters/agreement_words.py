"""Figures of agreement in words: how each is written, and what must be known to read it."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.agreement.measures import FEW, TOO_FEW, Figure, Question
from annotations.agreement.report import Report
from annotations.wording import tr

__all__ = [
    "Figures",
    "coefficient_text",
    "figure_text",
    "general_notes",
    "number_text",
    "rare_note",
    "share_text",
    "too_few_note",
]

_RARE = 0.1
"""A label given less often is rare: agreement on its absence is easy, and alpha low for one difference.

Chosen: a bound for a note beside the figures, which it changes in nothing."""
_SHARES = frozenset({"percent", "prevalence", "positive", "negative", "share", "share_others"})
"""Measures that are written in percent."""


class Figures:
    """The figures of a report, to look up."""

    def __init__(self, report: Report) -> None:
        self._known = {(one.about, one.measure): one for one in report.figures}
        self.questions = list(dict.fromkeys(one.about for one in report.figures))

    def get(self, about: Question, measure: str) -> Figure | None:
        """Return a figure, or None if it was not asked for."""
        return self._known.get((about, measure))

    def of(self, scope: str, *, label: bool | None = None, attribute: bool = False) -> list[Question]:
        """Return the questions of a scope: about one label or not, about an attribute or not."""
        return [
            one
            for one in self.questions
            if one.scope == scope
            and bool(one.attribute) == attribute
            and (label is None or bool(one.label) == label)
        ]


def number_text(count: int) -> str:
    """Return a count as people write it: ``12,345``."""
    return f"{count:,}"


def figure_text(one: Figure | None, *, interval: bool = False) -> str:
    """Return a figure as is usual for its measure; nothing where there is none."""
    if one is not None and one.measure in _SHARES:
        return share_text(one, interval=interval)
    return coefficient_text(one, interval=interval)


def share_text(one: Figure | None, *, interval: bool = False) -> str:
    """Return a share: ``81% [78 84]``, or why it is undefined."""
    if one is None:
        return ""
    if one.value is None:
        return tr(one.why)
    text = f"{100 * one.value:.0f}%"
    if interval and one.low is not None and one.high is not None:
        text += f" [{100 * one.low:.0f} {100 * one.high:.0f}]"
    return text


def coefficient_text(one: Figure | None, *, interval: bool = False) -> str:
    """Return a coefficient: ``.61 [.55 .67]``, or why it is undefined."""
    if one is None:
        return ""
    if one.value is None:
        return tr(one.why)
    text = _hundredths(one.value)
    if interval and one.low is not None and one.high is not None:
        text += f" [{_hundredths(one.low)} {_hundredths(one.high)}]"
    return text


def _hundredths(value: float) -> str:
    """Return `value` as papers write what lies between -1 and 1: ``.61``, ``-.08``, ``1.00``."""
    text = f"{value:.2f}".replace("-0.00", "0.00")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0") else text


# -- what must be known ------------------------------------------------------------------


def rare_note(label: str, share: Figure | None) -> str:
    """Return what to say where a label is rare, nothing where it is not; `share` is its prevalence."""
    if share is None or share.value is None or not 0 < share.value < _RARE:
        return ""
    return tr(
        "{label} is rare: {value:.1%} of the judgements have it. Agreement is then high "
        "because most sentences lack it, and alpha low for few differences; read yes and no "
        "beside it.",
        label=label,
        value=share.value,
    )


def too_few_note() -> str:
    """Return what "too few" says."""
    return tr(
        "{TOO_FEW}: below {FEW} shared sentences a figure says next to nothing, its interval included.",
        TOO_FEW=tr(TOO_FEW),
        FEW=FEW,
    )


def general_notes() -> Iterator[str]:
    """Yield what must be known to read any table, a paragraph each."""
    yield tr(
        "In brackets 95% intervals, articles resampled, from five articles on. Share: of the judgements "
        "those that have the label. Yes and no: where one gives the label, or does not, how often others say "
        "the same. Without: alpha "
        "of the others alone. In articles that are done none counts where nothing was said; what is open "
        "does not count, nor do titles and bylines."
    )
    yield tr(
        "What is usual depends on the question: judgements of opinion in published news corpora reach an "
        "alpha of .2 to .4, inference .7. From .8 on conclusions may rest on single labels (Krippendorff)."
    )
