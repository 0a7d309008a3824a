"""Articles that come while a project is open."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.project.places import gathered
from annotations.project.project import Project
from annotations.reading import Place, Places

__all__ = ["Arrivals"]


class Arrivals:
    """The articles that came since a project was opened, until they are articles of it."""

    def __init__(self, project: Project) -> None:
        """Know of none yet."""
        self._project = project
        self._new: Sequence[Place] = ()

    @property
    def waiting(self) -> bool:
        """Tell whether any came."""
        return bool(self._new)

    def look(self) -> Places:
        """Return where the articles of what was opened lie by now, in their order; on any thread.

        Raises:
            ReadingError: A folder is gone, or cannot be listed.
        """
        project = self._project
        places = gathered(project.paths, project.root, project.options, [])
        self._new = () if places == project.places else self._unknown(places)
        return places

    def take_in(self) -> int:
        """Let those that came be articles of the project, behind the others; return how many did.

        On the thread of whoever goes by them. What the others are called by, their index, stays.
        """
        places, new = self._project.places, self._new
        self._new = ()
        if new and isinstance(places, Places):
            new = self._unknown(Places(new))
            places.extend(new)
            return len(new)
        return 0

    def _unknown(self, places: Places) -> list[Place]:
        known = {(name, position) for name, position, _ in Places.of(self._project.places).named()}
        came = [at for at, (name, position, _) in enumerate(places.named()) if (name, position) not in known]
        return [places[at] for at in came]
