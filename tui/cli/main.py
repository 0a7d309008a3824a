"""The command line. Textual is imported only where a screen opens."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from annotations.errors import UsageError, ZhupiError
from tui.terminal.remarks import say

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Run zhupi with `arguments`; return 0 on success, 1 on a failure, 2 on wrong use."""
    if sys.stderr is None:  # the shell closed it; print would take standard output instead
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - it stays to the end
    try:
        return _ended(_run(arguments))
    except ZhupiError as error:
        say(str(error))
        return _ended(2 if isinstance(error, UsageError) else 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _leave_stdout()
        return 1
    except Exception as error:
        say(f"something is wrong inside zhupi: {type(error).__name__}: {error}{_written_down()}")
        return 1


def _run(arguments: Sequence[str]) -> int:
    parser = _parser()
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
        _leave_stdout()
        return code or 1
    except OSError as error:
        _leave_stdout()
        say(f"standard output: it could not be written ({error.strerror}); send it somewhere else")
        return code or 1
    return code


def _leave_stdout() -> None:
    """Send what is still to be printed nowhere: whoever read it has enough, or nothing can take it.

    Python would complain when it flushes at the end.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _written_down() -> str:
    """Keep the traceback of an unforeseen error in a file, and say where; it is not for the user's eyes."""
    import traceback

    from platformdirs import user_log_path

    with contextlib.suppress(OSError):
        path = user_log_path("zhupi", appauthor=False, ensure_exists=True) / "error.log"
        path.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
        return f"; please report it with {path}"
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

    def error(self, message: str) -> None:  # type: ignore[override]
        say(f"{message}; {self.prog} --help shows how")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="zhupi", description="Read Chinese articles in the terminal and tag their sentences."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, example: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=f"Example: {example}"
        )
        sub.set_defaults(command=command)
        return sub

    sub = add("open", _open, "read and annotate articles", "zhupi open news/ --as mei")
    sub.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="articles, or folders of them; by default this one",
    )
    _who(sub)
    sub.add_argument("--project", type=Path, metavar="DIR", help="the folder that keeps the annotations")
    sub.add_argument("--review", action="store_true", help="the lead: see everybody's tags, and settle")
    _how_to_read(sub)

    sub = add("show", _show, "print an article with its marks, plain", "zhupi show news/a.txt | less")
    sub.add_argument("path", type=Path, metavar="FILE")
    _who(sub)
    sub.add_argument("--project", type=Path, metavar="DIR", help="the folder that keeps the annotations")
    _how_to_read(sub)

    sub = add(
        "analyse",
        _analyse,
        "find sentences, names and numbers, as JSONL",
        "zhupi analyse news/*.txt > found.jsonl",
    )
    sub.add_argument(
        "paths", nargs="*", default=["-"], metavar="FILE", help="articles, or - for JSONL with a text a line"
    )
    _where_to(sub)
    sub.add_argument("--repair", action="store_true", help="take pinyin residue out of JSONL too")
    sub.add_argument("--gazetteer", type=Path, metavar="FILE", help="names a line: string, tab, type")
    sub.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes to use; by default one a core"
    )
    _how_to_read(sub)

    sub = add("export", _export, "write the tags as JSONL", "zhupi export news/ -o tags.jsonl")
    _which_project(sub)
    sub.add_argument("--unit", choices=("sentence", "article"), default="sentence", help="what a line is")
    sub.add_argument("--gold", action="store_true", help="what was decided, for the lead, or with --review")
    sub.add_argument("--review", action="store_true", help="look at everybody's tags, not mine alone")
    _where_to(sub)
    _who(sub)

    sub = add(
        "import", _import, "take exported tags back", "zhupi import tags.jsonl --project news/ --as mei"
    )
    sub.add_argument("files", nargs="+", metavar="FILE", help="what zhupi export wrote; - is standard input")
    sub.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="the project; by default this folder"
    )
    sub.add_argument(
        "--as", dest="annotator", metavar="NAME", help="whose tags they become; by default whose they were"
    )
    sub.add_argument(
        "--replace", action="store_true", help="let the file count where the project says something else"
    )
    _how_to_read(sub)

    sub = add("hand-in", _hand_in, "write my tags as one file to send", "zhupi hand-in news/ --as mei")
    _which_project(sub)
    _who(sub)
    _where_to(sub, default=None, by_default="by default NAME.handin.jsonl; ")

    sub = add(
        "collect", _collect, "take in what others handed in", "zhupi collect *.handin.jsonl --project news/"
    )
    sub.add_argument("files", nargs="+", metavar="FILE", help="what zhupi hand-in wrote; - is standard input")
    sub.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="the project; by default this folder"
    )
    sub.add_argument(
        "--replace", action="store_true", help="take files in the lead's or my own name too; keeps a copy"
    )
    _who(sub)
    _how_to_read(sub)

    sub = add("stats", _stats, "count what is done, and each label", "zhupi stats news/ --review")
    _which_project(sub)
    _who(sub)
    sub.add_argument("--review", action="store_true", help="count everybody's marks, not mine alone")
    sub.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="json is one object a line, an annotator each",
    )

    sub = add(
        "agree",
        _agree,
        "measure how far annotators agree",
        "zhupi agree news/ --review --format csv -o agreement.csv",
    )
    sub.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the project; by default this folder",
    )
    _who(sub)
    sub.add_argument("--review", action="store_true", help="read everybody's marks; nothing works without")
    sub.add_argument(
        "--format",
        choices=("table", "json", "csv", "md"),
        default="table",
        help="json is one object a line; csv and md are for an appendix",
    )
    sub.add_argument(
        "--positions", action="store_true", help="list every sentence instead, and why it counts or does not"
    )
    _where_to(sub)

    sub = add(
        "settle", _settle, "settle the sentences on which all agree", "zhupi settle news/ --review --as lin"
    )
    _which_project(sub)
    _who(sub)
    sub.add_argument("--review", action="store_true", help="read everybody's marks; nothing works without")

    sub = add("check", _check, "verify every file of a project", "zhupi check news/ --repair")
    _which_project(sub)
    sub.add_argument(
        "--repair",
        action="store_true",
        help="mend what needs no decision; what that drops from a file is kept beside it as .damaged",
    )
    return parser


def _which_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the project; by default this folder",
    )


def _where_to(parser: argparse.ArgumentParser, default: str | None = "-", by_default: str = "") -> None:
    """Give `parser` the options of every command that writes, for :class:`~tui.terminal.outputs.Output`."""
    parser.add_argument(
        "-o",
        "--output",
        default=default,
        metavar="FILE",
        help=f"where to write; {by_default}- is standard output",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace a file that zhupi did not write (never one it keeps)"
    )


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="annotator",
        metavar="NAME",
        help="the annotator; else $ZHUPI_ANNOTATOR, the settings, the login name",
    )


def _how_to_read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoding", metavar="NAME", help="the encoding of the files; by default found out")
    parser.add_argument(
        "--text-key",
        default="text",
        metavar="NAME",
        help="the key or column that holds the text of an article",
    )
    parser.add_argument("--no-repair", action="store_true", help="leave pinyin residue in the text")


def _open(options: argparse.Namespace) -> int:
    if not all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):  # Textual draws on the last
        raise UsageError("zhupi open needs a terminal; for pipes there are show, analyse and export")
    import gc

    # Until the first frame everything is made to stay. Looking for garbage in it took a tenth of the
    # start; the reading screen switches the collector on again.
    gc.disable()
    from tui.cli.open import start

    return start(options)


def _show(options: argparse.Namespace) -> int:
    from tui.cli.export import show

    return show(options)


def _analyse(options: argparse.Namespace) -> int:
    from tui.cli.analyse import analyse

    return analyse(options)


def _check(options: argparse.Namespace) -> int:
    from tui.cli.check import check

    return check(options)


def _export(options: argparse.Namespace) -> int:
    from tui.cli.export import export

    return export(options)


def _import(options: argparse.Namespace) -> int:
    from tui.cli.import_ import take_in

    return take_in(options)


def _hand_in(options: argparse.Namespace) -> int:
    from tui.cli.hand_in import hand_in

    return hand_in(options)


def _collect(options: argparse.Namespace) -> int:
    from tui.cli.hand_in import collect

    return collect(options)


def _stats(options: argparse.Namespace) -> int:
    from tui.cli.stats import stats

    return stats(options)


def _settle(options: argparse.Namespace) -> int:
    from tui.cli.settle import settle

    return settle(options)


def _agree(options: argparse.Namespace) -> int:
    from tui.cli.agree import agree

    return agree(options)
