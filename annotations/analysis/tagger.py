"""Words with their tags: what the rules for names start from.

Two taggers do it. The network is the good one; jieba's own tags step in where the network's files are
missing or have changed, and `Tagger.version` says which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from annotations.analysis.evidence import hints
from annotations.analysis.lac import LacNetwork, Tagged
from annotations.analysis.lac_files import WeightsMissing
from annotations.analysis.script import to_simplified
from annotations.expressions import BLANK, HAN

__all__ = ["JiebaTagger", "LacTagger", "Tagger", "Word", "cut_long", "load_tagger"]


class Word(NamedTuple):
    """A word of a sentence: offsets into the sentence, end exclusive, its tag, and how sure the tag is.

    Tags are ``PER``, ``LOC``, ``ORG``, ``TIME``, or a part of speech: ``n`` noun, ``nz`` proper noun, ``v``
    verb, ``m`` numeral, ``w`` punctuation and so on, as LAC and jieba share them.
    """

    start: int
    end: int
    tag: str
    chance: float = 1.0


class Tagger(Protocol):
    """Whatever cuts sentences into tagged words."""

    @property
    def version(self) -> str:
        """Return what tells its results from those of another tagger."""

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """Return the words of each sentence, which together cover it, ascending."""


_TYPES = {"nr": "PER", "ns": "LOC", "nt": "ORG"}
"""Parts of speech that say a name without being one of the tagger's own types of name."""

_LONGEST = 256
"""Characters. Longer sentences are tagged in pieces; nothing so far away changes a name.

Chosen: of 5,000 sentences (UD and UNER, GSD) the longest has 182, so that only text without stops is ever
cut.
"""
_MARKS = "—–，。；：、！？）】》」』”’"
_CUT = re.compile(r"[，,；;、：:。\s]")

_FIELDS = re.compile(f"(?<=[{HAN}{_MARKS}])[{BLANK}]+(?=[{HAN}])|(?<=[{HAN}])[{BLANK}]+(?=[{_MARKS}])")
"""White space between Chinese characters parts the fields of a line, and the network hardly ever saw any: of
市教育局 吴萍 局长 it makes a person of 0.27, of 市教育局,吴萍,局长 one of 1.00."""

_PREPARED = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord(char): to
    for chars, to in (
        ("“”「」『』【】〔〕〖〗［］", '"'),
        ("‘’", "'"),
        ("。", "."),
        ("、", ","),
        ("\u3000", " "),
        ("‧・•", "·"),
        *(("砲", "炮"), ("妳", "你"), ("祂", "他"), ("牠", "它"), ("姪", "侄"), ("菸", "烟"), ("祕", "秘")),
        (map(chr, (*range(0x2600, 0x27C0), *range(0x2B00, 0x2C00), *range(0x1F000, 0x1FB00))), ","),
    )
    for char in chars
}
"""The network was trained on half-width punctuation: so prepared, MSRA's names are found with a strict F1 of
74.7 instead of 59.2. Every character becomes one character. It knows neither the brackets of a byline nor
pictures, and takes them for part of a name (【本报讯】, 🎉北京🎉)."""


def _as_comma(match: re.Match[str]) -> str:
    return "," * len(match[0])


def _prepare(text: str) -> str:
    """Return `text` as the network knows it: simplified, half-width, lower case; of the same length."""
    prepared = _FIELDS.sub(_as_comma, to_simplified(text)).translate(_PREPARED)
    lower = prepared.lower()
    if len(lower) != len(text):  # İ becomes two characters
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in prepared)
    return lower


class LacTagger:
    """The network, read from the files in jieba."""

    def __init__(self) -> None:
        """Load the network; raises `WeightsMissing`."""
        alike = {f"{tag}-{place}": f"{kind}-{place}" for tag, kind in _TYPES.items() for place in "BI"}
        self._network = LacNetwork(alike=alike)
        self._kinds: list[tuple[str, bool]] = []
        for tag in self._network.tags:
            kind, _, place = tag.partition("-")
            self._kinds.append((_TYPES.get(kind, kind), place == "I"))

    @property
    def version(self) -> str:
        """Return the name of the network."""
        return "lac-small"

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """Return the words of each sentence, which together cover it, ascending."""
        pieces: list[str] = []
        origins: list[tuple[int, int]] = []
        prepared = _prepare("".join(sentences))
        base = 0
        for number, sentence in enumerate(sentences):
            for start, end in cut_long(sentence):
                pieces.append(prepared[base + start : base + end])
                origins.append((number, start))
            base += len(sentence)
        found: list[list[Word]] = [[] for _ in sentences]
        for (number, offset), piece, tagged in zip(
            origins, pieces, self._network.tag(pieces, hints), strict=True
        ):
            found[number].extend(self._words(piece, tagged, offset))
        return found

    def _words(self, piece: str, tagged: Tagged, offset: int) -> list[Word]:
        """Join the characters' tags to words; a word is as sure as its least sure character."""
        words: list[Word] = []
        start, word, least, raw = 0, "", 1.0, -1
        for at, (tag, chance) in enumerate(zip(tagged.tags, tagged.chances, strict=True)):
            kind, inside = self._kinds[tag]
            if inside and at and tag in (raw, raw + 1):
                if chance < least and not piece[at].isspace():
                    least = chance
            else:
                if at:
                    words.append(Word(offset + start, offset + at, word, least))
                start, word, least = at, kind, chance
            raw = tag
        if tagged.tags:
            words.append(Word(offset + start, offset + len(tagged.tags), word, least))
        return words


def cut_long(sentence: str) -> list[tuple[int, int]]:
    """Return the bounds of what a network tags at once: at the most `_LONGEST` characters."""
    found = []
    start = 0
    while len(sentence) - start > _LONGEST:
        end = start + _LONGEST
        for match in _CUT.finditer(sentence, start + _LONGEST // 2, start + _LONGEST):
            end = match.end()
        found.append((start, end))
        start = end
    found.append((start, len(sentence)))
    return found


class JiebaTagger:
    """jieba's part-of-speech tags; its names are about half as good as the network's."""

    @property
    def version(self) -> str:
        """Return the version of jieba."""
        from annotations.analysis.words import version

        return f"jieba-{version()}"

    def tag(self, sentences: Sequence[str]) -> list[list[Word]]:
        """Return the words of each sentence, which together cover it, ascending."""
        from annotations.analysis import words

        found = []
        for sentence in sentences:
            at = 0
            tagged = []
            for word, flag in words.tag(sentence):
                tagged.append(Word(at, at + len(word), _TYPES.get(flag[:2], flag)))
                at += len(word)
            found.append(tagged)
        return found


def load_tagger() -> Tagger:
    """Return the best tagger that can be had here."""
    try:
        return LacTagger()
    except (WeightsMissing, ImportError):
        return JiebaTagger()
