"""``zhupi agree``: how far annotators agree, and on request every position that this was counted from."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotations.article import Analysis, Article
from annotations.bounds import with_bounds
from annotations.errors import ProjectError, StorageError, UsageError
from annotations.project import ANNOTATIONS, Project
from annotations.record import Record
from annotations.review.collecting import collect
from annotations.review.positions import positions
from annotations.review.report import report
from annotations.review.spans_agreement import span_sums
from annotations.review.units import Units
from annotations.storage.files import Files
from annotations.storage.layer import open_layer
from annotations.storage.layer_files import layer_files
from tui.agree_formats import FIGURE_FORMATS, POSITION_FORMATS
from tui.batch import output, say
from tui.settings import Settings
from tui.start import annotator_of

__all__ = ["agree"]


def agree(options: argparse.Namespace) -> int:
    """Print the agreement of all annotators of a project.

    Returns:
        1 if something could not be compared and was left out, else 0.
    """
    if not options.review:
        raise UsageError("agree reads everybody's marks; say --review if you may see them")
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    layers = _Layers(project)
    if len(layers.paths) < 2:
        raise ProjectError(
            f"{project.root}: agreement needs the layers of two annotators, and {len(layers.paths)} is there;"
            " name the project's folder"
        )
    from annotations.people import fold

    units = collect(layers.read(), layers.article, project.scheme, fold=fold)
    for line in (*units.left_out, *units.remarks):
        say(line)
    sources = {identity: layers.source(identity) for identity in units.articles}
    if options.positions:
        lines = POSITION_FORMATS[options.format](positions(units, layers.article, project.scheme), sources)
    else:
        found = report(units, project.scheme, span_sums(units.spans, units.touched, layers.found_in(units)))
        name = project.root.name or str(project.root)
        lines = FIGURE_FORMATS[options.format](found, name, sources)
    with output(options.output) as out:
        for line in lines:
            out.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()
    return int(layers.failed or bool(units.left_out))


class _Layers:
    """The layers and frozen articles of a project, each read when it is asked for."""

    def __init__(self, project: Project) -> None:
        self.failed = False
        """Whether something could not be read and was left out."""
        self._project = project
        self._files = Files()
        self._articles: dict[str, Article | None] = {}
        self._bounds: dict[str, list[Record]] | None = None
        try:
            found = layer_files(project.root, self._files)
        except OSError as error:
            raise ProjectError(
                f"{project.root / ANNOTATIONS}: it cannot be read ({error.strerror}); check its permissions"
            ) from None
        self.paths = self._one_each(found)

    def read(self) -> Iterator[tuple[str, Iterable[Record]]]:
        """Yield each annotator and the records of the layer; only one layer is in memory at a time."""
        known: dict[str, Path] = {}
        for path in self.paths:
            records = self._records(path)
            if records is None:
                continue
            owner = next((str(one["annotator"]) for one in records), path.stem)
            other = known.setdefault(_same(owner), path)
            if other != path:
                self._fail(
                    f"{path}: its marks are {owner}'s, as those of {other.name}, so it is left out; "
                    "move it away or give it to its annotator with zhupi import --as"
                )
                continue
            yield unicodedata.normalize("NFC", path.stem), records

    def article(self, identity: str) -> Article | None:
        """Return a frozen article within the bounds that the lead gave its sentences."""
        if identity not in self._articles:
            try:
                article = self._project.frozen.load(identity)
            except StorageError as error:
                self._fail(str(error))
                article = None
            if article is not None:
                bounds = self._lead_bounds().get(identity, ())
                article = replace(article, sentences=with_bounds(article, bounds))
            self._articles[identity] = article
        return self._articles[identity]

    def source(self, identity: str) -> str:
        """Return where an article came from, as its reader knows it."""
        article = self.article(identity)
        return article.source if article else ""

    def found_in(self, units: Units) -> _Found:
        """Return what gives an article, by its number in `units`, and what the analysis found in it."""
        return _Found(self, units)

    def analysis(self, identity: str) -> Analysis | None:
        """Return what the analysis found in an article, or None if that is not kept."""
        try:
            return self._project.frozen.load_analysis(identity)
        except StorageError as error:
            self._fail(str(error))
            return None

    def _one_each(self, paths: list[Path]) -> list[Path]:
        """Return `paths`, of those that are one annotator's under two spellings only the largest."""
        by_name: dict[str, list[Path]] = {}
        for path in paths:
            by_name.setdefault(_same(path.stem), []).append(path)
        kept = []
        for spellings in by_name.values():
            first, *others = sorted(spellings, key=lambda path: -self._files.stat(path).st_size)
            kept.append(first)
            for other in others:
                self._fail(
                    f"{other}: this is {first.stem} under another spelling, so it is left out; bring both "
                    "together with zhupi export and zhupi import --as"
                )
        return sorted(kept)

    def _records(self, path: Path) -> list[Record] | None:
        """Return the records of a layer by article, or None where it cannot be read."""
        try:
            layer = open_layer(path, path.stem, files=self._files)
        except StorageError as error:
            self._fail(f"{error}; its annotator is left out")
            return None
        try:
            for notice in layer.notices:
                say(notice)
            records: list[Record] = []
            for article in sorted(layer.articles()):  # their order must be the same at every run
                if harmed := layer.unreadable(article):
                    self._fail(
                        f"{path}: {harmed} records of article {article} cannot be understood, so the article "
                        f"is left out for {path.stem}; zhupi check says more"
                    )
                else:
                    records += layer.of_article(article)
            if not self._project.lead and any(one["kind"] == "bounds" for one in records):
                say(f"{path}: zhupi.toml names no lead, so changed sentence bounds hold for nobody")
            return records
        finally:
            layer.close()

    def _lead_bounds(self) -> dict[str, list[Record]]:
        """Return by article what the lead said of sentence bounds."""
        if self._bounds is None:
            self._bounds = {}
            lead = _same(self._project.lead)
            path = next((one for one in self.paths if lead and _same(one.stem) == lead), None)
            if path is not None:
                try:
                    layer = open_layer(path, path.stem, files=self._files)
                except StorageError:
                    return self._bounds  # said when its turn comes
                for record in layer.records():
                    if record.get("kind") == "bounds":
                        self._bounds.setdefault(record["article"], []).append(record)
                layer.close()
        return self._bounds

    def _fail(self, line: str) -> None:
        self.failed = True
        say(line)


class _Found:
    def __init__(self, layers: _Layers, units: Units) -> None:
        self._layers, self._units = layers, units

    def __call__(self, number: int) -> tuple[Article, Analysis] | None:
        identity = self._units.articles[number]
        article, analysis = self._layers.article(identity), self._layers.analysis(identity)
        return None if article is None or analysis is None else (article, analysis)


def _same(name: str) -> str:
    """Return what all spellings of an annotator's name share: case, width and white space never matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
