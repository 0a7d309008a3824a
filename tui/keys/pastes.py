"""Text that a terminal sends as if it had been typed: a paste that nothing brackets.

Keys that a connection held up arrive in one piece too, so that it is no matter of time alone. What tells them
apart is what they mean: a text has characters that are no keys, and many of its letters lead away from tags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

__all__ = ["BREAKS", "looks_pasted"]

BREAKS = frozenset({"enter", "ctrl+j", "tab"})
"""How line ends and tabs of a text arrive."""
_LEAST = 3
"""Keys of which one may be no key at all. Chosen: two come together when somebody is quick, and slips."""
_WORD = 4
"""Letters that may be a word of keys."""
_SHARE = 1 / 4
"""Of the letters of a word those that lead away. Of those that tag the founding article it is one in 58; of
those letters of a page of English that are keys, 58 in a hundred."""


def looks_pasted(
    keys: Sequence[str], known: Callable[[str], bool], leads_away: Callable[[str], bool]
) -> bool:
    """Tell whether `keys`, which came together, are a text rather than keys that somebody pressed.

    A short word of nothing but keys that tag cannot be told from them.

    Args:
        keys: Characters, and names of keys as ``enter``. One that is held down counts once.
        known: Tells whether a character is a key at all.
        leads_away: Tells whether a letter opens something, or has nothing to do with the sentence.
    """
    pressed = [key for key, _ in groupby(keys)]
    characters = [key for key in pressed if len(key) == 1]
    if len(characters) < _LEAST:
        return False
    letters = [key for key in characters if key.isalpha()]
    away = sum(
        key.isalpha() and leads_away(key) and not following.isdigit()  # a digit picks from what it opened
        for key, following in pairwise([*pressed, ""])
        if len(key) == 1
    )
    word = len(letters) >= _WORD and away >= max(2, _SHARE * len(letters))
    return word or not all(map(known, characters))
