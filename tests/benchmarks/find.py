"""Finding in all articles: the first page of hits and all of them, by the index and by looking at every text.

    python tests/benchmarks/find.py --articles 100000 [--characters 1000] [--seed 7] [--keep FOLDER]

Texts are words drawn by how frequent they are in jieba's dictionary. Between words there is more variety than
in real texts, so the index is larger than that of those. Times are of one query of a search that is open, the
best of three. The scan looks for the folded word in all texts, folded and in memory: what grep does when all
lies in its cache. In how many articles something is found is compared with what the scan finds.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import jieba

from annotations.project.project import Project
from annotations.project.search import Search
from annotations.search.fold import fold
from annotations.search.syntax import Vocabulary, read_query

_PAGE = 40
"""Hits that fill a large terminal."""
_LONGEST = 8.0
"""Seconds after which one search for everything is broken off: what is printed then is as far as it came."""
_WORDS = (
    *("的", "會", "鑫", "龘"),
    *("開會", "大會", "合衆", "龘鑫"),
    *("委員會", "共和国", "開會的", "鑫龘的"),
    *("人工智能", "中華人民", "共和國家", "的的的的"),
)
"""Of one to four characters: frequent, rare, absent, or of pairs that stand there but never side by side."""
_OTHERS = ("/據.{1,9}報道/ not label:quote", "大會 人民 not 工作", "label:claim", "status:open 開會")


def main() -> None:
    """Print what a search costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="where to leave the corpus, or where it was left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or Path(folder)
        corpus = root / "corpus"
        if not corpus.is_dir():
            write(corpus, options.articles, options.characters, options.seed)
        measure(corpus, root / "cache")


def write(corpus: Path, articles: int, characters: int, seed: int) -> None:
    """Write a corpus, a thousand articles a folder."""
    texts = made(random.Random(seed), characters)
    for number in range(articles):
        folder = corpus / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06}.txt").write_text(next(texts), encoding="utf-8")


def made(source: random.Random, characters: int) -> Iterator[str]:
    """Yield texts of about so many characters."""
    words, counts = [], []
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    for line in dictionary.splitlines():
        word, count, _ = line.split(" ")
        if int(count) >= 20:
            words.append(word)
            counts.append(int(count))
    weights = list(accumulate(counts))
    while True:
        drawn = source.choices(words, cum_weights=weights, k=characters * 9 // 16)
        yield "".join(word + _mark(at) for at, word in enumerate(drawn))


def _mark(at: int) -> str:
    """Return what stands behind the word number `at` of a text."""
    if at % 35 == 34:
        return "。\n\n"
    return "。" if at % 21 == 20 else "，" if at % 7 == 6 else ""


def measure(corpus: Path, cache: Path) -> None:
    """Print what it costs to build the index of a corpus, and to search."""
    began = time.perf_counter()
    project = Project.open([corpus], annotator="mei")
    listed = time.perf_counter() - began
    search = Search(project, cache=cache)
    began = time.perf_counter()
    search.refresh()
    built = time.perf_counter() - began
    began = time.perf_counter()
    search.refresh()
    again = time.perf_counter() - began
    size = sum(one.stat().st_size for one in (cache / "index").iterdir())
    texts = [fold(place.path.read_text(encoding="utf-8")) for place in project.places]
    characters = sum(map(len, texts))
    print(f"{len(texts):,} articles, {characters:,} characters; listed in {listed:.1f} s")
    print(f"index: made in {built:.1f} s, looked after in {again:.2f} s, {size / 1e6:,.0f} MB,", end=" ")
    print(f"{size / characters:.2f} bytes a character")
    print(f"{'query':<24} {'hits':>9} {'in':>7}  {'page ms':>8} {'all ms':>9} {'scan ms':>8}  page of scan")
    for words in (*_WORDS, *_OTHERS):
        one_query(search, words, texts if words in _WORDS else None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {peak:,.0f} MB, folded texts for the scan among them")


def one_query(search: Search, words: str, texts: list[str] | None) -> None:
    """Print what one query costs."""
    query = read_query(words, Vocabulary.of(search.project.scheme))
    pages, wholes = [], []
    for _ in range(3):
        hits, articles, page = 0, set(), 0.0
        began = time.perf_counter()
        for step in search.run(query):
            hits += len(step.found)
            articles |= {one.place for one in step.found}
            if not page and hits >= _PAGE:
                page = time.perf_counter() - began
            if time.perf_counter() - began > _LONGEST:
                break
        whole = time.perf_counter() - began
        pages.append(page or whole)
        wholes.append(whole)
    scan = ""
    if texts is not None:
        wanted = fold(words)
        began = time.perf_counter()
        there = {at for at, text in enumerate(texts) if wanted in text}
        took = time.perf_counter() - began
        scan = f"{took * 1000:>8.1f}  {min(pages) / took:.3f}"
        if whole < _LONGEST and there != articles:
            raise SystemExit(f"{words}: {len(articles)} articles, and {len(there)} by the scan")
    times = f"{min(pages) * 1000:>8.1f} {min(wholes) * 1000:>9.1f}"
    print(f"{words:<24} {hits:>9,} {len(articles):>7,}  {times} {scan}", flush=True)


if __name__ == "__main__":
    main()
