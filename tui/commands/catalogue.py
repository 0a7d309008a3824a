"""Which acts each screen has, and their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from annotations.errors import SettingsError
from annotations.model.scheme import DEFAULT, Scheme
from tui.commands import (
    agreement,
    articles,
    attributes,
    bounds,
    cursor,
    guidelines,
    highlights,
    labels,
    new_span,
    program,
    quotes,
    review,
    sentences,
    spans,
    view,
    whole,
)
from tui.commands.base import CommandFor
from tui.keys.keymap import Keymaps
from tui.terminal.surroundings import in_browser

__all__ = ["keymaps_for", "reading_commands", "review_commands", "tour_keys"]

# The order is that of the help and the palette; labels come first.
_SCHEME = (labels, quotes, attributes)
_TAGGING = (sentences, spans, new_span)
_OF_SCHEME = ("label-", "attribute-")
"""How the names of acts begin that a scheme brings."""
_OF_BROWSERS = {"ctrl+w": "ctrl+f9", "ctrl+n": "ctrl+f10", "ctrl+t": "shift+f8"}
"""Keys that a browser keeps for itself, to close a tab or open one, and which stand in their place."""
_ELSE = (cursor, view, guidelines, articles, whole, bounds, program)


def keymaps_for(
    scheme: Scheme, overrides: Mapping[str, Sequence[str]] | None = None, where: str = ""
) -> Keymaps:
    """Return the keys of all acts; `overrides` are the user's, from the settings `where`.

    They are for all projects of the user: an act that there is with other labels only is ignored. So is in a
    browser what there is in a terminal only.

    Raises:
        SettingsError: if two acts claim one key, or `overrides` names an act that no project has.
    """
    own = dict(overrides or {})
    if own and (lacking := own.keys() - _ids(scheme)):
        with_default = _ids(DEFAULT)
        for name in lacking:
            if name.startswith(_OF_SCHEME) or name in with_default or in_browser():
                del own[name]
    instead = _OF_BROWSERS if in_browser() else {}
    return Keymaps(reading_commands(scheme), lambda: review_commands(scheme), own, where, instead)


def tour_keys(overrides: Mapping[str, Sequence[str]]) -> Keymaps:
    """Return the keys of the tour, which has the labels that are built in: the user's own where they fit."""
    try:
        return keymaps_for(DEFAULT, overrides)
    except SettingsError:  # in this project they fit, with the built-in labels they need not
        return keymaps_for(DEFAULT)


def _ids(scheme: Scheme) -> set[str]:
    """Return the names of the acts of both screens."""
    return {command.id for command in (*reading_commands(scheme), *review_commands(scheme))}


def reading_commands(scheme: Scheme) -> Iterator[CommandFor[Any]]:
    """Yield every act of the reading screen, the labels of `scheme` first."""
    for kind in _kinds(*_SCHEME, *_TAGGING, *_ELSE, review, agreement, highlights):
        yield from kind.made_for(scheme)


def review_commands(scheme: Scheme) -> Iterator[CommandFor[Any]]:
    """Yield every act of the review screen; where two have one key it is that of the first.

    What sets labels and attributes by hand is what does so in reading, done to what is decided.
    """
    from tui.commands import acceptance, adjudication, review_desk  # nobody who only annotates needs them

    settling = (adjudication, review_desk, agreement)
    for kind in _kinds(acceptance, labels, attributes, *settling, quotes, sentences, *_ELSE, highlights):
        if kind.in_review:
            yield from kind.made_for(scheme)


def _kinds(*modules: ModuleType) -> Iterator[type[CommandFor[Any]]]:
    """Yield the acts of `modules` in the order in which they stand there; one with an underscore is none.

    In a browser those are left out that are nothing for visitors.
    """
    for module in modules:
        for name, kind in vars(module).items():
            own = isinstance(kind, type) and kind.__module__ == module.__name__
            if not (own and issubclass(kind, CommandFor)) or name.startswith("_"):
                continue
            if kind.for_visitors or not in_browser():
                yield kind
