"""From a path to articles: which kind of file it is, where its articles lie, and reading one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.decode import decode
from annotations.reading.extract import Extract, make_article
from annotations.reading.source import Options, Place, read_bytes
from annotations.wording import tr

__all__ = ["FOLDER_SUFFIXES", "TABLE_SUFFIXES", "UNREAD_SUFFIXES", "is_whole", "places", "read_article"]

FOLDER_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".epub", ".srt", ".vtt")
"""The endings, in lower case, of the files of a folder that are articles."""
UNREAD_SUFFIXES = (
    *(".pdf", ".doc", ".docm", ".rtf", ".odt", ".wps", ".pages", ".caj"),
    *(".mobi", ".azw", ".azw3", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp"),
)
"""Those of files that hold articles often enough, and that nothing here reads."""

_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_JSONL = (".jsonl", ".ndjson")
_TABLE = (".csv", ".tsv", ".tab")
TABLE_SUFFIXES = (*_JSONL, ".json", *_TABLE)
"""Those of files that hold texts with what else is said of each, as a program wrote them."""
_SUBTITLES = (".srt", ".vtt", ".ass", ".ssa")
_MANY = frozenset({*TABLE_SUFFIXES, ".epub"})
"""Those of files that hold many articles."""


def is_whole(suffix: str) -> bool:
    """Tell whether a file with this ending, in lower case, is one place."""
    return suffix not in _MANY


def places(path: Path, options: Options) -> Iterator[Place]:
    """Yield where the articles of the file at `path` lie, in its order; no error is raised here.

    A text, a page, a Word document or subtitles are one place, given without a look at it. JSONL, CSV and
    TSV are gone through in a stream; a JSON file and a book are read whole. What cannot be read is one place;
    reading that says why.
    """
    suffix = path.suffix.lower()
    if suffix in _JSONL:
        from annotations.reading.jsonl import jsonl_places as found
    elif suffix == ".json":
        from annotations.reading.json_file import json_places as found
    elif suffix in _TABLE:
        from annotations.reading.table import table_places as found
    elif suffix == ".epub":
        from annotations.reading.epub import epub_places as found
    else:
        return iter((Place(path),))
    return found(path, options)


def read_article(place: Place, options: Options, *, source: str | None = None) -> Article:
    """Read one article; its sentences are still empty.

    Args:
        place: Where it lies, as `places` gave it.
        options: How to read.
        source: What `Article.source` shall be; by default the name of the file, and for one of many articles
            ``#`` and its number.

    Raises:
        ReadingError: One line that says what is wrong, where, and what to do about it.
    """
    suffix = place.path.suffix.lower()
    if suffix in _JSONL:
        from annotations.reading.jsonl import read_jsonl as read
    elif suffix == ".json":
        from annotations.reading.json_file import read_json as read
    elif suffix in _TABLE:
        from annotations.reading.table import read_row as read
    elif suffix == ".epub":
        from annotations.reading.epub import read_chapter as read
    elif suffix == ".docx":
        from annotations.reading.docx import read_docx as read
    else:
        read = _read_whole
    return read(place, options, name=source)


def _read_whole(place: Place, options: Options, *, name: str | None) -> Article:
    """Read the article that is a whole file."""
    where = str(place.path)
    decoded = decode(read_bytes(place.path), name=where, encoding=options.encoding)
    suffix = place.path.suffix.lower()
    if suffix in UNREAD_SUFFIXES and decoded.text.lstrip().startswith("<"):
        raise ReadingError(
            tr(
                "{where}: is a web page or XML under the name of an Office document; "
                "open it there and save it as .docx, or as CSV (UTF-8) if it is a table",
                where=where,
            )
        )
    if suffix in _MARKDOWN:
        from annotations.reading.markdown import extract_markdown

        extract = extract_markdown(decoded.text)
    elif suffix in _HTML:
        from annotations.reading.html import extract_html

        extract = extract_html(decoded.text, where)
    elif suffix in _SUBTITLES:
        from annotations.reading.subtitles import extract_subtitles

        extract = extract_subtitles(decoded.text, where)
    else:
        extract = Extract(decoded.text)
    return make_article(
        decoded.text,
        extract,
        where=where,
        name=name or place.path.name,
        decoded=decoded,
        repair=options.repair,
    )
