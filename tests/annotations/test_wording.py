"""How many of something: as people say it."""

from __future__ import annotations

import re
from pathlib import Path

import annotations
import tui
from annotations.wording import counted


def test_one_none_and_many() -> None:
    assert counted(1, "article") == "1 article"
    assert [counted(number, "article") for number in (0, 2)] == ["0 articles", "2 articles"]
    assert counted(12_345, "article") == "12,345 articles"
    assert counted(1, "mark is", "marks are") == "1 mark is"
    assert counted(3, "mark is", "marks are") == "3 marks are"


NOUNS = (
    "act|annotator|article|cell|character|file|finding|judgement|label|layer|line|mark|name|number|pair|place|"
    "record|remark|sentence|text"
)
FIXED = re.compile(rf"\{{[^{{}}\"']+\}} (?:[a-z]+ )?(?:{NOUNS})s\b")
"""A number and beside it a plural whatever the number is."""
NEVER_ONE = {
    "annotations/model/attributes.py": "the most digits that there may be",
    "annotations/analysis/clauses.py": "a slip of the program's, for nobody to read",
    "annotations/model/annotator.py": "more characters than a name may have",
    "annotations/project/analysed.py": "how an article looks to a programmer",
    "annotations/reading/decode.py": "more characters than can be read",
    "annotations/reading/records.py": "the same",
    "annotations/migration/changes.py": "more labels than there are keys for",
    "annotations/model/scheme_rows.py": "the same",
    "tui/presenters/agreement_words.py": "how many are few",
}
"""Where such a number is never 1."""


def test_nobody_says_one_articles() -> None:
    found = set()
    for package in (annotations, tui):
        folder = Path(package.__path__[0])
        for path in folder.rglob("*.py"):
            name = str(path.relative_to(folder.parent))
            if FIXED.search(path.read_text(encoding="utf-8")):
                found.add(name)
    assert found == set(NEVER_ONE)
