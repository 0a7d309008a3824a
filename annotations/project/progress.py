"""How far a project is: who has which articles, and how far everybody is with them.

It tells how much is done, and nothing of what was said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.adjudication.visibility import may_see
from annotations.assignment.table import TEST, TRAIN, Assignments, Row
from annotations.errors import ProjectError, SettingsError, StorageError
from annotations.model.annotator import same_annotator
from annotations.progress.articles import ArticleCounts
from annotations.progress.pace import Pace
from annotations.progress.people import NOTHING, AsExpected, Person, Share, open_overlap
from annotations.project.assignment import assignments_of
from annotations.project.changed import Texts
from annotations.project.counted_layers import CountedLayers, OnProgress, counted_layers
from annotations.project.open_questions import OpenQuestions
from annotations.project.project import Project
from annotations.records.returns import open_returns
from annotations.storage.layer.roster import OwnedLayer
from annotations.storage.readers.peek import peek_kind
from annotations.wording import tr

if TYPE_CHECKING:  # most projects have no training
    from annotations.agreement.answers import Score
    from annotations.project.training import Trained

__all__ = ["ProjectProgress", "progress_of", "sees_everybody"]

Waiting = Mapping[str, Counter[str]]
"""How much of each article waits for an answer, by who is to give it and the article's id."""


@dataclass(frozen=True)
class ProjectProgress:
    """How far a project is."""

    articles: int
    """How many lie in the project's folder."""
    people: Sequence[Person]
    """Everybody who may be shown, in order of name."""
    everybody: bool
    """Whether these are all, and not the annotator alone who asked."""
    why_alone: str
    """Why not, in words; empty where they are all."""
    lines: Sequence[str]
    """What could not be read, and what is worth knowing, a line each."""
    complete: bool
    """Whether everything could be read."""

    @property
    def open_overlap(self) -> int:
        """How many articles several are to read and only some have done."""
        return open_overlap(self.people)


def sees_everybody(project: Project) -> bool:
    """Tell whether the annotator of `project` may see how far others are."""
    return may_see(project.others, is_lead=project.may_review, review=True, done=False)


def progress_of(
    project: Project, *, cache: Path, on_progress: OnProgress = lambda done, of: None
) -> ProjectProgress:
    """Find out how far `project` is: everybody in it, or for who may not see others the annotator alone.

    Args:
        project: The project, opened for who asks.
        cache: A folder of the user's for what makes the next time quick; it may be missing.
        on_progress: Called as layers are counted.

    Raises:
        UsageError: There is nothing to count.
        SettingsError: The table that says who reads what cannot be understood.
        ProjectError, StorageError: The folder of annotations cannot be read.
    """
    everybody = sees_everybody(project)
    table = assignments_of(project)
    found = counted_layers(project, cache=cache, everybody=everybody, on_progress=on_progress)
    waiting, failed = _given_back(project, found.layers, cache / "layers")
    questions = OpenQuestions(project, found.layers, cache / "layers")
    trained, untold = _trained(project, table, cache / "layers")
    failed += untold
    people = [
        one
        for one in _People(project, found, waiting, table, trained, questions).all()
        if everybody or same_annotator(one.name) == same_annotator(project.called)
    ]
    return ProjectProgress(
        found.articles,
        sorted(people, key=lambda one: one.name),
        everybody,
        "" if everybody else project.why_no_review,
        (*project.notices, *found.lines, *failed),
        not found.unread and not found.missing and not failed,
    )


class _People:
    """Everybody whose layer was counted, and who has articles and no layer yet."""

    def __init__(
        self,
        project: Project,
        found: CountedLayers,
        waiting: Waiting,
        table: Assignments,
        trained: Mapping[str, Trained],
        questions: OpenQuestions,
    ) -> None:
        self._project = project
        self._key = lru_cache(4096)(same_annotator)  # the same few are asked for at each article
        self._called = lru_cache(4096)(project.name_of)
        self._names = names = _Names(project, found.texts)
        self._waiting = waiting
        self._trained = {self._key(owner): one for owner, one in trained.items()}
        self._rows = {names.of_row(row): row for row in table.rows.values()}
        self._known: dict[str, Mapping[str, ArticleCounts]] = {}
        self._paces: dict[str, Pace] = {}
        self._owners = {self._key(one): one for one in table.annotators}
        for one in found.layers:
            key, counts = self._key(one.owner), found.counts[one.path]
            self._owners[key] = one.owner
            self._paces[key] = counts.pace
            # Of two texts of one file the one that is further counts.
            now = questions.now(one, counts.by_article)
            further = sorted(now.items(), key=lambda one: (one[1].done, one[1].sentences))
            self._known[key] = {names.of(article): each for article, each in further}
        self._queues: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for source, row in self._rows.items():
            for reader in row.readers:
                self._queues[self._key(reader)][source] = row

    def all(self) -> Iterator[Person]:
        """Yield each; a lead who does nothing but settle is none of them."""
        for key, owner in self._owners.items():
            settles = bool(self._project.lead) and self._project.leads(owner)
            if settles and not self._known.get(key) and not self._queues[key]:
                continue
            shares = list(self._shares(key, owner))
            name, pace = self._called(owner), self._paces.get(key, Pace())
            if (trained := self._trained.get(key)) is None:
                yield Person(name, shares, pace)
            else:
                yield Person(name, shares, pace, *map(_as_expected, (trained.training, trained.tests)))

    def _shares(self, key: str, owner: str) -> Iterator[Share]:
        known, queue = self._known.get(key, {}), self._queues[key]
        back = Counter[str]()
        for article, count in self._waiting[owner].items():
            back[self._names.of(article)] += count
        everything = not self._rows  # where nobody has said who reads what, everybody reads all
        for source in dict.fromkeys([*(self._names.places if everything else queue), *known]):
            row = queue.get(source)
            others = [one for one in row.readers if self._key(one) != key] if row is not None else ()
            part = row.part_for(owner) if row is not None else ""
            yield Share(
                source,
                known.get(source, NOTHING),
                back[source],
                tuple(map(self._called, others)),
                tuple(self._called(one) for one in others if self._has_done(one, source)),
                "" if part == TEST and not self._project.may_review else part,
                everything or row is not None,
            )

    def _has_done(self, owner: str, source: str) -> bool:
        return self._known.get(self._key(owner), {}).get(source, NOTHING).done


def _as_expected(score: Score) -> AsExpected:
    return AsExpected(score.exact, score.answered)


def _trained(project: Project, table: Assignments, cache: Path) -> tuple[Mapping[str, Trained], list[str]]:
    """Return how everybody did on articles with known answers, and why it is not known, a line each.

    It is for the lead alone to know, and where there are no such articles nothing is read for it.
    """
    some = bool(project.training.articles) or any(
        row.tests or row.part == TRAIN for row in table.rows.values()
    )
    if not (some and project.may_review):
        return {}, []
    from annotations.project.assignment import Desk
    from annotations.project.training import scores

    try:
        opened = Project.open([project.root], annotator=project.annotator, root=project.root)
        return scores(Desk.of(opened), cache), []
    except (ProjectError, StorageError, SettingsError) as error:
        return {}, [str(error)]


class _Names:
    """What articles are called: how the project names the file that each is in.

    Of a text that lies in several places it is the first, and of one that has no file any more where it was.
    """

    def __init__(self, project: Project, texts: Texts) -> None:
        self._project = project
        self._sources: dict[str, str] = {}
        """By id of a text, or that of the text for it."""
        self._first: dict[str, str] = {}
        """By the name of each place the first with that text."""
        for standing, held in texts.articles_held():
            named = sorted(project.source_of(place) for place, _ in held)
            self._first.update(dict.fromkeys(named, named[0]))
            ids = [one.article for _, one in held] if standing is None else [standing]
            self._sources.update(dict.fromkeys(ids, named[0]))

    @property
    def places(self) -> Iterable[str]:
        """What all are called that lie in the project, each once."""
        return dict.fromkeys(self._first.values())

    def of(self, article: str) -> str:
        """Return what the article with this id is called."""
        if article not in self._sources:
            frozen = self._project.amendments.catalogue.get(article)
            where = frozen.source if frozen is not None else article
            self._sources[article] = self._first.get(where, where)
        return self._sources[article]

    def of_row(self, row: Row) -> str:
        """Return what the article of `row` is called by now: its file may have got another name."""
        here = self._sources.get(row.article)
        return here or self._first.get(row.source, row.source)


def _given_back(project: Project, layers: Sequence[OwnedLayer], cache: Path) -> tuple[Waiting, list[str]]:
    """Return what waits for an answer, by owner and article, and what could not be read, a line each."""
    waiting: defaultdict[str, Counter[str]] = defaultdict(Counter)
    path = project.layer_path if project.is_lead else project.lead_path
    if path is None or peek_kind(path, "return") == []:
        return waiting, []
    try:
        with closing(project.amendments.open(path, project.lead or project.annotator)) as lead:
            made = [one for one in lead.newest() if one["kind"] == "return" and not one["deleted"]]
    except StorageError as error:
        return waiting, [tr("{why}; so it is not known what was given back", why=error)]
    failed: list[str] = []
    for one in layers:
        mine = [back for back in made if same_annotator(back["to"]) == same_annotator(one.owner)]
        if not mine:
            continue
        try:
            with closing(project.amendments.by_article(one.path, one.owner, cache=cache)) as layer:
                layer.refresh()
                articles = dict.fromkeys(back["article"] for back in mine)
                answers = [record for article in articles for record in layer.newest_of(article)]
        except StorageError as error:
            failed.append(str(error))
            continue
        for back in open_returns(mine, answers, one.owner):
            if not back.answered:
                waiting[one.owner][back.record["article"]] += 1
    return waiting, failed
