"""What an annotator may have overlooked in the open article, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.wording import term, tr

if TYPE_CHECKING:
    from tui.session.session import Session

__all__ = ["Oversight", "oversights_of", "proposed_quotes"]


class Oversight(NamedTuple):
    """One thing that may have been overlooked."""

    what: str
    """In words."""
    where: Sequence[int]
    """In which sentences, ascending."""


def oversights_of(session: Session) -> list[Oversight]:
    """Return what may have been overlooked, each where there is any."""
    article = session.article
    found = [
        Oversight(tr("never seen"), article.unseen()),
        Oversight(tr("lacking something"), article.marks.lacking()),
        Oversight(tr("flagged"), list(article.marks.flagged())),
        Oversight(tr("given back"), article.returned.waiting()),
        proposed_quotes(session),
    ]
    return [one for one in found if one.where]


def proposed_quotes(session: Session) -> Oversight:
    """Return where nothing is said and a rule sees a quote, which stands there dim."""
    quotes = term(session.project.scheme.quotes or "")
    what = tr("untagged, though a rule sees a {quotes}", quotes=quotes)
    return Oversight(what, session.article.proposed_quotes())
