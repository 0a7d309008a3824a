"""The settings as lines: what each is, what it is set to, and the keys of every act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from annotations.wording import counted, msg, tr
from tui.layout.cells import fit, padded
from tui.settings import Named

__all__ = ["Item", "item_line", "key_items", "name_text", "next_choice", "setting_items", "value_text"]

_TITLES = {
    "annotator": msg("your name"),
    "theme": msg("colours"),
    "language": msg("language"),
    "density": msg("between paragraphs"),
    "line_width": msg("width of a line"),
    "spacing": msg("between sentences"),
    "panel": msg("panel"),
    "script": msg("script"),
    "highlights": msg("highlights"),
    "advance": msg("goes on after"),
    "pace": msg("pace"),
    "mouse": msg("mouse"),
    "taggers": msg("taggers allowed"),
    "hubs": msg("hubs allowed"),
}
_WORDS: Mapping[object, str] = {
    "auto": msg("by itself"),
    "compact": msg("nothing"),
    "roomy": msg("an empty line"),
    "right": msg("at the right"),
    "bottom": msg("at the bottom"),
    "written": msg("as written"),
    "simplified": msg("simplified"),
    "traditional": msg("traditional"),
    "taiwan": msg("Taiwan"),
    "all": msg("names and numbers"),
    "names": msg("names"),
    "numbers": msg("numbers"),
    "none": msg("nothing"),
    "en": "English",
    "zh_Hant": "繁體中文",
    "zh_Hans": "简体中文",
}
_NONE = {
    "annotator": msg("the login name"),
    "language": msg("that of the locale"),
    "advance": msg("as the project says"),
    "line_width": msg("the whole window"),
    "spacing": msg("nothing"),
    "taggers": msg("only the built-in one"),
    "hubs": msg("none; work travels as files"),
}
"""What it means that nothing is set."""
_OUTSIDE = {
    "--as": (msg("{name}, by --as"), msg("{name}, by --as; here {own}")),
    "$ZHUPI_ANNOTATOR": (
        msg("{name}, by $ZHUPI_ANNOTATOR"),
        msg("{name}, by $ZHUPI_ANNOTATOR; here {own}"),
    ),
}
"""Who one is where something else than the settings says so: alone, and where these name another."""
_TITLE = 24
"""Cells of the first column. Chosen: three keys of an act, and a title in Chinese."""


class Item(NamedTuple):
    """A line: a setting, or the keys of an act."""

    name: str
    """Of the setting, or the id of the act."""
    title: str
    value: str
    about: str
    act: bool = False


def value_text(name: str, value: object) -> str:
    """Return what the setting `name` is set to, in words."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if name == "advance" and value is not None:
        return ", ".join(value) if value else tr("nothing")  # type: ignore[arg-type]
    if not value:
        return tr(_NONE[name])
    if isinstance(value, tuple):
        return ", ".join(value)
    if name == "line_width":
        return counted(cast(int, value), "cell")
    if name == "spacing":
        return tr("an empty line") if value == 1 else counted(cast(int, value), "empty line")
    return tr(_WORDS[value]) if name != "annotator" and value in _WORDS else str(value)


def name_text(own: str, named: Named) -> str:
    """Return under which name the annotator works, what says so, and what is to come where that differs.

    Args:
        own: The name that the settings have by now; empty for the login name.
        named: The name in force.
    """
    set_ = value_text("annotator", own)
    if not named.name:
        return set_
    match named.by:
        case "login" if not own:
            return tr("{name}, the login name", name=named.name)
        case "login" | "settings" if own != named.name:
            return tr("{name}; from the next start on {own}", name=named.name, own=set_)
        case "--as" | "$ZHUPI_ANNOTATOR":
            differs = bool(own) and own != named.name
            return tr(_OUTSIDE[named.by][differs], name=named.name, own=own)
    return named.name


def setting_items(
    values: Mapping[str, object], explained: Sequence[tuple[str, str]], named: Named
) -> list[Item]:
    """Return a line a setting, of those that are `explained`, each with what that says.

    Args:
        values: What is set.
        explained: The settings, and what each is.
        named: The name in force.
    """
    return [
        Item(
            name,
            tr(_TITLES[name]),
            name_text(str(values[name]), named) if name == "annotator" else value_text(name, values[name]),
            tr(about),
        )
        for name, about in explained
    ]


def key_items(acts: Sequence[tuple[str, str, str]]) -> list[Item]:
    """Return a line an act, of which `acts` has the name, the title and the keys as people write them."""
    return [Item(name, keys or tr("no key"), title, name, act=True) for name, title, keys in acts]


def item_line(item: Item, width: int) -> str:
    """Return the line of `item` in `width` cells; the rest of it is said of the line under the cursor."""
    return fit(f"{padded(fit(item.title, _TITLE), _TITLE)} {item.value}", width)


def next_choice(choices: Sequence[object], value: object, step: int) -> object:
    """Return the choice after `value`, or before it, going round; a value of one's own counts as none."""
    at = next((n for n, one in enumerate(choices) if one == value and type(one) is type(value)), None)
    if at is None:
        return choices[0 if step > 0 else -1]
    return choices[(at + step) % len(choices)]
