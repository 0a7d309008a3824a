"""The catalogues of messages: what is in the code, and what the other languages have of it.

Babel is needed here and by no user: what runs is the compiled catalogue beside the readable one.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = [
    "CONTEXT",
    "KEYWORDS",
    "LANGUAGES",
    "catalogue_bytes",
    "compiled",
    "messages",
    "placeholders",
    "po_path",
    "read",
    "said",
    "simplified",
    "updated",
]

ROOT = Path(__file__).parents[2]
LANGUAGES = ("zh_Hant", "zh_Hans")
"""Those with a catalogue; the second is made from the first."""
KEYWORDS = {"tr": 0, "msg": 0, "counted": 1}
"""What marks a message: a call of this name, and which of its arguments the message is."""
CONTEXT = "\x04"
"""What stands between the context of a message and the message, as gettext has it: a noun that is counted."""
_CORRECTIONS = ROOT / "tests" / "catalogues" / "corrections.tsv"
_SHOWN = ("bar", "group", "doing")
"""The attributes of commands that people read, beside the docstring."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of every catalogue, so that its bytes depend on nothing but its messages."""
_MAY_SAY = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(".encode())
"""What stands in a module that has messages; few others need to be parsed."""
_FIELD = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[sdr]")
_LOCALE = ROOT / "annotations" / "locale"


class _Dateless(Catalog):
    """A catalogue whose head says nothing of when and with what it was made."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """What stands at its head."""
        return [
            ("Project-Id-Version", "zhupi"),
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: object) -> None:
        """Keep the head as it is, whatever a file says."""


@cache
def messages() -> dict[str, list[str]]:
    """Return every message of the code, with the files that say it, both in order."""
    found: dict[str, set[str]] = {}
    for package in ("annotations", "tui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for text in _of_file(path):
                found.setdefault(text, set()).add(str(path.relative_to(ROOT)))
    return {text: sorted(files) for text, files in sorted(found.items())}


def _of_file(path: Path) -> Iterator[str]:
    code, commands = path.read_bytes(), path.parent.name == "commands" and path.stem != "base"
    if not commands and not _MAY_SAY.search(code):
        return
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            context = f"counted{CONTEXT}" if node.func.id == "counted" else ""
            yield from (f"{context}{text}" for text in said(node.args[KEYWORDS[node.func.id] :]))
    if commands:
        yield from _of_commands(tree)


def said(arguments: Sequence[ast.expr]) -> Iterator[str]:
    """Yield the messages that the first of `arguments` may be: one, or one of two."""
    for node in arguments[:1]:
        if isinstance(node, ast.IfExp):
            yield from said([node.body])
            yield from said([node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def _of_commands(tree: ast.Module) -> Iterator[str]:
    """Yield the titles of acts, and what key bar and help call them."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {ast.unparse(base) for base in node.bases}
        if not bases or bases & {"NamedTuple", "Protocol", "Provider"}:
            continue
        doc = ast.get_docstring(node)
        if doc and not node.name.startswith("_"):
            yield " ".join(doc.split()).rstrip(".")
        for one in node.body:
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant):
                names = {target.id for target in one.targets if isinstance(target, ast.Name)}
                if names & set(_SHOWN) and isinstance(one.value.value, str) and one.value.value:
                    yield one.value.value


def po_path(language: str) -> Path:
    """Return the readable catalogue of a language; the compiled one has the ending ``.mo``."""
    return _LOCALE / language / "LC_MESSAGES" / "zhupi.po"


@cache
def read(language: str) -> dict[str, str]:
    """Return what the catalogue of `language` has for each message."""
    if not po_path(language).exists():
        return {}
    with po_path(language).open("rb") as stream:
        return {
            f"{one.context}{CONTEXT}{one.id}" if one.context else str(one.id): str(one.string)
            for one in read_po(stream, locale=language)
            if one.id
        }


def updated(language: str, translated: dict[str, str]) -> Catalog:
    """Return a catalogue of all messages, with those of `translated` that the code still has."""
    catalogue = _Dateless(
        locale=language,
        domain="zhupi",
        header_comment=f"# zhupi in {language}; renew it with tests/catalogues/update.py.",
        creation_date=_DAY,
        revision_date=_DAY,
        fuzzy=False,
    )
    for text, files in messages().items():
        context, _, one = text.rpartition(CONTEXT)
        places = [(file, 0) for file in files]
        catalogue.add(one, translated.get(text, ""), places, context=context or None)
    return catalogue


def catalogue_bytes(catalogue: Catalog) -> bytes:
    """Return the readable catalogue."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, sort_output=True)
    # Which of them holds braces for Python Babel guesses, with another outcome from version to version.
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(b"#,"))


def compiled(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def placeholders(text: str) -> list[str]:
    """Return what a message leaves a place for, in order of the alphabet."""
    return sorted(_FIELD.findall(text))


def simplified(translated: dict[str, str]) -> dict[str, str]:
    """Return the simplified catalogue, made from the traditional one.

    OpenCC knows characters and many words; those of `corrections.tsv` win. There a line says
    ``traditional<tab>simplified`` for a word, or the whole message in English and what is said of it.
    """
    from opencc import OpenCC

    lines = [
        line.split("\t") for line in _CORRECTIONS.read_text(encoding="utf-8").split("\n") if "\t" in line
    ]
    whole = {one: other for one, other in lines if one in translated}
    words = {one: other for one, other in lines if one not in translated}
    chosen = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
    parts = re.compile(f"({_FIELD.pattern}|{chosen.pattern})")
    convert = OpenCC("tw2sp").convert
    return {
        text: whole.get(text) or "".join(_converted(parts.split(chinese), words, convert))
        for text, chinese in translated.items()
    }


def _converted(pieces: Iterable[str], words: dict[str, str], convert: Any) -> Iterator[str]:
    for piece in pieces:
        if piece in words:
            yield words[piece]
        elif piece:
            yield piece if _FIELD.fullmatch(piece) else convert(piece)
