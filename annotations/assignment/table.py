"""The table of a project that says who reads what, as it stands in ``assignments.tsv``.

An article a line, in order of their places, so that people can read it and git can merge it:

    # article	part	annotators	characters	id
    # zhupi assign --annotators lin,mei,wu --overlap 2 --seed 7
    news/a.txt	pilot	lin,mei,wu	1834	2368d137872e6b36c1d4
    news/b.txt	-	lin,mei	2100	77a0…
    news/c.txt	-	lin,mei,wu:test	950	0c1d…

The part is ``train``, ``pilot`` or ``-`` for an ordinary article; ``wu:test`` has it as a test that wu is not
told of. The characters, which queues are balanced by, and the article's id, by which one is found whose file
was renamed, may be missing. Of several lines on one article, which a merge leaves, all annotators count.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from annotations.assignment.plan import Plan
from annotations.errors import BadName, SettingsError, unreadable
from annotations.model.annotator import check_annotator, same_annotator
from annotations.text_file import read_text
from annotations.wording import tr

__all__ = ["ORDINARY", "PARTS", "PILOT", "TEST", "TRAIN", "Assignments", "Row"]

ORDINARY, TRAIN, PILOT, TEST = "", "train", "pilot", "test"
PARTS = (TRAIN, PILOT, ORDINARY)
"""What an article can be for all who read it, in the order of a queue; a test is one for somebody alone."""
_NOTHING = "-"
_HEADING = "# article\tpart\tannotators\tcharacters\tid"
_COMMAND = "# zhupi assign "
_ESCAPED = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^#")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_DIGITS = 18
"""Of a number of characters at most; Python itself refuses to read one of thousands."""
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""How the lines begin that git leaves where it could not merge."""


_key = lru_cache(maxsize=4096)(same_annotator)  # a table names the same few people on every line


class Row(NamedTuple):
    """Who reads one article."""

    source: str
    """Its place, as the project names it; of several the first."""
    readers: tuple[str, ...] = ()
    """Who reads it, in order of name."""
    part: str = ORDINARY
    """One of `PARTS`."""
    tests: tuple[str, ...] = ()
    """Those of the readers for whom it is a test."""
    characters: int = 0
    article: str = ""
    """The id that its text had when it was assigned; empty where nobody said."""

    def part_for(self, annotator: str) -> str:
        """Return what it is to `annotator`: one of `PARTS`, or `TEST`."""
        return TEST if _key(annotator) in map(_key, self.tests) else self.part

    def with_readers(self, readers: Iterable[str]) -> Row:
        """Return it with these readers and no others; each counts once, and who was tested still is."""
        named: dict[str, str] = {}
        for name in readers:
            named.setdefault(_key(name), name)
        tests = {named[key] for key in map(_key, self.tests) if key in named}
        return self._replace(readers=tuple(sorted(named.values())), tests=tuple(sorted(tests)))

    def called(self, name_of: Callable[[str], str]) -> Row:
        """Return it with each annotator called as `name_of` says."""
        readers = tuple(sorted(map(name_of, self.readers)))
        return self._replace(readers=readers, tests=tuple(sorted(map(name_of, self.tests))))


@dataclass(frozen=True)
class Assignments:
    """Who reads what in a project."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    """By the place of the article, in order of places."""
    plan: Plan | None = None
    """How articles were spread the last time."""
    remarks: tuple[str, ...] = ()
    """What reading the file found that is worth knowing, a line each; it begins with the line."""

    @classmethod
    def of(cls, rows: Iterable[Row], plan: Plan | None = None, remarks: Iterable[str] = ()) -> Assignments:
        """Return the table with these `rows`, whatever their order; of several of a place all count."""
        found: dict[str, Row] = {}
        for row in rows:
            before = found.get(row.source)
            found[row.source] = row if before is None else _both(before, row)
        return cls({source: found[source] for source in sorted(found)}, plan, tuple(remarks))

    @classmethod
    def read(cls, path: Path) -> Assignments:
        """Read the file at `path`; a missing one says nothing of anybody.

        Raises:
            SettingsError: naming the file, the line, and what it should be.
        """
        try:
            text = read_text(path)
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(path, error) from None
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, name: str = "assignments.tsv") -> Assignments:
        """Understand the `text` of a file that errors call `name`; raises what :meth:`read` does."""
        rows: list[Row] = []
        seen: dict[str, int] = {}
        plan: Plan | None = None
        remarks: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            line = line.removesuffix("\r")
            if line.startswith(_COMMAND):
                plan = _plan(line, tr("{path}, line {number}", path=name, number=number))
            if not line.strip() or line[0] == "#":
                continue
            row = _row(line, tr("{path}, line {number}", path=name, number=number))
            first = seen.setdefault(row.source, number)
            if first != number:
                remarks.append(
                    tr(
                        "line {number}: {source} stands on line {first} too, and all who are named read it;"
                        " the next zhupi assign makes one line of them",
                        number=number,
                        source=row.source,
                        first=first,
                    )
                )
            rows.append(row)
        return cls.of(rows, plan, remarks)

    def text(self) -> str:
        """Return what the file is to hold."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield _HEADING
        if self.plan is not None:
            yield f"# {shlex.join(['zhupi', 'assign', *self.plan.options()])}"
        for row in self.rows.values():
            tests = set(map(_key, row.tests))
            readers = [f"{one}:{TEST}" if _key(one) in tests else one for one in row.readers]
            fields = [_escaped(row.source), row.part or _NOTHING, ",".join(readers) or _NOTHING]
            yield "\t".join([*fields, str(row.characters), row.article or _NOTHING])

    # -- asking ---------------------------------------------------------------------

    def of_annotator(self, annotator: str) -> list[Row]:
        """Return what `annotator` reads, by part and place: training, pilot, then all else."""
        wanted = _key(annotator)
        rows = [row for row in self.rows.values() if wanted in map(_key, row.readers)]
        return sorted(rows, key=lambda row: PARTS.index(row.part))  # which keeps the order of places

    @property
    def annotators(self) -> list[str]:
        """Who reads anything, in order of name."""
        named: dict[str, str] = {}
        for row in self.rows.values():
            for reader in row.readers:
                named.setdefault(_key(reader), reader)
        return sorted(named.values())

    def called(self, name_of: Callable[[str], str]) -> Assignments:
        """Return it with each annotator called as `name_of` says."""
        known = lru_cache(maxsize=4096)(name_of)
        plan = self.plan and self.plan._replace(annotators=tuple(map(known, self.plan.annotators)))
        return Assignments.of((row.called(known) for row in self.rows.values()), plan, self.remarks)


def _both(one: Row, other: Row) -> Row:
    """Return what two lines say of one article together; the one that says more of the text counts for it."""
    tests = {_key(name): name for name in (*one.tests, *other.tests)}
    part = min(one.part, other.part, key=PARTS.index)
    joined = one.with_readers((*one.readers, *other.readers))
    return joined._replace(
        part=part,
        tests=tuple(sorted(tests.values())),
        characters=other.characters or one.characters,
        article=other.article or one.article,
    )


def _row(line: str, where: str) -> Row:
    if line.startswith(_CONFLICT) and "\t" not in line:
        raise SettingsError(
            tr(
                "{where}: git left a conflict; keep the lines of both sides, not its marks",
                where=where,
            )
        )
    source, *rest = line.split("\t")
    part, readers, characters, article = [*map(str.strip, rest), *[""] * 4][:4]
    if not rest:
        raise SettingsError(
            tr("{where}: no tab; write article, tab, part or -, tab, annotators", where=where)
        )
    part = ORDINARY if part == _NOTHING else part
    if part not in PARTS:
        raise SettingsError(
            tr("{where}: {part!r:.40} is no part; it is train, pilot or -", where=where, part=part)
        )
    if characters and not (characters.isdecimal() and len(characters) <= _DIGITS):
        raise SettingsError(
            tr("{where}: {number!r:.40} is no number of characters", where=where, number=characters)
        )
    names, tests = _readers(readers, where)
    place = _unescaped(source) if "\\" in source else source
    return Row(place, names, part, tests, int(characters or 0), "" if article == _NOTHING else article)


def _readers(said: str, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _known_readers(said) or _checked_readers(said, where)


@lru_cache(maxsize=4096)
def _known_readers(said: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return who is named, which stands so on many lines; None if that cannot be."""
    try:
        return _checked_readers(said, "")
    except SettingsError:
        return None


def _checked_readers(said: str, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    tests: list[str] = []
    for one in said.split(",") if said != _NOTHING else ():
        if not one.strip():
            continue
        name, colon, what = one.partition(":")
        if colon and what.strip() != TEST:
            raise SettingsError(
                tr("{where}: {said!r:.40} after a name is not known; :test is", where=where, said=what)
            )
        try:
            name = check_annotator(name)
        except BadName as error:
            raise SettingsError(tr("{where}: {why}", where=where, why=error)) from None
        names.append(name)
        if colon:
            tests.append(name)
    row = Row("", tests=tuple(tests)).with_readers(names)
    return row.readers, row.tests


def _plan(line: str, where: str) -> Plan:
    try:
        return Plan.of_options(shlex.split(line.removeprefix(_COMMAND)))
    except ValueError as error:
        raise SettingsError(
            tr("{where}: {why}; mend the line, or take it out", where=where, why=error)
        ) from None


def _escaped(source: str) -> str:
    """Return a place as it can stand in the file."""
    return _ESCAPED.sub(lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", source)


def _unescaped(said: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], said)
