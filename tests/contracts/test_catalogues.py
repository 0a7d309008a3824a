"""The catalogues have everything that the program says, and what they have fits where it is shown."""

from __future__ import annotations

import argparse
import ast
import io
import re
from gettext import GNUTranslations
from pathlib import Path

import catalogues
import pytest

from annotations.wording import LANGUAGES, language, speak, tr
from tui.cli import argparse_words
from tui.layout.cells import cell_width

ROOT = Path(__file__).parents[2]
SLACK = 6
"""Cells by which a translation on the screen may be longer than the English, which fits at 80 columns."""
RENEW = "run python tests/catalogues/update.py, and translate what it says is not translated"

each = pytest.mark.parametrize("spoken", catalogues.LANGUAGES)


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    speak(LANGUAGES[0])


def test_there_is_a_catalogue_for_every_language() -> None:
    assert ("en", *catalogues.LANGUAGES) == LANGUAGES
    for spoken in LANGUAGES:
        speak(spoken)
        assert language() == spoken


@each
def test_it_has_just_what_the_code_says(spoken: str) -> None:
    assert sorted(catalogues.read(spoken)) == sorted(catalogues.messages()), RENEW


@each
def test_nothing_is_missing(spoken: str) -> None:
    assert [text for text, said in catalogues.read(spoken).items() if not said.strip()] == [], RENEW


@each
def test_what_is_put_in_has_its_places(spoken: str) -> None:
    wrong = [
        (text, said)
        for text, said in catalogues.read(spoken).items()
        if catalogues.placeholders(text) != catalogues.placeholders(said)
    ]
    assert wrong == []


@each
def test_the_compiled_one_says_the_same(spoken: str) -> None:
    compiled = catalogues.po_path(spoken).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.updated(spoken, catalogues.read(spoken))), RENEW
    translations = GNUTranslations(io.BytesIO(compiled))
    for text, said in catalogues.read(spoken).items():
        context, _, one = text.rpartition(catalogues.CONTEXT)
        assert said == (translations.pgettext(context, one) if context else translations.gettext(one))


def test_simplified_is_made_from_traditional() -> None:
    assert catalogues.simplified(catalogues.read("zh_Hant")) == catalogues.read("zh_Hans"), RENEW


def test_simplified_has_no_traditional_character_left() -> None:
    """As far as one tells them apart by themselves."""
    traditional = set("標註設檔審閱書錄説說這裡還沒個讀寫會時對類圖頁區鍵詞語變數據層專")
    assert [said for said in catalogues.read("zh_Hans").values() if traditional & set(said)] == []


@each
def test_what_is_on_the_screen_is_not_much_longer_than_in_english(spoken: str) -> None:
    rooms = ("tui/screens", "tui/presenters", "tui/commands", "tui/widgets", "tui/session", "tui/keys")
    said = catalogues.read(spoken)
    long = {
        text: said[text]
        for text, files in catalogues.messages().items()
        if any(one.startswith(rooms) for one in files)
        and cell_width(said[text]) > cell_width(text.rpartition(catalogues.CONTEXT)[2]) + SLACK
        and not any(one.startswith(("tui/cli", "annotations")) for one in files)
    }
    assert long == {}


@each
def test_titles_of_dialogs_fit_into_80_columns(spoken: str) -> None:
    said = catalogues.read(spoken)
    titles = list(_titles())
    assert len(titles) > 7
    assert [text for text in titles if cell_width(said[text]) > 74] == []


def _titles():
    """Yield what stands in the border of a dialog."""
    for path in (ROOT / "tui" / "screens").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if "border_" in code else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(target, ast.Attribute) and target.attr.startswith("border_"):
                for call in ast.walk(node.value):
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "tr":
                        yield from catalogues.said(call.args)


def test_argparse_says_nothing_else_in_english() -> None:
    """Whoever writes a parser is told the rest, and no user."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    said = {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    for_programmers = (
        "cannot have multiple subparser arguments",
        "cannot merge actions",
        "conflicting ",
        ".__call__()",
        "dest supplied twice",
        "dest= is required",
        "'required' is an invalid argument",
        "mutually exclusive arguments must be optional",
        'argument "-" with mode',
        "unknown parser",
        "%r is not callable",
        "invalid option string",
        "invalid conflict_resolution",
        "subcommands",
        " (default:",
        "option '%(option)s' is deprecated",
        "argument '%(argument_name)s' is deprecated",
        "command '%(parser_name)s' is deprecated",
    )
    left = {one for one in said - set(argparse_words.TEXTS) if not one.startswith(for_programmers)}
    assert left == set()
    speak("zh_Hant")
    assert tr("options") == "選項"


PIECE = re.compile(r"\s*[,;](?= )|\s+(?:and|or|of|with|by) |(?s:.*)[,;]\s+\Z")
PIECES = {
    "  and {number} more": "a row of its own",
    "  and {number:,} more": "a row of its own",
    " and {others}": "a row of its own",
    "  by {fit}": "a run of a row, with a look of its own",
    " and ": "joins names",
    " or ": "joins names",
    " of {labels}": "a column",
    ", goes on": "behind the form of a quote, in rows",
    ", {near} of them to look at: . goes there": "a clause that stands there too in Chinese",
    "; {stay} with the earlier text": "the same",
    "; please report it with {path}": "the same",
}
"""What may be said as a part of something larger, with why: its place is the same in Chinese."""


def test_no_sentence_of_the_screen_is_glued_from_pieces() -> None:
    messages = catalogues.messages().items()
    said = {text for text, files in messages if any(one.startswith("tui/") for one in files)}
    assert {text for text in said if PIECE.match(text)} == set(PIECES), "make it one message, or say why not"
