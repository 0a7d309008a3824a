"""The open article as a query asks it: with what is shown of it, and no more."""

from __future__ import annotations

from annotations.model.article import Analysis
from annotations.search.subject import Subject
from tui.session.session import Session

__all__ = ["subject_of"]


def subject_of(session: Session) -> Subject:
    """Return the open article, with the marks that its annotator sees by now."""
    article, project = session.article, session.project
    own = article.own.ledger.marks if article.settling else article.marks
    voices = {project.called: own}
    everybody = session.everybody
    if everybody.of is not None and everybody.may_see(done=session.writer.is_done(article.id)):
        others = everybody.of.marks.items()
        voices |= {project.name_of(name): marks for name, marks in others if not project.owns(name)}

    def analyse() -> Analysis:
        highlights = article.found.highlights
        sentences = range(len(article.sentences))
        return Analysis(
            tuple(name for index in sentences for name in highlights.names_of(index)),
            tuple(number for index in sentences for number in highlights.numbers_of(index)),
        )

    return Subject(article.bounded, voices, analyse)
