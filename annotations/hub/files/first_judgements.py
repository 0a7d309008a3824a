"""What others said before they saw anybody: kept beside their layers as the hub's stamps tell it.

The hub says of every revision whether its annotator could read others in that article by then. Layers hold
the newest revisions alone; of an article in which somebody went on since, agreement needs what stood before.

Of who leads nothing is kept. The lead may read everything at any time, so that the stamp says nothing of what
the lead had seen; what is changed after a decision carries that itself, as it does without a hub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from annotations.errors import BadName
from annotations.exchange.merge import respelled
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import Revised
from annotations.hub.memory import Memory
from annotations.model.annotator import check_annotator, same_annotator
from annotations.plain_json import loads
from annotations.project.annotators import roster_of
from annotations.project.project import Project
from annotations.records.first_judgements import Stamped, first_said
from annotations.records.record import Record
from annotations.storage.first_judgements.first_files import FirstFiles
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.upgrades import upgraded

__all__ = ["FirstJudgements"]

_KINDS = ("sentence", "article", "span")
"""What agreement compares."""
_AT_ONCE = 100
"""Articles of which one call asks."""


class FirstJudgements:
    """Keeps what was said first in one project.

    Args:
        project: The project, opened for who works there.
        memory: Of whom something is kept.
    """

    def __init__(self, project: Project, memory: Memory) -> None:
        self._project = project
        self._memory = memory
        self._known: set[tuple[str, str]] = set()

    def missing(self) -> bool:
        """Tell whether the files of somebody of whom something was kept are gone."""
        root = self._project.root
        return any(not FirstFiles.of(root, owner).folder.exists() for owner in self._owners())

    def _owners(self) -> list[str]:
        match self._memory.recall("firsts"):
            case [*owners]:
                return [one for one in owners if isinstance(one, str)]
        return []

    def take(self, hub: Hub, rows: Sequence[Revised]) -> bool:
        """Take in what `rows`, revisions that came, say of what was made before others were seen.

        Of each article in which somebody went on after, the hub is asked once what there was before.

        Returns:
            Whether anything is news.

        Raises:
            HubError: The hub cannot be asked; it is found again when rows of these articles come once more.
            StorageError: A file cannot be written.
        """
        late = {(one.annotator, one.article) for one in rows if one.after_others and one.kind in _KINDS}
        late -= self._known
        if not late:
            return False
        leads = {same_annotator(one.annotator) for one in hub.members() if one.lead}
        wanted: dict[str, set[str]] = defaultdict(set)
        for annotator, article in late:
            owner = "" if same_annotator(annotator) in leads else self._owner_of(annotator)
            if owner and not FirstFiles.of(self._project.root, owner).has(article):
                wanted[annotator].add(article)
        news = False
        articles = sorted(set().union(*wanted.values()))
        for at in range(0, len(articles), _AT_ONCE):
            some = articles[at : at + _AT_ONCE]
            history: dict[tuple[str, str], list[Revised]] = defaultdict(list)
            for row in _history(hub, some):
                if row.kind in _KINDS:
                    history[row.annotator, row.article].append(row)
            for annotator, of_annotator in wanted.items():
                owner = self._owner_of(annotator)
                found = {
                    article: said
                    for article in of_annotator.intersection(some)
                    if (said := first_said(_stamped(history[annotator, article], owner))) is not None
                }
                news |= self._keep(owner, found)
        self._known |= late
        return news

    def _keep(self, owner: str, firsts: Mapping[str, Sequence[Record]]) -> bool:
        if not firsts:
            return False
        new = FirstFiles.of(self._project.root, owner).put(firsts)
        if owner not in self._owners():
            self._memory.keep("firsts", sorted({*self._owners(), owner}))
        return bool(new)

    def _owner_of(self, name: str) -> str:
        """Return by which name the records of `name` go here; empty if none can."""
        if self._project.owns(name):
            return self._project.annotator
        layer = roster_of(self._project.root).find(name)
        try:
            return check_annotator(name) if layer is None else layer.owner
        except BadName:
            return ""


def _history(hub: Hub, articles: Sequence[str]) -> Iterable[Revised]:
    """Yield all revisions that one may read in `articles`, one's own too."""
    cursor, more = "", True
    while more:
        page = hub.of_articles(articles, cursor, own=True)
        yield from page.revisions
        cursor, more = page.cursor, page.more


def _stamped(rows: Iterable[Revised], owner: str) -> Iterable[Stamped]:
    for row in rows:
        try:
            document = loads(row.content)
        except ValueError:
            continue
        if isinstance(document, dict) and follows_schema(document):
            record: Record = upgraded(document)
            yield Stamped(respelled(record, record["annotator"], owner), row.after_others)
