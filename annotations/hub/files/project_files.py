"""What travels beside the records of layers: the lead's files, frozen articles, and what was said first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotations.errors import ReadingError, SettingsError, StorageError
from annotations.hub.client.hub import Hub
from annotations.hub.client.rows import Revised
from annotations.hub.files.first_judgements import FirstJudgements
from annotations.hub.files.frozen_texts import FrozenTexts
from annotations.hub.files.incoming_files import take_files
from annotations.hub.files.known_versions import KnownVersions, OnStep, Taken
from annotations.hub.files.lead_paths import RULES, Sort, sort_of
from annotations.hub.files.local_files import LocalFile
from annotations.hub.files.outgoing_files import give_files
from annotations.hub.memory import Memory
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS, SETTINGS, ProjectSettings, read_settings
from annotations.wording import counted, tr

__all__ = ["ProjectFiles", "arrival_lines"]

_SECONDS = 300.0
"""How long the folder of texts is not gone through again; what rules the project is looked at every time."""


class ProjectFiles:
    """Takes and gives it for one project.

    Args:
        project: The project, opened for who works there.
        memory: What is remembered of the hub; it may be lost at any time.
    """

    def __init__(self, project: Project, memory: Memory) -> None:
        self._root: Path = project.root
        self._annotator = project.annotator
        self._memory = memory
        self._files = KnownVersions(project.root, memory)
        self._frozen = FrozenTexts(project.root, memory)
        self._firsts = FirstJudgements(project, memory)
        self._looked = float("-inf")

    def take(self, hub: Hub, on_step: OnStep = lambda done, of: None) -> Taken:
        """Take in what is new of the lead's files, and of frozen articles.

        What cannot be kept here is told, and keeps no mark from being sent.

        Raises:
            HubError: The hub cannot be asked; what was taken before is there.
        """
        found = Taken()
        try:
            found = take_files(hub, self._files, on_step)
            found.lines += self._frozen.take(hub, on_step).lines
        except StorageError as error:
            found.lines.append(str(error))
        return found

    def give(self, hub: Hub, on_step: OnStep = lambda done, of: None) -> Taken:
        """Store at the hub, as the lead, what is new here of what rules the project, and of its texts.

        Call it after :meth:`take`. Frozen articles are given with what is said of them, and here once those
        that were collected before there was a hub.

        A file that cannot be understood is told, and keeps nothing else from being sent.

        Raises:
            HubError: The hub cannot be asked; what was given before is there.
        """
        if not hub.me.lead:
            return Taken()
        try:
            return self._give(hub, on_step)
        except (SettingsError, ReadingError, StorageError) as error:
            return Taken(lines=[str(error)])

    def _give(self, hub: Hub, on_step: OnStep) -> Taken:
        settings = read_settings(self._root)
        texts = time.monotonic() - self._looked > _SECONDS
        predictions = "lead" if settings.models.predictions == "never" else "all"
        found = give_files(hub, self._files, texts=texts, predictions=predictions, on_step=on_step)
        if texts:
            self._looked = time.monotonic()
            found.lines += self._frozen.give(hub, None, on_step).lines
        ruled = LocalFile(self._root, SETTINGS).read()  # where nothing is said, what the hub has holds
        if ruled and self._files.is_one(SETTINGS) and (texts or SETTINGS in found.changed):
            self._say(hub, settings)
        return found

    def before_sending(self, hub: Hub, articles: Iterable[str]) -> Taken:
        """Store at the hub the articles that marks are about, before these are sent.

        One that cannot be read is told: its marks travel without it, and say what they are about.

        Raises:
            HubError: The hub cannot be asked.
        """
        try:
            return self._frozen.give(hub, articles)
        except StorageError as error:
            return Taken(lines=[str(error)])

    def missing(self) -> bool:
        """Tell whether what somebody said first was kept here and is gone, so that all is to come anew."""
        return self._firsts.missing()

    def after_receiving(self, hub: Hub, rows: Sequence[Revised]) -> bool:
        """Keep what was said before others were seen of records that `rows` changed; tell whether it is news.

        Raises:
            HubError: The hub cannot be asked.
            StorageError: It cannot be kept; the same rows are to come once more, or agreement would take for
                what was said first what was said later.
        """
        return self._firsts.take(hub, rows)

    def _say(self, hub: Hub, settings: ProjectSettings) -> None:
        """Tell the hub when annotators may read others, and which articles train."""
        from annotations.project.training import training_ids

        trains = sorted(training_ids(Project.at(self._root, annotator=self._annotator)))
        said = [hub.settings.epoch, settings.others, trains]
        if hub.settings.others != settings.others or self._memory.recall("said") != said:
            hub.put_settings(settings.others, trains)
            self._memory.keep("said", said)


def arrival_lines(paths: Iterable[str]) -> list[str]:
    """Say which of the lead's files came while the program runs, and what to do, a line each."""
    paths = list(paths)
    lines = []
    if SETTINGS in paths:
        lines.append(
            tr("the lead changed the settings of the project: leave and open it again to go on under them")
        )
    elif ASSIGNMENTS in paths:
        lines.append(tr("the lead changed who reads what: leave and open it again to go on in your queue"))
    elif rules := [one for one in paths if one in RULES]:
        lines.append(tr("new from the lead: {names}", names=", ".join(rules)))
    if texts := sum(sort_of(one) is Sort.TEXT for one in paths):
        lines.append(tr("{texts} came from the lead: L shows all", texts=counted(texts, "text")))
    return lines
