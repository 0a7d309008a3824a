"""What an import did to a layer, in words."""

from __future__ import annotations

from annotations.project.import_report import Report
from annotations.wording import tr
from tui.presenters.exchange import import_words
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
    summary = import_words(report)
    print_line(tr("would be: {summary}", summary=summary) if dry else summary)
    return report.complete
