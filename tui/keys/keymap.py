"""Which key runs which command: the commands' own keys, and what the user made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from annotations.errors import SettingsError
from annotations.project.settings import SETTINGS
from annotations.wording import tr
from tui.presenters.key_row import Hint

__all__ = ["Keyed", "Keymap", "Keymaps", "key_text"]

_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "tab": "Tab",
}


_OF_SCHEMES = ("label-", "attribute-", "highlight-")
"""How the names of acts begin that there is one of for each label, attribute or type of a project."""
_NAMED = frozenset(_SHOWN) | {f"f{number}" for number in range(1, 25)}
_MODIFIERS = frozenset({"ctrl", "shift", "alt"})


def _is_key(key: str) -> bool:
    """Tell whether a terminal can send a key of this name."""
    if len(key) == 1:
        return key.isprintable()
    *modifiers, last = key.split("+")
    known = last in _NAMED or (len(last) == 1 and last.isalnum() and "ctrl" in modifiers)
    return known and _MODIFIERS.issuperset(modifiers)


def key_text(key: str) -> str:
    """Return how a key is written for people: ``Ctrl+R``, ``F2``, ``PgDn``."""
    if len(key) == 1:
        return "Space" if key == " " else key
    *modifiers, last = key.split("+")
    shown = _SHOWN.get(last, last.upper() if last[0] == "f" or len(last) == 1 else last.capitalize())
    return "+".join([modifier.capitalize() for modifier in modifiers] + [shown])


class Keyed(Protocol):
    """What a keymap is told of a command; commands say it of themselves."""

    @property
    def id(self) -> str:
        """The name by which users remap it."""

    @property
    def title(self) -> str:
        """What it does in one line."""

    @property
    def group(self) -> str:
        """Its heading in the help."""

    @property
    def listed(self) -> bool:
        """Whether the help has a line for it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its own keys, which users may change."""

    @property
    def bar(self) -> str:
        """What the key bar says; empty leaves it out."""

    @property
    def rank(self) -> int:
        """Its place in the key bar, the lowest first."""

    @property
    def moments(self) -> Mapping[str, str]:
        """What the key bar says of it at certain moments, by moment."""

    @property
    def stays(self) -> bool:
        """Whether the key bar shows it at every width."""

    @property
    def opens(self) -> str:
        """What it opens for the keys after it, as ``text``; empty where it opens nothing."""

    @property
    def gives_way(self) -> bool:
        """Whether its own keys are what is left when projects and users have theirs."""

    def run(self, screen: Any, /) -> None:
        """Do it on the screen whose keymap this is."""


class Keymap:
    """The keys of a set of commands.

    Raises:
        SettingsError: if two commands claim one key, or `overrides` names a command that there is not.
    """

    def __init__(
        self,
        commands: Iterable[Keyed],
        overrides: Mapping[str, Sequence[str]] | None = None,
        where: str = "",
        *,
        yielding: bool = False,
        instead: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Give `commands` their own keys, or those that the user says in `overrides`, the settings `where`.

        With `yielding` a command leaves its keys to whichever before it has them; `instead` replaces some.
        """
        self.commands = {command.id: command for command in commands}
        own = {name: one.keys for name, one in self.commands.items()}
        self.keys = {name: tuple([instead.get(key, key) for key in keys]) for name, keys in own.items()}
        for name, keys in (overrides or {}).items():
            if name not in self.commands and name.startswith(_OF_SCHEMES):
                continue  # the user's settings hold in every project, and this one has no such label
            if name not in self.commands:
                raise SettingsError(
                    tr("{where}: no act is called {name!r}; the help (?) names them", where=where, name=name)
                )
            for key in keys:
                if not _is_key(key):
                    raise SettingsError(
                        tr(
                            "{where}: {name}: no key is called {key!r};"
                            " write a character, or down, f2, ctrl+r",
                            where=where,
                            name=name,
                            key=key,
                        )
                    )
            self.keys[name] = tuple(keys)
        said = self.keys.keys() & set(overrides or ())
        late = {name for name, command in self.commands.items() if command.gives_way}
        self._take(late - said, {key for name in said for key in self.keys[name]})
        if yielding:
            self._yield(said)
        self._hints_at: dict[frozenset[str], Sequence[Hint]] = {}
        self._command: dict[str, Keyed] = {}
        for name, keys in self.keys.items():
            for key in keys:
                other = self._command.get(key)
                if other is not None and other.id != name:
                    # No two commands of zhupi's own collide: where no setting is at fault, the scheme is.
                    place = where if {name, other.id} & set(overrides or ()) else SETTINGS
                    raise SettingsError(
                        tr(
                            "{place}: the key {key_text} is claimed by both {id} and"
                            " {name}; give one of them another",
                            place=place,
                            key_text=key_text(key),
                            id=other.id,
                            name=name,
                        )
                    )
                self._command[key] = self.commands[name]

    def _take(self, names: Iterable[str], keys: Container[str]) -> None:
        """Take `keys` from the commands that are called so."""
        for name in names:
            self.keys[name] = tuple(key for key in self.keys[name] if key not in keys)

    def _yield(self, said: set[str]) -> None:
        """Take from each command the keys that one before it has, or that the user gave to another."""
        taken = {key for name in said for key in self.keys[name]}
        for name, keys in self.keys.items():
            if name not in said:
                self.keys[name] = tuple(key for key in keys if key not in taken)
                taken.update(keys)

    def command(self, key: str) -> Keyed | None:
        """Return what `key` runs: a character, or a key's name such as ``f2``."""
        return self._command.get(key)

    def shown(self, command: Keyed) -> str:
        """Return the first key of `command` as people write it, or an empty string."""
        keys = self.keys[command.id]
        return key_text(keys[0]) if keys else ""

    @cached_property
    def shown_by_id(self) -> Mapping[str, str]:
        """The first key of each command that has one, as people write it, by the command's id."""
        return {name: self.shown(one) for name, one in self.commands.items() if self.keys[name]}

    @cached_property
    def hints(self) -> Sequence[Hint]:
        """What the key bar says: of the commands that have a place there and a key, the lowest rank first."""
        said = sorted((one for one in self.commands.values() if one.bar), key=lambda one: one.rank)
        return [self._hint(one, one.bar) for one in said if self.keys[one.id]]

    def hints_at(self, moments: Collection[str]) -> Sequence[Hint]:
        """Return what the key bar says at `moments`: first the commands that belong to them."""
        now = self._moments.intersection(moments)
        if now not in self._hints_at:
            with_key = [one for one in self.commands.values() if self.keys[one.id]]
            first = [
                (one, words)
                for ranging in (True, False)  # who began a range is in the midst of it
                for one in with_key
                for at, words in one.moments.items()
                if at in now and (at == "range") == ranging
            ]
            said = dict(reversed([(one.id, self._hint(one, words)) for one, words in first]))
            there = list(reversed(said.values()))
            self._hints_at[now] = [*there, *(one for one in self.hints if one.command not in said)]
        return self._hints_at[now]

    def _hint(self, command: Keyed, words: str) -> Hint:
        own = command.id.startswith(_OF_SCHEMES)  # what a project calls its labels is said as it is
        return Hint(self.shown(command), words if own else tr(words), command.id, command.stays)

    @cached_property
    def _moments(self) -> frozenset[str]:
        return frozenset(at for one in self.commands.values() for at in one.moments)


class Keymaps:
    """The keys of both screens; those of review are made when it is first opened, or if a user changed any.

    Raises:
        SettingsError: As for :class:`Keymap`.
    """

    def __init__(
        self,
        reading: Iterable[Keyed],
        review: Callable[[], Iterable[Keyed]],
        overrides: Mapping[str, Sequence[str]] | None = None,
        where: str = "",
        instead: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Give the acts of `reading` their keys, and in time those that `review` makes.

        `overrides`, from the settings `where`, count wherever there is an act of that name; `instead` is as
        for :class:`Keymap`.
        """
        self._review = review
        self._overrides = overrides or {}
        self._where = where
        self._instead = instead
        commands = list(reading)
        here = {command.id for command in commands}
        there = set(self.review.commands) if self._overrides else set()
        own = {name: keys for name, keys in self._overrides.items() if name in here or name not in there}
        self.reading = Keymap(commands, own, where, instead=instead)

    @cached_property
    def review(self) -> Keymap:
        """The keys of the review screen."""
        commands = list(self._review())
        there = {command.id for command in commands}
        own = {name: keys for name, keys in self._overrides.items() if name in there}
        return Keymap(commands, own, self._where, yielding=True, instead=self._instead)
