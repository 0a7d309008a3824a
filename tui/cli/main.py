"""The command line. Textual is imported only where a screen opens."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from annotations.errors import UsageError, ZhupiError
from annotations.wording import LANGUAGES, language, msg, speak, tr, wanted_language
from tui.settings import language_set
from tui.terminal.remarks import say
from tui.terminal.streams import leave

__all__ = ["run", "shell_lines"]

_COMMANDS = (
    ("open", "open", msg("read and annotate articles"), "zhupi open news/ --as mei"),
    (
        "init",
        "init",
        msg("begin a project: labels, annotators, who leads"),
        "zhupi init news/ --annotators mei,lin",
    ),
    (
        "serve",
        "serve",
        msg("let the program be used in a browser"),
        "zhupi serve news/ --as mei",
    ),
    ("tour", "tour", msg("see in eight presses how it goes"), "zhupi tour"),
    ("show", "show", msg("print an article with its marks, plain"), "zhupi show news/a.txt | less"),
    ("find", "find", msg("find sentences in all articles"), "zhupi find '據 報道 not label:quote' news/"),
    (
        "analyse",
        "analyse",
        msg("find sentences, names, numbers and quotes, as JSONL"),
        "zhupi analyse news/*.txt > found.jsonl",
    ),
    (
        "tag",
        "tag",
        msg("tag sentences without a screen, also from a pipe"),
        "zhupi tag news/a.txt 3-5 +claim -quote",
    ),
    (
        "export",
        "export",
        msg("write the tags, as JSONL or for another tool"),
        "zhupi export news/ -o tags.jsonl",
    ),
    (
        "import",
        "import_",
        msg("take in what was exported, here or elsewhere"),
        "zhupi import tags.jsonl --project news/ --as mei",
    ),
    ("hand-in", "hand_in", msg("write my tags as one file to send"), "zhupi hand-in news/ --as mei"),
    (
        "collect",
        "collect",
        msg("take in what others handed in"),
        "zhupi collect *.handin.jsonl --project news/",
    ),
    (
        "join",
        "join",
        msg("take part in a project that a team shares over a hub"),
        "zhupi join postgresql://mei@db.example.org/news",
    ),
    ("hub", "hub", msg("share a project over a team's database"), "zhupi hub add mei --project news/"),
    ("progress", "progress", msg("tell who has what, and when it will be done"), "zhupi progress news/"),
    ("stats", "stats", msg("count what is done, and each label"), "zhupi stats news/ --review"),
    (
        "agree",
        "agree",
        msg("measure how far annotators agree"),
        "zhupi agree news/ --review --format csv -o agreement.csv",
    ),
    (
        "score",
        "score",
        msg("measure how good a model is on this project"),
        "zhupi score bert --against gold --project news/",
    ),
    (
        "assign",
        "assign",
        msg("say who reads which article"),
        "zhupi assign news/ --annotators mei,lin,wu --overlap 2 --pilot 10",
    ),
    (
        "settle",
        "settle",
        msg("settle the sentences on which all agree"),
        "zhupi settle news/ --review --as lin",
    ),
    ("rename", "rename", msg("call an annotator otherwise"), "zhupi rename mei meilin news/"),
    (
        "scheme",
        "scheme",
        msg("show, check and change the labels of a project"),
        "zhupi scheme rename claim assertion",
    ),
    ("carry", "carry", msg("take my tags over to texts that were changed"), "zhupi carry news/ --dry-run"),
    ("check", "check", msg("verify every file of a project"), "zhupi check news/ --repair"),
)
"""Each command: its name, its module here, what it does, an example.

The module has ``register``, which gives a parser the command's options and the function that runs it. It is
imported for its own command alone, so that no command pays for what another needs.
"""


def shell_lines() -> list[tuple[str, str]]:
    """Return what the commands do, each with an example; that which opens the screen is left out."""
    return [(tr(text), example) for name, _, text, example in _COMMANDS if name != "open"]


def run(arguments: Sequence[str]) -> int:
    """Run zhupi with `arguments`; return 0 on success, 1 on a failure, 2 on wrong use."""
    if sys.stderr is None:  # the shell closed it; print would take standard output instead
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - it stays to the end
    speak(wanted_language(language_set()))
    if language() != LANGUAGES[0]:
        from tui.cli.argparse_words import translate

        translate()
    code = _outcome(arguments)
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        leave(sys.stderr)
    return code


def _outcome(arguments: Sequence[str]) -> int:
    try:
        return _ended(_run(arguments))
    except ZhupiError as error:
        from tui.presenters.advice import told

        say(told(error))
        return _ended(2 if isinstance(error, UsageError) else 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        leave(sys.stdout)
        return 1
    except Exception as error:
        say(
            tr(
                "something is wrong inside zhupi: {name}: {error}{written_down}",
                name=type(error).__name__,
                error=error,
                written_down=_written_down(),
            )
        )
        return 1


def _run(arguments: Sequence[str]) -> int:
    names = {command[0] for command in _COMMANDS}
    if not arguments or arguments[0] not in names | {"-h", "--help", "--version"}:
        from tui.cli.meant import meant

        arguments = meant(arguments, names)
    parser = _parser(arguments)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "command", None)
    if command is None:
        parser.print_help()
        return 2
    return command(options)


def _ended(code: int) -> int:
    """Return `code` once what was printed has left the program; 1 if it cannot."""
    if sys.stdout is None:  # the shell closed it
        return code
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave(sys.stdout)
        return code or 1
    except OSError as error:
        leave(sys.stdout)
        say(
            tr(
                "standard output: it could not be written ({strerror}); send it somewhere else",
                strerror=error.strerror,
            )
        )
        return code or 1
    return code


def _written_down() -> str:
    """Keep the traceback of an unforeseen error in a file, and say where; it is not for the user's eyes."""
    import traceback

    from platformdirs import user_log_path

    with contextlib.suppress(OSError):
        path = user_log_path("zhupi", appauthor=False, ensure_exists=True) / "error.log"
        path.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
        return tr("; please report it with {path}", path=path)
    return ""


class _Version(argparse.Action):
    """Prints the version; looking it up costs as much as a screen, so nobody else pays for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print and stop."""
        from importlib.metadata import version

        from tui.terminal.outputs import print_line

        print_line(f"zhupi {version('zhupi')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, made harmless, as every other error."""

    def __init__(self, **options: Any) -> None:
        if language() != LANGUAGES[0]:
            from tui.cli.argparse_words import Formatter

            options["formatter_class"] = Formatter
        super().__init__(**options)

    def error(self, message: str) -> None:  # type: ignore[override]
        say(tr("{message}; {prog} --help shows how", message=message, prog=self.prog))
        raise SystemExit(2)


class _Command(_Parser):
    """A command, whose module is imported when it is asked for and no sooner."""

    def __init__(self, *, module: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._module = module

    def parse_known_args(self, *arguments: Any, **named: Any) -> Any:
        """Parse as any parser does, with the options of the command's module."""
        self.complete()
        # A command whose words argparse would take for options says them in its own way.
        rewrite = self.get_default("rewrite")
        if rewrite is not None:
            arguments = (rewrite(arguments[0]), *arguments[1:])
        found, left = super().parse_known_args(*arguments, **named)
        # What stands behind an option argparse gives to no list of names; a command says which list is meant.
        names = getattr(found, "intermixed", "")
        if names and not any(one.startswith("-") for one in left):
            setattr(found, names, [*getattr(found, names), *left])
            left = []
        return found, left

    def complete(self) -> None:
        """Take in the options of the command's module."""
        module, self._module = self._module, ""
        if module:
            gc.disable()  # what is imported stays; looking for garbage in it took a tenth of the start
            import_module(f"tui.cli.{module}").register(self)
            gc.freeze()  # else the first search after it would go over all of it
            gc.enable()


def _sentence(text: str) -> str:
    """Return a line of the table as a sentence of its own."""
    return f"{text[0].upper()}{text[1:]}{tr('.')}"


def _parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return what reads `arguments`: of the commands only the one that they begin with, if they do."""
    parser = _Parser(
        prog="zhupi", description=tr("Read Chinese articles in the terminal and tag their sentences.")
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=tr("show the version and stop"))
    commands = parser.add_subparsers(title=tr("commands"), metavar="COMMAND", parser_class=_Command)
    named = [command for command in _COMMANDS if command[0] in arguments[:1]]
    for name, module, text, example in named or _COMMANDS:
        commands.add_parser(
            name,
            module=module,
            help=tr(text),
            description=_sentence(tr(text)),
            epilog=tr("Example: {command}", command=example),
        )
    return parser
