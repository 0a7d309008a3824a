"""What to do about what the core reports: it names what is wrong, and here are the options that mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotations.errors import (
    BadName,
    HandInLoses,
    NoArticles,
    NoCommonFolder,
    NoFolder,
    NothingAnnotated,
    OthersHidden,
)
from annotations.wording import tr

__all__ = ["told"]


def told(error: Exception) -> str:
    """Return an error of the core in one line: what is wrong, and what to do about it."""
    advice = next((_ADVICE[kind] for kind in type(error).__mro__ if kind in _ADVICE), None)
    words = advice(error) if advice else ""
    return f"{error}; {words}" if words else str(error)


def _of_folder(error: NoFolder) -> str:
    return (
        tr("--project takes the folder of the project")
        if error.beside
        else tr("name the folder of the project")
    )


def _of_nothing(error: NothingAnnotated) -> str:
    if error.annotator:
        return tr("name the project's folder and, with --as, the annotator")
    return tr("name the project's folder")


def _of_hand_in(error: HandInLoses) -> str:
    if error.records:
        return tr(
            "take it in with zhupi collect --replace first, choose another file with -o, or replace it with"
            " --force"
        )
    return tr("choose another file with -o, or replace it with --force")


def _of_no_articles(error: NoArticles) -> str:
    if error.tables:
        return tr("zhupi open {table} reads the texts in that file", table=error.tables[0])
    if error.unread:
        return ""
    return tr("put some there and start again; zhupi tour shows how it goes")


_ADVICE: dict[type, Callable[[Any], str]] = {
    BadName: lambda error: tr("choose another with --as NAME"),
    HandInLoses: _of_hand_in,
    NoArticles: _of_no_articles,
    NoCommonFolder: lambda error: tr("name the project's with --project DIR"),
    NoFolder: _of_folder,
    NothingAnnotated: _of_nothing,
    OthersHidden: lambda error: tr('others = "always" in zhupi.toml shows it to everybody'),
}
"""By kind of error, for itself and what is derived from it."""
