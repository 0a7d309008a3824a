"""A lead and two annotators, each with a folder of their own: from nothing to gold."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from export_lines import checked
from program import zhupi_here
from terminal import Terminal

ARTICLES = {
    "01-chips.txt": "晶片管制\n\n商務部長雷蒙多表示,限制四月生效。據路透社報道,股價跌3.5%。政策太倉促。\n",
    "02-rain.txt": "臺南颱風\n\n颱風登陸,三人受傷。市長黃偉哲說:「先安置災民。」市府撥款2億元重建。\n",
    "03-metro.txt": "地鐵新線\n\n北京地鐵全長22.4公里。市民王小明說,上班快了。這是最好的消息。\n",
    "04-bank.txt": "銀行降息\n\n銀行降息0.25個百分點。分析師李華認為,房市可望回穩。降息太晚。\n",
    "05-school.txt": "學校開學\n\n全市1200所學校開學。局長陳芳表示,新課綱將減輕負擔。家長歡迎。\n",
    "06-sport.txt": "接力奪金\n\n接力成績為38秒29。教練張立說:「他們超越了自己。」勝利令人振奮。\n",
}
SEEN = ("雷蒙多 PER", "三人 quantity", "公里 quantity", "0.25個百分點 percent", "1200所 quantity", "38秒29")
"""What the panel shows of each article once names and numbers are found."""
LIKE = "c Enter q Enter o d"
KEYS = {
    "mei": ("q Enter c q Enter o f d", "c Enter q Enter c d", LIKE, LIKE, "c Enter q Enter q p 1 d", LIKE),
    "lin": ("q Enter c q Enter o d", LIKE, LIKE, LIKE, "c Enter q Enter q p 1 d", "c Enter q Enter c d"),
}
"""What each presses in each article of the queue: they differ at the end of the second and the last."""
QUESTION, ANSWER = "這算觀點嗎?", "算,太倉促是評價。"
BACK, REPLY = "撥款是事實還是觀點?", "是事實。"


class Line(NamedTuple):
    """What a line of the gold says."""

    source: str
    sentence: int
    labels: str
    voice: str | None
    speaker: str | None
    how: str
    votes: dict[str, int]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Line:
        said = [one["text"] for quote in row["quotes"] for one in quote["speakers"]]
        labels = " ".join(row["labels"])
        found = (row["voice"], "+".join(said) or None, row["how"], row["votes"])
        return cls(row["source"], row["sentence"], labels, *found)


def alike(source: str, last: str, voice: str | None, **settled: Any) -> list[Line]:
    """Return the lines of an article that begins with a claim and a quote, as all but one do."""
    speaker = {"02": "黃偉哲", "03": "王小明", "04": "李華", "05": "陳芳", "06": "張立"}[source[:2]]
    how, votes = settled.get("how", "unanimous"), settled.get("votes", {last: 2})
    return [
        Line(source, 2, "claim", "author", None, "unanimous", {"claim": 2}),
        Line(source, 3, "quote", None, speaker, "unanimous", {"quote": 2}),
        Line(source, 4, last, voice, speaker if last == "quote" else None, how, votes),
    ]


DIFFER = {"how": "person", "votes": {"claim": 1, "opinion": 1}}
GOLD = [
    Line("01-chips.txt", 2, "quote", None, "雷蒙多", "unanimous", {"quote": 2}),
    Line("01-chips.txt", 3, "claim quote", "speaker", "路透社", "unanimous", {"claim": 2, "quote": 2}),
    Line("01-chips.txt", 4, "opinion", "author", None, "unanimous", {"opinion": 2}),
    *alike("02-rain.txt", "claim", "author", **DIFFER),
    *alike("03-metro.txt", "opinion", "author"),
    *alike("04-bank.txt", "opinion", "author"),
    *alike("05-school.txt", "quote", None),
    *alike("06-sport.txt", "opinion", "author", **DIFFER),
]


class Person:
    """Somebody with a copy of the project, at a machine of their own."""

    def __init__(self, name: str, folder: Path, run: Callable[..., Terminal]) -> None:
        self.name, self.folder, self._run = name, folder, run
        home = folder.parent / f"home-{name}"
        self.environ = {
            "ZHUPI_ANNOTATOR": name,
            "ZHUPI_STATE": str(home / "state"),
            "ZHUPI_CONFIG": str(home / "settings.toml"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "log"),
        }

    def open(self, *arguments: str | Path) -> Terminal:
        return self._run(*arguments, self.folder, environ=self.environ)

    def command(self, *arguments: str | Path) -> str:
        """Run zhupi in the project without a screen and return what it says."""
        done = zhupi_here(*arguments, cwd=self.folder, env={**os.environ, **self.environ})
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def hand_in_to(self, other: Person) -> str:
        self.command("hand-in")
        return other.command("collect", self.folder / f"{self.name}.handin.jsonl")


def saved(*words: str) -> Callable[[str], bool]:
    """Return what tells that all `words` are on screen, and everything on disk."""
    return lambda text: (
        all(one in text for one in words) and re.search(r" saved\b", text.split("\n")[0]) is not None
    )


def annotate(terminal: Terminal, who: str) -> None:
    """Go through the queue from its first article to its last one with `d`."""
    for number, (keys, seen) in enumerate(zip(KEYS[who], SEEN, strict=True), 1):
        terminal.wait(saved(f"art {number}/6", seen))
        if (who, number) == ("mei", 1):
            *before, flag, done = keys.split()
            terminal.send(*before, "w")
            terminal.wait("Note on sentence 4")
            terminal.send(QUESTION, "Enter")
            terminal.wait(saved(QUESTION))
            terminal.send(flag, done)
            terminal.wait("1 flagged: 4")
            terminal.send("Enter")
        else:
            terminal.send(*keys.split())
    terminal.wait(saved("6 done", "every article of the queue is done"))


def test_from_nothing_to_gold(tmp_path: Path, run: Callable[..., Terminal]) -> None:
    chief, mei, lin = (Person(name, tmp_path / name, run) for name in ("chief", "mei", "lin"))
    chief.folder.mkdir()
    for name, text in ARTICLES.items():
        (chief.folder / name).write_text(text, encoding="utf-8")
    terminal = chief.open("init")
    for asked, answer in (
        ("Labels", ""),
        ("Who annotates", "mei,lin"),
        ("Who leads", "chief"),
        ("When do annotators see", ""),
    ):
        terminal.wait(asked)
        terminal.send(answer, "Enter")
    terminal.wait("then each of them")
    assert terminal.exit_code() == 0
    assert "read by two: lin+mei 6" in chief.command("assign", "--annotators", "mei,lin", "--overlap", "2")

    for one in (mei, lin):
        shutil.copytree(chief.folder, one.folder)
        terminal = one.open("open")
        annotate(terminal, one.name)
        assert terminal.leave() == 0
        assert "of 6 articles" in one.hand_in_to(chief)

    answered_and_given_back(chief)
    chief.hand_in_to(mei)
    terminal = mei.open("open")
    terminal.wait(saved("art 2/6", "1 given back", "臺南颱風"))
    terminal.wait("chief has written to you, 1 new")
    terminal.send(".", ">")
    terminal.wait("Answer to chief")
    terminal.send(REPLY, "Enter")
    terminal.wait(saved(f"answered: {REPLY}"))
    terminal.send("W")
    terminal.wait(lambda text: "1 new" in text and ANSWER in text)
    terminal.send("Enter")
    terminal.wait(saved("art 1/6", "> 4", ANSWER))
    assert terminal.leave() == 0
    mei.hand_in_to(chief)

    settled(chief)
    rows = list(checked(chief.command("export", "--gold", "-o", "-")))
    assert sorted(map(Line.of, rows), key=lambda line: line[:2]) == GOLD
    assert {(row["status"], row["done"], *row["decided_by"]) for row in rows} == {("marked", True, "chief")}
    # The names that mei and lin saw are in it, those of articles that chief never opened too.
    seen = {(name["text"], name["type"]) for row in rows for name in row["entities"]}
    assert {("雷蒙多", "PER"), ("李華", "PER"), ("陳芳", "PER")} <= seen


def answered_and_given_back(chief: Person) -> None:
    """See in the screens of a lead where the team stands, answer what mei asks, and give a sentence back."""
    told = chief.command("progress")
    assert re.search(r"^all +12/12 ", told, re.MULTILINE), told
    terminal = chief.open("open", "--review")
    terminal.wait(saved("art 1/6", "雷蒙多"))
    terminal.send("P")
    terminal.wait(lambda text: len(re.findall(r"^.(?:mei|lin) +6/6 ", text, re.MULTILINE)) == 2)
    terminal.send("Esc")
    terminal.wait("REVIEW")
    terminal.send("W")
    terminal.wait(lambda text: "1 unanswered, 1 new" in text and QUESTION in text)
    terminal.send("w")
    terminal.wait("Sentence 4, to mei")
    terminal.send(ANSWER, "Enter")
    terminal.wait(saved("REVIEW"))
    terminal.send("L")
    terminal.wait("0 settled, 2 to settle")
    terminal.send("Down", "Enter")
    terminal.wait(saved("art 2/6", "1 to settle", "臺南颱風"))
    terminal.send("End", "<")
    terminal.wait("give sentence 4 back to")
    terminal.send("2")
    terminal.wait("Comment for mei on sentence 4")
    terminal.send(BACK, "Enter")
    terminal.wait(saved("4 back to mei"))
    assert terminal.leave() == 0


def settled(chief: Person) -> None:
    """Settle what all agree on at once, and the two sentences that differ as mei has them."""
    terminal = chief.open("open", "--review")
    terminal.wait(saved("REVIEW", REPLY))
    terminal.send("s")
    terminal.wait("the whole project")
    terminal.send("2")
    terminal.wait(saved("16 sentences of 6 articles settled"))
    terminal.send("F2")
    terminal.wait(saved("4 decided: claim"))
    terminal.send(".")
    terminal.wait(saved("art 6/6", "1 to settle"))
    terminal.send("F2")
    terminal.wait(saved("4 decided: opinion"))
    terminal.send("L")
    terminal.wait("6 articles: 6 settled, 0 to settle")
    terminal.send("Esc")
    terminal.wait("REVIEW")
    assert terminal.leave() == 0
