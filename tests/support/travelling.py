"""Two folders and a hub between them: what travels beside the records, as the steps of a round carry it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from postgres import HubOfTests, Postgres, new_hub

from annotations.hub.files.known_versions import Taken
from annotations.hub.files.project_files import ProjectFiles
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.record import Record

__all__ = ["Machine", "Sent", "empty_hub", "one_hub", "written"]


class _Memory:
    """What a machine remembers, through JSON as it is kept."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def recall(self, name: str) -> object:
        return json.loads(self._kept.get(name, "null"))

    def keep(self, name: str, value: object) -> None:
        self._kept[name] = json.dumps(value)


_TABLES = ("revision", "opened", "carried", "training", "frozen", "file")


@pytest.fixture(scope="module")
def one_hub(postgres: Postgres) -> HubOfTests:
    """Return a hub that the tests of a module share."""
    return new_hub(postgres)


@pytest.fixture
def empty_hub(one_hub: HubOfTests) -> HubOfTests:
    """Return a hub in which nothing is but its team; the tests of a module have one after the other."""
    one_hub.server.run(
        *(f"ALTER TABLE zhupi.{name} DISABLE TRIGGER USER" for name in _TABLES),
        f"TRUNCATE {', '.join(f'zhupi.{name}' for name in _TABLES)}",
        *(f"ALTER TABLE zhupi.{name} ENABLE TRIGGER USER" for name in _TABLES),
        "UPDATE zhupi.hub SET epoch = gen_random_uuid(), others = 'done'",
        database=one_hub.database,
    )
    return one_hub


class Sent(NamedTuple):
    """A revision as it is sent."""

    digest: str
    content: str

    @classmethod
    def of(cls, record: Record) -> Sent:
        content = json.dumps(record, ensure_ascii=False)
        return cls(sha256(content.encode()).hexdigest()[:32], content)


class Machine:
    """Somebody's folder, which is joined to a hub."""

    def __init__(self, hub: HubOfTests, root: Path, name: str) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.name = name
        self._hub = hub
        self.forget()

    def forget(self) -> None:
        """Lose what is remembered."""
        self._memory = _Memory()
        self.start()

    def start(self) -> None:
        """Begin as a program does that starts."""
        self.project = Project.at(self.root, annotator=self.name)
        self.project_files = ProjectFiles(self.project, self._memory)

    def exchange(self) -> Taken:
        """Take what is new beside the records, and give what is new here; return what came, and all lines."""
        with self._hub.of(self.name) as hub:
            found = self.project_files.take(hub)
            found.lines += self.project_files.give(hub).lines
        return found

    def send(self, *records: Record) -> list[str]:
        """Send records of one's own with the articles that they are about; return what is told of these."""
        with self._hub.of(self.name) as hub:
            lines = self.project_files.before_sending(hub, [one["article"] for one in records]).lines
            outcomes = hub.send([Sent.of(one) for one in records])
            assert [one.why for one in outcomes if not one.stored] == []
            return lines

    def receive(self) -> list[Record]:
        """Return the records of all that one may read, and keep what was said first."""
        with self._hub.of(self.name) as hub:
            page = hub.received(limit=5000)
            assert not page.more
            self.project_files.after_receiving(hub, page.revisions)
            return [json.loads(one.content) for one in page.revisions]

    def article(self, name: str) -> Article:
        """Return the article at a place in the folder."""
        project = Project.open([self.root / name], annotator=self.name, root=self.root)
        return project.article(project.places[0])

    def files(self) -> dict[str, str]:
        """Return by its path what every file says that is not among the annotations' layers."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.root)): path.read_text(encoding="utf-8") for path in found}


def written(root: Path, files: Mapping[str, str]) -> Path:
    """Write files with what they say; return the folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
