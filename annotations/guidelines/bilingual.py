"""The guidelines of a project in Chinese and English at once, passage by passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotations.guidelines.guidelines import Guidelines, finder
from annotations.guidelines.markdown import Line, Section
from annotations.model.scheme import Scheme
from annotations.wording import language

__all__ = ["Bilingual", "Chapter", "Passage"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a section, not yet broken to the width of a screen."""

    kind: str
    """As in :class:`annotations.guidelines.markdown.Line`."""
    chinese: str
    english: str = ""
    """The same in English; empty where that is no other text, as for an example."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the guidelines say of one label, attribute or topic; its title comes first."""

    key: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The chapters in the order of :class:`annotations.guidelines.guidelines.Guidelines`."""

    chapters: tuple[Chapter, ...]

    @classmethod
    def load(cls, root: Path | None, scheme: Scheme) -> Bilingual:
        """Read the guidelines for `scheme`, with what the project in `root` says.

        Raises:
            SettingsError: naming the file of the project and the line.
        """
        chinese, english = (Guidelines.load(root, scheme, one) for one in ("zh", "en"))
        pairs = zip(chinese.sections, english.sections, strict=True)
        chapters = tuple(Chapter(one.key, _passages(one, other)) for one, other in pairs)
        return cls(_simplified(chapters) if language() == "zh_Hans" else chapters)

    def place(self, key: str) -> int | None:
        """Return the index of the chapter on a label, attribute or topic, or None if there is none."""
        return next((at for at, chapter in enumerate(self.chapters) if chapter.key == key), None)

    def search(self, words: str) -> list[tuple[int, int]]:
        """Return where all of `words` stand, in either script: the indices of chapter and passage."""
        fits = finder(words)
        return [
            (number, at)
            for number, chapter in enumerate(self.chapters)
            for at, passage in enumerate(chapter.passages)
            if fits(f"{passage.chinese}\n{passage.english}")
        ]


def _simplified(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Return what is Chinese in `chapters` in simplified characters."""
    from annotations.analysis.script import to_simplified

    return tuple(
        Chapter(one.key, tuple(replace(each, chinese=to_simplified(each.chinese)) for each in one.passages))
        for one in chapters
    )


def _passages(chinese: Section, english: Section) -> tuple[Passage, ...]:
    """Return the passages of a section; where the languages do not go line by line, one after the other."""
    one, other = chinese.lines(), english.lines()
    if [line.kind for line in one] != [line.kind for line in other]:
        return tuple(Passage(line.kind, line.text) for line in (*one, *other))
    return tuple(map(_passage, one, other))


def _passage(chinese: Line, english: Line) -> Passage:
    return Passage(chinese.kind, chinese.text, "" if english.text == chinese.text else english.text)
