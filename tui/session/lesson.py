"""What an annotator is to learn from the open article, where it is one to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import language

if TYPE_CHECKING:
    from annotations.agreement.answers import Score
    from annotations.project.training import Lesson
    from tui.session.session import Session

__all__ = ["lesson_of", "trains"]


def trains(session: Session) -> bool:
    """Tell whether the open article is a training article to its annotator; a test says nothing."""
    from annotations.assignment.table import TEST, TRAIN
    from annotations.project.queue import trains_with

    article, queue = session.article, session.queue
    number = queue.number(article.index) if queue is not None else None
    part = queue.articles[number - 1].part if queue is not None and number is not None else ""
    return part == TRAIN or (part != TEST and trains_with(session.project, article.base.source))


def lesson_of(session: Session) -> tuple[Score, list[Lesson]]:
    """Return how the annotator did on the open article, and what was to be otherwise and why.

    Raises:
        SettingsError: The answers or the guidelines cannot be read.
    """
    from annotations.agreement.answers import score
    from annotations.guidelines.guidelines import Guidelines
    from annotations.project.training import Answers, lessons

    project, article, layers = session.project, session.article, session.layers
    lead = layers.of_article(article.id) if project.is_lead else layers.of_lead(article.id)
    known = Answers(project).of(article.base, lead)
    found = score(article.marks, known)
    spoken = "en" if language() == "en" else "zh"
    return found, lessons(article.bounded, found, Guidelines.load(project.root, project.scheme, spoken))
