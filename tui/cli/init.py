"""``zhupi init``: the settings of a project, asked for or taken from options."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from annotations.errors import NoArticles, ProjectError, SettingsError, UsageError, ZhupiError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.model.scheme import DEFAULT, Label
from annotations.model.scheme_rows import FREE_LETTERS
from annotations.project.beginning import Beginning, begin, labels_of, names_of, why_not
from annotations.project.project import Project
from annotations.project.settings import OTHERS, SETTINGS
from annotations.wording import counted, tr
from tui.cli.options import annotator_of
from tui.layout.cells import visible
from tui.presenters.advice import told
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["init", "register"]

AnswerT = TypeVar("AnswerT")


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi init``."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help=tr("the folder of the articles; by default this one"),
    )
    parser.add_argument(
        "--labels",
        metavar="LABELS",
        help=tr("as fact:F:TITLE,opinion: a name, its key, its title; by default those built in"),
    )
    parser.add_argument("--annotators", metavar="NAMES", help=tr("who annotates, as mei,lin"))
    parser.add_argument("--lead", metavar="NAME", help=tr("who settles what annotators differ in"))
    parser.add_argument("--others", choices=OTHERS, help=tr("when annotators see what the others say"))
    parser.add_argument(
        "--yes", action="store_true", help=tr("ask nothing: what no option says is as it is by default")
    )
    parser.set_defaults(command=init)


def init(options: argparse.Namespace) -> int:
    """Write ``zhupi.toml``, and say how to go on.

    Raises:
        ZhupiError: An option cannot be used, or no project can begin there; nothing is written then.
    """
    asks = not options.yes and _at_terminal()
    me = annotator_of(argparse.Namespace(annotator=None))
    try:
        folder = _folder(options, asks=asks)
        said = _said(options, me, asks=asks)
    except EOFError:
        print_line("")
        raise UsageError(tr("init: the answers ended; nothing is written")) from None
    path = begin(folder, said)
    print_line(tr("{path} is written; every setting in it is explained there", path=visible(str(path))))
    if said.lead:
        print_line(
            tr("{lead} leads; annotators see the others' tags: {others}", lead=said.lead, others=said.others)
        )
    for line in _next(folder, said, me):
        print_line(line)
    return 0


def _at_terminal() -> bool:
    """Tell whether there is somebody to ask."""
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout))


def _folder(options: argparse.Namespace, *, asks: bool) -> Path:
    """Return the folder of the articles; one where a project cannot begin is no answer."""

    def read(text: str) -> Path:
        folder = Path(os.path.abspath(os.path.expanduser(text)))  # noqa: PTH111 - Path raises without a home
        if why := why_not(folder):
            raise ProjectError(why)
        return folder

    if options.folder is not None or not asks:
        return read(str(options.folder or "."))
    print_line(tr("Enter takes what stands in brackets."))
    return _asked(tr("Folder of the articles"), ".", read)


def _said(options: argparse.Namespace, me: str, *, asks: bool) -> Beginning:
    """Return what the options say, and what is asked for where they do not."""

    def ask(option: str | None, question: str, default: str, read: Callable[[str], AnswerT]) -> AnswerT:
        if option is not None:
            return read(option)
        return _asked(question, default, read) if asks else read(default)

    built_in = ",".join(label.name for label in DEFAULT.labels)
    labels = ask(options.labels, tr("Labels (others as name:key:title)"), built_in, _labels)
    names = ask(options.annotators, tr("Who annotates, with commas between"), me if asks else "", names_of)
    alone = len(names) < 2
    if alone and options.lead is None:
        lead = ""
    else:
        known = {same_annotator(name): name for name in names}
        likely = known.get(same_annotator(me), me)
        lead = ask(options.lead, tr("Who leads, and settles differences"), likely, check_annotator)
    others = OTHERS[0]
    if options.others is not None or not alone:
        question = tr("When do annotators see the others' tags: {choices}", choices=", ".join(OTHERS))
        others = ask(options.others, question, OTHERS[0], _others)
    return Beginning(labels, names, lead, others)


def _labels(text: str) -> tuple[Label, ...]:
    """Read labels, and see that no key of theirs is that of an act."""
    from tui.commands.catalogue import keymaps_for

    labels = labels_of(text)
    try:
        keymaps_for(Beginning(labels).scheme)
    except SettingsError as error:
        free = " ".join(sorted(set(FREE_LETTERS).difference(one.key for one in labels)))
        reason = str(error).removeprefix(f"{SETTINGS}: ")
        raise UsageError(tr("{reason}; free are {letters}", reason=reason, letters=free)) from None
    return labels


def _others(text: str) -> str:
    if text not in OTHERS:
        raise UsageError(tr("one of {choices}", choices=", ".join(OTHERS)))
    return text


def _asked(question: str, default: str, read: Callable[[str], AnswerT]) -> AnswerT:
    """Ask until the answer can be used; an empty one is `default`."""
    while True:
        answer = input(f"{question} [{visible(default)}]: ").strip() or default
        try:
            return read(answer)
        except ZhupiError as error:
            say(told(error))


def _next(folder: Path, said: Beginning, me: str) -> list[str]:
    """Return what to do next: articles first, then who reads what, then reading."""
    from shlex import quote

    here = "" if folder == Path.cwd() else f" {quote(str(folder))}"
    try:
        count = len(Project.open([folder], annotator=me, root=folder).places)
    except NoArticles as error:
        return [tr("next: {what}", what=told(error))]
    except ZhupiError as error:
        return [told(error)]
    lines = [tr("{articles} there", articles=counted(count, "article"))]
    if len(said.annotators) > 1:
        names = ",".join(map(quote, said.annotators))
        line = f"zhupi assign{here} --annotators {names} --overlap 2"
        line += f" --as {quote(said.lead)}" if said.lead and said.lead != me else ""
        lines.append(tr("next, who reads what: {line}", line=line))
        line = f"zhupi open{here} --as {quote(said.annotators[0])}"
        lines.append(tr("then each of them: {line}", line=line))
    else:
        name = said.annotators[0] if said.annotators and said.annotators[0] != me else ""
        line = f"zhupi open{here}" + (f" --as {quote(name)}" if name else "")
        lines.append(tr("next: {line}", line=line))
    return lines
