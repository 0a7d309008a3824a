"""A module holds one thing and is read as a whole, and so is a function: what is too long is named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE, FUNCTION = 300, 60
"""Lines of a file, and of a function with its docstring. Chosen: what is read without losing the place.

What is longer is not squeezed but divided: what is one thing becomes a module with a noun for a name."""


def modules() -> list[Path]:
    return [path for package in ("annotations", "tui") for path in sorted((ROOT / package).rglob("*.py"))]


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements in `node`, and what parts them; no function stands in an expression."""
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        for one in getattr(node, name, ()):
            yield one
            yield from statements(one)


def too_long(path: Path) -> Iterator[str]:
    """Yield what of the module at `path` is longer than it may be, with its lines."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    if (lines := len(text.splitlines())) > MODULE:
        yield f"{name}: {lines}"
    for node in statements(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if (lines := node.end_lineno - node.lineno + 1) > FUNCTION:
                yield f"{name}: {node.name}: {lines}"


def test_nothing_is_too_long() -> None:
    found = modules()
    assert len(found) > 300
    assert [one for path in found for one in too_long(path)] == []


def test_what_is_too_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(
        "class A:\n    async def f(self):\n" + "        1\n" * FUNCTION + "\n" * (MODULE - FUNCTION - 2)
    )
    assert list(too_long(path)) == [f"{path}: f: {FUNCTION + 1}"]
    path.write_text("def f():\n" + "    1\n" * (FUNCTION - 1) + "\n" * (MODULE - FUNCTION + 1))
    assert list(too_long(path)) == [f"{path}: {MODULE + 1}"]
