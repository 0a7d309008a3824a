r"""When two texts are one article, whatever an editor, a copy or a system has done to their white space.

Of a text its *letters* count: everything that is seen, in the composed normal form (NFC). Line ends, what is
invisible, and how much white space stands somewhere do not count. Whether any stands there does, where that
tells things apart: a line's end between paragraphs, and a space between two characters of a script that is
written with spaces, as in ``10 000`` and ``New York``. Beside a Chinese character it tells nothing.

All of it depends on the text and on the tables of Unicode alone, so that every machine comes to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import combining, is_normalized, normalize

from annotations.digest import blake2b
from annotations.expressions import INVISIBLE

__all__ = ["BREAK", "GAP", "Letters", "equivalent", "fingerprint", "letters_of", "united"]

BREAK, GAP = "\n", " "
"""What stands among letters for white space that counts: between paragraphs, and between words."""
_UNSEEN = re.compile(f"[{INVISIBLE}]+")
_WHITE = re.compile(r"\s+")
_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_CHINESE = re.compile(
    "[\u2018\u2019\u201c\u201d\u2e80-\uabff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff9f\uffe0-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff\u2014\u2026\u00b7]"
)
"""Characters beside which a space tells nothing: of scripts written without, and their punctuation."""
_JOINING = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1161-\u1175"
    "\u11a8-\u11c2\u1b35\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)
"""Characters that no mark is and that may become one with the one before (Unicode's NFC_QC = Maybe)."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text, and where each stands in it."""

    text: str
    """The letters; `BREAK` and `GAP` are among them."""
    begins: Sequence[int]
    """For each where in the text it begins, ascending."""
    ends: Sequence[int]
    """For each where it ends."""


def fingerprint(text: str) -> str:
    """Return 32 hexadecimal digits that two texts share only if they are one article."""
    return blake2b(_letters(text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def equivalent(one: str, two: str) -> bool:
    """Tell whether two texts are one article."""
    return _letters(one) == _letters(two)


def _letters(text: str) -> str:
    """Return the letters of `text`, as :func:`letters_of` has them, without where they stand."""
    seen = normalize("NFC", _UNSEEN.sub("", text))
    return _WHITE.sub(lambda run: _told(seen, *run.span()), seen)


def letters_of(text: str) -> Letters:
    """Return the letters of `text` with their places."""
    seen, begins, ends = _composed(*_visible(text))
    letters: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    at = 0
    for run in _WHITE.finditer(seen):
        start, end = run.span()
        letters.append(seen[at:start])
        starts += begins[at:start]
        stops += ends[at:start]
        if told := _told(seen, start, end):
            letters.append(told)
            starts.append(begins[start])
            stops.append(ends[end - 1])
        at = end
    letters.append(seen[at:])
    return Letters("".join(letters), [*starts, *begins[at:]], [*stops, *ends[at:]])


def _told(text: str, start: int, end: int) -> str:
    """Return what the white space of ``text[start:end]`` tells: `BREAK`, `GAP` or nothing."""
    if start == 0 or end == len(text):
        return ""
    if not _ENDS.isdisjoint(text[start:end]):
        return BREAK
    if combining(text[end]):  # the white space is what carries it
        return GAP
    return "" if _CHINESE.match(text[start - 1]) or _CHINESE.match(text[end]) else GAP


def _visible(text: str) -> tuple[str, list[int]]:
    """Return `text` without what is invisible, and where each character stands."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for run in _UNSEEN.finditer(text):
        parts.append(text[at : run.start()])
        places += range(at, run.start())
        at = run.end()
    parts.append(text[at:])
    return "".join(parts), [*places, *range(at, len(text))]


def _composed(text: str, places: Sequence[int]) -> tuple[str, list[int], list[int]]:
    """Return `text` in normal form, and where each character begins and ends, by the `places` of `text`."""
    begins, ends = list(places), [place + 1 for place in places]
    if is_normalized("NFC", text):
        return text, begins, ends
    parts: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (combining(text[end]) or _JOINING.match(text[end])):
            end += 1
        part = normalize("NFC", text[at:end])
        inside = [min(at + step, end - 1) for step in range(len(part))]
        parts.append(part)
        starts += [begins[one] for one in inside]
        stops += [ends[one] for one in inside[1:]] + [ends[end - 1]]
        at = end
    return "".join(parts), starts, stops


def united(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return by each text of a group that is not alone the smallest of its group and all that overlap it."""
    first: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for group in groups:
        whole = sorted({other for one in group for other in members.get(first.get(one, one), [one])})
        for one in whole:
            members.pop(first.get(one, one), None)
            first[one] = whole[0]
        members[whole[0]] = whole
    return {one: standing for one, standing in first.items() if len(members[standing]) > 1}
