"""The formats that are installed, by name; each module is imported when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import cast

from annotations.errors import NeedsExtra, UsageError
from annotations.exchange.format import Format
from annotations.exchange.parcels import Source
from annotations.wording import tr

__all__ = ["GROUP", "demand_needs", "format_called", "format_names", "options_of", "recognised"]

GROUP = "zhupi.formats"
"""The entry points that name modules of formats."""
_ORDER = (
    *("hf", "jsonl", "spacy", "uima", "xlsx", "brat", "w3c", "label-studio", "prodigy", "doccano"),
    *("conll", "csv", "tsv", "plain"),
)
"""In which order a file is looked at: what has marks of its own before what is only like something."""


_ONLY_READ = "plain"


@cache
def _entries() -> dict[str, EntryPoint]:
    return {one.name: one for one in entry_points(group=GROUP)}


def format_names(*, written: bool = False) -> list[str]:
    """Return the names of all formats, those of zhupi first and in the order in which files are looked at.

    Args:
        written: Whether those of zhupi that are only read are left out.
    """
    entries = dict(_entries())
    if written:
        entries.pop(_ONLY_READ, None)
    own = [one for one in _ORDER if one in entries]
    return own + sorted(set(entries).difference(own))


def format_called(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UsageError: There is none, or its module cannot be imported.
    """
    entry = _entries().get(name)
    if entry is None:
        raise UsageError(
            tr("{name}: no such format; there are {formats}", name=name, formats=", ".join(format_names()))
        )
    try:
        return cast(Format, entry.load())
    except Exception as error:  # somebody else's module: whatever it raises, zhupi goes on without it
        raise UsageError(
            tr(
                "{name}: its module {module} cannot be used: {error}",
                name=name,
                module=entry.value,
                error=error,
            )
        ) from None


def demand_needs(one: Format) -> None:
    """Check that what a format needs is installed.

    Raises:
        UsageError: It is not; the message says how to get it.
    """
    if one.NEEDS is not None and find_spec(one.NEEDS[1]) is None:
        raise NeedsExtra(one.NAME, one.NEEDS[0])


def options_of(one: Format, chosen: list[str]) -> dict[str, str]:
    """Return the options of a format, from ``KEY=VALUE`` as a user gave them.

    Raises:
        UsageError: The format has no such option, or the option no such value.
    """
    options = {key: values[0] for key, values in one.OPTIONS.items()}
    for text in chosen:
        key, equals, value = text.partition("=")
        values = one.OPTIONS.get(key)
        if values is None or not equals:
            known = ", ".join(f"{key}={'|'.join(values)}" for key, values in one.OPTIONS.items())
            raise UsageError(
                tr(
                    "{name} has no option {text!r}; it has {known}",
                    name=one.NAME,
                    text=text,
                    known=known or "-",
                )
            )
        if value not in values:
            raise UsageError(
                tr("{key} is one of {values}, not {value!r}", key=key, values=", ".join(values), value=value)
            )
        options[key] = value
    return options


def recognised(source: Source) -> Format | None:
    """Return the format that `source` looks like; None if it looks like none."""
    for name in format_names():
        try:
            one = format_called(name)
        except UsageError:  # of another distribution, and broken
            continue
        if one.recognises(source):
            return one
    return None
