"""The mutants of a module that can behave differently: what only type checkers see is left alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec, WorkItem
from which_tests import digest

Position = tuple[int, int]
"""Line from 1, column from 0, in characters."""

IDLE_DECORATORS = re.compile(r"\s*@(functools\.)?(lru_cache|cache|cached_property|override|overload|final)\b")
"""Without them nothing behaves differently: they save time, or speak to the type checker."""
IDLE_OPERATORS = re.compile("core/NoOp|core/ReplaceComparisonOperator_.*(Eq|NotEq|Lt|LtE|Gt|GtE)_(Is|IsNot)$")
"""Identity for equality: whether that differs is the interpreter's affair; it keeps equal constants once."""
STARRED = {
    "parameters",
    "lambdef",
    "param",
    "argument",
    "arglist",
    "trailer",
    "testlist_star_expr",
    "star_expr",
}
"""Where a star is no operator, but says which arguments are named or spread."""
ORDERING = re.compile("core/ReplaceComparisonOperator_.*_(Lt|LtE|Gt|GtE)$")


def package_of(path: Path) -> str:
    """Return the room of a module; the modules beside the rooms are one more."""
    return ".".join(path.parts[:2]) if len(path.parts) > 2 else "annotations"


def mutants(path: Path) -> Iterator[WorkItem]:
    """Give the mutants of a module; the name of each ends in the state of the module that it is of."""
    lines = path.read_text(encoding="utf-8").split("\n")
    idle, unordered = list(idle_ranges(lines)), list(unordered_ranges(lines))
    nodes, state = list(ast_nodes(get_ast_from_path(path))), digest(path)
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments() or IDLE_OPERATORS.fullmatch(name):
            continue
        operator = kind()
        positions = ((node, *at) for node in nodes for at in operator.mutation_positions(node))
        skipped = idle + unordered if ORDERING.fullmatch(name) else idle
        for occurrence, (node, start, end) in enumerate(positions):
            if node.parent is not None and node.parent.type in STARRED:
                continue
            if not (any(a <= start < b for a, b in skipped) or IDLE_DECORATORS.match(lines[start[0] - 1])):
                where = f"{path.as_posix()}:{start[0]}:{start[1]}"
                spec = MutationSpec(path, name, occurrence, start, end)
                yield WorkItem.single(f"{where} {name.removeprefix('core/')} #{state}", spec)


def can_compile(item: WorkItem) -> bool:
    """Say whether a mutant is Python at all: an operator put for the star of ``f(*, a)`` is none."""
    mutation = item.mutations[0]
    source = mutation.module_path.read_text(encoding="utf-8")
    mutated = mutate_code(source, get_operator(mutation.operator_name)(), mutation.occurrence)
    try:
        ast.parse(mutated)
    except SyntaxError:
        return False
    return True


def idle_ranges(lines: list[str]) -> Iterator[tuple[Position, Position]]:
    """Give the stretches of a module that only type checkers and readers see."""
    for node in ast.walk(ast.parse("\n".join(lines))):
        idle: list[ast.AST | None] = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            idle.append(node)
        if isinstance(node, ast.keyword) and node.arg in ("frozen", "slots"):  # mypy sees to what is frozen
            idle.append(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "cast":
            idle += node.args[:1]
        yield from (stretch(part, lines) for part in idle if part is not None)


def unordered_ranges(lines: list[str]) -> Iterator[tuple[Position, Position]]:
    """Give the comparisons with a word, which something is or is not, and which has no more and no less."""
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.Compare) and any(
            isinstance(part, ast.Constant) and isinstance(part.value, str)
            for part in (node.left, *node.comparators)
        ):
            yield stretch(node, lines)


def stretch(node: ast.AST, lines: list[str]) -> tuple[Position, Position]:
    """Return where a node begins and ends; ast counts bytes, the mutants count characters."""
    ends = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    first, last = ((at, len(lines[at - 1].encode()[:column].decode())) for at, column in ends)
    return first, last
