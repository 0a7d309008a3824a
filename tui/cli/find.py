"""``zhupi find``: the sentences of a project that a query finds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ProjectError, UsageError
from annotations.exchange.jsonl import encode
from annotations.project.project import Project
from annotations.project.work_lists import NAMED, forget, keep, named, work_lists
from annotations.search.query import Query
from annotations.search.syntax import Vocabulary, read_query
from annotations.wording import counted, msg, tr
from tui.cli.options import (
    add_annotator,
    add_reading,
    annotator_of,
    as_allowed,
    project_folder,
    reading_options,
)
from tui.terminal.outputs import Output, print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.project.search import Found, Search

__all__ = ["find", "register"]

_HELP = msg(
    'words that stand in one sentence; one...another in this order; "a phrase"; /an expression/; label:claim'
    " status:open flag:yes note:* annotator:mei speaker:特朗普 name:微軟 ORG:* title: file:; money > 1e9 USD,"
    " percent >= 20,"
    " date >= 2025-02; and, or, not, ( ); @NAME for one that is kept"
)


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi find``."""
    parser.add_argument("words", nargs="*", metavar="QUERY [DIR]", help=tr(_HELP))
    add_annotator(parser)
    parser.add_argument("--json", action="store_true", help=tr("an object a line, a sentence each"))
    parser.add_argument(
        "--review", action="store_true", help=tr("the lead: ask of everybody's marks, not mine alone")
    )
    parser.add_argument("--count", action="store_true", help=tr("say only how many there are"))
    parser.add_argument("--keep", metavar="NAME", help=tr("keep the query under this name, in queries.tsv"))
    parser.add_argument("--kept", action="store_true", help=tr("list the queries that are kept"))
    parser.add_argument("--forget", metavar="NAME", help=tr("keep the query of this name no longer"))
    add_reading(parser)
    parser.set_defaults(command=find, intermixed="words")


def find(options: argparse.Namespace) -> int:
    """Print each sentence that is found, with its place: ``news/a.txt:26: ...``.

    Returns:
        1 if there is none, or an article could not be read, else 0.

    Raises:
        QueryError: The query cannot be read.
        ZhupiError: The project cannot be opened, or the project keeps from the annotator what others say.
    """
    words = [] if options.kept or options.forget else options.words[:1]
    if len(options.words) > len(words) + 1:
        raise UsageError(
            tr("put the query in quotation marks: zhupi find '{words}'", words=" ".join(options.words))
        )
    options.project = Path(*options.words[len(words) :])
    if not options.project.is_dir():
        raise ProjectError(
            tr("{path}: no such folder; the project comes after the query", path=options.project)
        )
    folder = project_folder(options)
    if options.forget:
        _forget(folder, options.forget.strip().removeprefix(NAMED))
    if options.kept:
        return _list_kept(folder)
    if options.forget:
        return 0
    if not words:
        raise UsageError(tr("say what to find: zhupi find QUERY; zhupi find --help shows how"))
    asked = str(words[0])
    text = named(folder, asked.removeprefix(NAMED)) if asked.startswith(NAMED) else asked
    from annotations.project.search import Search  # who asks for help needs none of it

    project = Project.open(
        [folder], annotator=annotator_of(options), root=folder, options=reading_options(options)
    )
    project = as_allowed(project)
    query = read_query(text, Vocabulary.of(project.scheme))
    if options.review:
        project.demand_others("find --review")
    if options.keep and keep(project.root, options.keep, text):
        say(tr("kept as {name}; zhupi find @{name} asks it again", name=options.keep))
    search = Search(project, review=options.review)
    try:
        return _print(search, query, options)
    finally:
        search.close()


def _print(search: Search, query: Query, options: argparse.Namespace) -> int:
    count, complete = 0, True
    with Progress() as progress, Output("-", json=options.json).opened() as out:
        search.refresh(
            lambda done, of: progress.words(
                tr(
                    "reading {count} for the index: {done} done",
                    count=counted(of, "article"),
                    done=f"{done:,}",
                )
            )
        )
        told = set(search.lines)
        for line in search.lines:
            say(line)
        for step in search.run(query):
            count += len(step.found)
            complete = complete and not step.unread
            if step.found or step.unread:
                progress.clear()
            for line in step.unread:
                say(line)
            if step.found and not options.count:
                out.write(b"".join(_lines(step.found, json_lines=options.json)))
                sys.stdout.flush()  # who waits for names and numbers sees what is there
            progress.words(
                tr(
                    "{count} found; looked at {done} of {of}",
                    count=f"{count:,}",
                    done=f"{step.looked:,}",
                    of=f"{step.of:,}",
                )
            )
        progress.clear()
        for line in search.lines:
            if line not in told:
                say(line)
        if options.count:
            out.write(f"{count}\n".encode())
    return 0 if count and complete else 1


def _lines(found: Iterable[Found], *, json_lines: bool) -> Iterator[bytes]:
    for one in found:
        if json_lines:
            yield encode(_row(one))
        else:
            text = " ".join(one.text.split())
            yield f"{one.source}:{one.sentence + 1}: {text}\n".encode("utf-8", "replace")


def _row(one: Found) -> dict[str, object]:
    """Return a sentence as a row; offsets are into the article, `hits` into its text, as for all of zhupi."""
    return {
        "article": one.article,
        "title": one.title,
        "source": one.source,
        "sentence": one.sentence + 1,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "hits": [list(span) for span in one.spans],
    }


def _forget(folder: Path, name: str) -> None:
    query = named(folder, name)  # it names those that there are
    forget(folder, name)
    say(tr("{name} is kept no longer; it was: {query}", name=f"{NAMED}{name}", query=query))


def _list_kept(folder: Path) -> int:
    kept = work_lists(folder)
    for one in kept:
        print_line(f"{NAMED}{one.name}  {one.query}")
    return 0 if kept else 1
