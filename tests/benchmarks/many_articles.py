"""A folder of very many articles, for benchmarks: small ones of the seeds' sentences, each of its own."""

from __future__ import annotations

import os
import random
from itertools import islice
from pathlib import Path

__all__ = ["SENTENCES", "build", "listed"]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SENTENCES = 20
"""Sentences of an article, some 900 characters."""
_FOLDER = 1_000
"""Articles of a folder."""
_AGO = 1_700_000_000_000_000_000


def listed(root: Path) -> list[Path]:
    """Return the articles that :func:`build` wrote, in their order."""
    return sorted(root.glob("*/*.txt"))


def build(root: Path, articles: int, seed: int = 1) -> None:
    """Write so many articles below `root`, of which those that are there already are left."""
    pick = random.Random(seed)
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    sentences = [f"{one.strip()}。" for text in texts for one in text.split("。") if 5 < len(one) < 200]
    titles = [one for text in texts for one in text.split("\n") if 8 <= len(one.strip()) <= 24]
    for number in range(articles):
        folder = root / f"{number // _FOLDER:03} 新聞"
        if number % _FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        body = "".join(pick.choices(sentences, k=SENTENCES))
        title = f"{pick.choice(titles or sentences)[:24].strip()} {number}"
        file = folder / f"{number:06}.txt"
        file.write_text(f"{title}\n\n{body}", encoding="utf-8")
        os.utime(file, ns=(_AGO, _AGO + number * 1_000_000_000))


if __name__ == "__main__":
    import sys

    build(Path(sys.argv[1]), int(sys.argv[2]))
    print(*islice(listed(Path(sys.argv[1])), 3))
