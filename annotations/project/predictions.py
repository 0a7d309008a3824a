"""What models say of a project's articles: taken in, and who is shown it.

It never is a mark, counts for nobody and travels apart from the layers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotations.errors import BadName, UsageError
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.model.annotator import check_annotator
from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan, found_again
from annotations.project.project import Project
from annotations.storage.files.folders import plain_name
from annotations.storage.predictions.prediction_file import PredictionFile
from annotations.wording import tr

__all__ = ["TakenPredictions", "may_show", "prediction_in", "predictions_of", "take_predictions"]


@dataclass(slots=True)
class TakenPredictions:
    """What was taken in."""

    name: str
    sentences: int = 0
    spans: int = 0
    new: int = 0
    """Articles of which this model had said nothing."""
    changed: int = 0
    """Articles of which it had said something else."""
    articles: set[str] = field(default_factory=set)


def take_predictions(
    project: Project, name: str, items: Iterable[Item], *, dry: bool = False
) -> TakenPredictions:
    """Take what `items` say as predictions of the model `name`.

    A sentence in them that has no label is one of which the model says that none fits.

    Args:
        project: The project.
        name: What the model is called; it becomes the name of a file.
        items: Over the texts of the project's articles.
        dry: Whether nothing is written.

    Raises:
        UsageError: The name cannot be a file's.
        StorageError: The file cannot be read or written.
    """
    taken = TakenPredictions(_model_called(project, name))
    sentences: defaultdict[str, dict[tuple[int, int], PredictedSentence]] = defaultdict(dict)
    spans: defaultdict[str, dict[tuple[int, int, str], PredictedSpan]] = defaultdict(dict)
    for item in items:
        taken.articles.add(item.article)
        for one in item.sentences:
            sentences[item.article][one.start, one.end] = _sentence(one, item)
        for span in item.spans or ():
            if span.by != "auto":  # what zhupi itself had found, in a file that zhupi wrote
                spans[item.article][span.start, span.end, span.what] = _span(span, item)
    if not any(one.labels or one.scores for said in sentences.values() for one in said.values()):
        sentences.clear()  # a model of names alone does not say that no sentence has a label
    found = [
        ArticlePrediction(
            article,
            tuple(sentences[article][place] for place in sorted(sentences[article])),
            tuple(spans[article][place] for place in sorted(spans[article])) if spans[article] else None,
        )
        for article in sorted(taken.articles)
    ]
    taken.sentences = sum(len(one.sentences) for one in found)
    taken.spans = sum(len(one.spans or ()) for one in found)
    if not dry:
        taken.new, taken.changed = PredictionFile.of(project.root, taken.name).put(found)
    return taken


def _model_called(project: Project, name: str) -> str:
    """Return what the file of a model is called: as one that is there, whose name differs in case alone.

    Raises:
        UsageError: No file can be called so.
    """
    from annotations.storage.predictions.prediction_file import prediction_files

    try:
        name = check_annotator(name)
    except BadName as error:
        raise UsageError(
            tr(
                "{name!r:.60} cannot be what a model is called: {problem}; choose another name",
                name=name,
                problem=error.problem,
            )
        ) from None
    there = (one.name for one in prediction_files(project.root))
    return next((one for one in there if plain_name(one) == plain_name(name)), name)


def may_show(project: Project, source: str) -> bool:
    """Tell whether the annotator of `project` is shown what models say of the article at `source`.

    A prediction that two people see makes them agree. So, unless the project says ``predictions = "always"``
    or ``"never"``, it is shown only of what one person reads: by the table of assignments, and where there is
    none, in a project without a lead in which nobody else has a layer. It never is of a test or of training.

    Raises:
        SettingsError: The table cannot be understood.
    """
    from annotations.assignment.balance import regular_readers
    from annotations.assignment.table import ORDINARY, PILOT
    from annotations.project.assignment import assignments_of

    if project.models.predictions == "never":
        return False
    row = assignments_of(project).rows.get(source)
    if row is not None and row.part_for(project.annotator) not in (ORDINARY, PILOT):
        return False
    if project.models.predictions == "always":
        return True
    if row is not None:
        return len(regular_readers(row)) == 1
    others = [one for one in project.roster.layers if not project.owns(one.owner)]
    return not project.lead and not others


def _sentence(one: ItemSentence, item: Item) -> PredictedSentence:
    labels = one.labels or tuple(label for label, score in one.scores.items() if score >= _LIKELY)
    return PredictedSentence(
        one.start, one.end, item.text[one.start : one.end], labels, dict(one.scores), one.quotes
    )


_LIKELY = 0.5
"""From which score on a label is predicted, where a file gives scores alone: what is likelier than not."""


def _span(one: ItemSpan, item: Item) -> PredictedSpan:
    return PredictedSpan(one.start, one.end, item.text[one.start : one.end], one.what, one.label, one.score)


def predictions_of(project: Project, article: str, text: str) -> dict[str, ArticlePrediction]:
    """Return what each model says of an article, by its name; models that say nothing are left out.

    Raises:
        StorageError: A file cannot be read.
    """
    from annotations.storage.predictions.prediction_file import prediction_files

    found = (
        (one.name, prediction_in(one, project, article, lambda: text))
        for one in prediction_files(project.root)
    )
    return {name: said for name, said in found if said is not None}


def prediction_in(
    file: PredictionFile, project: Project, article: str, text: Callable[[], str]
) -> ArticlePrediction | None:
    """Return what the model of `file` says of an article, or said of the text that it was before.

    Args:
        file: The model's.
        project: The project.
        article: The article's id.
        text: Gives its text.

    Raises:
        StorageError: A file cannot be read.
    """
    said = file.of_article(article)
    lineage = project.amendments.lineage(project.layer_path) if said is None else None
    if lineage is None:
        return said
    waiting, seen = [article], {article}
    while waiting:
        for source in lineage.sources(waiting.pop(0)):
            if source.article not in seen:
                seen.add(source.article)
                waiting.append(source.article)
                if (said := file.of_article(source.article)) is not None:
                    return found_again(said, article, text())
    return None
