"""Every text for people is marked: what reads English where Chinese is spoken is found here.

A text is what has two words in it. What people do not read, or what must read the same in every language
(files, exports, names of keys), stands in `NOT_FOR_PEOPLE`, each with why.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from catalogues import KEYWORDS

ROOT = Path(__file__).parents[2]
WORDS = re.compile(r"[A-Za-z]{2,},? +[A-Za-z]|[A-Za-z]{3,} \{|\} [A-Za-z]{3,}")
"""Two words, or one beside what an f-string puts in."""
TYPED = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE)\b"  # SQL
    r"|(# )?zhupi |shell |--as "  # what is typed, or names an act that is
    r"|(Up|Down|PgUp|PgDn|Enter|Esc|Tab|\d-\d)( (Up|Down|PgUp|PgDn|Enter|Esc|Tab))+$"  # keys
)
"""What reads the same in every language."""
ASKED = {"compile", "compiled", "lazily", "match", "search", "fullmatch", "sub", "split", "finditer"}
"""Calls whose first argument is an expression and no text."""
INSIDE = {"Binding", "demand_others", "demand_review", "opened", "execute", "TypeVar"}
"""Calls whose texts nobody reads: descriptions of bindings that no footer shows, names of commands, SQL."""
NOT_FOR_PEOPLE = {
    "annotations/__init__.py": (1, "for programmers"),
    "annotations/agreement/judgements.py": (4, "why a judgement counts: exports hold it"),
    "annotations/analysis/clauses.py": (1, "a slip of the program's"),
    "annotations/analysis/conversion.py": (1, "a script as the settings have it"),
    "annotations/analysis/numbers/currencies.py": (1, "names of currencies"),
    "annotations/analysis/numbers/numerals.py": (1, "an expression"),
    "annotations/analysis/numbers/units.py": (2, "units"),
    "annotations/analysis/part_expressions.py": (3, "expressions"),
    "annotations/analysis/quotes/assembly.py": (1, "why a rule named somebody: exports hold it"),
    "annotations/analysis/quotes/inversion.py": (1, "the same"),
    "annotations/analysis/quotes/paragraphs.py": (3, "the same"),
    "annotations/exchange/formats/doccano_offsets.py": (1, "a unit of offsets"),
    "annotations/exchange/formats/label_studio.py": (1, "a unit of offsets"),
    "annotations/exchange/formats/label_studio_config.py": (6, "XML"),
    "annotations/exchange/formats/label_studio_results.py": (3, "a unit of offsets"),
    "annotations/exchange/formats/hf_card.py": (27, "a card goes out with the data, in English"),
    "annotations/exchange/formats/brat.py": (2, "lines of brat's"),
    "annotations/exchange/formats/brat_names.py": (1, "a line of brat's"),
    "annotations/exchange/formats/conll.py": (1, "a key of CoNLL-U"),
    "annotations/exchange/formats/w3c_places.py": (1, "a unit of offsets"),
    "annotations/exchange/hand_in.py": (1, "the kind of a line"),
    "annotations/exchange/offsets.py": (2, "a unit of offsets, and a slip of the program's"),
    "annotations/guidelines/guidelines.py": (1, "said in both languages at once"),
    "annotations/guidelines/markdown.py": (1, "a title that files of guidelines have"),
    "annotations/index/lookup.py": (2, "columns"),
    "annotations/model/scheme.py": (3, "definitions in both languages at once"),
    "annotations/model/scheme_rows.py": (2, "values in zhupi.toml"),
    "annotations/project/agreement_table.py": (3, "it goes out with the data, in English"),
    "annotations/project/analysed.py": (1, "for programmers"),
    "annotations/project/library.py": (2, "for programmers"),
    "annotations/reading/binary.py": (1, "what is looked for in files"),
    "annotations/hub/administration/administration.py": (3, "SQL"),
    "annotations/hub/administration/backup.py": (4, "SQL"),
    "annotations/hub/connection/connection.py": (1, "what servers say"),
    "annotations/hub/connection/faults.py": (8, "what servers say"),
    "annotations/hub/schema/migrations.py": (1, "a slip of the program's"),
    "annotations/hub/administration/team.py": (1, "SQL"),
    "annotations/reading/docx.py": (4, "what is looked for in files"),
    "annotations/speakers/candidates.py": (6, "why somebody is offered, which presenters put in words"),
    "annotations/storage/files/staging.py": (1, "a slip of the program's"),
    "annotations/storage/layer/contents.py": (4, "names of states that nobody is told"),
    "annotations/storage/layer/lines.py": (2, "why a line is read in another way, which nobody is told"),
    "annotations/storage/layer/outside.py": (1, "who wrote a revision: layers hold it"),
    "annotations/storage/readers/article_index.py": (3, "why a layer is read in another way: nobody is told"),
    "annotations/storage/readers/article_state.py": (3, "the same"),
    "annotations/storage/readers/by_article.py": (2, "the same"),
    "annotations/storage/readers/peek.py": (1, "the same"),
    "tui/cli/agree_formats.py": (4, "CSV and JSON, which read the same in every language"),
    "tui/cli/hub_team.py": (2, "commands as they are typed"),
    "tui/cli/scheme.py": (4, "forms of commands as they are typed"),
    "tui/presenters/columns.py": (6, "colours"),
    "tui/presenters/hits.py": (1, "what a query is written with"),
    "tui/screens/dialogs/box.py": (1, "names of widgets"),
    "tui/screens/dialogs/settings.py": (1, "classes of style"),
    "tui/screens/dialogs/unsaved.py": (1, "classes of style"),
    "tui/presenters/candidates.py": (2, "how a reason begins, which is then put in words"),
    "tui/widgets/board.py": (1, "a class of style"),
    "tui/session/writer.py": (1, "a slip of the program's"),
}
"""By file how many such texts need no translation, and why."""


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of what looks like a text for people and is not marked."""
    over: dict[ast.AST, ast.AST] = {}
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    for node in nodes:  # which grows meanwhile
        for child in ast.iter_child_nodes(node):
            over[child] = node
            nodes.append(child)
    for node in nodes:
        text = _text(node) if isinstance(node, ast.JoinedStr | ast.Constant) else None
        if (
            text is None
            or not WORDS.search(text)
            or isinstance(over.get(node), ast.JoinedStr | ast.FormattedValue)
        ):
            continue
        if not TYPED.match(text) and not _is_let_be(node, over):
            yield node.lineno, text  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return "".join(map(str, parts))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_let_be(node: ast.AST, over: dict[ast.AST, ast.AST]) -> bool:
    """Tell whether it is a docstring, a type, a key, an expression, or marked."""
    parent = over[node]
    if isinstance(parent, ast.Expr | ast.Compare | ast.Subscript | ast.match_case):
        return True
    if isinstance(parent, ast.Dict) and node in parent.keys:
        return True
    while (above := over.get(node)) is not None:
        if isinstance(above, ast.AnnAssign) and node is above.annotation:
            return True
        if isinstance(above, ast.arg) or (isinstance(above, ast.FunctionDef) and node is above.returns):
            return True
        if isinstance(above, ast.Tuple) and _is_marked(above.elts[0]):
            return True  # one and many: the first alone is translated
        if isinstance(above, ast.Call) and node is not above.func:
            name = getattr(above.func, "id", getattr(above.func, "attr", ""))
            if name in INSIDE or ((name in ASKED or name in KEYWORDS) and node in above.args):
                return True
        node = above
    return False


def _is_marked(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "msg"


FILES = sorted(path for package in ("annotations", "tui") for path in (ROOT / package).rglob("*.py"))


@cache
def all_unmarked() -> dict[str, list[tuple[int, str]]]:
    """Return what is not marked in each file; all that there is of the program is gone through once."""
    return {str(path.relative_to(ROOT)): list(unmarked(path)) for path in FILES}


def test_every_text_for_people_is_marked() -> None:
    bad = []
    for name, found in all_unmarked().items():
        if len(found) > NOT_FOR_PEOPLE.get(name, (0, ""))[0]:
            bad += [f"{name}:{line}: {text}" for line, text in found]
    assert bad == [], "give them to tr() or msg(), or say in NOT_FOR_PEOPLE why not"


def test_no_exception_is_idle() -> None:
    there = all_unmarked()
    idle = {name for name, (most, _) in NOT_FOR_PEOPLE.items() if len(there.get(name, ())) < most}
    assert idle == set(), "lower them in NOT_FOR_PEOPLE"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('say("nothing to undo")', 1),
        ('say(f"{name} is gone")', 1),
        ('raise UsageError("name a file")', 1),
        ('say(tr("nothing to undo"))', 0),
        ('say(tr("a {b}", b="more of it"))', 1),
        ('counted(3, "mark is", "marks are")', 0),
        ('def f():\n    """Do this and that."""', 0),
    ],
)
def test_what_counts_as_one(tmp_path: Path, code: str, found: int) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert len(list(unmarked(path))) == found
