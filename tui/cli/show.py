"""``zhupi show``: an article with its marks, plain."""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotations.marks.marks import Marks, Said
from annotations.model.article import Analysis, Article
from annotations.project.changed import changed_words
from annotations.project.earlier import earlier_texts
from annotations.project.lead import lead_of
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.records.remarks import remarks_on, threads_of
from annotations.records.returns import open_returns
from annotations.wording import tr, value_words
from tui.cli.options import add_annotator, add_reading, annotator_of, reading_options
from tui.layout.cells import visible
from tui.presenters.columns import letters_of, who
from tui.presenters.stances import time_words
from tui.presenters.threads import one_line
from tui.session.notices import repairs
from tui.session.returned import return_words
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

__all__ = ["register", "show"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi show``."""
    parser.add_argument("path", type=Path, metavar="FILE")
    add_annotator(parser)
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help=tr("the folder that keeps the annotations")
    )
    parser.add_argument(
        "--earlier", action="store_true", help=tr("the text that was annotated before it was changed")
    )
    add_reading(parser)
    parser.set_defaults(command=show)


def show(options: argparse.Namespace) -> int:
    """Print an article, a sentence a line, with its marks; for pipes and screen readers."""
    project = Project.open(
        [options.path],
        annotator=annotator_of(options),
        root=options.project,
        options=reading_options(options),
    )
    layer = project.amendments.open(project.layer_path, project.annotator)
    for line in (*project.notices, *project.own_lines()):
        say(line)
    with lead_of(project, layer) as lead, Output("-", json=False).opened() as out:
        for place in project.places:
            now = project.article(place)
            shown = _earlier(project, now) if options.earlier else [now]
            for one in shown:
                article = lead.bounded(one)
                marks = Marks(article, layer.of_article(article.id))
                beside = _Beside(project, marks.all_records(), lead.of_article(article.id))
                for line in _shown(article, marks, project, beside):
                    out.write(visible(line).encode("utf-8", "replace") + b"\n")
            if not options.earlier and (before := earlier_texts(project, now)):
                said = [record for text in before for record in layer.of_article(text)]
                if count := sum(record["kind"] == "sentence" for record in said):
                    say(
                        tr(
                            "{source}: {changed_words}; show --earlier shows it",
                            source=now.source,
                            changed_words=changed_words(count),
                        )
                    )
            if not shown:
                say(tr("{source}: there is no earlier text that was annotated", source=now.source))
    return 0


def _earlier(project: Project, article: Article) -> list[Article]:
    """Return the texts that were annotated where `article` lies, and that are its own no more."""
    amendments = project.amendments
    lineage = amendments.lineage(project.layer_path)
    texts = [*earlier_texts(project, article), *(sorted(lineage.earlier(article.id)) if lineage else ())]
    found = (project.frozen.load(text) for text in dict.fromkeys(texts))
    return [one for one in found if one is not None]


class _Beside:
    """What was said to the annotator beside the marks: answers to notes, and what was given back."""

    def __init__(self, project: Project, own: Sequence[Record], lead: Iterable[Record]) -> None:
        self._called = project.name_of
        about = remarks_on(lead, project.annotator)
        newest = {one["uid"]: one for one in (*about, *(one for one in own if _is_in_thread(one)))}
        self._threads = threads_of(newest.values())
        self._returns = open_returns(lead, own, project.annotator)

    def lines(self, start: int, end: int, note: str) -> Iterator[tuple[str, str]]:
        """Yield what was said of a sentence, its `note` first, each with what it is."""
        if note:
            yield tr("note"), one_line(note)
        for thread in self._threads:
            if thread.start < end and thread.end > start:
                for entry in thread.entries:
                    if entry.record["kind"] == "remark":
                        head = f"{self._called(entry.annotator)} {time_words(entry.time)}"
                        yield tr("answer"), f"{head}: {one_line(entry.text)}"
        for one in self._returns:
            if one.start is not None and one.end is not None and one.start < end and one.end > start:
                yield tr("back"), return_words(one, self._called, to=False)

    def of_article(self) -> list[str]:
        """Return what was given back of the article as a whole, a line each."""
        return [return_words(one, self._called, to=False) for one in self._returns if one.start is None]


def _is_in_thread(record: Record) -> bool:
    return record["kind"] == "remark" or (record["kind"] == "sentence" and bool(record["note"]))


def _shown(article: Article, marks: Marks, project: Project, beside: _Beside) -> Iterator[str]:
    """Yield the lines of an article: what is to be known of it, then number, labels, state, sentence."""
    labels = project.scheme.labels
    names = _names_by_sentence(article, marks, project)
    state = tr("done") if marks.done else f"{marks.settled}/{marks.size}"
    yield f"{article.title}  {article.source}  {project.called}  {state}"
    for note in (*article.notes, *repairs(article)):
        yield tr("note: {note}", note=note)
    for name, value in _of_whole(marks):
        yield f"{name}: {value}"
    for line in beside.of_article():
        yield tr("back: {line}", line=line)
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
            lines.append((tr("names"), ", ".join(names[index])))
        lacking = project.scheme.lacking(said.labels, said.quotes, said.attributes)
        if lacking := [one for one in lacking if one != "speaker"]:  # which is said where the quote is
            lines.append((tr("lacks"), ", ".join(lacking)))
        lines += beside.lines(sentence.start, sentence.end, said.note)
        for what, words in lines:
            yield f"{'':>{digits}} {what:>{len(labels)}}: {words}"


def _of_whole(marks: Marks) -> Iterator[tuple[str, str]]:
    """Yield what is said of the article as a whole, each with what it is."""
    if marks.whole.labels:
        yield tr("article"), ", ".join(sorted(marks.whole.labels))
    for name, value in marks.whole.attributes.items():
        yield name, value_words(value)


def _details(said: Said) -> list[tuple[str, str]]:
    """Return what is said of a sentence beside its labels, each with what it is.

    That a voice is the author's goes without saying where nobody is quoted.
    """
    lines = []
    for number, quote in enumerate(said.quotes, 1):
        words = [tr(" and ").join(map(who, quote["speakers"])) or tr("speaker missing"), quote["form"]]
        if quote["cont"]:
            words.append(tr("goes on"))
        if number == len(said.quotes) and said.voice:
            words.append(tr("voice {voice}", voice=said.voice))
        lines.append((tr("quote"), ", ".join(filter(None, words))))
    if not lines and said.voice not in (None, "author"):
        lines.append((tr("voice"), said.voice))
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
