"""The labeling configuration that goes with tasks of Label Studio: what it shows, and what it asks."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from annotations.exchange.items import Unit
from annotations.model.scheme import Scheme
from annotations.model.scheme_rows import ONE_OF

__all__ = ["LABELS", "NAMES", "NOTE", "OURS", "SENTENCE", "SENTENCES", "WHOLE", "Config"]

LABELS = "labels"
"""The choices of a sentence; those of a group of labels have its number behind it."""
WHOLE = "article_labels"
NAMES = "names"
NOTE = "note"
SENTENCES = "sentences"
SENTENCE = "sentence"
"""What the regions are called that are sentences."""
OURS = re.compile(rf"{LABELS}(_\d+)?|{WHOLE}")
"""The names of choices."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Value(NamedTuple):
    """What may be chosen."""

    value: str
    hint: str = ""
    key: str = ""
    color: str = ""


class Config:
    """The configuration for a scheme, to which all labels are added that occur without being in it."""

    def __init__(self, scheme: Scheme, unit: Unit) -> None:
        self._scheme = scheme
        self._unit = unit
        self._groups = {one.name: f"{LABELS}_{number}" for number, one in enumerate(scheme.groups, 1)}
        self._choices: dict[str, dict[str, _Value]] = {}
        for label in scheme.labels:
            self._choices.setdefault(self._groups.get(label.group, LABELS), {})[label.name] = _Value(
                label.name, " ".join(filter(None, (label.title, label.definition))), label.key, label.color
            )
        for label in scheme.article_labels:
            self._choices.setdefault(WHOLE, {})[label.name] = _Value(label.name, label.definition)
        self._names = {one.name: _Value(one.name, one.title, one.key, one.color) for one in scheme.types}

    def control_of(self, label: str, name: str = "") -> str:
        """Return which choices have `label`, in an article's case `name`; where none had it, they do now."""
        if not name:
            known = self._scheme.label(label)
            name = self._groups.get(known.group, LABELS) if known is not None else LABELS
        self._choices.setdefault(name, {}).setdefault(label, _Value(label))
        return name

    def name(self, label: str) -> None:
        """See to it that there is a label for names or numbers that is called `label`."""
        self._names.setdefault(label, _Value(label))

    def xml(self) -> bytes:
        """Return the configuration as Label Studio reads it."""
        each = ""
        parts = []
        if self._unit == "article":
            each = f' perRegion="true" whenTagName={_quoted(SENTENCES)}'
            parts.append(self._labels(SENTENCES, [_Value(SENTENCE)]))
        parts.append(self._labels(NAMES, [self._names[one] for one in self._names]))
        parts.append('  <Text name="text" value="$text"/>\n')
        for name, values in sorted(self._choices.items()):
            if name != WHOLE:
                parts.append(self._choice(name, list(values.values()), each))
            elif self._unit == "article":
                parts.append(self._choice(name, list(values.values()), ""))
        parts.append(f'  <TextArea name="{NOTE}" toName="text"{each}/>\n')
        return f"<View>\n{''.join(parts)}</View>\n".encode()

    def _labels(self, name: str, values: list[_Value]) -> str:
        rows = "".join(f"    <Label value={_quoted(one.value)}{_color(one)}/>\n" for one in values)
        return f'  <Labels name="{name}" toName="text">\n{rows}  </Labels>\n'

    def _choice(self, name: str, values: list[_Value], each: str) -> str:
        single = any(self._groups[one.name] == name and one.choose == ONE_OF for one in self._scheme.groups)
        how = "single" if single else "multiple"
        rows = "".join(
            f"    <Choice value={_quoted(one.value)}{_attribute('hint', one.hint)}"
            f"{_attribute('hotkey', one.key)}/>\n"
            for one in values
        )
        return f'  <Choices name="{name}" toName="text" choice="{how}"{each}>\n{rows}  </Choices>\n'


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _attribute(name: str, text: str) -> str:
    return f" {name}={_quoted(text)}" if text else ""


def _color(one: _Value) -> str:
    return _attribute("background", one.color if one.color.startswith("#") else "")
