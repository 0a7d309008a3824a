"""The commands that print what is annotated: show and export."""

from __future__ import annotations

import argparse
import contextlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotations.adjudication.visibility import may_see
from annotations.errors import StorageError, UsageError
from annotations.exchange.jsonl import article_object, encode, sentence_objects
from annotations.marks.bounds import with_bounds
from annotations.marks.marks import Marks, Said, corrections_held
from annotations.model.article import Analysis, Article, article_date
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.repository import Layer
from annotations.wording import counted
from tui.cli.open import annotator_of, reading_options
from tui.layout.cells import visible
from tui.presenters.columns import letters_of, value_words, who
from tui.settings import Settings
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["demand_review", "export", "show"]


_ANNOTATED = frozenset({"sentence", "span", "article", "bounds", "correction"})
"""The kinds of records that say something of an article; a lead's decisions and returns are about others'."""


def show(options: argparse.Namespace) -> int:
    """Print an article, a sentence a line, with its marks; for pipes and screen readers."""
    project = Project.open(
        [options.path],
        annotator=annotator_of(options, Settings.read()),
        root=options.project,
        options=reading_options(options),
    )
    layer = open_layer(project.layer_path, project.annotator)
    lead = _lead(project)
    with Output("-", json=False).opened() as out:
        for place in project.places:
            article = _bounded(project, project.article(place), layer, lead)
            marks = Marks(article, layer.of_article(article.id))
            for line in _shown(article, marks, project):
                out.write(visible(line).encode("utf-8", "replace") + b"\n")
    return 0


def _shown(article: Article, marks: Marks, project: Project) -> Iterator[str]:
    """Yield the lines of an article: number, labels, state, sentence."""
    labels = project.scheme.labels
    names = _names_by_sentence(article, marks, project)
    state = "done" if marks.done else f"{marks.settled}/{marks.size}"
    yield f"{article.title}  {article.source}  {project.annotator}  {state}"
    digits = len(str(len(marks)))
    for index, sentence in enumerate(article.sentences):
        if sentence.opens_paragraph:
            yield ""
        said = marks.said(index)
        letters = letters_of(marks, labels, index)
        flag = "*" if said.flag else " "
        part = "" if sentence.part == "body" else f"({sentence.part}) "
        yield f"{index + 1:>{digits}} {letters}{flag} {part}{article.text[sentence.start : sentence.end]}"
        lines = _details(said)
        if names.get(index):
            lines.append(("names", ", ".join(names[index])))
        if said.note:
            lines.append(("note", said.note))
        for what, words in lines:
            yield f"{'':>{digits}} {what:>{len(labels)}}: {words}"


def _details(said: Said) -> list[tuple[str, str]]:
    """Return what is said of a sentence beside its labels, each with what it is.

    That a voice is the author's goes without saying where nobody is quoted.
    """
    lines = []
    for number, quote in enumerate(said.quotes, 1):
        words = [" and ".join(map(who, quote["speakers"])) or "speaker missing", quote["form"]]
        if quote["cont"]:
            words.append("goes on")
        if number == len(said.quotes) and said.voice:
            words.append(f"voice {said.voice}")
        lines.append(("quote", ", ".join(filter(None, words))))
    if not lines and said.voice not in (None, "author"):
        lines.append(("voice", said.voice))
    return lines + [(name, value_words(value)) for name, value in said.attributes.items()]


def _names_by_sentence(article: Article, marks: Marks, project: Project) -> dict[int, list[str]]:
    """Return the names of an annotated article that hold, with their types, by sentence."""
    analysis = project.frozen.load_analysis(article.id) or Analysis()
    names: dict[int, list[str]] = {}
    starts = [sentence.start for sentence in article.sentences]
    for name in marks.spans.mended(analysis, article.sentences).names:
        doubt = "" if name.certain else "?"
        words = f"{article.text[name.start : name.end]} {name.type}{doubt}"
        names.setdefault(max(0, bisect_right(starts, name.start) - 1), []).append(words)
    return names


def export(options: argparse.Namespace) -> int:
    """Write the annotator's layer: every article that has a mark, all its sentences; or the gold."""
    project = Project.at(options.project, annotator=annotator_of(options, Settings.read()))
    output = Output(options.output, force=options.force, root=project.root)
    if options.gold:
        from tui.cli.gold import export_gold

        return export_gold(project, options, output)
    if not project.layer_path.exists():
        raise StorageError(
            f"{project.root}: {project.annotator} has annotated nothing here; "
            "name the project's folder and, with --as, the annotator"
        )
    output.check()
    layer = open_layer(project.layer_path, project.annotator)
    with output.opened() as out:
        for row in _exported(project, layer, options.unit):
            out.write(encode(row))
    for notice in layer.notices:
        say(notice)
    if harmed := layer.unreadable():
        follow = counted(harmed, "record follows no schema and is", "records follow no schema and are")
        say(f"{follow} left out; zhupi check names what is wrong")
    return 0


def _exported(project: Project, layer: Layer, unit: str) -> Iterator[dict[str, Any]]:
    analyser = None
    scheme = project.scheme.id
    lead = _lead(project)
    # In the order in which they were begun, which is the same at every export.
    own = (record for record in layer.records() if record["kind"] in _ANNOTATED)
    for identity in dict.fromkeys(record["article"] for record in own):
        if not is_article_id(identity):
            say(f"{identity:.40} is no article's id, so what was said of it is left out; see zhupi check")
            continue
        article = project.frozen.load(identity)
        if article is None:
            raise StorageError(
                f"{project.root}: the article {identity} was annotated, but its text is missing; "
                "bring annotations/articles back from a copy"
            )
        analysis = project.frozen.load_analysis(identity)
        if analysis is None:
            # Its annotator left before the analysis had ended. What is found now is kept, so that
            # another export says the same.
            if analyser is None:
                from annotations.analysis.gazetteer import Gazetteer
                from annotations.analysis.pipeline import Analyser

                path = project.gazetteer_path
                analyser = Analyser(gazetteer=Gazetteer.read(path) if path else None)
            analysis = analyser.analyse(article.text, article.sentences, date=article_date(article.metadata))
            with contextlib.suppress(StorageError):
                project.frozen.freeze_analysis(article, analysis)
        article = _bounded(project, article, layer, lead)
        marks = Marks(article, layer.of_article(identity))
        corrections = corrections_held(
            marks, None if project.is_lead else lead.of_article(identity) if lead else ()
        )
        analysis = marks.spans.mended(analysis, article.sentences)
        for record in (*marks.out_of_place, *marks.spans.out_of_place):
            say(
                f"{article.source}: a mark at {record['start']} is out of place and was left out: "
                f"{record['quote'][:20]}"
            )
        if unit == "article":
            yield article_object(article, marks, analysis, project.annotator, scheme, corrections)
        else:
            yield from sentence_objects(article, marks, analysis, project.annotator, scheme, corrections)


def _lead(project: Project) -> Layer | None:
    """Open the lead's layer; None where that is the annotator's own or is not there."""
    return open_layer(project.lead_path, project.lead) if project.lead_path else None


def _bounded(project: Project, article: Article, layer: Layer, lead: Layer | None) -> Article:
    """Return `article` with the sentence bounds that the lead gave it."""
    holding = layer if project.is_lead else lead
    return replace(article, sentences=with_bounds(article, holding.of_article(article.id) if holding else ()))


def demand_review(project: Project, asked: bool, what: str) -> None:
    """Refuse `what`, a command that reads everybody's tags, where the annotator may not see them.

    `asked` tells whether the annotator said ``--review``. A command reads whole layers, so what holds for
    one article that is done does not open them.

    Raises:
        UsageError: It was not asked for, or the project does not show others to this annotator.
    """
    if not asked:
        raise UsageError(f"{what} reads everybody's marks; say --review if you may see them")
    if not may_see(project.others, is_lead=project.is_lead, review=True, done=False):
        raise UsageError(
            f"{what} reads what others say, which this project shows to {project.lead}, who leads it;"
            ' others = "always" in zhupi.toml shows it to everybody'
        )
