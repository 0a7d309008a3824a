"""What an import did to a layer, in words."""

from __future__ import annotations

from annotations.project.import_report import Report
from annotations.wording import counted, tr
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["report_of"]


def report_of(report: Report, *, dry: bool = False) -> bool:
    """Say what was not imported into a layer and why, and sum up; tell whether everything was.

    Args:
        report: What was done.
        dry: Whether nothing was, and this is what would be.
    """
    left = [tr("{one}; --replace takes the file's", one=one) for one in report.left]
    for line in (*report.notices, *left, *report.misplaced, *report.absent, *report.behind):
        say(line)
    if report.unknown:
        say(
            tr(
                "labels that the scheme of the project does not know: {unknown}",
                unknown=", ".join(report.unknown),
            )
        )
    summary = _summary(report)
    print_line(tr("would be: {summary}", summary=summary) if dry else summary)
    return report.complete


def _summary(report: Report) -> str:
    """Return what was done to a layer, in one line."""
    what = [counted(report.marks, "mark")]
    if report.spans:
        what.append(counted(report.spans, "name or number set by hand", "names and numbers set by hand"))
    if report.bounds:
        what.append(counted(report.bounds, "join or split", "joins and splits"))
    if report.corrections:
        what.append(counted(report.corrections, "correction"))
    said = tr("{what} and {what2}", what=", ".join(what[:-1]), what2=what[-1]) if len(what) > 1 else what[0]
    parts = [
        tr(
            "imported {said} of {articles} for {annotator}",
            said=said,
            articles=counted(report.articles, "article"),
            annotator=report.annotator,
        )
    ]
    if report.replaced:
        parts.append(
            tr(
                "{replaced:,} replaced what was there, which is in {copy}",
                replaced=report.replaced,
                copy=report.copy,
            )
        )
    if report.same:
        parts.append(tr("{same} there already", same=counted(report.same, "was", "were")))
    if report.left:
        parts.append(tr("{number:,} left (see above)", number=len(report.left)))
    if report.misplaced:
        parts.append(tr("{number:,} out of place (see above)", number=len(report.misplaced)))
    if report.absent:
        parts.append(tr("{articles} not here (see above)", articles=counted(len(report.absent), "article")))
    return "; ".join(parts)
