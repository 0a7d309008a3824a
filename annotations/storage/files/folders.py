"""The folders in a project's folder that are the storage's."""

from __future__ import annotations

__all__ = ["ARTICLES", "COPIES", "FOLDER"]

FOLDER = "annotations"
"""Where the layers are, and the other two."""
ARTICLES = "articles"
COPIES = ".backup"
