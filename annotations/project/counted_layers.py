"""The layers of a project, counted: what both its statistics and how far it is are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import UsageError
from annotations.progress.counts import LayerCounts
from annotations.project.annotators import demanded_roster
from annotations.project.changed import Texts
from annotations.project.project import Project
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.roster import OwnedLayer, Roster
from annotations.wording import tr

__all__ = ["CountedLayers", "OnProgress", "counted_layers"]

OnProgress = Callable[[int, int], None]
"""Called with how many bytes have been counted, and of how many."""


@dataclass(frozen=True, slots=True)
class CountedLayers:
    """What the layers of a project come to."""

    texts: Texts
    """What the places of the project hold."""
    layers: Sequence[OwnedLayer]
    """The layers that could be read, one's own first."""
    counts: Mapping[Path, LayerCounts]
    """Of each of them, and of those that were asked for beside them."""
    unread: frozenset[Path]
    """The layers that could not be read."""
    lines: Sequence[str]
    """What could not be read, and what is worth knowing, a line each."""
    missing: bool
    """Whether the folder of annotations has none although it is there."""

    @property
    def articles(self) -> int:
        """How many articles there are; where the files have gone, those that somebody annotated."""
        found = self.texts.articles
        return max([found, *(one.articles for one in self.counts.values())]) if found else 0


def counted_layers(
    project: Project,
    *,
    cache: Path,
    everybody: bool,
    beside: Path | None = None,
    on_progress: OnProgress = lambda done, of: None,
) -> CountedLayers:
    """Count the layer of the annotator of `project`, or everybody's.

    Args:
        project: The project, opened for who asks.
        cache: A folder of the user's for what makes the next time quick; it may be missing.
        everybody: Whether to count the layers of others too.
        beside: A layer that is counted too, and of which nothing is said.
        on_progress: Called as layers are counted.

    Raises:
        UsageError: There is nothing to count.
        ProjectError, StorageError: The folder of annotations cannot be read.
    """
    texts = Texts.of(project, cache / "texts")
    if not texts.articles and not (project.root / FOLDER).is_dir():
        raise UsageError(
            tr("{root}: there is neither an article nor an annotation; name the project", root=project.root)
        )
    roster = demanded_roster(project.root) if everybody else project.roster
    owned = _shown(project, roster) if everybody else [project.own_layer]
    shown = [one.path for one in owned]
    found = project.amendments.count(
        [*shown, *([beside] if beside else ())],
        cache=cache / "counts",
        on_progress=on_progress,
        aside=texts.aside,
    )
    counts = {path: one.counts for path, one in found.items() if one.counts is not None}
    missing = no_layers(project.root, Files()) if everybody else []
    lines = list(roster.lines) if everybody else project.own_lines()
    lines += [line for path, one in found.items() if path in shown for line in one.notices]
    known = [one for one in owned if one.path in counts]
    return CountedLayers(
        texts, known, counts, frozenset(found.keys() - counts.keys()), [*lines, *missing], bool(missing)
    )


def _shown(project: Project, roster: Roster) -> list[OwnedLayer]:
    """Return all layers, one's own first; that alone, there or not, where there are none."""
    return sorted(roster.layers, key=lambda one: not project.owns(one.owner)) or [project.own_layer]
