"""The gold of a project as rows to hand on: what was decided, from everybody's layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from types import TracebackType
from typing import Any

from annotations.adjudication.gold import decided_analysis, gold_objects
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.errors import NothingAnnotated, StorageError
from annotations.project.absent import absent_words
from annotations.project.changed import Texts
from annotations.project.found import Found
from annotations.project.lead import Lead
from annotations.project.project import Project
from annotations.records.remarks import called_by
from annotations.storage.files.files import Files
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.repository import Layer
from annotations.storage.layer.roster import OwnedLayer, read_roster
from annotations.wording import counted, tr

__all__ = ["GoldExport"]

_NOT_GOLD = ("undecided", "stale", "disputed")


class GoldExport:
    """Every settled sentence of a project; a context in which the layers are open, to be gone through once.

    Whether the annotator may see everybody's layers is asked before, by :meth:`Project.demand_others`.

    Args:
        project: The project.
        without: Ids of articles to leave out.
        tell: Called with what is left out and why, and what is worth knowing, a line each.

    Raises:
        NothingAnnotated: There are no layers.
        StorageError: A layer cannot be read: what is in it may change what is gold.
    """

    def __init__(
        self,
        project: Project,
        tell: Callable[[str], object] = lambda line: None,
        without: Collection[str] = (),
    ) -> None:
        self.counts: Counter[str] = Counter()
        """How many sentences are in each state; it grows while the rows are made."""
        self.left_open: Counter[str] = Counter()
        """How many gold sentences leave open what of voice, quotes and attributes."""
        self.absent: Counter[str] = Counter()
        """On whom gold sentences, names and numbers rest of whom there is no layer, and how many."""
        self.against: Counter[str] = Counter()
        """Who says otherwise than sentences that are stale so, and of how many."""
        self.on_article: Callable[[int, int], object] = lambda done, of: None
        """Called with how many articles are done, and of how many."""
        self._tell = tell
        self._without = without
        self._project = project
        self._found = Found(project, tell)
        self._layers: dict[str, Layer] = {}
        with ExitStack() as opening:
            for one in self._owned():
                self._layers[one.owner] = opening.enter_context(
                    closing(project.amendments.open(one.path, one.owner))
                )
            if not self._layers:
                raise NothingAnnotated(project.root)
            self._open = opening.pop_all()

    def __enter__(self) -> GoldExport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def summary(self) -> str:
        """How many sentences are gold, and how many are not and why, in words."""
        left = [f"{self.counts[state]:,} {state}" for state in _NOT_GOLD if self.counts[state]]
        lacking = ", ".join(
            tr("{name} in {number:,}", name=name, number=number)
            for name, number in sorted(self.left_open.items())
        )
        gold = tr("gold: {sentences}", sentences=counted(self.counts["settled"], "sentence"))
        gold += tr(", of which left open: {lacking}", lacking=lacking) if lacking else ""
        return tr("{gold}; not gold: {left}", gold=gold, left=", ".join(left) or tr("none"))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the settled sentences of all articles, in order of the articles' ids.

        Names and numbers are those that were found, and in the places that are settled what was decided.

        Raises:
            StorageError: A frozen article is damaged.
        """
        leading = next((one for name, one in self._layers.items() if self._project.leads(name)), None)
        lead = Lead(leading.of_article if leading else lambda identity: ())
        articles = {article for layer in self._layers.values() for article in layer.articles()}
        wanted = sorted(articles.difference(self._aside(), self._without))
        for done, identity in enumerate(wanted):
            self.on_article(done, len(wanted))
            yield from self._rows_of(identity, lead)
        for name, number in sorted(self.against.items()):
            what = tr(
                "{name_of} says otherwise than {decisions}",
                name_of=self._project.name_of(name),
                decisions=counted(number, "decision"),
            )
            self._tell(tr("{what}, no gold any more: review goes there", what=what))
        for line in absent_words(self.absent, self._layers, self._project.name_of):
            self._tell(line)
        for layer in self._layers.values():
            for notice in layer.notices:
                self._tell(notice)

    def _aside(self) -> set[str]:
        """Return the earlier texts that are gold no more: their file has another one, which is decided on."""
        if not self._project.amendments.texts():
            return set()

        def decisions(text: str) -> int:
            said = (one for layer in self._layers.values() for one in layer.of_article(text))
            return sum(one["kind"] in ("decision", "span-decision") for one in said)

        aside = self._texts.aside(decisions)
        for text, changed in aside.items():
            self._tell(
                tr(
                    "{source}: {decisions} on an earlier text left out; zhupi carry takes them over",
                    source=changed.source,
                    decisions=counted(decisions(text), "decision"),
                )
            )
        return set(aside)

    @cached_property
    def _texts(self) -> Texts:
        return Texts.of(self._project)

    def _rows_of(self, identity: str, lead: Lead) -> Iterator[dict[str, Any]]:
        frozen = self._project.frozen.load(identity)
        harmed = sum(layer.unreadable(identity) for layer in self._layers.values())
        if frozen is None or harmed:
            follow = counted(harmed, "record of it follows", "records of it follow")
            what = tr("{follow} no schema", follow=follow) if frozen else tr("its text is missing")
            self._tell(
                tr(
                    "{identity}: {what}, so nothing of this article is gold; zhupi check tells more",
                    identity=identity,
                    what=what,
                )
            )
            return
        article = lead.bounded(self._texts.named(frozen))
        records = {name: layer.of_article(identity) for name, layer in self._layers.items()}
        decisions = Decisions(article, records, self._project.scheme)
        self.counts.update(decisions.counts())
        self.left_open.update(name for unit in decisions.units for name in unit.left_open)
        self.absent.update(decisions.absent())
        self.against.update(decisions.reopened())
        analysis = self._found.of(frozen)
        places = span_units(article, analysis, records)
        self.absent.update(name for unit in places for name in unit.absent)
        decided = [unit.decision for unit in places if unit.decision is not None]
        found = decided_analysis(article, analysis, decided)
        called = self._project.name_of
        remarks = called_by(called, (one for said in records.values() for one in said))
        corrections = lead.corrections(article)
        for row in gold_objects(decisions, found, self._project.scheme.id, corrections, remarks):
            yield {**row, **{key: sorted(map(called, row[key])) for key in ("decided_by", "absent")}}

    def _owned(self) -> Sequence[OwnedLayer]:
        files = Files()
        try:
            roster = read_roster(self._project.root, files)
            missing = no_layers(self._project.root, files)
        except OSError as error:
            raise StorageError(
                tr(
                    "{filename}: {strerror}; check its permissions",
                    filename=error.filename,
                    strerror=error.strerror,
                )
            ) from None
        if missing:
            raise StorageError(missing[0])
        for line in roster.lines:
            self._tell(line)
        return roster.layers
