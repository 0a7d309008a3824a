"""How far a project is: what annotators have done, which labels they gave, what was settled against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from annotations.adjudication.overruled import SettledAgainst
from annotations.errors import ProjectError, UsageError
from annotations.progress.counts import LayerCounts
from annotations.project.changed import Texts, changed_words
from annotations.project.overruled import may_see_own, read_settled
from annotations.project.project import Project
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.roster import OwnedLayer, Roster, read_roster
from annotations.wording import tr

__all__ = ["Statistics", "statistics"]

OnProgress = Callable[[int, int], None]
"""Called with how many bytes have been counted, and of how many."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of annotators of a project, by name, one's own first."""

    articles: int
    """How many lie in the project's folder."""
    counts: Mapping[str, LayerCounts]
    against: Mapping[str, SettledAgainst | None]
    """What was settled against each; None where it may not be shown."""
    lines: Sequence[str]
    """What could not be read, and what is worth knowing, a line each."""
    complete: bool
    """Whether everything could be read."""


def statistics(
    project: Project,
    *,
    cache: Path,
    everybody: bool = False,
    on_progress: OnProgress = lambda done, of: None,
) -> Statistics:
    """Count what the annotator of `project` has done, or everybody.

    Args:
        project: The project, opened for who asks.
        cache: A folder of the user's for what makes the next time quick; it may be missing.
        everybody: Whether to count the layers of others too, one's own first.
        on_progress: Called as layers are counted.

    Raises:
        OthersHidden: The project keeps from the annotator what others did.
        UsageError: There is nothing to count.
        ProjectError, StorageError: The folder of annotations cannot be read.
    """
    if everybody:
        project.demand_others(tr("counting everybody"))
    texts = Texts.of(project, cache / "texts")
    articles = texts.articles
    if not articles and not (project.root / FOLDER).is_dir():
        raise UsageError(
            tr("{root}: there is neither an article nor an annotation; name the project", root=project.root)
        )
    roster = _roster(project) if everybody else project.roster
    owned = _shown(project, roster) if everybody else [project.own_layer]
    shown = [one.path for one in owned]
    # Where annotators may see what was decided on their marks, whether the lead decided anything is asked
    # of the counts too; what the lead did is not shown for that.
    lead = project.lead_path if may_see_own(project) else None
    found = project.amendments.count(
        [*shown, *([lead] if lead else ())],
        cache=cache / "counts",
        on_progress=on_progress,
        aside=texts.aside,
    )
    counts = {path: one.counts for path, one in found.items() if one.counts is not None}
    leads = [path for path, one in counts.items() if one.decisions]
    if project.lead_path in found.keys() - counts.keys():
        leads.append(project.lead_path)  # reading it again tells that nothing is known of decisions
    known = [one for one in owned if one.path in counts]
    settled = read_settled(project, leads, known, cache / "layers")
    missing = no_layers(project.root, Files()) if everybody else []
    if articles:  # else there are annotations alone
        articles = max([articles, *(one.articles for one in counts.values())])  # a file may have gone
    notices = roster.lines if everybody else project.own_lines()
    notices += [line for path, one in found.items() if path in shown for line in one.notices]
    said_of_texts = _of_texts(project, texts, known, cache / "layers")
    return Statistics(
        articles,
        {one.name: counts[one.path] for one in known},
        {one.name: settled.against[one.path] for one in known},
        (*project.notices, *notices, *said_of_texts, *missing, *settled.failed),
        len(counts) == len(found) and not missing and not settled.failed,
    )


def _of_texts(project: Project, texts: Texts, owned: Sequence[OwnedLayer], cache: Path) -> list[str]:
    """Return a line on each article that was changed since it was annotated, or lies in several places."""
    lines = texts.twice()
    changed = list(texts.changed())
    if not changed:
        return lines
    with ExitStack() as stack:
        layers = [project.amendments.by_article(one.path, one.owner, cache=cache) for one in owned]
        for layer in layers:
            stack.enter_context(closing(layer))
            layer.refresh()
        for one in changed:
            said = [record for layer in layers for text in one.earlier for record in layer.of_article(text)]
            if count := sum(record["kind"] == "sentence" for record in said):
                lines.append(
                    tr(
                        "{source}: {changed_words}; zhupi carry takes them over",
                        source=one.source,
                        changed_words=changed_words(count),
                    )
                )
    return lines


def _roster(project: Project) -> Roster:
    try:
        return read_roster(project.root)
    except OSError as error:
        raise ProjectError(
            tr(
                "{root}: it cannot be read ({strerror}); check its permissions",
                root=project.root / FOLDER,
                strerror=error.strerror,
            )
        ) from None


def _shown(project: Project, roster: Roster) -> list[OwnedLayer]:
    """Return all layers, one's own first; that alone, there or not, where there are none."""
    return sorted(roster.layers, key=lambda one: not project.owns(one.owner)) or [project.own_layer]
