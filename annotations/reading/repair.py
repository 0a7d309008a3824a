"""Taking out pinyin residue: 中國(guó)AI模型引發(fā)討論 → 中國AI模型引發討論.

Some collections of web text carry the reading of a traditional character in parentheses right behind it, put
there by a broken conversion. Nothing else may go, so a group is residue only if all of this holds:

* it is one syllable with a tone mark, alone in parentheses, or the exact reading without a tone (們(men));
* it is a reading of the very character before it. The tone may differ from the dictionary's (發(fà), 發(fā)):
  tones change between dictionaries and beside other syllables, the syllable does not;
* conversion to simplified changes that character; whoever glosses for learners also glosses 行(xíng);
* such groups are the rule: at least `MIN_GROUPS`; at least `MIN_SHARE` of all parentheses that hold pinyin;
  behind at least `MIN_COVERAGE` of the characters that conversion changes (137 of 242 in the
  sample article), where a text for learners explains a rare one here and there.
"""

from __future__ import annotations

import re
import unicodedata

from annotations.reading.tables import readings_of_changed

__all__ = ["MIN_COVERAGE", "MIN_GROUPS", "MIN_SHARE", "cut", "find_residue", "repaired"]

# The sample article has 137 groups, all its parentheses of pinyin, behind 137 of 242 changed characters. In
# 29,994 sentences of seven corpora of clean text (1.69 million characters, 3,260 parentheses) nothing is
# taken out. Between the two the bounds are chosen: lower, they would take glosses out of a text for
# learners; higher, they would leave a damaged text that somebody has begun to clean.
MIN_GROUPS = 3
"""Fewer groups could be glosses."""
MIN_SHARE = 0.9
"""Of the parentheses that hold pinyin; the rest may be readings that the table lacks."""
MIN_COVERAGE = 0.2
"""Of the characters that conversion changes."""

TONED = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c")
"""Letters with the mark of a tone, and the marks themselves for decomposed text."""

_PINYIN = TONED | frozenset("abcdefghijklmnopqrstuvwxyzɑɡüê\u0302\u0308 '’·-")
_GROUP = re.compile(r"\(([^()（）\n]{1,40})\)|（([^()（）\n]{1,40})）")
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_IPA = str.maketrans("ɑɡ", "ag")


def repaired(text: str, title: str) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    """Return a text and its title without residue, and the ranges of `text` that were taken out.

    A title is too short to show that residue is the rule; it is so where it is in the text.
    """
    removed = find_residue(text)
    return (cut(text, removed), cut(title, _groups(title)[0]) if removed else title, removed)


def find_residue(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `text` that are pinyin residue with its parentheses, ascending."""
    groups, others = _groups(text)
    if len(groups) < MIN_GROUPS or len(groups) < MIN_SHARE * (len(groups) + others):
        return ()
    changed = readings_of_changed()
    if len(groups) < MIN_COVERAGE * sum(character in changed for character in text):
        return ()
    return groups


def _groups(text: str) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return the groups of `text` that could be residue, and how many other parentheses hold pinyin.

    Whether they are the rule is not asked here.
    """
    groups: list[tuple[int, int]] = []
    others = 0
    for match in _GROUP.finditer(text):
        written = match[1] or match[2]
        if not _PINYIN.issuperset(written):  # nearly every parenthesis of a clean text ends here
            continue
        toned = not TONED.isdisjoint(written)
        if _is_reading(written, text[match.start() - 1 : match.start()], toned):
            groups.append(match.span())
        elif toned:
            others += 1
    return tuple(groups), others


def _is_reading(written: str, character: str, toned: bool) -> bool:
    """Tell whether `written` is a reading of a character that conversion to simplified changes."""
    known = readings_of_changed().get(character)
    if known is None:
        return False
    readings = known.split(",")
    written = unicodedata.normalize("NFC", written.translate(_IPA))
    return written in readings or (toned and _toneless(written) in map(_toneless, readings))


def cut(text: str, ranges: tuple[tuple[int, int], ...]) -> str:
    """Return `text` without `ranges`, which ascend and do not overlap."""
    starts = [0, *(end for _, end in ranges)]
    ends = [*(start for start, _ in ranges), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _toneless(syllable: str) -> str:
    """Return a syllable without its tone, decomposed: ``lǜ`` becomes ``lu`` and a diaeresis."""
    return unicodedata.normalize("NFD", syllable).translate(_TONE_MARKS)
