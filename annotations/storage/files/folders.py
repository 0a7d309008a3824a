"""The folders in a project's folder that are the storage's."""

from __future__ import annotations

__all__ = ["ARTICLES", "COPIES", "FOLDER", "NAMES", "SCHEMES"]

FOLDER = "annotations"
"""Where the layers are, and the others."""
ARTICLES = "articles"
COPIES = ".backup"
SCHEMES = "schemes"
"""Where the schemes are that the project had; :mod:`annotations.migration.kept` keeps them."""
NAMES = "names"
"""What annotators are called now who were called otherwise before."""
