"""Places told by one character behind a verb: 访|华, 驻|京, 抵|港.

The network takes the two for one verb. Only China and Beijing are meant so in nearly every sentence; the
characters of other places are names less often (来台, 访美) or words (在日, 来港), and stay with the verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis.grammar import Found
from annotations.analysis.tagger import Word

__all__ = ["short_places"]

_SHORT = re.compile(
    "[访来驻在对侨援旅赴](华)(?![人侨裔商语东南北中西夏尔盛丽山沙纳伦丹为润美生侨尔伟晨宇强])"
    "|[抵离返赴进来驻在晋](京)(?![剧城东都畿师九沪津广张韵胡戏巴山])"
)
"""What must not follow makes another word of it. Of MSRA's and People's Daily's 48 are 46 places."""


def short_places(simple: str, words: Sequence[Word]) -> list[Found]:
    """Return the places of `simple` that one character tells, where the tagger's `words` end with it."""
    if "华" not in simple and "京" not in simple:
        return []
    told = list(_SHORT.finditer(simple))
    if not told:
        return []
    ends = {word.end for word in words}
    starts = {word.start for word in words}
    return [
        Found(place.end() - 1, place.end(), "LOC", 0.9)
        for place in told
        if place.end() in ends and place.start() in starts
    ]
