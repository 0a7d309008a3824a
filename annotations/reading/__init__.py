"""Reading: from the bytes of a file to an article, whatever its encoding, format and damage."""

from annotations.reading.formats import (
    FOLDER_SUFFIXES,
    TABLE_SUFFIXES,
    UNREAD_SUFFIXES,
    is_whole,
    places,
    read_article,
)
from annotations.reading.source import Options, Place, Places

__all__ = [
    "FOLDER_SUFFIXES",
    "TABLE_SUFFIXES",
    "UNREAD_SUFFIXES",
    "Options",
    "Place",
    "Places",
    "is_whole",
    "places",
    "read_article",
]
