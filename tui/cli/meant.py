"""What is meant by a command line that begins with no command."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from glob import has_magic

from annotations.errors import UsageError
from annotations.wording import tr

__all__ = ["meant"]

_CLOSE = 0.6
"""How alike a word and a command must be, from 0 to 1, to be taken for a slip; difflib's own measure."""


def meant(arguments: Sequence[str], commands: Collection[str]) -> list[str]:
    """Return `arguments` with the command that they mean: without any, or with a path first, that is open.

    Whoever has no terminal and says nothing gets the help.

    Raises:
        UsageError: The first word is neither a command nor a path; the command that is nearest is named.
    """
    if not arguments:
        seen = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
        return ["open"] if seen else []
    first = arguments[0]
    if first == "help":
        return [*arguments[1:2], "--help"]
    if first.startswith("-") or _is_path(first):
        return ["open", *arguments]
    from difflib import get_close_matches

    near = [one for one in sorted(commands) if len(first) > 1 and one.startswith(first.lower())]
    near = near or get_close_matches(first.lower(), commands, 1, _CLOSE)
    if near:
        raise UsageError(
            tr(
                "no command {word}; did you mean {near}? zhupi --help lists them",
                word=repr(first[:40]),
                near=near[0],
            )
        )
    raise UsageError(
        tr(
            "no command and no file is called {word}; zhupi --help lists the commands",
            word=repr(first[:40]),
        )
    )


def _is_path(word: str) -> bool:
    """Tell whether `word` names something on disk, or is written as only a path is."""
    named = os.sep in word or word in (".", "..", "~") or has_magic(word)
    return named or os.path.lexists(word) or bool(os.path.splitext(word)[1])  # noqa: PTH122
