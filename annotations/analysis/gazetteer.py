"""A project's own names: strings whose type is known, which win over what the model finds.

``gazetteer.tsv`` has one name a line: the string, its type, and a note for people, parted by tabs. The
type ``-`` says that the string is no name. Empty lines and lines that begin with ``#`` count for nothing.

    奧特曼	PER	OpenAI 的執行長
    華AI	-	切錯的
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annotations.analysis.script import to_simplified
from annotations.digest import blake2b
from annotations.errors import SettingsError
from annotations.model.article import NAME_TYPES, Name
from annotations.model.scheme import Scheme
from annotations.text_file import read_text
from annotations.toml_file import read_toml

__all__ = ["Gazetteer"]

NO_NAME = "-"
_LATIN = re.compile("[0-9A-Za-z]")


class Gazetteer:
    """The names of a project; either script finds the other."""

    def __init__(self, types: Mapping[str, str] | None = None) -> None:
        """Know each string of `types` by its type, one that the project has, or ``-``."""
        self._types = {to_simplified(string): kind for string, kind in (types or {}).items()}
        # The longest first, for an alternation takes the first that fits; a Latin string is a whole word.
        strings = sorted(self._types, key=lambda string: (-len(string), string))
        self._pattern = re.compile("|".join(map(_whole, strings))) if strings else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    @property
    def version(self) -> str:
        """Return what tells this gazetteer from another, or an empty string if it is empty."""
        if not self:
            return ""
        listed = "\n".join(f"{string}\t{kind}" for string, kind in sorted(self._types.items()))
        return f"+{blake2b(listed.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"

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
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror}; mend it or move it away") from None
        except UnicodeDecodeError as error:
            raise SettingsError(f"{path}: byte {error.start} is no UTF-8; save it as UTF-8") from None
        types: dict[str, str] = {}
        own: Sequence[str] = ()
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            string, kind, *_ = (*(field.strip() for field in line.split("\t")), "")
            where = f"{path}, line {number}"
            if kind not in NAME_TYPES and kind != NO_NAME and kind not in (own := own or _types_beside(path)):
                wanted = ", ".join(own)
                raise SettingsError(
                    f"{where}: {kind!r:.60} is no type; write string, tab, one of {wanted} or -"
                )
            if not string:
                raise SettingsError(f"{where}: there is no string before the type")
            if types.get(string, kind) != kind:
                raise SettingsError(f"{where}: {string!r:.60} already has the type {types[string]}")
            types[string] = kind
        return cls(types)

    def apply(self, text: str, names: Iterable[Name]) -> list[Name]:
        """Return `names` of `text` with those of the gazetteer in place of all that they touch, ascending."""
        names = list(names)
        if self._pattern is None:
            return names
        hits = [
            (match.span(), self._types[match.group()])
            for match in self._pattern.finditer(to_simplified(text))
        ]
        if not hits:
            return names
        kept = [
            name
            for name in names
            if not any(name.start < end and name.end > start for (start, end), _ in hits)
        ]
        kept += [Name(start, end, kind) for (start, end), kind in hits if kind != NO_NAME]
        return sorted(kept, key=lambda name: name.start)


def _types_beside(path: Path) -> Sequence[str]:
    """Return the types of names of the scheme that the project of the gazetteer at `path` sets."""
    try:
        scheme = Scheme.from_toml(read_toml(path.with_name("zhupi.toml"))["scheme"], str(path))
    except (SettingsError, KeyError):  # what is wrong with them is said when the project is opened
        return NAME_TYPES
    return [one.name for one in scheme.types]


def _whole(string: str) -> str:
    """Return the expression for `string`, which must not be part of a longer Latin word."""
    before = r"(?<![0-9A-Za-z])" if _LATIN.match(string[0]) else ""
    after = r"(?![0-9A-Za-z])" if _LATIN.match(string[-1]) else ""
    return f"{before}{re.escape(string)}{after}"
