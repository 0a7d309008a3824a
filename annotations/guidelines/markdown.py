"""A section of guidelines, and how sections are read from Markdown: headings, lists and paragraphs.

## claim 事實主張
### definition
A statement about an event of this year.
### examples
- 央行10月降息0.25個百分點。
  a figure that can be looked up
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.errors import SettingsError
from annotations.guidelines import GUIDELINES
from annotations.wording import tr

__all__ = ["Example", "Line", "Section", "heading", "item_of", "parse"]

_FIELDS = {
    "definition": "definition",
    "定義": "definition",
    "定义": "definition",
    "decision order": "order",
    "判斷順序": "order",
    "判断顺序": "order",
    "examples": "examples",
    "例": "examples",
    "例子": "examples",
    "counter-examples": "counter_examples",
    "反例": "counter_examples",
    "rulings": "rulings",
    "裁定": "rulings",
}
_TITLES = {
    "en": ("Decision order", "Examples", "Counter-examples", "Rulings"),
    "zh": ("判斷順序", "例", "反例", "裁定"),
}
_HEADING = re.compile(r"(#+)\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,3}[.)])\s+(.*)")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, or a ruling, and why it is judged so."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the screen, not yet broken to its width."""

    kind: str
    """``title``, ``heading``, ``paragraph``, ``item`` or ``reason`` (of the item above it)."""
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the guidelines say of one label or topic."""

    key: str
    """The name of the label, or one of `TOPICS`."""
    title: str = ""
    definition: tuple[str, ...] = ()
    """Its paragraphs."""
    order: tuple[str, ...] = ()
    """The questions to ask, one after the other."""
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    rulings: tuple[Example, ...] = ()
    """What the project has decided of doubtful cases."""
    language: str = "en"

    def lines(self) -> tuple[Line, ...]:
        """Return the section as lines of plain text."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        order, examples, counter_examples, rulings = _TITLES[self.language]
        yield Line("title", f"{self.key} {self.title}".strip())
        for paragraph in self.definition:
            yield Line("paragraph", paragraph)
        if self.order:
            yield Line("heading", order)
            for number, question in enumerate(self.order, 1):
                yield Line("item", f"{number}. {question}")
        for heading, items in (
            (examples, self.examples),
            (counter_examples, self.counter_examples),
            (rulings, self.rulings),
        ):
            if items:
                yield Line("heading", heading)
            for item in items:
                yield Line("item", f"- {item.text}")
                if item.reason:
                    yield Line("reason", item.reason)


@dataclass(slots=True)
class _Block:
    """A section while it is read: the lines of each of its fields."""

    key: str
    title: str
    fields: dict[str, list[Example]] = field(default_factory=dict)


def parse(text: str, where: str, keys: Sequence[str], bare: str, language: str) -> list[Section]:
    """Read sections from the Markdown of `where`; what stands before the first ``###`` is the field `bare`.

    A paragraph is an item without a dash. Lines that are indented, or that follow a line of a paragraph,
    belong to what is above them: to an example they are its reason.
    """
    blocks: dict[str, _Block] = {}
    block: _Block | None = None
    name = bare
    open_item = False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        place = tr("{where}, line {number}", where=where, number=number)
        found = heading(raw)
        if found is not None:
            open_item = False
            level, title = found
            if level == 1:
                continue
            if level == 2:
                block = _opened(title, place, keys, blocks)
                name = bare
            elif level == 3 and block is not None:
                name = _field(title, place, bare)
            else:
                raise SettingsError(
                    tr("{place}: a section begins with ## and a label, its parts with ###", place=place)
                )
            continue
        if not line:
            open_item = False
            continue
        if block is None:
            raise SettingsError(
                tr(
                    "{place}: text before the first section; begin one, as ## {keys}",
                    place=place,
                    keys=keys[0],
                )
            )
        items = block.fields.setdefault(name, [])
        item = _ITEM.match(line) if raw[:1].strip() or not open_item else None
        if item is not None:
            items.append(Example(item[1]))
        elif open_item and items:
            last = items[-1]
            if name in ("definition", "order"):
                items[-1] = Example(_joined(last.text, line))
            else:
                items[-1] = Example(last.text, _joined(last.reason, line))
        elif name in ("definition", "rulings"):
            items.append(Example(line))
        else:
            raise SettingsError(
                tr("{place}: here only items stand; begin the line with a dash and a space", place=place)
            )
        open_item = True
    return [_section(one, language) for one in blocks.values()]


def heading(line: str) -> tuple[int, str] | None:
    """Return the level and the title of the heading that `line` is, or None if it is none."""
    found = _HEADING.match(line)
    return None if found is None else (len(found[1]), found[2])


def item_of(line: str) -> str | None:
    """Return the text of the item of a list that begins on `line`, at its first column; None if none does."""
    found = _ITEM.match(line.strip()) if line[:1].strip() else None
    return None if found is None else found[1]


def _opened(title: str, place: str, keys: Sequence[str], blocks: dict[str, _Block]) -> _Block:
    """Begin the section that a heading names: the key, then its title."""
    key, _, rest = title.partition(" ")
    if key not in keys:
        raise SettingsError(
            tr(
                "{place}: there is no label {key!r:.60}; a section is one of {keys}",
                place=place,
                key=key,
                keys=", ".join(keys),
            )
        )
    if key in blocks:
        raise SettingsError(
            tr("{place}: {key} has a section already; put both into one", place=place, key=key)
        )
    blocks[key] = _Block(key, rest.strip())
    return blocks[key]


def _field(title: str, place: str, bare: str) -> str:
    """Return the field of a section that a heading names."""
    name = _FIELDS.get(title.casefold())
    if name is None:
        wanted = ", ".join(key for key in _FIELDS if key.isascii())
        raise SettingsError(
            tr(
                "{place}: {title!r:.60} is no part of a section; there are {wanted}",
                place=place,
                title=title,
                wanted=wanted,
            )
        )
    if bare == "rulings" and name != "rulings":
        raise SettingsError(
            tr(
                "{place}: here only rulings stand; the rest belongs into {GUIDELINES}",
                place=place,
                GUIDELINES=GUIDELINES,
            )
        )
    return name


def _section(block: _Block, language: str) -> Section:
    fields: Mapping[str, list[Example]] = block.fields
    return Section(
        block.key,
        block.title,
        tuple(item.text for item in fields.get("definition", ())),
        tuple(item.text for item in fields.get("order", ())),
        tuple(fields.get("examples", ())),
        tuple(fields.get("counter_examples", ())),
        tuple(fields.get("rulings", ())),
        language,
    )


def _joined(before: str, after: str) -> str:
    """Join two lines of a paragraph: with a space, but not between Chinese characters."""
    if not before:
        return after
    return before + ("" if ord(before[-1]) > 0x2E7F and ord(after[0]) > 0x2E7F else " ") + after
