"""How far a project is: what annotators have done, which labels they gave, what was settled against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from annotations.adjudication.overruled import SettledAgainst
from annotations.progress.counts import LayerCounts
from annotations.project.changed import Texts, changed_words
from annotations.project.counted_layers import OnProgress, counted_layers
from annotations.project.overruled import may_see_own, read_settled
from annotations.project.project import Project
from annotations.storage.layer.roster import OwnedLayer
from annotations.wording import tr

__all__ = ["Statistics", "statistics"]


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
    # Where annotators may see what was decided on their marks, whether the lead decided anything is asked
    # of the counts too; what the lead did is not shown for that.
    lead = project.lead_path if may_see_own(project) else None
    found = counted_layers(project, cache=cache, everybody=everybody, beside=lead, on_progress=on_progress)
    leads = [path for path, one in found.counts.items() if one.decisions]
    if project.lead_path in found.unread:
        leads.append(project.lead_path)  # reading it again tells that nothing is known of decisions
    settled = read_settled(project, leads, found.layers, cache / "layers")
    said_of_texts = _of_texts(project, found.texts, found.layers, cache / "layers")
    return Statistics(
        found.articles,
        {one.name: found.counts[one.path] for one in found.layers},
        {one.name: settled.against[one.path] for one in found.layers},
        (*project.notices, *found.lines, *said_of_texts, *settled.failed),
        not found.unread and not found.missing and not settled.failed,
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
