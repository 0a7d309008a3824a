"""Forty short articles in folders, with what four annotators have said of them by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sessions import ROOT, Picture, Room, spelled
from team import give_back

from annotations.assignment.table import Assignments, Row
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.reading.source import Place
from annotations.records.record import article_mark, sentence_mark
from annotations.storage.layer.layer import open_layer

__all__ = ["many"]

QUEUES = {"mei": (24, 17), "bo": (21, 19), "an": (20, 9), "wu": (15, 4)}
"""How many articles each has, and how many are done."""


def many(room: Room) -> Iterator[Picture]:
    """Forty articles in folders, of which everybody reads some."""
    root = room.project("many", 'lead = "lin"\n', "none")
    seeds = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("w*.txt"))]
    filling = [f"{one.strip()}。" for text in seeds for one in text.split("\n\n", 1)[1].split("。")]
    for number, line in enumerate((Path(__file__).parent / "headlines.tsv").read_text("utf-8").splitlines()):
        name, title, text = line.split("\t")
        (root / name).parent.mkdir(exist_ok=True)
        more = "".join(filling[number % 11 : number % 11 + number * 7 % 13])
        (root / name).write_text(f"{title}\n\n{text}\n\n{more}", encoding="utf-8")
    project = Project.open([root], annotator="lin", root=root)
    assigned: dict[str, list[str]] = {}
    for start, (who, (articles, done)) in enumerate(QUEUES.items()):
        places = [project.places[(start * 11 + at * 3) % 40] for at in range(articles)]
        for place in places:
            assigned.setdefault(project.source_of(place), []).append(who)
        _annotate(project, root, who, places, done, 9 + 4 * start)
    rows = [Row(source, tuple(sorted(readers))) for source, readers in sorted(assigned.items())]
    (root / ASSIGNMENTS).write_text(Assignments.of(rows).text(), encoding="utf-8")
    give_back(root, "economy/fishery.txt", 1)
    yield Picture("progress", ("P", "wait:4000", "down", "down"), ("open", root, "--as", "lin"))
    changed = root / "economy" / "market.txt"
    changed.write_text(changed.read_text("utf-8").replace("一半。", "大半。"), encoding="utf-8")
    (root / ASSIGNMENTS).unlink()  # who has a queue of her own sees that alone
    here = ("open", root, "--as", "mei")
    yield Picture("library", ("L", "wait:4000", *["down"] * 5), here)
    query = ("F", "wait:4000", *spelled("表示 not label:quote"), "wait:3000", "down", "down", "down")
    yield Picture("find", query, here)


def _annotate(project: Project, root: Path, who: str, places: Sequence[Place], done: int, pace: int) -> None:
    """Write what somebody says: `done` of the articles are, two are begun, over the last ten days."""
    common = {"annotator": who, "writer": "posed", "scheme": "default/1"}
    layer = open_layer(root / "annotations" / f"{who}.json", who)
    began = datetime.now(UTC) - timedelta(days=10)
    for number, place in enumerate(places[: done + 2]):
        article = project.article(place)
        project.frozen.freeze(article)
        at = began + timedelta(days=10 * number / (done + 2))
        body = [one for one in article.sentences if one.part == "body"]
        for count, one in enumerate(body[: None if number < done else 3]):
            text = article.text[one.start : one.end]
            at += timedelta(seconds=pace + count % 3)
            odd = number in (2, done) and count == 1
            said = sentence_mark(
                *(article.id, one.start, one.end, text),
                status="marked",
                labels=_labels(text),
                flag=odd,
                note="這算觀點嗎？" if odd else "",
                at=_moment(at),
                **common,
            )
            layer.put([said])
        if number < done:
            seen = [[0, len(article.text)]]
            layer.put([article_mark(article.id, done=True, seen=seen, at=_moment(at), **common)])
    layer.close()


def _labels(text: str) -> list[str]:
    if "表示" in text or "說" in text:
        return ["quote"]
    return ["opinion", "quote"] if "認為" in text else ["claim"]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
