"""The examples in a project's rulings, which follow the decisions that they are of."""

from __future__ import annotations

from annotations.errors import ZhupiError
from annotations.guidelines import RULINGS
from annotations.project.project import Project
from annotations.records.lead_kinds import Decision
from tui.session.messages import Noticed

__all__ = ["Examples"]


class Examples:
    """What was decided otherwise since examples were last brought up to date."""

    def __init__(self, project: Project) -> None:
        self._path = project.root / RULINGS
        self._changed: dict[tuple[str, int], tuple[Decision, Decision | None]] = {}

    def changed(self, before: Decision | None, after: Decision | None) -> None:
        """Take note of what was and is decided of a sentence, if anything; it is not on disk yet."""
        one = before or after  # where nothing was, an example may have been withdrawn
        if one is not None and before != after:
            place = one["article"], one["start"]
            self._changed[place] = self._changed.get(place, (one, None))[0], after

    def take(self) -> list[tuple[Decision, Decision | None]]:
        """Return what changed, each as it was and as it is, and forget it; nothing without rulings."""
        changed, self._changed = list(self._changed.values()), {}
        return changed if self._path.is_file() else []

    def follow(self, changed: list[tuple[Decision, Decision | None]]) -> Noticed | None:
        """Bring the rulings up to date, on a thread that may wait; return what to tell, if anything."""
        from annotations.project.rulings import follow_ruling

        lines: list[str] = []
        try:
            for before, after in changed:
                lines += follow_ruling(self._path, before, after)
        except ZhupiError as error:
            lines.append(str(error))
        return Noticed(lines) if lines else None
