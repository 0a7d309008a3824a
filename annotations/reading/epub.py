"""EPUB books: an article a chapter, in the order in which the book is read; the standard library is enough.

A chapter is a file of the book that its table of contents names, with those behind it that it does not name:
some programs cut long chapters in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from annotations.digest import digest_of
from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.reading.binary import EPUB
from annotations.reading.decode import Decoded, decode, normalise_newlines
from annotations.reading.extract import Extract, make_article, standard_metadata
from annotations.reading.markup import Token, holds_text, lines_of, tokens_of
from annotations.reading.package import Package
from annotations.reading.source import Options, Place, file_stamp, or_whole, read_bytes
from annotations.wording import tr

__all__ = ["epub_places", "read_chapter"]

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"


class _Chapter(NamedTuple):
    title: str
    """What the table of contents calls it."""
    files: tuple[str, ...]


class _Book(NamedTuple):
    package: Package
    chapters: tuple[_Chapter, ...]
    metadata: Mapping[str, Any]


def epub_places(path: Path, options: Options) -> Iterator[Place]:
    """Yield the place of every chapter that holds text.

    A book that cannot be read, or holds none, is one place without a position.
    """
    return or_whole(path, _chapters(path, options))


def _chapters(path: Path, options: Options) -> Iterator[Place]:
    book = _book(path, file_stamp(path))
    number = 0
    for position, chapter in enumerate(book.chapters):
        if any(_may_hold_text(path, name, book.package.read(name), options) for name in chapter.files):
            number += 1
            yield Place(path, position, number)


def _may_hold_text(path: Path, file: str, page: bytes, options: Options) -> bool:
    """Tell whether reading finds text on a page, or has to say why it cannot."""
    try:
        return holds_text(_decoded(path, file, page, options).text)
    except ReadingError:
        return True


def _decoded(path: Path, file: str, page: bytes, options: Options) -> Decoded:
    return decode(page, name=f"{path}, {file!r}", encoding=options.encoding)


def read_chapter(place: Place, options: Options, *, name: str | None) -> Article:
    """Read one chapter; `name` becomes its source, by default ``file#number``.

    Raises:
        ReadingError: The book or the chapter cannot be read.
    """
    path = place.path
    book = _book(path, file_stamp(path))
    if place.position is None:
        raise ReadingError(tr("{path}: holds no text; is it a book of pictures?", path=path))
    if not 0 <= place.position < len(book.chapters):
        raise ReadingError(
            tr(
                "{path}: chapter {number} is not there any more; open the file again",
                path=path,
                number=place.number,
            )
        )
    chapter = book.chapters[place.position]
    number = place.number or place.position + 1
    where = tr("{path}, chapter {number:,}", path=path, number=number)
    lines: list[str] = []
    heading = ""
    how: Decoded | None = None
    pages = [book.package.read(file) for file in chapter.files]
    for file, page in zip(chapter.files, pages, strict=True):
        decoded = _decoded(path, file, page, options)
        said = lines_of(decoded.text)
        lines += said.lines
        heading = heading or said.heading
        how = decoded if how is None or decoded.bad else how
    text = normalise_newlines("\n".join(lines))
    title = chapter.title or heading
    return make_article(
        text,
        Extract(text, title, book.metadata),
        where=where,
        name=name or f"{path.name}#{number}",
        decoded=(how or Decoded("", "utf-8"))._replace(digest=digest_of(b"".join(pages))),
        repair=options.repair,
    )


@lru_cache(maxsize=1)
def _book(path: Path, stamp: tuple[int, int, int]) -> _Book:
    """Return a book; the last one is kept, as its chapters come one by one.

    Raises:
        ReadingError: It is damaged, locked, protected, or no EPUB.
    """
    package = Package(read_bytes(path), str(path), EPUB)
    opf = next(
        (
            name
            for _, given in _elements(_tokens(path, package, _CONTAINER), "rootfile")
            if (name := package.find(given.get("full-path", "")))
        ),
        "",
    )
    if not opf:
        raise ReadingError(
            tr("{path}: is a damaged EPUB: it does not say where its contents are; get it anew", path=path)
        )
    said = _tokens(path, package, opf)
    items = {given["id"]: given for _, given in _elements(said, "item") if "id" in given}
    spine = [
        name
        for _, given in _elements(said, "itemref")
        if given.get("linear") != "no" and (item := items.get(given.get("idref", "")))
        if (name := package.find(item.get("href", ""), opf))
    ]
    locked = {
        package.find(given.get("uri", ""))
        for _, given in _elements(_tokens(path, package, _ENCRYPTION), "cipherreference")
    }
    if locked.intersection(spine):
        raise ReadingError(tr("{path}: is protected against copying (DRM), and cannot be read", path=path))
    names = _contents(path, package, opf, items)
    return _Book(package, tuple(_grouped(spine, names)), _metadata(said))


def _grouped(spine: list[str], names: Mapping[str, str]) -> Iterator[_Chapter]:
    """Yield the chapters: a file that the table of contents does not name goes on with the one before it."""
    named = [file for file in spine if file in names]
    chapter = _Chapter("", ())
    for file in dict.fromkeys(spine):
        goes_on = len(named) > 1 and file not in names and chapter.title
        if goes_on:
            chapter = chapter._replace(files=(*chapter.files, file))
            continue
        if chapter.files:
            yield chapter
        chapter = _Chapter(names.get(file, ""), (file,))
    if chapter.files:
        yield chapter


def _contents(path: Path, package: Package, opf: str, items: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Return what the table of contents calls each file, of EPUB 3 (``nav``) or of EPUB 2 (``ncx``)."""
    found: dict[str, str] = {}
    for item in items.values():
        if "nav" in item.get("properties", "").split():
            links = "a", "href"
        elif item.get("media-type") == "application/x-dtbncx+xml":
            links = "navpoint", "src"
        else:
            continue
        file = package.find(item.get("href", ""), opf)
        for text, given in _elements(_tokens(path, package, file), links[0]):
            target = package.find(given.get(links[1], ""), file)
            label = " ".join(text.split())
            if target and label:
                found.setdefault(target, label)
    return found


def _metadata(said: Sequence[Token]) -> dict[str, Any]:
    """Return what the book says of itself: its title as ``book``, for a chapter has one of its own."""
    names = {"title": "book", "creator": "author", "date": "date", "publisher": "publisher"}
    found: dict[str, Any] = {}
    for element, key in names.items():
        for text, _ in _elements(said, element):
            if text.strip():
                found.setdefault(key, " ".join(text.split()))
    return standard_metadata(found)


def _tokens(path: Path, package: Package, file: str) -> Sequence[Token]:
    """Return what is in a file of the book that says something of the book; nothing if it is missing."""
    if file not in package.names:
        return ()
    return [*tokens_of(_decoded(path, file, package.read(file), Options()).text)]


def _elements(tokens: Sequence[Token], tag: str) -> list[tuple[str, dict[str, str]]]:
    """Return the text and the attributes of every element called so, whatever its prefix."""
    found: list[dict[str, str]] = []
    texts: list[list[str]] = []
    opened: list[int] = []  # of one inside another each has its own text
    for token in tokens:
        name = token.text.rpartition(":")[2] if token.kind != "text" else ""
        if token.kind == "text":
            if opened:
                texts[opened[-1]].append(token.text)
        elif name == tag and token.kind == "start":
            opened.append(len(found))
            texts.append([])
            found.append(dict(token.given))
        elif name == tag and opened:
            opened.pop()
        elif name == "content" and opened and "src" in token.given:  # of an entry of an ``ncx``
            found[opened[-1]].setdefault("src", token.given["src"])
    return [("".join(text), given) for text, given in zip(texts, found, strict=True)]
