"""What of a layer could not be compared and why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotations.agreement.units import Changed
from annotations.model.misfits import Misfit
from annotations.model.scheme import Scheme
from annotations.wording import counted, tr

__all__ = ["Found", "LeftOut", "changed_lines"]


@dataclass(slots=True)
class Found:
    """What was found in one layer that is worth telling."""

    annotator: str
    missing: int = 0
    """Articles of which the text is not there."""
    misplaced: Counter[str] = field(default_factory=Counter)
    """By article marks that quote another text."""
    earlier: Counter[str] = field(default_factory=Counter)
    """By another scheme the marks that were made under it."""
    gone: Counter[Misfit] = field(default_factory=Counter)
    """What marks say that the scheme does not have."""
    across: int = 0
    """Marks that are not just one sentence each."""
    helped: int = 0
    """Sentences that were judged beside a prediction."""
    helped_spans: int = 0
    """Names and numbers likewise."""


class LeftOut:
    """Collects what is to be told, a line each.

    Args:
        scheme: The project's.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.left_out: list[str] = []
        """What could not be compared and why."""
        self.remarks: list[str] = []
        """What is worth knowing and left nothing out."""

    def tell(self, found: Found) -> None:
        """Take in what was found in one layer."""
        self._tell(found)
        self._tell_of_scheme(found.annotator, found.earlier, found.gone)

    def _tell(self, found: Found) -> None:
        annotator = found.annotator
        if found.missing:
            gone = counted(found.missing, "article is missing, so it is", "articles is missing, so they are")
            self.left_out.append(
                tr(
                    "{annotator}: the text of {gone} left out; bring annotations/articles back from a copy",
                    annotator=annotator,
                    gone=gone,
                )
            )
        for identity, wrong in (+found.misplaced).items():
            what = counted(wrong, "mark in article {identity} quotes", "marks in article {identity} quote")
            what = what.format(identity=identity)
            self.left_out.append(
                tr(
                    "{annotator}: {what} another text than is there, so the article is left out; zhupi check "
                    "says more",
                    annotator=annotator,
                    what=what,
                )
            )
        sentences, spans = found.helped, found.helped_spans
        told = [counted(sentences, "sentence")] * bool(sentences)
        told += [counted(spans, "name or number", "names and numbers")] * bool(spans)
        if told:
            self.left_out.append(
                tr(
                    "{annotator}: {sentences} judged beside what a model predicts left out: that tells"
                    " nothing of agreement",
                    annotator=annotator,
                    sentences=", ".join(told),
                )
            )
        if found.across:
            self.remarks.append(
                tr(
                    "{annotator}: {marks} across sentence bounds that were "
                    "changed; each counts for every sentence that it overlaps",
                    annotator=annotator,
                    marks=counted(found.across, "mark lies", "marks lie"),
                )
            )

    def _tell_of_scheme(self, annotator: str, earlier: Counter[str], gone: Counter[Misfit]) -> None:
        for other, count in sorted(earlier.items()):
            what = counted(count, "mark was made", "marks were made")
            self.remarks.append(
                tr(
                    "{annotator}: {what} under the scheme {other}, the project's is {id}; what "
                    "they say counts where it is still there",
                    annotator=annotator,
                    what=what,
                    other=other,
                    id=self._scheme.id,
                )
            )
        for misfit, count in sorted(gone.items()):
            says = counted(count, "mark says", "marks say")
            left = tr("the sentences are left out") if misfit.what == "label" else tr("it is left out")
            self.left_out.append(
                tr(
                    "{annotator}: {says} {misfit}, which the scheme {id} does not have; {left}; "
                    "zhupi scheme shows how to take them over",
                    annotator=annotator,
                    says=says,
                    misfit=misfit,
                    id=self._scheme.id,
                    left=left,
                )
            )


def changed_lines(changed: Iterable[Changed]) -> list[str]:
    """Say whose judgements were changed after others were seen, or made only then, a line each."""
    lines = []
    for one in changed:
        judgements = counted(one.changed, "judgement was", "judgements were")
        if one.changed:
            lines.append(
                tr(
                    "{annotator}: {judgements} changed after others were seen; what was said before counts",
                    annotator=one.annotator,
                    judgements=judgements,
                )
            )
        if one.late:
            late = counted(one.late, "judgement was", "judgements were")
            lines.append(
                tr(
                    "{annotator}: {judgements} made only after others were seen, and left out",
                    annotator=one.annotator,
                    judgements=late,
                )
            )
    return lines
