"""Articles with known answers: which they are, what the answers are, and how annotators did on them.

Training articles are named in the settings of the project; everybody reads them and is told what was
expected. Tests are settled articles that stand hidden in the queue of somebody who has not read them. The
answers are what the lead decided, whatever has contradicted it since, or stand in a file that the settings
name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from annotations.adjudication.sentences import Decisions
from annotations.agreement.answers import Answer, Miss, Score, answers_of, score, total
from annotations.assignment.table import ORDINARY, TEST, TRAIN
from annotations.errors import ProjectError, SettingsError, ZhupiError
from annotations.exchange.jsonl_reader import read_lines
from annotations.guidelines.guidelines import GENERAL, Guidelines
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.project.annotators import demanded_roster
from annotations.project.assignment import Desk
from annotations.project.lead import Lead
from annotations.project.project import Project
from annotations.project.queue import trains_with
from annotations.records.lead_kinds import Decision
from annotations.records.record import Record
from annotations.wording import counted, tr

__all__ = ["Answers", "Lesson", "Reason", "Trained", "lessons", "scores", "settled_articles", "training_ids"]


def training_ids(project: Project) -> frozenset[str]:
    """Return the ids of the training articles, of their earlier texts too, as far as they can be read."""
    if not project.training.articles:
        return frozenset()
    try:
        places = Project.open([project.root], annotator=project.annotator, root=project.root).places
    except ProjectError:  # there may be annotations alone
        places = ()
    found: set[str] = set()
    for place in places:
        if trains_with(project, project.source_of(place)):
            try:
                found.add(project.article(place).id)
            except ZhupiError:
                continue
    amendments = project.amendments
    if amendments.texts():
        texts = amendments.catalogue.texts
        found.update(one for one in texts if trains_with(project, texts[one].source))
    return frozenset(found)


class Answers:
    """The known answers of a project.

    Args:
        project: The project.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, article: Article, lead: Iterable[Record]) -> list[Answer]:
        """Return what is known of `article`; of the `lead`'s records of it, where no file has the answers.

        Raises:
            SettingsError: The file of the answers cannot be read or understood.
        """
        if self._project.training.answers:
            return self._filed.get(article.id, [])
        decisions: list[Decision] = [one for one in lead if one["kind"] == "decision"]
        return answers_of(decisions, article.text)

    @cached_property
    def _filed(self) -> Mapping[str, list[Answer]]:
        path = self._project.root / self._project.training.answers
        found: dict[str, list[Answer]] = {}
        try:
            with path.open("rb") as lines:
                for line in read_lines(lines, str(path)):
                    marks = {(one.start, one.end): one for one in line.marks if one.status != "open"}
                    known = found.setdefault(line.article, [])
                    for start, end in sorted({*marks, *line.judged}):
                        mark = marks.get((start, end))
                        labels = frozenset(mark.labels) if mark else frozenset()
                        known.append(Answer(start, end, labels, mark.note if mark else ""))
        except OSError as error:
            raise SettingsError(
                tr("{path}: {why}; training names it for its answers", path=path, why=error.strerror)
            ) from None
        except ZhupiError as error:
            raise SettingsError(str(error)) from None
        return found


class Reason(NamedTuple):
    """What the guidelines say of a label."""

    label: str
    """Or ``none``, or ``general``: the order in which labels are decided."""
    title: str
    definition: Sequence[str]
    order: Sequence[str]
    """The questions to ask, one after the other."""


class Lesson(NamedTuple):
    """What was expected of a sentence, and why."""

    miss: Miss
    text: str
    comment: str
    """What the lead says of this sentence; empty where nothing."""
    reasons: Sequence[Reason]
    """Of each label that was missed or given wrongly, and last the order of deciding."""


def lessons(article: Article, found: Score, guidelines: Guidelines) -> list[Lesson]:
    """Return what an annotator is to learn from a training article, sentence by sentence.

    Args:
        article: The article, within the bounds that hold.
        found: How the annotator did on it.
        guidelines: Those of the project.
    """
    ruled = {
        " ".join(one.text.split()): one.reason for section in guidelines.sections for one in section.rulings
    }
    made = []
    for miss in found.misses:
        sentence = article.sentences[miss.sentence]
        text = article.text[sentence.start : sentence.end]
        comment = miss.comment or ruled.get(" ".join(text.split()), "")
        made.append(Lesson(miss, text, comment, tuple(_reasons(miss, guidelines))))
    return made


def _reasons(miss: Miss, guidelines: Guidelines) -> Iterator[Reason]:
    for key in miss.concerned:
        if (section := guidelines.section(key)) is not None:
            yield Reason(key, section.title, section.definition, section.order)
    general = guidelines.section(GENERAL)
    if general is not None and general.order:
        yield Reason(GENERAL, general.title, (), general.order)


class Trained(NamedTuple):
    """How an annotator did where answers are known."""

    training: Score
    tests: Score
    by_article: Mapping[str, Score]
    """By the id of the article, where anything was judged."""


def scores(desk: Desk, cache: Path) -> dict[str, Trained]:
    """Return how everybody did on training articles and tests; for the lead alone.

    Training articles are read by all, whether or not articles were given out.

    Args:
        desk: What the lead knows of articles and layers.
        cache: Where to keep what makes the next time quick, as LayerByArticle does.

    Raises:
        ProjectError, StorageError: A layer, or the folder of all, cannot be read.
        SettingsError: The file of the answers cannot be understood.
    """
    project, answers = desk.project, Answers(desk.project)
    labels = [label.name for label in project.scheme.labels]
    readers, training = set(desk.before.annotators), desk.training
    trained: dict[str, Trained] = {}
    with closing(project.amendments.by_article(*_lead_layer(project), cache=cache)) as leading:
        leading.refresh()
        lead = Lead(leading.of_article)
        for one in demanded_roster(project.root).layers:
            if project.leads(one.owner) and one.owner not in readers:
                continue
            with closing(project.amendments.by_article(one.path, one.owner, cache=cache)) as layer:
                layer.refresh()
                found: dict[str, list[Score]] = {TRAIN: [], TEST: []}
                each: dict[str, Score] = {}
                for identity in layer.articles():
                    part = _part(desk, training, identity, one.owner)
                    if part not in found or (frozen := project.frozen.load(identity)) is None:
                        continue
                    known = answers.of(frozen, lead.of_article(identity))
                    said = layer.of_article(identity)
                    marks = Marks(lead.bounded(frozen), said, labels=project.scheme.names)
                    here = score(marks, known, labels)
                    found[part].append(here)
                    if here.answered or here.open:
                        each[identity] = here
                trained[one.owner] = Trained(total(found[TRAIN]), total(found[TEST]), each)
    return trained


def _part(desk: Desk, training: Collection[str], article: str, owner: str) -> str:
    """Return what an article is to somebody; one of `training` trains also who was not given it."""
    source = desk.source_of(article)
    row = desk.before.rows.get(source) if source is not None else None
    part = row.part_for(owner) if row is not None else ORDINARY
    return TRAIN if source in training and part != TEST else part


def settled_articles(project: Project, on_step: Callable[[str], None] = lambda words: None) -> list[str]:
    """Return the ids of the articles of which the lead has decided every sentence; for the lead alone.

    Raises:
        StorageError: The lead's layer cannot be read, or a frozen article is damaged.
    """
    found = []
    with closing(project.amendments.by_article(*_lead_layer(project))) as layer:
        layer.refresh()
        articles = sorted(layer.articles())
        for number, identity in enumerate(articles, 1):
            on_step(f"{number:,} / {counted(len(articles), 'article')}")
            records = layer.of_article(identity)
            if not any(one["kind"] == "decision" for one in records):
                continue
            if (frozen := project.frozen.load(identity)) is None:
                continue
            article = Lead(layer.of_article).bounded(frozen)
            decided = [one for one in records if one["kind"] in ("decision", "bounds")]
            units = Decisions(article, {project.lead or project.annotator: decided}, project.scheme).units
            if units and all(unit.decision is not None for unit in units):
                found.append(identity)
    return found


def _lead_layer(project: Project) -> tuple[Path, str]:
    owned = project.own_layer
    return owned.path, owned.owner
