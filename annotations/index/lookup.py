"""Asks an index which texts a word may stand in, and what they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from annotations.index.form import packed_found, text_of, unpacked, unpacked_found
from annotations.index.postings import Ids, codes_of, following, taken
from annotations.index.texts import bodies
from annotations.model.article import Analysis, Article
from annotations.search.units import Needles

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Lookup", "TextRow"]


class TextRow(NamedTuple):
    """The text of one article of the project."""

    path: str
    """Its file, as the rows of articles name it."""
    position: int | None
    """Where in its file it begins, as :class:`Place` has it."""
    number: int
    """By which the text is asked for."""
    article: str
    """The article's id."""


class Lookup:
    """What the tables of :class:`.TextTables` say, over a connection of the caller's."""

    def __init__(self, database: Connection) -> None:
        """Ask `database`."""
        self._database = database

    @property
    def there(self) -> bool:
        """Tell whether texts are kept at all: an index in memory has none."""
        query = "SELECT 1 FROM sqlite_master WHERE name = 'texts'"
        return self._database.execute(query).fetchone() is not None

    def rows(self) -> Iterator[TextRow]:
        """Yield every text that is kept."""
        query = (
            "SELECT f.path, a.position, t.id, a.article FROM texts AS t"
            " JOIN articles AS a ON a.number = t.article JOIN files AS f ON f.number = a.file"
        )
        for path, *rest in self._database.execute(query).fetchall():
            yield TextRow(os.fsdecode(path), *rest)

    def containing(self, words: str) -> Ids:
        """Return, ascending, the texts in which the folded text `words` may stand; in no others does it."""
        loose = self._database.execute("SELECT id FROM texts WHERE block = 0").fetchall()
        found: list[Ids] = [np.array([number for (number,) in loose], dtype=np.uint32)]
        codes = [int(one) for one in codes_of(words)]
        for block, members in self._database.execute("SELECT id, texts FROM blocks").fetchall():
            here = self._in_block(block, codes)
            if len(here):
                found.append(np.frombuffer(members, dtype="<u4")[here])
        return np.sort(np.concatenate(found))

    def _in_block(self, block: int, codes: Sequence[int]) -> Ids:
        """Return which texts of a block have all pairs of `codes`, or have the only one of them."""
        held: Ids | None = None
        seconds: Sequence[int | None] = codes[1:] or [None]
        for first, second in zip(codes, seconds, strict=False):
            row = self._database.execute(
                "SELECT shelf FROM pairs WHERE block = ? AND first <= ? ORDER BY first DESC LIMIT 1",
                (block, first),
            ).fetchone()
            here = following(taken(row[0], first) if row else b"", second)
            held = here if held is None else np.intersect1d(held, here, assume_unique=True)
            if not len(held):
                break
        return np.empty(0, dtype=np.uint32) if held is None else held

    def holding(self, numbers: Sequence[int], needles: Needles) -> set[int]:
        """Return those of `numbers` whose texts hold the needles, or may: of few it is not known."""
        rows = list(bodies(self._database, "plain, text", sorted(numbers)))
        plain = [(number, text) for number, is_plain, text in rows if is_plain]
        held = {plain[at][0] for at in needles.among([text for _, text in plain])}
        return held.union(number for number, is_plain, _ in rows if not is_plain)

    def articles(self, sources: Mapping[int, str]) -> dict[int, tuple[Article, bool]]:
        """Return the articles with certain texts, as far as they are there, and whether these are plain.

        Args:
            sources: Where each text lies, by its number.
        """
        rows = bodies(self._database, "plain, text, data", sorted(sources))
        return {
            number: (unpacked(text_of(text), data, sources[number]), bool(plain))
            for number, plain, text, data in rows
        }

    # -- what was found in them --------------------------------------------------------------

    def analysis(self, number: int, version: str) -> Analysis | None:
        """Return the names and numbers in a text as the analyser of `version` found them, if that is kept."""
        row = self._database.execute(
            "SELECT data FROM analyses WHERE id = ? AND version = ?", (number, version)
        ).fetchone()
        return None if row is None else unpacked_found(row[0], version)

    def keep(self, number: int, version: str, analysis: Analysis) -> None:
        """Keep the names and numbers that the analyser of `version` found in a text."""
        self._database.execute(
            "INSERT OR REPLACE INTO analyses SELECT id, ?, ? FROM texts WHERE id = ?",
            (version, packed_found(analysis), number),
        )
