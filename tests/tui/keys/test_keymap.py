"""Keys: one command each, remapped by name, shown as people write them."""

from __future__ import annotations

import pytest

from annotations.errors import SettingsError
from annotations.model.scheme import DEFAULT, MAX_LABELS, Label, Scheme
from annotations.model.scheme_rows import FREE_LETTERS
from tui.commands.base import GivingWay
from tui.commands.catalogue import keymaps_for, reading_commands
from tui.keys.keymap import Keymap, key_text


def keymap(overrides: dict[str, tuple[str, ...]] | None = None, scheme: Scheme = DEFAULT) -> Keymap:
    return Keymap(reading_commands(scheme), overrides, "settings.toml")


@pytest.mark.parametrize(
    ("key", "command"),
    [
        *(("c", "label-claim"), ("1", "label-claim"), ("f2", "label-claim"), ("o", "label-opinion")),
        *(("2", "label-opinion"), ("f3", "label-opinion"), ("q", "label-quote"), ("3", "label-quote")),
        *(("f4", "label-quote"), ("n", "say-none"), ("0", "say-none"), ("f8", "say-none")),
        *(("d", "mark-done"), ("f9", "mark-done"), ("u", "undo"), ("ctrl+r", "redo"), ("v", "select-range")),
        *(("f", "toggle-flag"), ("w", "write-note"), (".", "next-open"), (",", "previous-open")),
        *(("]", "next-article"), ("[", "previous-article"), ("/", "find"), ("ctrl+f", "find")),
        *(("down", "next-sentence"), ("j", "next-sentence"), ("enter", "next-sentence")),
        *(("up", "previous-sentence"), ("k", "previous-sentence"), ("backspace", "previous-sentence")),
        *(("?", "show-help"), ("f1", "show-help"), ("ctrl+p", "show-palette"), (":", "show-palette")),
        *(("L", "show-library"), ("ctrl+q", "leave"), ("escape", "cancel")),
    ],
)
def test_the_promised_keys(key: str, command: str) -> None:
    found = keymap().command(key)
    assert found is not None
    assert found.id == command


def test_a_key_nobody_claims_runs_nothing() -> None:
    assert keymap().command("z") is None


def test_an_override_replaces_all_keys_of_an_act() -> None:
    keys = keymap({"next-sentence": ("z",)})
    assert keys.command("z") is keys.commands["next-sentence"]
    assert keys.command("j") is None
    assert keys.shown(keys.commands["next-sentence"]) == "z"


def test_an_act_may_be_left_without_a_key() -> None:
    keys = keymap({"change-theme": ()})
    assert keys.command("T") is None
    assert keys.shown(keys.commands["change-theme"]) == ""


def test_keys_may_be_exchanged() -> None:
    keys = keymap({"toggle-flag": ("w",), "write-note": ("f",)})
    assert keys.command("w") is keys.commands["toggle-flag"]
    assert keys.command("f") is keys.commands["write-note"]


def test_a_collision_names_both_and_the_key() -> None:
    with pytest.raises(SettingsError) as error:
        keymap({"toggle-flag": ("c",)})
    message = str(error.value)
    assert "label-claim" in message
    assert "toggle-flag" in message
    assert "settings.toml" in message
    assert "key c " in message
    assert "\n" not in message


def test_the_same_key_twice_for_one_act_is_no_collision() -> None:
    keys = keymap({"toggle-flag": ("f", "f")})
    assert keys.command("f") is keys.commands["toggle-flag"]


def test_a_label_that_claims_a_command_s_key_is_named() -> None:
    with pytest.raises(SettingsError, match=r"label-fact.*toggle-flag|toggle-flag.*label-fact"):
        keymap(scheme=Scheme("own", 1, (Label("fact", "f"),)))


def test_an_unknown_act_is_named() -> None:
    with pytest.raises(SettingsError, match=r"settings\.toml.*'jump'"):
        keymap({"jump": ("z",)})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *(
            ("c", "c"),
            ("L", "L"),
            (" ", "Space"),
            ("f2", "F2"),
            ("f12", "F12"),
            ("f", "f"),
            ("enter", "Enter"),
        ),
        *(
            ("pagedown", "PgDn"),
            ("ctrl+r", "Ctrl+R"),
            ("ctrl+down", "Ctrl+Down"),
            ("shift+delete", "Shift+Del"),
        ),
    ],
)
def test_keys_are_written_for_people(key: str, text: str) -> None:
    assert key_text(key) == text


@pytest.mark.parametrize("key", ["contrl+x", "enterr", "ctrl+enterr", "shift+x", "", "\x1b", "f99"])
def test_a_key_that_no_terminal_sends_is_named(key: str) -> None:
    with pytest.raises(SettingsError, match=r"settings\.toml: undo: no key is called"):
        keymap({"undo": (key,)})


@pytest.mark.parametrize("key", ["z", "。", "f13", "ctrl+k", "shift+down", "ctrl+shift+up"])
def test_a_key_that_terminals_send_is_taken(key: str) -> None:
    assert keymap({"undo": (key,)}).command(key).id == "undo"


def test_a_name_of_review_is_taken_there_and_a_collision_there_is_said_at_the_start() -> None:
    keys = keymaps_for(DEFAULT, {"decide-majority": ["M"], "next-sentence": ["j", "m"]}, "settings.toml")
    assert keys.review.command("M").id == "decide-majority"
    assert keys.review.command("m").id == "next-sentence", "an act of zhupi's gives way to what a user said"
    assert keys.reading.command("m").id == "next-sentence"
    with pytest.raises(SettingsError, match="claimed by both"):
        keymaps_for(DEFAULT, {"decide-majority": ["M"], "decide-union": ["M"]}, "settings.toml")
    with pytest.raises(SettingsError, match="no act is called 'decide-fate'"):
        keymaps_for(DEFAULT, {"decide-fate": ["M"]}, "settings.toml")


def test_letters_of_labels_that_have_no_key_run_nothing_else_that_would_not_give_way() -> None:
    commands = [one for one in reading_commands(DEFAULT) if not one.id.startswith("label-")]
    taken = {key for one in commands for key in one.keys if not isinstance(one, GivingWay)}
    assert taken.isdisjoint(FREE_LETTERS)
    assert len(FREE_LETTERS) >= MAX_LABELS


def test_an_act_gives_its_letter_to_what_a_project_has_of_its_own() -> None:
    late = [one for one in reading_commands(DEFAULT) if isinstance(one, GivingWay)]
    giving = [one.keys[0] for one in late if one.keys[0].isalpha()]
    assert len(giving) > 3
    for letter in giving:
        rows = [{"name": "mine", "key": letter}]
        scheme = Scheme.from_toml({"name": "own", "labels": rows}, "zhupi.toml")
        keymaps = keymaps_for(scheme)
        assert keymaps.reading.command(letter).id == keymaps.review.command(letter).id == "label-mine"


def test_an_act_that_came_later_gives_its_key_to_what_a_user_said_before() -> None:
    late = next(one for one in reading_commands(DEFAULT) if isinstance(one, GivingWay))
    letter = late.keys[0]
    keys = keymaps_for(DEFAULT, {"next-sentence": [letter]}, "settings.toml")
    assert keys.reading.command(letter).id == "next-sentence"
    assert letter not in keys.reading.keys[late.id]
    with pytest.raises(SettingsError, match="claimed by both"):
        keymaps_for(DEFAULT, {"next-sentence": [letter], late.id: [letter]}, "settings.toml")


def test_keys_for_labels_of_another_project_are_no_fault() -> None:
    keys = keymap({"label-gone": ("z",), "attribute-worth": ("b",), "label-claim": ("m",)})
    assert keys.command("m").id == "label-claim"
    assert keys.command("z") is None
