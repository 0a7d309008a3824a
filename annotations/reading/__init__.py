"""Reading: from the bytes of a file to an article, whatever its encoding, format and damage."""

from annotations.reading.formats import (
    FOLDER_SUFFIXES,
    TABLE_SUFFIXES,
    UNREAD_SUFFIXES,
    places,
    read_article,
)
from annotations.reading.source import Options, Place

__all__ = [
    "FOLDER_SUFFIXES",
    "TABLE_SUFFIXES",
    "UNREAD_SUFFIXES",
    "Options",
    "Place",
    "places",
    "read_article",
]
