"""What is to be told of an import: what was done to a layer, and what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.exchange.incoming import Incoming
from annotations.exchange.said import Left
from annotations.project.project import Project
from annotations.wording import counted, msg, tr

__all__ = ["Report", "absent_line", "behind_line"]

_BEHIND = {
    "spans": (
        msg("name or number set by hand"),
        msg("names and numbers set by hand"),
        msg("another text stands there"),
    ),
    "bounds": (
        *(msg("changed sentence bound"), msg("changed sentence bounds")),
        msg("{lead} leads this project, and only the lead's hold"),
    ),
    "corrections": (
        *(msg("correction of a damaged place"), msg("corrections of damaged places")),
        msg("{lead} leads this project, and only the lead's hold"),
    ),
    "reserved": (
        *(msg("sentence with predictions"), msg("sentences with predictions")),
        msg("they are of another form; zhupi import --predictions NAME takes what models say"),
    ),
}
"""What may stay behind: one, several, and why."""


@dataclass(slots=True)
class Report:
    """What was done to one layer, and what was not."""

    annotator: str
    marks: int
    """Marks made where there was none."""
    corrections: int
    """Corrections made where there was none."""
    spans: int
    """Names and numbers that a person set or rejected, where nobody had."""
    bounds: int
    """Joins and splits of sentences where there was none."""
    replaced: int
    """Records that say something else now; `copy` has what they said."""
    same: int
    """Marks and corrections that were there already."""
    articles: int
    """Articles in which something was written."""
    left: Sequence[Left]
    """What something else was there for."""
    misplaced: Sequence[str]
    """What has another text in its place in the article, a line each."""
    absent: Sequence[str]
    """Articles that are not in the project, a line each."""
    behind: Sequence[str]
    """What the files say and was not imported, a line for each kind with how much it is."""
    unknown: Sequence[str]
    """Labels that were imported and that the scheme does not know."""
    copy: Path | None
    """The layer as it was before something in it was replaced."""
    notices: Sequence[str]
    """What else is worth saying, a line each."""

    @property
    def complete(self) -> bool:
        """Tell whether everything that the files say is now in the layer."""
        return not (self.left or self.misplaced or self.absent or self.behind)


def behind_line(what: str, count: int, project: Project) -> str:
    """Return how much of what stays behind, and why."""
    one, many, why = _BEHIND[what]
    return tr(
        "{counted} left behind: {format}",
        counted=counted(count, one, many),
        format=tr(why, lead=project.lead_called),
    )


def absent_line(one: Incoming, *, changed: bool) -> str:
    """Return why what is said of an article was left out, and what to do."""
    left = counted(sum(not mark.empty for mark in one.marks), "mark was", "marks were")
    if changed:
        frozen = f"annotations/articles/{one.article[:2]}/{one.article}.json"
        return tr(
            "{source} has another text here than what was exported, so {left} left out; bring {frozen}"
            " from there, import again, and zhupi carry takes them over",
            source=one.source,
            left=left,
            frozen=frozen,
        )
    return tr(
        "{article} {title!r:.60} ({source}): this article is not in the project, so"
        " {left} left out; put its file there and import again",
        article=one.article,
        title=one.title,
        source=one.source,
        left=left,
    )
