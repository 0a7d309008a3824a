"""Lists of names of which the shorter ones are set with a space: 高　峰、王志剛、金　星.

Half of such names are words too (高峰, 金星, 方正), and the tagger takes them for that. In a list of people
they are names, and the space says which of them: nobody sets a word so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, SPACE, lazily
from annotations.model.article import Name

__all__ = ["with_rosters"]

_SET = lazily(
    f"(?<![{HAN}])[{HAN}](?P<space>[{SPACE}])[{HAN}]"
    f"(?:(?=[等和與与及])|(?![{HAN}：:︰])(?!(?P=space)[{HAN}](?![{HAN}])))"
)
"""A character, a space, a character, and not a third set in the same way; what a colon follows is a label."""
_BETWEEN = re.compile(rf"[{SPACE}、，,及和與与]+")
_CERTAIN = 3
"""Names in a row of which none is doubted. Chosen: two may be a name and a word beside it."""


def with_rosters(text: str, names: Sequence[Name]) -> list[Name]:
    """Return `names` of a sentence, ascending, and those set with a space in a row with people."""
    set_apart = {(at.start(), at.end()) for at in _SET().finditer(text) if _may_be_name(to_simplified(at[0]))}
    if not set_apart:
        return list(names)
    people = {(name.start, name.end) for name in names if name.type == "PER"}
    added: dict[tuple[int, int], bool] = {}
    row: list[tuple[int, int]] = []
    for one in [*sorted(set_apart | people), None]:
        if one is not None and row and _BETWEEN.fullmatch(text, row[-1][1], one[0]):
            row.append(one)
            continue
        if people.intersection(row):
            added |= {it: len(row) >= _CERTAIN for it in row if it not in people}
        row = [one] if one is not None else []
    starts = {at: bounds for bounds in added for at in range(*bounds)}
    kept = [name for name in names if not any(at in starts for at in range(name.start, name.end))]
    kept += [Name(start, end, "PER", certain) for (start, end), certain in added.items()]
    return sorted(kept, key=lambda name: name.start)


def _may_be_name(written: str) -> bool:
    """Tell whether two characters with a space between, simplified, begin with a surname and are no title."""
    word = written[0] + written[-1]
    titled = word in lexicon.words("titles", "more_titles", "roles")
    return written[0] in lexicon.words("surnames") and not titled
