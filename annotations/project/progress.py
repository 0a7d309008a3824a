"""How far a project is: who has which articles, and how far everybody is with them.

It tells how much is done, and nothing of what was said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annotations.adjudication.visibility import may_see
from annotations.errors import StorageError
from annotations.model.annotator import same_annotator
from annotations.progress.people import NOTHING, Person, Share, open_overlap
from annotations.project.changed import Texts
from annotations.project.counted_layers import CountedLayers, OnProgress, counted_layers
from annotations.project.project import Project
from annotations.records.returns import open_returns
from annotations.storage.layer.roster import OwnedLayer
from annotations.storage.readers.peek import peek_kind

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
        ProjectError, StorageError: The folder of annotations cannot be read.
    """
    everybody = sees_everybody(project)
    found = counted_layers(project, cache=cache, everybody=everybody, on_progress=on_progress)
    waiting, failed = _given_back(project, found.layers, cache / "layers")
    people = _people(project, found, waiting)
    return ProjectProgress(
        found.articles,
        sorted(people, key=lambda one: one.name),
        everybody,
        "" if everybody else project.why_no_review,
        (*project.notices, *found.lines, *failed),
        not found.unread and not found.missing and not failed,
    )


def _people(project: Project, found: CountedLayers, waiting: Waiting) -> list[Person]:
    """Return everybody whose layer was counted, and who has articles and no layer yet."""
    names = _Names(project, found.texts)
    known = {
        same_annotator(one.owner): {
            names.of(article): counts for article, counts in found.counts[one.path].by_article.items()
        }
        for one in found.layers
    }
    people = []
    for one in found.layers:
        counts, key = found.counts[one.path], same_annotator(one.owner)
        if not counts.by_article and project.leads(one.owner) and project.lead:
            continue  # who leads may do nothing but settle
        back = Counter({names.of(article): count for article, count in waiting[one.owner].items()})
        shares = [
            Share(source, known[key].get(source, NOTHING), back[source])
            for source in dict.fromkeys([*names.places, *known[key]])
        ]
        people.append(Person(one.name, shares, counts.pace))
    return people


class _Names:
    """What articles are called: how the project names the file that each is in.

    Of a text that lies in several places it is the first, and of one that has no file any more where it was.
    """

    def __init__(self, project: Project, texts: Texts) -> None:
        self._project = project
        self._texts = texts
        self._known: dict[str, str] = {}
        further = {place for same in texts.by_article.values() for place in same[1:]}
        self.places = [project.source_of(place) for place in texts.places if place not in further]
        """All that lie in the project, each once."""

    def of(self, article: str) -> str:
        """Return what the article with this id is called."""
        if article not in self._known:
            places = self._texts.places_of(article)
            frozen = self._project.amendments.catalogue.get(article)
            gone = frozen.source if frozen is not None else article
            self._known[article] = self._project.source_of(places[0]) if places else gone
        return self._known[article]


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
        return waiting, [f"{error}; so it is not known what was given back"]
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
