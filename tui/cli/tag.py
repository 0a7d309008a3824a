"""``zhupi tag``: tag sentences without a screen, by number or from a pipe."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from annotations.editing.orders import Order, What, check_order, tag_order
from annotations.errors import ProjectError, ReadingError, SchemeError, UsageError
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.project.tags import Tagged, Tagger, sentences_at
from annotations.wording import counted, msg, tr
from tui.cli.options import (
    add_annotator,
    add_reading,
    annotator_of,
    as_allowed,
    project_at,
    reading_options,
)
from tui.cli.tag_article import article_of, is_file
from tui.cli.tag_lines import TAG, Target, lines_in, targets_of
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["register", "tag"]

_TOLD = 64
"""Lines of a pipe after which what they did is told at the latest. Chosen: some tenths of a second's work."""


class _Say(argparse.Action):
    """Adds one thing to say, in the order in which they are written."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option: str | None = None,
    ) -> None:
        """Put it behind those before it."""
        orders: list[Order] = [*(getattr(namespace, "orders", None) or ())]
        namespace.orders = orders
        what, value = self.dest, str(values) if isinstance(values, str) else ""
        if what == "tag":
            orders.append(tag_order(value))
        elif what == "set":
            name, equals, word = value.partition("=")
            if not equals:
                raise UsageError(tr("--set {word}: write NAME=VALUE; NAME= takes it away", word=value))
            orders.append(Order("attribute", name, on=bool(word), values=(word,)))
        elif what == "speaker" and orders and orders[-1].what == "speakers":
            orders[-1] = orders[-1]._replace(values=(*orders[-1].values, value))
        elif what == "speaker":
            orders.append(Order("speakers", values=(value,)))
        elif what in ("flag", "done", "goes_on"):
            on = not str(option).startswith("--no-")
            orders.append(Order("goes-on") if what == "goes_on" else Order(cast(What, what), on=on))
        else:
            orders.append(Order(cast(What, what), values=(value,)))


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi tag``."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = tr(_DESCRIPTION)
    parser.add_argument(
        "words", nargs="*", metavar=tr("ARTICLE SENTENCE"), help=tr("or - for lines from a pipe")
    )
    saying = {"action": _Say}
    for name, metavar, text in (
        ("--tag", "+LABEL", msg("the same as +LABEL or -LABEL, for labels that read as an option")),
        ("--voice", "VOICE", msg("whose claim or opinion it is: author, speaker, both")),
        (
            "--speaker",
            "NAME",
            msg("who is quoted; again for a second one, an empty one for somebody unknown"),
        ),
        ("--form", "FORM", msg("how it is quoted: indirect, direct, mixed")),
        ("--set", "NAME=VALUE", msg("an attribute of the project's own; NAME= takes it away")),
        ("--note", "TEXT", msg("the note; an empty one takes it away")),
    ):
        parser.add_argument(name, metavar=metavar, help=tr(text), **saying)  # type: ignore[arg-type]
    for switches, text in (
        (("--flag", "--no-flag"), msg("flag it, or take the flag off")),
        (("--goes-on",), msg("the quote before goes on in it: same speaker and form")),
        (("--done", "--no-done"), msg("the article is done, all of it read; or not any more")),
    ):
        parser.add_argument(*switches, nargs=0, help=tr(text), **saying)  # type: ignore[arg-type]
    parser.add_argument(
        "--quote", type=int, default=1, metavar="N", help=tr("which quote of the sentence; by default 1")
    )
    parser.add_argument("--undo", action="store_true", help=tr("take back the last act"))
    parser.add_argument("--dry-run", action="store_true", help=tr("say what would be done; write nothing"))
    parser.add_argument(
        "--project", type=Path, default=None, metavar="DIR", help=tr("the folder that keeps the annotations")
    )
    add_annotator(parser)
    add_reading(parser)
    parser.set_defaults(command=tag, intermixed="words", orders=None, rewrite=rewritten)


_DESCRIPTION = msg(
    """Tag sentences without a screen: what keys do, for screen readers and pipes.

ARTICLE is a file, or the source or id of an article as exports have them. SENTENCE is a number as on screen
and in zhupi show; 3-5 are three of them, @310 the one at that offset, all is all of the body. +claim puts a
label on, -claim takes it off; +none says that none fits. - reads lines from standard input: an article, a
tab, and its sentences; or JSON as zhupi find --json writes it. A line may have tags of its own."""
)


def rewritten(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` in which what stands for a tag is the value of an option."""
    found: list[str] = []
    for number, word in enumerate(arguments):
        before = arguments[number - 1] if number else ""
        is_value = before in ("--note", "--speaker", "--set", "--tag", "--as", "--project")
        plain = not is_value and word not in ("-h",) and TAG.fullmatch(word) is not None
        found.append(f"--tag={word}" if plain else word)
    return found


def tag(options: argparse.Namespace) -> int:
    """Tag what is named, and say what was done.

    Returns:
        1 if something of a pipe could not be tagged; the rest is.

    Raises:
        UsageError: A label or a sentence is not there, or nothing is to be done.
    """
    orders = tuple(one._replace(quote=max(0, options.quote - 1)) for one in options.orders or ())
    project = _project(options)
    for order in orders:
        check_order(project.scheme, order)
    for line in (*project.notices, *project.own_lines()):
        say(line)
    with Tagger.at_work(project, dry=options.dry_run, tell=say) as tagger, Progress() as progress:
        if options.undo:
            return _undo(project, tagger, options, orders, progress)
        if options.words == ["-"]:
            pipe = _Pipe(project, tagger, options, progress)
            return _tag_lines(pipe, orders, dry=options.dry_run)
        target = _target(options, orders)
        article = article_of(project, target, options, progress)
        tagged = _do(tagger, article, target)
        tagger.flush()
        _tell(tagged, options.dry_run)
    return 0


def _project(options: argparse.Namespace) -> Project:
    """Open the project: of the folder that is named, or of the file that is tagged."""
    name = options.words[0] if options.words else "-"
    if options.project is None and name != "-" and is_file(Path(name)):
        opened = Project.open([Path(name)], annotator=annotator_of(options), options=reading_options(options))
        return as_allowed(opened)
    options.project = options.project or Path()
    return project_at(options)


def _target(options: argparse.Namespace, orders: tuple[Order, ...]) -> Target:
    """Return what is to be tagged, as the command line names it."""
    words = list(options.words)
    whole = all(one.what == "done" for one in orders)
    if not orders:
        raise UsageError(tr("nothing to say of it; +LABEL puts a label on, --help shows what else there is"))
    if len(words) < 2 and not (whole and words):
        raise UsageError(tr("name an article and a sentence: zhupi tag news/a.txt 3 +claim"))
    return Target("", words[0], "", tuple(words[1:]), orders)


class _Pipe:
    """Tags what comes through a pipe: all that is there to read shares a flush, and is told after it."""

    def __init__(
        self, project: Project, tagger: Tagger, options: argparse.Namespace, progress: Progress
    ) -> None:
        self._project = project
        self._tagger = tagger
        self._options = options
        self._progress = progress
        self._done: list[Tagged] = []
        self._article: tuple[str, Article] | None = None
        self.sentences = 0
        self.articles: set[str] = set()

    def tag(self, target: Target) -> None:
        """Do what `target` names.

        Raises:
            ZhupiError: It cannot be done.
        """
        for order in target.orders:
            check_order(self._project.scheme, order)
        if self._article is None or self._article[0] != target.article:
            article = article_of(self._project, target, self._options, self._progress)
            self._article = target.article, article
            self._progress.words(tr("tagging {name}", name=target.source or target.article))
        self._done.append(_do(self._tagger, self._article[1], target))
        if len(self._done) >= _TOLD:
            self.settle()

    def settle(self) -> None:
        """Make what was done durable, and tell it."""
        self._tagger.flush()
        done, self._done = self._done, []
        for tagged in done:
            if tagged.words:
                self.sentences += len(tagged.sentences)
                self.articles.add(tagged.article.id)
            _tell(tagged, self._options.dry_run)


def _tag_lines(pipe: _Pipe, orders: tuple[Order, ...], *, dry: bool) -> int:
    """Tag what the lines of a pipe name; what cannot be tagged is said, and the others are."""
    failed = 0
    try:
        for target in targets_of(lines_in(pipe.settle), orders):
            try:
                pipe.tag(target)
            except (UsageError, ReadingError, ProjectError, SchemeError) as error:
                say(f"{target.where}: {error}")
                failed += 1
    finally:
        pipe.settle()
    done = tr(
        "{sentences} of {articles}",
        sentences=counted(pipe.sentences, "sentence"),
        articles=counted(len(pipe.articles), "article"),
    )
    say(tr("would tag {what}", what=done) if dry else tr("tagged {what}", what=done))
    return int(failed > 0)


def _do(tagger: Tagger, article: Article, target: Target) -> Tagged:
    bounded = tagger.bounded(article)
    return tagger.tag(article, sentences_at(bounded, target.sentences), target.orders)


def _undo(
    project: Project,
    tagger: Tagger,
    options: argparse.Namespace,
    orders: Sequence[Order],
    progress: Progress,
) -> int:
    if orders:
        raise UsageError(tr("--undo takes back the last act, and nothing is tagged with it"))
    identity = tagger.last()
    if identity is None:
        raise UsageError(tr("nothing to undo"))
    target = Target("", identity, "", (), ())
    tagged = tagger.undo(article_of(project, target, options, progress))
    tagger.flush()
    _tell(tagged, options.dry_run)
    return 0


def _tell(tagged: Tagged, dry: bool) -> None:
    """Print what was done: the article, its sentences, and each act."""
    numbers = _numbers(tagged.sentences)
    words = "; ".join(tagged.words) or tr("as it was")
    line = f"{tagged.article.source} {numbers}: {words}" if numbers else f"{tagged.article.source}: {words}"
    print_line(tr("would do: {line}", line=line) if dry and tagged.words else line)


def _numbers(sentences: Sequence[int]) -> str:
    """Return sentences by their numbers, runs as ``3-5``."""
    runs: list[list[int]] = []
    for one in sentences:
        if runs and runs[-1][1] == one - 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return " ".join(str(a + 1) if a == b else f"{a + 1}-{b + 1}" for a, b in runs)
