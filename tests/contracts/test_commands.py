"""Every act: named, explained, and within reach of whoever types Chinese."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import tui.commands
from annotations.model.attributes import Attribute
from annotations.model.scheme import DEFAULT, MAX_LABELS, Label, Scheme
from annotations.model.scheme_rows import FREE_LETTERS
from tui.commands.base import GROUPS, Command, CommandFor, GivingWay, ReviewCommand
from tui.commands.catalogue import keymaps_for, reading_commands, review_commands
from tui.commands.labels import ToggleLabel
from tui.keys.keymap import Keymap

COMMANDS = list(reading_commands(DEFAULT))
REVIEW = list(review_commands(DEFAULT))
REVIEW_KEYS = keymaps_for(DEFAULT).review
NAMED = re.compile(
    r"((ctrl|shift)\+)?(f([1-9]|1[0-2])|up|down|left|right|home|end|pageup|pagedown|enter|backspace|delete|insert|tab|escape)"
)
UNSENDABLE = re.compile(r"(ctrl|shift)\+(enter|\d)|ctrl\+(shift|alt)\+.*|ctrl\+[im\[]|(super|hyper|meta)\+.*")
"""Keys that no terminal sends without the Kitty protocol, or sends as another key (Tab, Enter, Escape)."""

ids = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
review_ids = pytest.mark.parametrize("command", REVIEW, ids=lambda command: command.id)
everywhere = pytest.mark.parametrize("command", [*COMMANDS, *REVIEW], ids=lambda command: command.id)


@everywhere
def test_it_is_explained(command) -> None:
    own = type(command).__dict__.get("__doc__")
    assert own
    assert own.strip()
    assert len(command.title) <= 100
    assert "\n" not in command.title
    assert command.group in GROUPS
    assert type(command).run.__doc__


def test_a_class_in_a_module_of_commands_is_a_command() -> None:
    for info in pkgutil.iter_modules(tui.commands.__path__):
        importlib.import_module(f"tui.commands.{info.name}")
    more = tuple(Label(f"l{letter}", letter) for letter in "bmzsEFG")
    scheme = DEFAULT._replace(
        labels=(*DEFAULT.labels, *more),
        attributes=(*DEFAULT.attributes, Attribute(name="worth", kind="flag")),
        article_labels=(Label("news", "H", of="article"),),
    )
    found = {type(one) for one in [*reading_commands(scheme), *review_commands(scheme)]}
    there = {one for one in subclasses(CommandFor) if not one.__name__.startswith("_")}
    assert found == there - {Command, GivingWay, ReviewCommand}


def subclasses(kind: type) -> set[type]:
    return {one for below in kind.__subclasses__() for one in (below, *subclasses(below))}


def test_names_are_unique() -> None:
    assert [name for name, count in Counter(command.id for command in COMMANDS).items() if count > 1] == []
    assert [
        title for title, count in Counter(command.title for command in COMMANDS).items() if count > 1
    ] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", command.id) for command in COMMANDS)


def test_no_two_claim_one_key_with_any_number_of_labels() -> None:
    for count in range(1, MAX_LABELS + 1):
        labels = tuple(Label(f"l{letter}", letter) for letter in FREE_LETTERS[:count])
        Keymap(reading_commands(Scheme("own", 1, labels)))


@everywhere
def test_every_key_can_be_sent_by_every_terminal(command) -> None:
    for key in command.keys:
        assert not UNSENDABLE.fullmatch(key), key
        assert len(key) == 1 or NAMED.fullmatch(key) or re.fullmatch(r"ctrl\+[a-z]", key), key


@ids
def test_tagging_and_moving_need_no_letter(command) -> None:
    if command.group in {"Tag", "Move", "Article"}:
        reachable = [key for key in command.keys if NAMED.fullmatch(key) or re.fullmatch(r"ctrl\+[a-z]", key)]
        assert reachable, "an input method swallows letters, digits and punctuation"


def test_labels_have_letter_digit_and_function_key() -> None:
    labels = [command for command in COMMANDS if isinstance(command, ToggleLabel)]
    assert [command.keys for command in labels] == [
        ("c", "1", "f2"),
        ("o", "2", "f3"),
        ("q", "3", "f4"),
    ]


def test_names_in_review_are_unique_and_shared_only_by_the_same_act() -> None:
    assert [name for name, count in Counter(command.id for command in REVIEW).items() if count > 1] == []
    known = {command.id: command for command in COMMANDS}
    for command in REVIEW:
        other = known.get(command.id)
        assert other is None or type(other) is type(command)


@review_ids
def test_settling_and_moving_in_review_need_no_letter(command) -> None:
    if command.group in {"Settle", "Move"}:
        keys = REVIEW_KEYS.keys[command.id]
        assert any(NAMED.fullmatch(key) or re.fullmatch(r"ctrl\+[a-z]", key) for key in keys)


@review_ids
def test_every_act_of_review_has_a_key_of_its_own(command) -> None:
    default = command.keys
    assert not default or REVIEW_KEYS.keys[command.id], "all its keys are others'"


def test_function_keys_accept_annotators_with_any_number_of_labels() -> None:
    for count in range(1, MAX_LABELS + 1):
        labels = tuple(Label(f"l{letter}", letter) for letter in FREE_LETTERS[:count])
        keys = keymaps_for(Scheme("own", 1, labels)).review
        assert all(keys.command(label.key).label is label for label in labels), "labels before acts"
        assert [keys.command(f"f{number}").id for number in range(1, 10)] == [
            f"accept-{number}" for number in range(1, 10)
        ]
