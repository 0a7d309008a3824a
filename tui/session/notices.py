"""What an annotator is told of articles as they are opened: a line each."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.article import Article
from annotations.project.project import Project
from annotations.wording import counted, tr

__all__ = ["no_review", "passed_over", "remarks", "repairs", "returned_words"]

_NAMED = 3
"""Articles that cannot be read of which the reason is told. Chosen: as many as a panel has rows for."""


def no_review(project: Project, *, asked: bool) -> list[str]:
    """Return a line on why a review that was `asked` for shows nothing, if that is so."""
    why = project.why_no_review if asked else ""
    return [tr("no review: {why}", why=why)] if why else []


def passed_over(failed: Sequence[str]) -> list[str]:
    """Return a line on articles that were passed over because they cannot be read; `failed` says why."""
    more = tr(" (and {number} more)", number=len(failed) - _NAMED) if len(failed) > _NAMED else ""
    return [tr("passed over: {failed}{more}", failed="; ".join(failed[:_NAMED]), more=more)] if failed else []


def returned_words(count: int) -> str:
    """Return what an annotator is told of `count` things that the lead has given back."""
    return tr("{count} given back: . goes there, > answers", count=count)


def remarks(article: Article) -> list[str]:
    """Return what a reader should know of how `article` was read, a line each.

    What repair took out is not among it: that is the ordinary case, and the dialog on the source says it.
    """
    return list(article.notes)


def repairs(article: Article) -> list[str]:
    """Return what repair took out of `article`: a line, or none."""
    removed = len(article.removed)
    return [tr("{pinyins} taken out", pinyins=counted(removed, "pinyin reading"))] if removed else []
