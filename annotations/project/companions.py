"""What travels beside hand-ins: the project's settings and who reads what, which a hand-in does not carry.

A hand-in says by digests which of both its annotator had, so that whoever collects it can name what to send.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from annotations.assignment.table import Assignments
from annotations.digest import digest_of
from annotations.errors import SettingsError
from annotations.exchange.hand_in import HandIn
from annotations.model.annotator import same_annotator
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS, SETTINGS
from annotations.toml_file import read_toml
from annotations.wording import tr

__all__ = ["companions", "companions_of", "unlike"]


def companions(project: Project) -> list[str]:
    """Return the names of the files of `project` that a hand-in does not carry and others need."""
    return [name for name in (ASSIGNMENTS, SETTINGS) if (project.root / name).is_file()]


def companions_of(project: Project) -> dict[str, object]:
    """Return digests of what `project` sets, and of what each annotator reads, as a hand-in carries them.

    What is written in the settings beside what they set makes no difference, nor what others read. A file
    that cannot be understood is left out: nothing can be said of it.
    """
    found: dict[str, object] = {}
    path = project.root / SETTINGS
    try:
        table = {**read_toml(path)} if path.is_file() else {}
        table.pop("hub", None)  # each machine has its own way there
        found["settings"] = _digest(table) if table else ""
    except SettingsError:
        pass
    try:
        read = Assignments.read(project.root / ASSIGNMENTS)
        found["assignments"] = {
            name: _digest([[row.source, row.part] for row in read.of_annotator(name)])
            for name in read.annotators
        }
    except SettingsError:
        pass
    return found


def unlike(project: Project, sender: Project, hand_ins: Iterable[HandIn]) -> list[str]:
    """Return a line for each of both files that is another one here than it was at the hand-in.

    Only what the lead has counts: who leads sends it, and who gets the lead's hand-in asks for it.

    Args:
        project: The project as who collects sees it.
        sender: The same for the annotator whose hand-ins came.
        hand_ins: What came.
    """
    if project.leads(sender.annotator) == project.is_lead:
        return []
    here, there = companions_of(project), [one.beside for one in hand_ins if one.beside]
    reader = sender if project.is_lead else project
    lines: list[str] = []
    for name, of in ((SETTINGS, _settings), (ASSIGNMENTS, _assignments)):
        mine = of(here, reader)
        theirs = {of(one, reader) for one in there} - {None}
        if mine is None or not theirs or mine in theirs:
            continue
        if project.is_lead and (project.root / name).is_file():
            lines.append(
                tr(
                    "{file} here is not the one that {annotator} had at the hand-in; send it to {annotator}",
                    file=name,
                    annotator=sender.called,
                )
            )
        elif not project.is_lead and any(theirs):
            lines.append(
                tr(
                    "{file} here is not the one that {lead} had at the hand-in; ask {lead} for it",
                    file=name,
                    lead=project.lead_called,
                )
            )
    return lines


def _settings(beside: Mapping[str, object], reader: Project) -> str | None:
    """Return the digest of the settings; empty where there were none, None where nothing is said."""
    said = beside.get("settings")
    return said if isinstance(said, str) else None


def _assignments(beside: Mapping[str, object], reader: Project) -> str | None:
    """Return the digest of what `reader` reads; empty for nothing, None where nothing is said."""
    said = beside.get("assignments")
    if not isinstance(said, dict):
        return None
    for name, digest in said.items():
        if same_annotator(reader.roster.owner_of(str(name))) == same_annotator(reader.annotator):
            return str(digest)
    return ""


def _digest(said: object) -> str:
    return digest_of(json.dumps(said, sort_keys=True, ensure_ascii=True).encode())
