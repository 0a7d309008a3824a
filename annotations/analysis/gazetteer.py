"""A project's own names: strings whose type is known, which win over what the model finds.

``gazetteer.tsv`` has one name a line: the string, its type, and a note for people, parted by tabs. The
type ``-`` says that the string is no name. Empty lines and lines that begin with ``#`` count for nothing.

    奧特曼	PER	OpenAI 的執行長
    華AI	-	切錯的

One thing the list does not do: cut a longer name that the model is certain of. Whoever lists 中國 does not
mean the first half of 中國銀行; where lists did cut, six sets of news and articles lost 2 to 4 points of F1.
The same holds of ``-``: what is no name by itself may be part of one.

A list may be long, one of all districts or companies. It is looked up by the first characters of each string,
so that its length costs nothing but loading: 100,000 strings take a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from annotations.analysis.legible import visible
from annotations.analysis.lexicon import stands_alone
from annotations.analysis.script import to_simplified
from annotations.digest import blake2b
from annotations.errors import SettingsError, unreadable
from annotations.model.article import NAME_TYPES, Name
from annotations.model.scheme import Scheme
from annotations.text_file import read_text
from annotations.toml_file import read_toml
from annotations.wording import tr

__all__ = ["NO_NAME", "Gazetteer"]

NO_NAME = "-"
_SHORT = 2


class Gazetteer:
    """The names of a project; either script finds the other."""

    def __init__(self, types: Mapping[str, str] | None = None) -> None:
        """Know each string of `types` by its type, one that the project has, or ``-``."""
        self._written = dict(types or {})

    def __bool__(self) -> bool:
        return bool(self._written)

    def __contains__(self, string: object) -> bool:
        """Tell whether `string` is listed, in either script."""
        return bool(self) and isinstance(string, str) and to_simplified(string) in self._types

    @cached_property
    def version(self) -> str:
        """What tells this gazetteer from another; an empty string if it is empty."""
        if not self:
            return ""
        kinds: dict[str, list[str]] = {}
        for string, kind in self._types.items():
            kinds.setdefault(kind, []).append(string)
        listed = "\n".join("\n".join([f"\t{kind}", *sorted(kinds[kind])]) for kind in sorted(kinds))
        return f"+{blake2b(listed.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"

    @cached_property
    def _types(self) -> dict[str, str]:
        """The strings in simplified script, without what nobody sees, by their types."""
        # All at once: the table of characters is asked once for each character, not set up for each name.
        strings = to_simplified(visible("\n".join(self._written)).text).split("\n")
        types = dict(zip(strings, self._written.values(), strict=True))
        types.pop("", None)
        return types

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the strings are that begin with three characters, the longest first."""
        masks: dict[str, int] = {}  # a bit for each length: there are many strings and few sets of lengths
        for string in self._types:
            if len(string) > _SHORT:
                head = string[: _SHORT + 1]
                masks[head] = masks.get(head, 0) | 1 << len(string)
        sizes = {mask: _bits(mask) for mask in set(masks.values())}
        return {head: sizes[mask] for head, mask in masks.items()}

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first two characters of every string that has so many."""
        return frozenset([string[:_SHORT] for string in self._types if len(string) >= _SHORT])

    @cached_property
    def _singles(self) -> frozenset[str]:
        """The strings of one character."""
        return frozenset([string for string in self._types if len(string) < _SHORT])

    @classmethod
    def read(cls, path: Path) -> Gazetteer:
        """Read the gazetteer at `path`; a missing file is an empty one.

        Raises:
            SettingsError: naming the file, the line, and what it should be.
        """
        try:
            text = read_text(path)
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(path, error) from None
        types: dict[str, str] = {}
        known = {*NAME_TYPES, NO_NAME}
        for number, line in enumerate(text.split("\n"), 1):
            string, _, rest = line.partition("\t")
            kind = rest if rest in known else rest.partition("\t")[0].strip()
            string = string.strip()
            if kind in known and string and string[0] != "#" and types.setdefault(string, kind) == kind:
                continue  # nearly every line of a list, which may have a hundred thousand
            if line.strip() and not line.startswith("#"):
                known.update(_checked(path, number, string, kind, types))
                types[string] = kind
        return cls(types)

    def apply(self, text: str, names: Iterable[Name], simple: str = "") -> list[Name]:
        """Return `names` of `text`, ascending and disjoint, with those of the gazetteer in their place.

        A listed string takes the place of every name that it touches, but of none that is longer, holds it
        and is certain. `simple` is the text in simplified script where that is known already.
        """
        names = list(names)
        hits = list(self._hits(simple or to_simplified(text))) if self else []
        if not hits:
            return names
        inside: list[tuple[Name, int]] = []  # hits in a longer, certain name, and which one
        winners: list[Name] = []
        displaced: set[int] = set()
        at = 0
        for hit in hits:
            while at < len(names) and names[at].end <= hit.start:
                at += 1
            touched = at
            while touched < len(names) and names[touched].start < hit.end:
                touched += 1
            if touched > at and _holds(names[at], hit):
                inside.append((hit, at))
                continue
            displaced.update(range(at, touched))
            winners.append(hit)
        winners += (hit for hit, holder in inside if holder in displaced)
        kept = [name for index, name in enumerate(names) if index not in displaced]
        kept += (hit for hit in winners if hit.type != NO_NAME)
        return sorted(kept, key=lambda name: name.start)

    def _hits(self, simple: str) -> Iterator[Name]:
        """Yield the listed strings in `simple`, ascending: the leftmost first, and of those the longest."""
        lengths, types, singles = self._lengths, self._types, self._singles
        beginnings = self._beginnings
        shorter = (_SHORT, 1) if singles else (_SHORT,)
        # Hardly any two characters begin a listed string; the rest is done for those alone.
        places = [at for at in range(len(simple) - 1) if simple[at : at + _SHORT] in beginnings]
        if singles:
            places = sorted({*places, *(at for at, char in enumerate(simple) if char in singles)})
        last = 0
        for at in places:
            if at < last:
                continue
            longer = lengths.get(simple[at : at + _SHORT + 1])
            for length in (*longer, *shorter) if longer else shorter:
                end = at + length
                kind = types.get(simple[at:end])
                if kind is not None and end <= len(simple) and stands_alone(simple, at, end):
                    yield Name(at, end, kind)
                    last = end
                    break


def _holds(name: Name, hit: Name) -> bool:
    """Tell whether a name is one that a listed string inside it does not cut."""
    longer = name.end - name.start > hit.end - hit.start
    return longer and name.certain and name.start <= hit.start and hit.end <= name.end


def _checked(path: Path, number: int, string: str, kind: str, types: Mapping[str, str]) -> Sequence[str]:
    """Return the types that the project has, or say what is wrong with a line of the gazetteer at `path`."""
    where = tr("{path}, line {number}", path=path, number=number)
    own = _types_beside(path)
    if kind not in own and kind not in NAME_TYPES and kind != NO_NAME:
        wanted = ", ".join(own)
        raise SettingsError(
            tr(
                "{where}: {kind!r:.60} is no type; write string, tab, one of {wanted} or -",
                where=where,
                kind=kind,
                wanted=wanted,
            )
        )
    if not string:
        raise SettingsError(tr("{where}: there is no string before the type", where=where))
    if types.get(string, kind) != kind:
        raise SettingsError(
            tr(
                "{where}: {string!r:.60} already has the type {types}",
                where=where,
                string=string,
                types=types[string],
            )
        )
    return own


def _types_beside(path: Path) -> Sequence[str]:
    """Return the types of names of the scheme that the project of the gazetteer at `path` sets."""
    try:
        scheme = Scheme.from_toml(read_toml(path.with_name("zhupi.toml"))["scheme"], str(path))
    except (SettingsError, KeyError):  # what is wrong with them is said when the project is opened
        return NAME_TYPES
    return [one.name for one in scheme.types]


def _bits(mask: int) -> tuple[int, ...]:
    """Return which bits of `mask` are set, the highest first."""
    return tuple(bit for bit in range(mask.bit_length(), 0, -1) if mask >> bit & 1)
