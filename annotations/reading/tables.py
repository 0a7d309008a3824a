"""Two small tables about characters, kept as files because the libraries they come from are slow to import.

``data/common.txt`` holds the common characters of both scripts, most frequent first, on one line. The
order is the frequency of the simplified character over the words of jieba's dictionary (MIT licence);
its traditional forms (OpenCC's ``STCharacters``, Apache-2.0) stand right behind it.

``data/readings.txt`` holds every character that conversion to simplified changes (OpenCC's
``TSCharacters``) with its readings (pypinyin, MIT licence), one character a line: ``國guó``.

``python -m annotations.reading.tables`` makes both anew from the installed libraries; a test compares them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = [
    "PUNCTUATION",
    "common_characters",
    "common_share",
    "ranked_characters",
    "readings_of_changed",
    "share_in",
]

PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉「」『』【】—…·～　％　\ufeff")
"""What stands between the characters of Chinese text in either script."""
_CANTONESE = "嘅係唔喺咗佢哋嗰啲嘢冇嚟咁乜咩喎囉啫嘞㗎睇諗嗌攞搵畀俾瞓靚啱噉嗮晒咪唧嗱吖啩嗻掟"
"""What quotes from Hong Kong are full of and a dictionary of Mandarin lacks."""
_DATA = Path(__file__).with_name("data")
_SIMPLIFIED = 2500
"""How many simplified characters count as common: the 现代汉语常用字表 of 1988 has 2,500 of them too."""


def ranked_characters() -> str:
    """Return the common characters of both scripts, about 3,600, most frequent first, then Cantonese ones."""
    listed = (_DATA / "common.txt").read_text("utf-8").strip()
    return listed + "".join(one for one in dict.fromkeys(_CANTONESE) if one not in listed)


@cache
def common_characters() -> frozenset[str]:
    """Return the common characters of both scripts."""
    return frozenset(ranked_characters())


def common_share(text: str) -> float:
    """Return the share of common Chinese characters and punctuation in what is not ASCII; 0 without any."""
    good = total = 0
    common = common_characters()
    for character in text:
        if character > "\x7f":
            total += 1
            good += character in common or character in PUNCTUATION
    return good / total if total else 0.0


def share_in(text: str, encoding: str) -> float:
    """Return how much of what was read in `encoding` is common text, from 0 to 1."""
    if not encoding.startswith("utf-16"):
        return common_share(text)  # ASCII says nothing: it is the same in all of these
    common = common_characters()
    good = sum(c in common or c in PUNCTUATION or c in "\n\r\t" or " " <= c <= "~" for c in text)
    return good / len(text) if text else 0.0


@cache
def readings_of_changed() -> dict[str, str]:
    """Return each character that conversion to simplified changes, with its readings: ``"zhòu,zhū"``."""
    lines = (_DATA / "readings.txt").read_text("utf-8").strip().split("\n")
    return {line[0]: line[1:] for line in lines}


def _dictionary(package: str, *parts: str) -> list[list[str]]:
    """Return the rows of a table inside an installed package, split at white space."""
    from importlib.util import find_spec

    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], *parts)
    return [line.split() for line in path.read_text("utf-8").strip().split("\n")]


def build_common() -> str:
    """Return what ``data/common.txt`` should hold, from jieba's and OpenCC's dictionaries."""
    frequency: dict[str, int] = {}
    for word, count, *_ in _dictionary("jieba", "dict.txt"):
        for character in word:
            frequency[character] = frequency.get(character, 0) + int(count)
    traditional = {row[0]: row[1:] for row in _dictionary("opencc", "dictionary", "STCharacters.txt")}
    changes = _dictionary("opencc", "dictionary", "TSCharacters.txt")
    changed = {character for character, *simplified in changes if character not in simplified}
    simplified = [c for c in frequency if "\u4e00" <= c <= "\u9fff" and c not in changed]
    simplified.sort(key=lambda c: (-frequency[c], c))
    forms = (form for c in simplified[:_SIMPLIFIED] for form in (c, *traditional.get(c, ())))
    return "".join(dict.fromkeys(forms)) + "\n"


def build_readings() -> str:
    """Return what ``data/readings.txt`` should hold, from OpenCC's dictionary and pypinyin."""
    from pypinyin import Style, pinyin

    lines = []
    for character, *simplified in _dictionary("opencc", "dictionary", "TSCharacters.txt"):
        readings = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
        if simplified[0] != character and readings:
            lines.append(character + ",".join(readings[0]))
    return "\n".join(lines) + "\n"


def write_tables(folder: Path = _DATA) -> None:
    """Write both tables anew, as a developer does after another version of a library."""
    (folder / "common.txt").write_text(build_common(), "utf-8")
    (folder / "readings.txt").write_text(build_readings(), "utf-8")


if __name__ == "__main__":
    write_tables()
