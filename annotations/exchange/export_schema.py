"""The JSON Schema of the lines of an export: what ``zhupi export --schema`` prints."""

from __future__ import annotations

from pathlib import Path

__all__ = ["export_schema"]


def export_schema() -> bytes:
    """Return the schema, a file of this package, as it stands there.

    A line is one of its ``$defs``: a sentence, an article, or what was found in a text (``zhupi analyse
    --flat``). What a text holds as JSON is described by the ``contentSchema`` of its key, which validators
    read only when they are told to.
    """
    return Path(__file__).with_name("export.schema.json").read_bytes()
