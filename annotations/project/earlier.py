"""Which earlier texts the place of an article had."""

from __future__ import annotations

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.catalogue import place_of, row_of
from annotations.project.project import Project

__all__ = ["earlier_texts", "shares"]

_ALIKE = 0.3
"""How much two texts must share for the one to be an edition of the other where nothing names their row.

Chosen: rows that moved share next to nothing, one that was half rewritten half of it."""


def earlier_texts(project: Project, article: Article) -> list[str]:
    """Return the frozen texts that the place of `article` had and that were not carried over to it.

    Args:
        project: The project.
        article: An article of it, as :meth:`Project.article` read it.
    """
    amendments = project.amendments
    if not amendments.texts():
        return []
    row = row_of(article.metadata)
    found = amendments.earlier(project.layer_path, article.id, place_of(article.source, row))
    if row or "#" not in article.source:
        return found
    return [one for one in found if shares(project, one, article.text)]


def shares(project: Project, earlier: str, text: str) -> bool:
    """Tell whether a frozen text is an earlier one of `text`, of which only the number of its row tells."""
    from annotations.editions.alignment import Alignment

    try:
        frozen = project.frozen.load(earlier)
    except ZhupiError:
        return False
    return frozen is not None and Alignment(frozen.text, text).shared >= _ALIKE
