"""How messages read: in the language of the user, with how many of something there are, and what a value is.

Every text for people is written in English where it is said: ``tr("nothing to undo")``, with what it is
about in braces: ``tr("{path}: no such folder", path=path)``. What is said before the language is known (the
title of a class, a line of a table) is marked with :func:`msg` there, and given to :func:`tr` where it is
shown. The catalogues of the other languages lie in ``locale``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = [
    "LANGUAGES",
    "counted",
    "language",
    "msg",
    "speak",
    "spoken",
    "term",
    "tr",
    "value_words",
    "wanted_language",
]

LANGUAGES = ("en", "zh_Hant", "zh_Hans")
"""What the program speaks: English, Chinese in traditional and in simplified characters."""
_FOLDER = Path(__file__).with_name("locale")
_TRADITIONAL = ("tw", "hk", "mo", "hant")
"""In the name of a locale for Chinese: traditional characters."""

_catalogue: NullTranslations | None = None
_language = LANGUAGES[0]


def tr(text: str, /, **values: object) -> str:
    """Return a message in the language that is spoken, with `values` in the place of the names in braces.

    Without `values` braces are characters as any others. A translation that has other names in its braces
    than the message is none: it is said in English.
    """
    found = _catalogue.gettext(text) if _catalogue is not None and text else text
    return _filled(found, text, values)


def _filled(found: str, text: str, values: Mapping[str, object]) -> str:
    """Return the translation `found` with `values`; `text` with them if it has no place for these."""
    if not values:
        return found
    try:
        return found.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return text.format(**values)


def msg(text: str) -> str:
    """Return `text` as it is: a message that :func:`tr` is given where it is shown."""
    return text


def counted(number: int, one: str, many: str = "", /, **values: object) -> str:
    """Return ``1 article`` or ``2,000 articles``: how many, and what as a word that goes with it.

    Args:
        number: How many.
        one: What there is, where it is one: ``article``, or ``mark is`` with a verb. This alone is
            translated, for Chinese has no plural, by a message of its own: a number has another word
            behind it than a heading.
        many: The same where it is none or several; by default with an ``s``.
        values: What takes the place of names in braces, as :func:`tr` has it.
    """
    text = found = one if number == 1 else many or f"{one}s"
    if _catalogue is not None:
        found = _catalogue.pgettext("counted", one)
        found = _catalogue.gettext(one) if found == one else found
    return f"{number:,} {_filled(found, text, values)}"


def value_words(value: object) -> str:
    """Return the value of an attribute in words."""
    return {True: tr("yes"), False: tr("no")}[value] if isinstance(value, bool) else str(value)


_TERMS = frozenset(
    (
        *(msg("claim"), msg("opinion"), msg("quote"), msg("none"), msg("unknown")),
        *(msg("author"), msg("speaker"), msg("both"), msg("direct"), msg("indirect"), msg("mixed")),
        *(msg("cardinal"), msg("ordinal"), msg("quantity"), msg("money"), msg("percent"), msg("multiple")),
        *(msg("date"), msg("time"), msg("duration"), msg("age"), msg("name"), msg("number")),
        *(msg("title"), msg("byline"), msg("caption"), msg("source"), msg("link"), msg("code")),
        *(msg("settled"), msg("disputed"), msg("stale"), msg("undecided"), msg("silent")),
        *(
            msg("labels"),
            msg("quotes"),
            msg("attributes"),
            msg("voice"),
            msg("form"),
            msg("cont"),
            msg("general"),
            msg("flag"),
            msg("done"),
        ),
    )
)
"""Names that zhupi itself gives: labels, attributes and values of the default scheme, kinds, parts."""


def term(name: str) -> str:
    """Return a name in the language that is spoken where zhupi gave it, any other as it is.

    Names are for people on the screen; files and exports have them as they are.
    """
    return tr(name) if name in _TERMS else name


def language() -> str:
    """Return the language that is spoken, one of `LANGUAGES`."""
    return _language


def speak(wanted: str) -> None:
    """Speak the language `wanted` of `LANGUAGES` from now on; English if its catalogue cannot be read."""
    global _catalogue, _language
    _catalogue, _language = None, LANGUAGES[0]
    if wanted == _language:
        return
    from gettext import translation

    try:
        _catalogue = translation("zhupi", _FOLDER, [wanted])
    except Exception:  # a damaged one fails in whichever way its bytes are taken, and has none of its own
        return
    _language = wanted


@contextmanager
def spoken(wanted: str) -> Iterator[None]:
    """Speak `wanted` of `LANGUAGES` meanwhile, as long as nothing else runs: for one of many who ask."""
    global _catalogue, _language
    before = _catalogue, _language
    speak(wanted)
    try:
        yield
    finally:
        _catalogue, _language = before


def wanted_language(setting: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """Return which of `LANGUAGES` the user wants: by ``ZHUPI_LANGUAGE``, the setting, or the locale.

    A visitor's browser, which a server tells of (``ZHUPI_BROWSER_LANGUAGE``), goes before the locale.
    What names none of them counts as not said; any locale but a Chinese one means English.
    """
    for named in (environment.get("ZHUPI_LANGUAGE"), setting, environment.get("ZHUPI_BROWSER_LANGUAGE")):
        if named in LANGUAGES:
            return named
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "").lower()
    if not locale.startswith("zh"):
        return LANGUAGES[0]
    parts = locale.partition(".")[0].replace("-", "_").split("_")
    return LANGUAGES[1] if any(part in _TRADITIONAL for part in parts) else LANGUAGES[2]
