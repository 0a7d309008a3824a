"""What the columns of a data set hold: said in the card's YAML, and found there again.

Only the part of YAML is read that cards are written in: maps and lists by indentation, and plain or quoted
values; a card in another form says nothing, and is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.exchange.formats.hf_rows import LABELS, Columns
from annotations.plain_json import loads

__all__ = [
    "Names",
    "class_names",
    "feature_lines",
    "front_matter",
    "info_of",
    "named",
    "quoted",
    "yaml_value",
]

Names = Mapping[str, Any]
"""By column the names of its classes, a list, or for a column of objects the same of each of its parts."""

_MOST = 5000
"""Lines of a card's YAML that are looked at."""
_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:#\-][^:#]*?|-?\d+)\s*:(?:\s+(.*))?$""")


def feature_lines(columns: Columns, labels: Sequence[str], indent: str) -> Iterator[str]:
    """Yield the lines of YAML that say what `columns` hold; `labels` are the classes."""
    for name, kind in columns.items():
        yield f"{indent}- name: {name}"
        yield from _kind(kind, labels, indent + "  ")


def quoted(text: str) -> str:
    """Return `text` as YAML has it between quotes."""
    escaped = (
        "\\" + one if one in '"\\' else one if one.isprintable() else f"\\U{ord(one):08X}" for one in text
    )
    return '"' + "".join(escaped) + '"'


def front_matter(card: str) -> str:
    """Return the YAML between the first two lines of hyphens of a card; empty where there is none."""
    lines = card.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if not lines or lines[0].rstrip() != "---":
        return ""
    end = next((at for at, line in enumerate(lines[1:_MOST], 1) if line.rstrip() == "---"), None)
    return "" if end is None else "\n".join(lines[1:end])


def info_of(front: str) -> Any:
    """Return what the YAML of a card says under ``dataset_info``, whatever stands beside it."""
    lines = front.split("\n")
    first = next((at for at, line in enumerate(lines) if line.startswith("dataset_info:")), None)
    if first is None:
        return None
    behind = range(first + 1, len(lines))
    last = next((at for at in behind if lines[at][:1].strip() and lines[at][0] not in "-#"), len(lines))
    return yaml_value("\n".join(lines[first:last]))


def yaml_value(text: str) -> Any:
    """Return the maps, lists and texts that `text` is; None where it is written in another way."""
    lines = [
        (len(line) - len(line.lstrip(" ")), line.strip())
        for line in text.split("\n")[:_MOST]
        if line.strip() and not line.lstrip().startswith("#")
    ]
    try:
        value, rest = _block(lines, 0, lines[0][0]) if lines else ({}, 0)
    except (ValueError, RecursionError):
        return None
    return value if rest == len(lines) else None


def class_names(value: Any, file: str = "") -> Names:
    """Return the names of classes that a card's YAML says of the columns of `file`.

    Of several configurations it is that which a folder of the file is called by; where none is, a column of
    which they say different names has none.
    """
    info = value.get("dataset_info") if isinstance(value, Mapping) else None
    infos = [one for one in (info if isinstance(info, list) else [info]) if isinstance(one, Mapping)]
    own = [one for one in infos if one.get("config_name") in file.split("/")[:-1]]
    told = [_of_features(one.get("features")) for one in own or infos]
    found = {name: names for one in told for name, names in one.items()}
    return {
        name: names for name, names in found.items() if all(one.get(name, names) == names for one in told)
    }


def named(value: Any, names: Any) -> Any:
    """Return `value` with the names of its classes in the place of their numbers; -1 is no class."""
    if isinstance(value, list):
        return [named(one, names) for one in value]
    if isinstance(value, Mapping):
        inner = names if isinstance(names, Mapping) else {}
        return {key: named(one, inner[key]) if key in inner else one for key, one in value.items()}
    if isinstance(names, list) and isinstance(value, int) and not isinstance(value, bool):
        return names[value] if 0 <= value < len(names) else None
    return value


def _kind(kind: Any, labels: Sequence[str], indent: str) -> Iterator[str]:
    if kind == LABELS and labels:
        yield f"{indent}list:"
        yield f"{indent}  class_label:"
        yield f"{indent}    names:"
        for number, name in enumerate(labels):
            yield f"{indent}      '{number}': {quoted(name)}"
    elif kind == LABELS:
        yield f"{indent}list: string"
    elif isinstance(kind, list) and isinstance(kind[0], str):
        yield f"{indent}list: {kind[0]}"
    elif isinstance(kind, list):
        yield f"{indent}list:"
        yield from feature_lines(kind[0], labels, indent)
    else:
        yield f"{indent}dtype: {kind}"


def _of_features(features: Any) -> dict[str, Any]:
    """Return the names of classes by column, from the form of YAML or that of JSON."""
    if isinstance(features, list):
        pairs = [(str(one.get("name")), one) for one in features if isinstance(one, Mapping)]
    else:
        pairs = list(features.items()) if isinstance(features, Mapping) else []
    return {name: names for name, one in pairs if (names := _names(one))}


def _names(feature: Any) -> Any:
    if isinstance(feature, list):
        if feature and isinstance(feature[0], Mapping) and "name" not in feature[0]:
            return _names(feature[0])
        return _of_features(feature)
    if not isinstance(feature, Mapping):
        return None
    if isinstance(names := feature.get("names"), list | dict):
        return [str(one) for one in (names.values() if isinstance(names, dict) else names)]
    for key in ("class_label", "sequence", "list", "struct", "feature", "dtype"):
        if isinstance(inner := feature.get(key), list | dict) and (names := _names(inner)):
            return names
    if "_type" not in feature and "name" not in feature:
        return _of_features(feature)
    return None


Lines = list[tuple[int, str]]


def _block(lines: Lines, at: int, indent: int) -> tuple[Any, int]:
    """Return the value that begins at the line `at`, and the line behind it."""
    if lines[at][1].startswith("- ") or lines[at][1] == "-":
        return _list(lines, at, indent)
    return _map(lines, at, indent)


def _list(lines: Lines, at: int, indent: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    value: Any
    while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("-"):
        inside = lines[at][1][1:].lstrip()
        if _KEY.match(inside):
            deeper = indent + len(lines[at][1]) - len(inside)
            lines[at] = (deeper, inside)
            value, at = _map(lines, at, deeper)
        elif inside:
            value, at = _scalar(inside), at + 1
        else:
            value, at = _block(lines, at + 1, lines[at + 1][0]) if at + 1 < len(lines) else (None, at + 1)
        items.append(value)
    return items, at


def _map(lines: Lines, at: int, indent: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while at < len(lines) and lines[at][0] == indent:
        match = _KEY.match(lines[at][1])
        if match is None:
            raise ValueError(lines[at][1])
        key, value = str(_scalar(match[1])), match[2]
        at += 1
        below = lines[at] if at < len(lines) else (-1, "")
        if value is None and (below[0] > indent or (below[0] == indent and below[1].startswith("- "))):
            found[key], at = _block(lines, at, below[0])
        else:
            found[key] = _scalar(value or "")
    return found, at


def _scalar(text: str) -> Any:
    if text.startswith('"'):
        try:
            return loads(re.sub(r"\\U([0-9A-Fa-f]{8})", lambda one: _json_escape(int(one[1], 16)), text))
        except ValueError:
            return text
    if text.startswith("'") and text.endswith("'"):
        return text[1:-1].replace("''", "'")
    if text in ("[]", "{}"):
        return [] if text == "[]" else {}
    return text


def _json_escape(code: int) -> str:
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
