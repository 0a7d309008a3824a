"""A project in which everything has happened: what the screens of a team are looked at with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from team import act, give_back, laid_out

from annotations.editing.editor import Editor
from annotations.editing.quotes import speaker
from annotations.project.settings import ASSIGNMENTS
from annotations.records.acts import Act
from annotations.records.decisions import decision
from annotations.records.record import as_act

__all__ = ["ANNOTATORS", "LEAD", "TRAINING", "founding_texts", "workplace"]

LEAD, ANNOTATORS = "lin", ("an", "mei", "wu")
TRAINING = "科技/a01.txt"
_FOLDERS = ("國際/歐洲", "科技", "財經")
_SEED = Path(__file__).parents[2] / "seeds" / "000_2368d137872e6b36.txt"
_SETTINGS = f'lead = "{LEAD}"\nothers = "never"\ntrain = ["{TRAINING}"]\n'
_WAYS: dict[str, list[str | None]] = {
    "an": ["c", "o", "cq", "oq", "", "c", "co", None],
    "mei": ["c", "co", "q", "oq", "c", "c", "o", "c"],
    "wu": ["c", "o", "cq", "o", "", "q", "co", "c"],
}
_LETTERS = {"c": "claim", "o": "opinion", "q": "quote"}


def founding_texts(articles: int) -> dict[str, str]:
    """Return articles by their places, each other lines of the founding article in three folders."""
    lines = [line for line in _SEED.read_text(encoding="utf-8").split("\n") if len(line.strip()) > 20]
    texts = {}
    for number in range(articles):
        taken = [lines[(number + at) % len(lines)] for at in range(3 + number % 4)]
        body = "\n".join(taken)
        folder = _FOLDERS[number % len(_FOLDERS)]
        texts[f"{folder}/a{number:02}.txt"] = f"第{number}篇。{body}\n"
    return texts


def workplace(root: Path, articles: int = 6) -> Path:
    """Write a project of `articles`, six or more, that three annotate and `LEAD` leads; return the folder.

    The first articles are done by all with differences, threads, a return and decisions; the second is one
    to train with; of the rest each annotator has begun some.
    """
    texts = founding_texts(articles)
    for name in texts:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    laid_out(root, _SETTINGS, texts)
    places = list(texts)
    _assign(root, texts)
    done = max(2, articles // 5)
    for at, who in enumerate(ANNOTATORS):
        for number, name in enumerate(places):
            if name == TRAINING and who == "mei":
                continue
            if number < done + at or number == articles - 1 - at:
                _annotate(root, who, name, done=number < done)
    _talk(root, places[0])
    give_back(root, places[0], 3, to="mei")
    _decide(root, places[1])
    return root


def _assign(root: Path, texts: dict[str, str]) -> None:
    lines = []
    for number, (name, text) in enumerate(texts.items()):
        part = "train" if name == TRAINING else "pilot" if number < 3 else "-"
        who = ANNOTATORS if part != "-" else [one for at, one in enumerate(ANNOTATORS) if at != number % 3]
        lines.append(f"{name}\t{part}\t{','.join(who)}\t{len(text)}\t-\n")
    (root / ASSIGNMENTS).write_text("".join(lines), encoding="utf-8")


def _annotate(root: Path, who: str, name: str, *, done: bool) -> None:
    def say(one: Editor) -> Iterable[Act]:
        article = one.marks.article
        for index in range(len(article.sentences) if done else 3):
            letters = _WAYS[who][index % 8]
            if letters == "":
                yield one.labels.say_none([index])
            for letter in letters or "":
                yield one.labels.toggle([index], _LETTERS[letter])
            if "q" in (letters or "") and index % 3 != 2:
                text = "奧爾特曼" if who == "an" else "特朗普"
                yield one.quotes.set_speakers([index], 0, [speaker(text, text, None, None, "person")])
        if done:
            yield one.article.toggle_done(0, [(0, len(article.text))])

    act(root, who, name, say)


def _talk(root: Path, name: str) -> None:
    act(root, "mei", name, lambda one: [one.labels.write_note(1, "這是觀點嗎?「先進」是評價。\n還是引語?")])
    act(root, LEAD, name, lambda one: [one.remarks.say(1, "mei", "是觀點:可查證的只有數字。")])
    act(
        root, "mei", name, lambda one: [one.labels.toggle_flag([2]), one.labels.write_note(4, "看不懂這一句")]
    )
    act(root, "wu", name, lambda one: [one.labels.write_note(2, "引語從哪裡開始?")])


def _decide(root: Path, name: str) -> None:
    def acts(lead: Editor) -> Iterable[Act]:
        article = lead.marks.article
        for number, sentence in enumerate(article.sentences):
            labels = [["claim"], ["opinion"], ["claim", "quote"], []][number % 4]
            record = decision(
                article.id,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                lead=LEAD,
                writer="w",
                scheme="default/1",
                how="person",
                seen=[],
                votes={},
                status="marked" if labels else "none",
                labels=labels,
            )
            record["reason"] = "評價不能查證。" if labels == ["opinion"] else ""
            yield Act(article.id, 0, "", (None,), tuple(as_act([record])))

    act(root, LEAD, name, acts)
