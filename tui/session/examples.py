"""The examples in a project's rulings, which follow the decisions that they are of."""

from __future__ import annotations

from annotations.errors import ZhupiError
from annotations.project.project import Project
from annotations.records.kinds import Decision
from tui.session.messages import Noticed

__all__ = ["Examples"]


class Examples:
    """What was decided otherwise since examples were last brought up to date."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._changed: dict[tuple[str, int], tuple[Decision, Decision | None]] = {}

    def changed(self, before: Decision, after: Decision | None) -> None:
        """Take note that a sentence is decided otherwise, or no longer; it is not on disk yet."""
        place = before["article"], before["start"]
        self._changed[place] = self._changed.get(place, (before, None))[0], after

    def take(self) -> list[tuple[Decision, Decision | None]]:
        """Return what changed, each as it was and as it is, and forget it."""
        changed, self._changed = list(self._changed.values()), {}
        return changed

    def follow(self, changed: list[tuple[Decision, Decision | None]]) -> Noticed | None:
        """Bring the rulings up to date, on a thread that may wait; return what to tell, if anything."""
        from annotations.guidelines import RULINGS
        from annotations.project.rulings import follow_ruling

        path = self._project.root / RULINGS
        lines: list[str] = []
        try:
            for before, after in changed:
                lines += follow_ruling(path, before, after)
        except ZhupiError as error:
            lines.append(str(error))
        return Noticed(lines) if lines else None
