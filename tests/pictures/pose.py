"""Makes the pictures of the README anew: each is a real session in a pseudo-terminal, posed by pressing keys.

    python tests/pictures/pose.py [--to .pictures] [NAME ...]

The articles are the seeds, and for a library and a team short ones made of `headlines.tsv` and sentences of
the seeds. Everything lies in a folder that is thrown away. `NAME` makes some of the pictures only. Nothing is
decided here: look at them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))

from founding_tags import TAGS
from newsroom import many
from sessions import MIDDLE, ROOT, WIDE, Picture, Room
from simulated import careful, random_on, simulate, skips, write

CHANGED = """中國將投資6000億美元

王毅昨天表示，中國將在五年內投資近6000億美元。專家認為這一步來得太晚。「我們會繼續努力。」他在記者會上說。\
據路透社報道，談判將於3月15日重啟，雙方各派12名代表。市場普遍看好這項計劃，但也有人質疑錢從何而來。記者李四報道。
"""


def tagged(count: int, *last: str) -> list[str]:
    """Return the keys that tag so many sentences of the founding article."""
    return [key for tag in TAGS[:count] for key in tag.pressed] + list(last)


# -- one annotator -------------------------------------------------------------------------


def alone(room: Room) -> Iterator[Picture]:
    """What somebody sees who works alone, on the founding article."""
    root = room.project("alone")
    here = ("open", root, "--as", "mei")
    room.work(root, "mei", tagged(25, "o", "q"))
    yield Picture("reading", ("h",), here)
    yield Picture("chinese", (), here, language="zh_Hant")
    yield Picture("speakers", ("p",), here)
    yield Picture("guidelines", ("g",), here)
    yield Picture("done", ("d",), here)
    yield Picture("wide", ("h", "h", "h"), here, WIDE)
    yield Picture("settings", ("Z", "down"), here)
    yield Picture("tour", ("c", "enter", "o", "u"), ("tour", "--as", "mei"))


def troubled(room: Room) -> Iterator[Picture]:
    """What is said where a file has changed or gone."""
    root = room.project("changed", seeds="none")
    article = root / "invest.txt"
    article.write_text(CHANGED, encoding="utf-8")
    room.work(root, "mei", ("c", "o", "down", "q", "down", "q", "c", "o", "down", "n"))
    article.write_text(CHANGED.replace("太晚", "太遲").replace("李四", "李四北京"), encoding="utf-8")
    yield Picture("changed", (), ("open", root, "--as", "mei"))
    root = room.project("unsaved", seeds="000*")
    layer = root / "annotations" / "mei.json"
    room.work(root, "mei", ("c", "o", "down", "c", "c"))
    here = ("open", root, "--as", "mei")
    yield Picture("unsaved", ("wait:3000", "U"), here, meanwhile=layer.unlink)


def labelled(room: Room) -> Iterator[Picture]:
    """Twelve labels in two groups."""
    content = {"claim": "c", "forecast": "m", "number": "b", "event": "l", "opinion": "o", "quote": "q"}
    tone = {"neutral": "s", "praise": "z", "blame": "E", "irony": "F", "appeal": "G", "doubt": "H"}
    settings = '[scheme]\nname = "tone"\n'
    for group, choose, labels in (("content", "any of", content), ("tone", "one of", tone)):
        settings += f'[[scheme.groups]]\nname = "{group}"\nchoose = "{choose}"\n'
        for name, key in labels.items():
            settings += f'[[scheme.labels]]\nname = "{name}"\nkey = "{key}"\ngroup = "{group}"\n'
    root = room.project("labels", settings, "jing*")
    keys = ("l", "c", "q", "F", "down", "c", "z", "c", "q", "G", "down", "b", "l")
    room.work(root, "mei", keys)
    yield Picture("labels", ("semicolon",), ("open", root, "--as", "mei"))


# -- a team --------------------------------------------------------------------------------

OTHERWISE = {
    "an": {2: "n", 6: "c", 10: "co", 15: "cq", 19: "oc"},
    "bo": {2: "q", 9: "c", 11: "coq", 12: "oq", 15: "c", 16: "n"},
    "mei": {2: "n", 6: "q", 14: "o", 16: "q", 19: "c"},
}
"""What each says otherwise than the careful annotator, by the number of the sentence."""


def teamed(room: Room) -> Iterator[Picture]:
    """Three who annotate and one who settles."""
    root = room.project("team", 'lead = "lin"\nothers = "done"\n', "000*")
    for who, otherwise in OTHERWISE.items():
        keys = ["home"]
        for number, tag in enumerate(TAGS, 1):
            labels = otherwise.get(number, tag.labels)
            quoted = [key for key in tag.pressed if key in "yp0"] if "q" in labels else []
            first = [key for key in labels if key != "c" and not ("y" in quoted and key == "q")]
            keys += [*first, *quoted, "c" if "c" in labels else "down"]
        room.work(root, who, (*keys, "d", "enter"))
    here = ("open", root, "--as", "lin", "--review")
    room.work(root, "lin", ("home", *["m"] * 4), "--review")
    yield Picture("review", ("full_stop",), here)
    yield Picture("others", ("home", "down"), ("open", root, "--as", "mei"))


def compared(room: Room) -> Iterator[Picture]:
    """How far three simulated annotators agree."""
    root = room.project("agreement", 'lead = "an"\n', "none")
    behaviours = {"an": careful(), "bo": random_on("opinion"), "mei": skips("quote")}
    made = simulate(behaviours, articles=300, sentences=15)
    for article in made.articles.values():
        (root / article.source).write_text(article.raw, encoding="utf-8")
    write(root, made)
    here = ("open", root, "--as", "an", "--review")
    yield Picture("agreement", ("K", "wait:9000"), here, MIDDLE)


POSES = {
    alone: {"reading", "chinese", "speakers", "guidelines", "done", "wide", "settings", "tour"},
    troubled: {"changed", "unsaved"},
    labelled: {"labels"},
    teamed: {"review", "others"},
    compared: {"agreement"},
    many: {"progress", "library", "find"},
}
"""Which pictures come of which."""


def main() -> None:
    """Make the pictures that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="by default all")
    parser.add_argument("--to", type=Path, default=ROOT / ".pictures", help="the folder they are written to")
    options = parser.parse_args()
    began = time.monotonic()
    for poses, made in POSES.items():
        if options.names and not made & set(options.names):
            continue
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder), options.to.resolve())
            for picture in poses(room):
                if not options.names or picture.name in options.names:
                    room.take(picture)
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
