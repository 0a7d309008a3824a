"""A name or number in words."""

from __future__ import annotations

from annotations.model.article import Name, Number
from annotations.wording import term, tr
from tui.presenters.columns import value_text

__all__ = ["span_words"]


def span_words(span: Name | Number) -> str:
    """Return what a name or number is: its type, or its kind and value, and whether that is uncertain."""
    if isinstance(span, Name):
        return f"{span.type}{'' if span.certain else tr('? uncertain')}"
    return f"{term(span.kind)}  {value_text(span)}".rstrip() + ("" if span.certain else tr(" uncertain"))
