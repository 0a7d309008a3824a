"""The texts of files and of lines, on their way to being analysed, and what is to be said of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.errors import ReadingError, ZhupiError
from annotations.model.article import Article
from annotations.plain_json import loads
from annotations.project.corpus import BLOCK, Text
from annotations.reading import TABLE_SUFFIXES, Options, Place, places, read_article
from annotations.reading.decode import decode
from annotations.reading.extract import guess_title, reading_notes, title_of
from annotations.reading.repair import repaired
from annotations.wording import counted, tr

__all__ = ["Remark", "taken_out", "texts_of", "texts_of_lines", "with_repair"]


class Remark(str):
    """What a reader should know of how a file was read, a line: a guessed encoding, what repair took out."""

    __slots__ = ()


def texts_of(path: Path, reading: Options, *, repair: bool) -> Iterator[Text | Remark | ZhupiError]:
    """Yield each text of a file, what is to be known of the reading, and what is wrong.

    Tables are repaired with `repair` alone. What is true of many texts of a table is said once.
    """
    table = path.suffix.lower() in TABLE_SUFFIXES
    if table:
        reading = with_repair(reading, repair)
    told = _Told(str(path))
    try:
        found: Iterable[Place] = places(path, reading)
        for place in found:
            try:
                article = read_article(place, reading)
            except ZhupiError as error:
                yield error
            else:
                yield from told.of(article)
                block = (str(path), (place.position or 0) // BLOCK) if table else None
                yield Text(article.text, dict(article.metadata), article.title, block)
    except ZhupiError as error:
        yield error
    yield from told.repaired()


def with_repair(reading: Options, repair: bool) -> Options:
    """Return how a table is read: repaired only where that is asked for."""
    return reading if repair else reading._replace(repair=False)


class _Told:
    """What is said of how a file was read: each thing once, and what repair took out of all its texts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said: set[str] = set()
        self._texts = self._readings = 0

    def of(self, article: Article) -> Iterator[Remark]:
        """Yield what the reading of `article` left to say that was not said of its file before."""
        self.took_out(len(article.removed))
        for note in article.notes:
            if note not in self._said:
                self._said.add(note)
                yield Remark(f"{self._name}: {note}")

    def took_out(self, readings: int) -> None:
        """Count what repair took out of a text."""
        self._texts += readings > 0
        self._readings += readings

    def repaired(self) -> Iterator[Remark]:
        """Yield what repair took out, if it did."""
        if self._readings:
            yield Remark(taken_out(self._name, self._texts, self._readings))


def taken_out(name: str, texts: int, readings: int) -> str:
    """Return in a line how many pinyin readings were taken out of how many texts of a file."""
    where = tr(", from {texts}", texts=counted(texts, "text")) if texts > 1 else ""
    return tr(
        "{name}: {pinyins} taken out{where}",
        name=name,
        pinyins=counted(readings, "pinyin reading"),
        where=where,
    )


def texts_of_lines(
    lines: Iterable[bytes], name: str, key: str, *, repair: bool
) -> Iterator[Text | Remark | ZhupiError]:
    """Yield each text of JSONL, what is to be known of the reading, and what is wrong with a line.

    Args:
        lines: The lines, as a binary stream yields them.
        name: What to call the stream in messages.
        key: Where the text stands in a line.
        repair: Whether to take pinyin residue out of it.
    """
    told = _Told(name)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decoded = decode(line, name=tr("{name}, line {number}", name=name, number=number), likely="utf-8")
            value = loads(decoded.text)
            text = value.pop(key)
            if not isinstance(text, str):
                raise TypeError
        except ReadingError as error:
            yield error
        except json.JSONDecodeError:
            yield ReadingError(
                tr(
                    "{name}, line {number}: no JSON; each line must be an object with {key!r}",
                    name=name,
                    number=number,
                    key=key,
                )
            )
        except ValueError as error:
            yield ReadingError(
                tr("{name}, line {number}: no usable JSON: {error}", name=name, number=number, error=error)
            )
        except (AttributeError, KeyError, TypeError):
            yield ReadingError(
                tr(
                    "{name}, line {number}: no text; each line must be an object with {key!r}",
                    name=name,
                    number=number,
                    key=key,
                )
            )
        else:
            for note in reading_notes(decoded, "") if not decoded.certain else ():
                yield Remark(tr("{name}, line {number}: {note}", name=name, number=number, note=note))
            title = title_of(value)
            if repair:
                text, title, removed = repaired(text, title)
                told.took_out(len(removed))
            yield Text(text, value, title or guess_title(text))
    yield from told.repaired()
