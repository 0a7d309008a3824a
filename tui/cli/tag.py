"""``zhupi tag``: tag sentences without a screen, by number or from a pipe."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import cast

from annotations.editing.orders import Order, What, check_order, tag_order
from annotations.errors import ProjectError, ReadingError, SchemeError, UsageError
from annotations.model.article import Article
from annotations.project.articles import find_articles
from annotations.project.project import Project
from annotations.project.tags import Tagged, Tagger, sentences_at
from annotations.records.field_values import is_article_id
from annotations.wording import counted, msg, tr
from tui.cli.options import (
    add_annotator,
    add_reading,
    allowing_taggers,
    annotator_of,
    project_at,
    reading_options,
)
from tui.cli.tag_lines import TAG, Target, lines_in, targets_of
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["register", "tag"]


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
        targets = _targets(options, orders)
        if options.words[:1] == ["-"]:
            return _tag_lines(project, tagger, targets, options, progress)
        for target in targets:
            article = _article(project, target, options, progress)
            _tell(_do(tagger, article, target), options.dry_run)
    return 0


def _project(options: argparse.Namespace) -> Project:
    """Open the project: of the folder that is named, or of the file that is tagged."""
    name = options.words[0] if options.words else "-"
    if options.project is None and name != "-" and _is_file(Path(name)):
        opened = Project.open([Path(name)], annotator=annotator_of(options), options=reading_options(options))
        return allowing_taggers(opened)
    options.project = options.project or Path()
    return project_at(options)


def _targets(options: argparse.Namespace, orders: tuple[Order, ...]) -> Iterator[Target]:
    """Yield what is to be tagged, from the command line or from standard input."""
    words = list(options.words)
    if words == ["-"]:
        yield from targets_of(lines_in(), orders)
        return
    whole = all(one.what == "done" for one in orders)
    if not orders:
        raise UsageError(tr("nothing to say of it; +LABEL puts a label on, --help shows what else there is"))
    if len(words) < 2 and not (whole and words):
        raise UsageError(tr("name an article and a sentence: zhupi tag news/a.txt 3 +claim"))
    yield Target("", words[0], "", tuple(words[1:]), orders)


def _tag_lines(
    project: Project,
    tagger: Tagger,
    targets: Iterable[Target],
    options: argparse.Namespace,
    progress: Progress,
) -> int:
    """Tag what the lines of a pipe name; what cannot be tagged is said, and the others are."""
    sentences = articles = failed = 0
    for (name, source), some in groupby(targets, key=lambda one: (one.article, one.source)):
        article: Article | None = None
        changed = 0
        for target in some:
            try:
                for order in target.orders:
                    check_order(project.scheme, order)
                article = article or _article(project, target, options, progress)
                tagged = _do(tagger, article, target)
            except (UsageError, ReadingError, ProjectError, SchemeError) as error:
                say(f"{target.where}: {error}")
                failed += 1
                continue
            changed += len(tagged.sentences) if tagged.words else 0
            _tell(tagged, options.dry_run)
        sentences += changed
        articles += bool(changed)
        progress.words(tr("tagging {name}", name=source or name))
    done = tr(
        "{sentences} of {articles}",
        sentences=counted(sentences, "sentence"),
        articles=counted(articles, "article"),
    )
    say(tr("would tag {what}", what=done) if options.dry_run else tr("tagged {what}", what=done))
    return int(failed > 0)


def _do(tagger: Tagger, article: Article, target: Target) -> Tagged:
    bounded = tagger.bounded(article)
    return tagger.tag(article, sentences_at(bounded, target.sentences), target.orders)


def _article(project: Project, target: Target, options: argparse.Namespace, progress: Progress) -> Article:
    """Return the article that is named: by its file, its source or its id.

    Raises:
        UsageError: There is none such.
    """
    name = target.article
    if is_article_id(name):
        found = find_articles(
            {name: target.source}, project.frozen, project, reading_options(options), progress.words
        )
        if name in found:
            return found[name]
        raise UsageError(tr("{name}: no article of this project has that id; was it changed?", name=name))
    table, hash_sign, row = name.rpartition("#")
    for file, number in ((name, ""), (table, row if hash_sign else "")):
        for path in (Path(file), project.root / file) if file else ():
            if _is_file(path):
                return _article_in(project, path, number, name, options)
    raise UsageError(tr("{name}: no such article; name a file, or a source or id of an export", name=name))


def _is_file(path: Path) -> bool:
    with suppress(OSError):  # a whole sentence is too long to be a name, and names none
        return path.is_file()
    return False


def _article_in(project: Project, path: Path, number: str, name: str, options: argparse.Namespace) -> Article:
    """Return the article of a file, of several the one with that `number`; `name` is how it was called."""
    opened = Project.open(
        [path], annotator=project.annotator, root=project.root, options=reading_options(options)
    )
    places = [one for one in opened.places if not number or str(one.number) == number]
    if len(places) == 1:
        return opened.article(places[0])
    if number:
        raise UsageError(tr("{name}: there is no such row", name=name))
    raise UsageError(tr("{name} holds several articles; name one as {name}#3", name=name))


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
    _tell(tagger.undo(_article(project, target, options, progress)), options.dry_run)
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
