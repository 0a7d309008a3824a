"""What others said before they saw anybody: kept beside their layers as the hub's stamps tell it.

The hub says of every revision whether its annotator could read others in that article by then. Layers hold
the newest revisions alone; of a record that was changed since, agreement needs what it said before.

Of who leads nothing is kept. The lead may read everything at any time, so that the stamp says nothing of what
the lead had seen; what is changed after a decision carries that itself, as it does without a hub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from annotations.errors import BadName
from annotations.exchange.merge import respelled
from annotations.hub.file_notes import Notes
from annotations.hub.rows import Revised
from annotations.hub.server import Hub
from annotations.model.annotator import check_annotator, same_annotator
from annotations.plain_json import loads
from annotations.project.annotators import roster_of
from annotations.project.project import Project
from annotations.records.firsts import Stamped, first_said
from annotations.records.record import Record
from annotations.storage.firsts.first_file import FirstFile
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.upgrades import upgraded

__all__ = ["Firsts"]

_KINDS = ("sentence", "article", "span")
"""What agreement compares."""
_AT_ONCE = 100


class Firsts:
    """Keeps what was said first in one project.

    Args:
        project: The project, opened for who works there.
        notes: Of whom something is kept.
    """

    def __init__(self, project: Project, notes: Notes) -> None:
        self._project = project
        self._notes = notes
        self._known: dict[str, set[str]] = {}

    def missing(self) -> bool:
        """Tell whether the file of somebody of whom something was kept is gone."""
        root = self._project.root
        return any(not FirstFile.of(root, owner).path.exists() for owner in self._owners())

    def _owners(self) -> list[str]:
        match self._notes.note("firsts"):
            case [*owners]:
                return [one for one in owners if isinstance(one, str)]
        return []

    def take(self, hub: Hub, rows: Sequence[Revised]) -> bool:
        """Take in what `rows`, revisions that came, say of what was made before others were seen.

        Of what was made after, the hub is asked what there was before. What is taken twice is no news.

        Returns:
            Whether anything is news.

        Raises:
            HubError: The hub cannot be asked; it is found again when rows of these records come once more.
            StorageError: A file cannot be read or written.
        """
        late = [row for row in rows if row.after_others and row.kind in _KINDS]
        if not late:
            return False
        leads = {same_annotator(one.annotator) for one in hub.members() if one.lead}
        wanted: dict[str, set[str]] = defaultdict(set)
        for row in late:
            if same_annotator(row.annotator) in leads:
                continue
            owner = self._owner_of(row.annotator)
            if owner and _uid(row, owner) not in self._known_of(owner):
                wanted[row.annotator].add(row.article)
        news = False
        articles = sorted(set().union(*wanted.values()))
        for at in range(0, len(articles), _AT_ONCE):
            history = list(_history(hub, articles[at : at + _AT_ONCE]))
            for annotator in wanted:
                owner = self._owner_of(annotator)
                said = [row for row in history if row.annotator == annotator and row.kind in _KINDS]
                firsts = first_said(_stamped(said, owner))
                if not firsts:
                    continue
                news |= FirstFile.of(self._project.root, owner).put(firsts)
                self._known_of(owner).update(one.uid for one in firsts)
                self._notes.keep("firsts", sorted({*self._owners(), owner}))
        return news

    def _known_of(self, owner: str) -> set[str]:
        if owner not in self._known:
            self._known[owner] = {*FirstFile.of(self._project.root, owner).read()}
        return self._known[owner]

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


def _uid(row: Revised, owner: str) -> str:
    """Return the uid that the record of `row` has here."""
    own = f":{row.annotator}"
    return f"{row.uid.removesuffix(own)}:{owner}" if row.uid.endswith(own) else row.uid
