"""How well quotes are found, and how fast.

    python tests/benchmarks/quotes.py FILE.jsonl [--failures] [--half dev|held]
    python tests/benchmarks/quotes.py --speed

A line of the file is a sentence and what it holds: `{"id", "text", "direct", "indirect"}`. `indirect` means
that a verb of saying or thinking has its content, in marks or not, so that a quote with a cue is compared
with it. `direct` is scored on sentences with a quotation mark, for in others nothing can show it. `--half`
takes half of the sentences by a hash of their ids: one to develop on, one to be honest with.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotations.analysis.quotes import QuoteFound, find_quotes
from annotations.analysis.sentences import split
from annotations.model.article import Sentence

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MARKS = frozenset('「」『』“”‘’"＂')

Row = dict[str, Any]


def found_in(text: str) -> list[QuoteFound]:
    """Return the quotes of a text that is one sentence."""
    return list(find_quotes(text, [Sentence(0, len(text), True)])[0])


def is_direct(quotes: list[QuoteFound]) -> bool:
    """Say whether one has words in marks."""
    return any(quote.form in ("direct", "mixed") for quote in quotes)


def is_attributed(quotes: list[QuoteFound]) -> bool:
    """Say whether one has a cue."""
    return any(quote.cue is not None or quote.form == "indirect" for quote in quotes)


def score(rows: list[Row], gold: Callable[[Row], bool], ours: Callable[[list[QuoteFound]], bool]) -> str:
    """Return precision, recall and F1 as a line."""
    pairs = [(gold(row), ours(row["quotes"])) for row in rows]
    right = sum(a and b for a, b in pairs)
    said, true = sum(b for _, b in pairs), sum(a for a, _ in pairs)
    precision, recall = right / max(said, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   gold {true}, found {said}, of {len(pairs)}"


def half(row: Row) -> str:
    """Return which half a sentence belongs to."""
    return "held" if sha256(row["id"].encode()).digest()[0] % 2 else "dev"


def report(rows: list[Row], failures: bool) -> None:
    """Print the scores, and where they are lost."""
    for row in rows:
        row["quotes"] = found_in(row["text"])
    marked = [row for row in rows if MARKS.intersection(row["text"])]
    print("direct, with marks ", score(marked, lambda row: row["direct"], is_direct))
    print("indirect           ", score(rows, lambda row: row["indirect"], is_attributed))
    print("any                ", score(rows, lambda row: row["direct"] or row["indirect"], bool))
    if not failures:
        return
    for row in rows:
        wrong = [
            name
            for name, gold, ours in (
                ("indirect", row["indirect"], is_attributed(row["quotes"])),
                ("direct", row["direct"], is_direct(row["quotes"])),
            )
            if gold != ours and (name == "indirect" or row in marked)
        ]
        if wrong:
            print(f"\n{'/'.join(wrong)} should be {row['indirect']}/{row['direct']}: {row['text']}")
            for quote in row["quotes"]:
                cue = row["text"][slice(*quote.cue)] if quote.cue else "-"
                print(f"    {quote.form} cue {cue} speakers {[one.text for one in quote.speakers]}")


def speed() -> None:
    """Print characters a second over the sample articles, and over a paragraph without an end."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    text = re.sub(r"\([a-zü\u00e0-\u01dc]+\)", "", text)
    for name, sample in (
        ("articles", "\n".join([text] * 100)),
        ("one paragraph", (text.replace("\n", "") * 1000)[:1_000_000]),
        ("one sentence", "他說天氣好，" * 166_666),
    ):
        sentences = split(sample)
        began = time.perf_counter()
        found = find_quotes(sample, sentences)
        taken = time.perf_counter() - began
        quotes = sum(map(len, found))
        print(f"{name:15} {len(sample):9,} characters {len(sample) / taken:9,.0f} a second, {quotes} quotes")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--half", choices=("dev", "held"))
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.file:
        rows = [json.loads(line) for line in options.file.open(encoding="utf-8")]
        report([row for row in rows if options.half in (None, half(row))], options.failures)
    if options.speed or not options.file:
        speed()


if __name__ == "__main__":
    main()
