"""``zhupi export --gold``: what was decided, from everybody's layers."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotations.adjudication.gold import decided_analysis, gold_objects
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.errors import StorageError, UsageError
from annotations.exchange.jsonl import encode
from annotations.marks.bounds import with_bounds
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Analysis
from annotations.project.project import Project
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.layer_files import layer_files, no_layers, one_layer_each
from annotations.storage.layer.repository import Layer
from annotations.wording import counted
from tui.cli.export import demand_review
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["export_gold"]

_NOT_GOLD = ("undecided", "stale", "disputed")


def export_gold(project: Project, options: argparse.Namespace, output: Output) -> int:
    """Write every settled sentence of the project, and say how many are not gold and why.

    Raises:
        UsageError: The annotator may not see everybody's tags, asks for another unit, or names an output
            that must not be written over.
        StorageError: A layer or an article cannot be read: what is in it may change what is gold.
    """
    if not project.is_lead:
        demand_review(project, options.review, "gold")
    if options.unit != "sentence":
        raise UsageError("gold is a sentence a line; leave --unit away")
    output.check()
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        layers = {
            path.stem: stack.enter_context(closing(open_layer(path, path.stem))) for path in _layers(project)
        }
        if not layers:
            raise StorageError(
                f"{project.root}: nobody has annotated anything here; name the project's folder"
            )
        with output.opened() as out:
            for row in _rows(project, layers, counts):
                out.write(encode(row))
        for layer in layers.values():
            for notice in layer.notices:
                say(notice)
    left = [f"{counts[state]:,} {state}" for state in _NOT_GOLD if counts[state]]
    say(f"gold: {counted(counts['settled'], 'sentence')}; not gold: {', '.join(left) or 'none'}")
    return 0


def _layers(project: Project) -> list[Path]:
    files = Files()
    try:
        paths, lines = one_layer_each(layer_files(project.root, files), files)
        missing = no_layers(project.root, files)
    except OSError as error:
        raise StorageError(f"{error.filename}: {error.strerror}; check its permissions") from None
    if missing:
        raise StorageError(missing[0])
    for line in lines:
        say(line)
    return paths


def _rows(project: Project, layers: Mapping[str, Layer], counts: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the lines of all articles in order of their ids, and count the states of the sentences.

    Names and numbers are those that were found, and in the places that are settled what was decided.
    """
    leading = next((layer for name, layer in layers.items() if _leads(project, name)), None)
    for identity in sorted({article for layer in layers.values() for article in layer.articles()}):
        records = {name: layer.of_article(identity) for name, layer in layers.items()}
        harmed = sum(layer.unreadable(identity) for layer in layers.values())
        article = project.frozen.load(identity)
        if article is None or harmed:
            what = (
                f"{counted(harmed, 'record of it follows', 'records of it follow')} no schema"
                if article
                else "its text is missing"
            )
            say(f"{identity}: {what}, so nothing of this article is gold; zhupi check tells more")
            continue
        bounds = leading.of_article(identity) if leading else ()
        article = replace(article, sentences=with_bounds(article, bounds))
        decisions = Decisions(article, records, project.scheme.id)
        counts.update(decisions.counts())
        analysis = project.frozen.load_analysis(identity) or Analysis()
        made = (one for layer in records.values() for one in layer)
        places = span_units(article, analysis, records, made, scheme=project.scheme.id)
        decided = [unit.decision for unit in places]
        yield from gold_objects(
            decisions,
            decided_analysis(article, analysis, (one for one in decided if one is not None)),
            project.scheme.id,
            corrections_held(Marks(article, bounds), None),
        )


def _leads(project: Project, name: str) -> bool:
    return name.casefold() == (project.lead or project.annotator).casefold()
