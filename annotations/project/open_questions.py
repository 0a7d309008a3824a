"""Which questions of annotators are open: those that notes ask, less what was answered in their threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from annotations.errors import StorageError
from annotations.progress.articles import ArticleCounts
from annotations.project.project import Project
from annotations.records.remarks import asks, remarks_on, threads_of
from annotations.storage.layer.roster import OwnedLayer
from annotations.storage.readers.peek import peek_kind

__all__ = ["OpenQuestions"]


class OpenQuestions:
    """Which questions of annotators nobody has answered yet.

    Args:
        project: The project, opened for who asks.
        layers: Whose remarks may be read; the lead's are besides.
        cache: Where to keep what makes the next time quick, as LayerByArticle does.
    """

    def __init__(self, project: Project, layers: Sequence[OwnedLayer], cache: Path) -> None:
        self._project = project
        self._cache = cache
        paths = dict.fromkeys([*(one.path for one in layers), project.lead_path])
        found = [one for path in paths if path is not None for one in peek_kind(path, "remark") or ()]
        self._remarks = [one for one in found if one["kind"] == "remark" and not one["deleted"]]

    def now(self, layer: OwnedLayer, counts: Mapping[str, ArticleCounts]) -> Mapping[str, ArticleCounts]:
        """Return `counts` with the questions that are open by now, where something was said after a note."""
        said = remarks_on(self._remarks, layer.owner)
        articles = {one["article"] for one in said} & counts.keys()
        if not articles:
            return counts
        changed = dict(counts)
        try:
            with closing(
                self._project.amendments.by_article(layer.path, layer.owner, cache=self._cache)
            ) as records:
                records.refresh()
                for article in articles:
                    here = [one for one in records.of_article(article) if one["kind"] == "sentence"]
                    after = [one for one in said if one["article"] == article]
                    asked = sum(asks(one["note"]) for one in here)
                    still = sum(one.unanswered for one in threads_of([*here, *after]))
                    questions = counts[article].questions - asked + still
                    changed[article] = counts[article]._replace(questions=max(0, questions))
        except StorageError:  # it is told where the layer is counted
            return counts
        return changed
