"""Lines of an export, checked against the schema that the package has for them, what is text of JSON too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from annotations.exchange.export_schema import export_schema
from annotations.exchange.flat import nested

__all__ = ["SCHEMA", "checked", "demand", "nested_rows"]

SCHEMA: dict[str, Any] = json.loads(export_schema())
_NULL = type(None)
_FLOATS = ("value", "high")


@cache
def _validator(of: str) -> Draft202012Validator:
    """Return a validator of what `of`, a schema as JSON, describes."""
    return Draft202012Validator({"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], **json.loads(of)})


def demand(line: Mapping[str, Any], kind: str) -> None:
    """Assert that `line` is one of `kind`, a definition of the schema, and has no key beside its own."""
    schema = SCHEMA["$defs"][kind]
    assert list(line) == list(schema["properties"]), "the keys, in their order"
    _validator(json.dumps({"$ref": f"#/$defs/{kind}"})).validate(line)
    for key, value in line.items():
        assert type(value) in (str, int, bool), f"{key} is of a type that libraries may take for another"
        of = schema["properties"][key]
        if "contentSchema" in of:
            held = json.loads(value)
            _validator(json.dumps(of["contentSchema"])).validate(held)
            if key == "numbers":
                assert all(type(one[amount]) in (float, _NULL) for one in held for amount in _FLOATS)


def nested_rows(output: bytes | str) -> list[dict[str, Any]]:
    """Return the lines of an export with lists and maps as such."""
    text = output.decode() if isinstance(output, bytes) else output
    return [nested(json.loads(line)) for line in text.split("\n") if line]


def checked(output: bytes | str) -> Iterator[dict[str, Any]]:
    """Yield the lines of an export with lists and maps as such, each checked against the schema."""
    text = output.decode() if isinstance(output, bytes) else output
    for line in text.split("\n"):
        if line:
            row = json.loads(line)
            demand(row, "article_line" if "sentences" in row else "sentence_line")
            yield nested(row)
