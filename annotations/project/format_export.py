"""Handing on what was said in a project as files of any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

from annotations.exchange.format import Faults, Format, Losses, Order
from annotations.exchange.items import Group, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.exchange.readback import Readback
from annotations.guidelines import GUIDELINES
from annotations.project.export import Export, annotated_layer
from annotations.project.export_preview import ExportPreview, preview_of
from annotations.project.gold_export import GoldExport
from annotations.project.items import GOLD, gold_groups, groups_of
from annotations.project.project import Project
from annotations.project.selection import Selection
from annotations.project.split import Split

__all__ = ["FormatExport", "Written"]


@dataclass(slots=True)
class Written:
    """What was written, and what could not be."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many examples, by whose they are."""
    parts: Counter[str] = field(default_factory=Counter)
    """How many articles are in each part of a split."""
    losses: Losses = field(default_factory=Losses)
    gold: str = ""
    """How much is gold and how much is not, in words; empty where it is no gold that was written."""


@dataclass(slots=True)
class FormatExport:
    """One export of a project in a format.

    Args:
        project: The project as its annotator opens it.
        format: The format.
        exported: The project as each opens it whose marks are handed on, in order of names; empty for gold.
            That they may be seen was asked before.
        unit: What an example is.
        together: Whether several annotators' marks of one article stand together.
        selection: What is left in.
        split: The parts that articles are divided into.
        options: The format's own.
        without: Ids of articles to leave out.
        earlier: Whether the earlier texts are written, and not those of now.
        tell: Called with what is left out and why, a line each.
        on_article: Called with how many articles are done, and of how many.
    """

    project: Project
    format: Format
    exported: Sequence[Project]
    unit: Unit
    together: bool = False
    selection: Selection = field(default_factory=Selection)
    split: Split | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    without: Collection[str] = ()
    earlier: bool = False
    tell: Callable[[str], object] = lambda line: None
    on_article: Callable[[int, int], object] = lambda done, of: None
    readback: Readback | None = None
    """Takes note of what is written, if it is to be compared."""

    def write(self, parcel: Parcel) -> Written:
        """Write everything into `parcel`.

        Raises:
            NothingAnnotated: There is no layer to hand on.
            StorageError: Something cannot be read or written.
        """
        written = Written()
        with ExitStack() as stack:
            groups: Iterable[Group] = self._groups(written, stack)
            if self.readback is not None:
                groups = self.readback.noting(groups, self.unit)
            self.format.write(groups, parcel, self._order(written))
        return written

    def compare(self, source: Source) -> tuple[int, list[str]]:
        """Return how much comes back otherwise from `source`, or not at all, and the first of it in words."""
        assert self.readback is not None
        order = self._order(Written())
        count, lines = self.readback.differences(self.format.read(source, order), self.unit)
        faults: Faults = order.faults
        return count + faults.count, [*faults.lines[:5], *lines]

    def first(self) -> Group | None:
        """Return the first group that would be written, for a preview; None if there is none."""
        with ExitStack() as stack:
            return next(iter(self._groups(Written(), stack)), None)

    def preview(self, group: Group) -> ExportPreview:
        """Return how `group`, the first, looks in the format; nothing is written to any disk.

        Raises:
            ZhupiError: It cannot be written.
        """
        return preview_of(self.format, group, self._order(Written()))

    def _order(self, written: Written) -> Order:
        split = self.split
        return Order(
            self.project.scheme,
            self.unit,
            self.options,
            title=self.project.root.name,
            annotators=[one.called for one in self.exported] or [GOLD],
            together=self.together,
            splits=split.names if split else (),
            split_of=(lambda item: split.of(item.article)) if split else (lambda item: ""),
            guidelines=_guidelines(self.project),
            agreement=self._agreement if len(self.exported) != 1 else lambda: "",
            losses=written.losses,
            words=_cut,
        )

    def _agreement(self) -> str:
        from annotations.project.agreement_table import agreement_table  # with numpy, for few formats

        return agreement_table(self.project, self.without)

    def _groups(self, written: Written, stack: ExitStack) -> Iterator[Group]:
        groups = self._said(written, stack) if self.exported else self._gold(written, stack)
        for group in groups:
            if self.split is not None:
                written.parts[self.split.of(group[0].article)] += 1
            yield group

    def _said(self, written: Written, stack: ExitStack) -> Iterator[Group]:
        layers = [stack.enter_context(closing(annotated_layer(one))) for one in self.exported]
        exports = [
            Export(one, layer, "article", without=self.without, earlier=self.earlier, tell=self.tell)
            for one, layer in zip(self.exported, layers, strict=True)
        ]
        return groups_of(
            exports,
            self.selection,
            self.unit,
            together=self.together,
            counts=written.counts,
            on_article=self.on_article,
        )

    def _gold(self, written: Written, stack: ExitStack) -> Iterator[Group]:
        gold = stack.enter_context(GoldExport(self.project, self.tell, self.without))
        gold.on_article = self.on_article
        yield from gold_groups(self.project, gold, self.selection, self.unit, written.counts)
        written.gold = gold.summary


def _cut(text: str) -> Sequence[str]:
    from annotations.analysis.words import cut  # a dictionary that few formats ask for

    return cut(text)


def _guidelines(project: Project) -> str:
    """Return what the labels mean and what the project's own guidelines say, as Markdown."""
    labels = [
        f"- `{one.name}` {one.title}: {one.definition}".rstrip(": ") for one in project.scheme.every_label
    ]
    try:
        own = (project.root / GUIDELINES).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        own = ""
    return "\n".join(labels) + (f"\n\n{own.strip()}\n" if own.strip() else "\n")
