"""What it costs to carry marks over to changed texts, and to know at the start that none changed.

    python tests/benchmarks/carry.py [--articles 1000] [--marks 40] [--frozen 6000] [--folder DIR]

Articles are made of the sentences of the seeds, shuffled; in every one a typo is mended, a paragraph added
and one moved. The first part lays all marks over (`zhupi carry`, dry and for real), and then reads the layer
as every reader does. The second freezes many articles, and times the first and the next look at them.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from annotations.project.carry_over import carry_over, plans
from annotations.project.project import Project
from annotations.records.record import as_act, sentence_mark
from annotations.storage.layer.layer import open_layer

_T = TypeVar("_T")
SENTENCES = [
    one
    for path in sorted(Path("seeds").glob("*.txt"))
    for one in re.findall(r"[^。\n]+。", path.read_text(encoding="utf-8"))
]


def text_of(rng: random.Random, sentences: int) -> str:
    lines = rng.choices(SENTENCES, k=sentences)
    return "\n\n".join("".join(lines[at : at + 5]) for at in range(0, sentences, 5)) + f"\n\n{rng.random()}\n"


def edited(rng: random.Random, text: str) -> str:
    paragraphs = text.split("\n\n")
    paragraphs.insert(rng.randrange(len(paragraphs)), "這一段是後來加上的。誰也沒有標過。")
    paragraphs.append(paragraphs.pop(1))
    return "\n\n".join(paragraphs).replace("的", "地", 1)


def timed(what: str, do: Callable[[], _T]) -> _T:
    start = time.perf_counter()
    result = do()
    print(f"{what:<50} {time.perf_counter() - start:8.3f} s", flush=True)
    return result


def tag(root: Path, marks: int) -> None:
    project = Project.open([root], annotator="mei")
    records = []
    for place in project.places:
        article = project.article(place)
        project.frozen.freeze(article)
        records += [
            sentence_mark(
                article.id, one.start, one.end, article.text[one.start : one.end],
                status="marked", labels=["claim"], annotator="mei", writer="w", scheme="default/1",
            )
            for one in article.sentences[:marks]
        ]  # fmt: skip
    with closing(open_layer(project.layer_path, "mei")) as layer:
        layer.put(as_act(records))


def carrying(folder: Path, articles: int, marks: int) -> None:
    rng = random.Random(1)
    root = folder / "carrying"
    root.mkdir()
    for number in range(articles):
        (root / f"{number:05}.txt").write_text(text_of(rng, marks + 5), encoding="utf-8")
    tag(root, marks)
    for path in root.glob("*.txt"):
        path.write_text(edited(rng, path.read_text(encoding="utf-8")), encoding="utf-8")
    project = Project.open([root], annotator="mei")
    cache = folder / "cache"
    found = timed(
        f"a dry run over {articles:,} articles of {marks} marks",
        lambda: list(plans(project, cache=cache, everybody=False)),
    )
    exact = sum(one.exact for plan in found for one in plan.outcomes)
    near = sum(len(one.near) for plan in found for one in plan.outcomes)
    left = sum(len(one.left) for plan in found for one in plan.outcomes)
    print(f"  {exact:,} exactly, {near:,} near, {left:,} left")
    timed("writing that they are carried over", lambda: carry_over(project, found, writer="w"))
    project = Project.open([root], annotator="mei")
    with closing(project.amendments.open(project.layer_path, "mei")) as layer:
        count = timed("reading the layer as it is by now", lambda: sum(1 for _ in layer.records()))
    print(f"  {count:,} records")


def looking(folder: Path, frozen: int) -> None:
    rng = random.Random(2)
    root = folder / "looking"
    root.mkdir()
    for number in range(frozen):
        (root / f"{number:05}.txt").write_text(text_of(rng, 30), encoding="utf-8")
    tag(root, 1)
    for what in ("the first", "the next"):
        project = Project.open([root], annotator="mei")
        place = project.places[0]
        timed(f"{what} look at {frozen:,} frozen texts", project.amendments.refresh)
        timed("  reading one article after it", lambda place=place, project=project: project.article(place))  # type: ignore[misc]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--marks", type=int, default=40)
    parser.add_argument("--frozen", type=int, default=6000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        carrying(Path(name), options.articles, options.marks)
        looking(Path(name), options.frozen)


if __name__ == "__main__":
    main()
