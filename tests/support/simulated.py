"""A project whose annotators behave as they were made to, so that it is known what agreement must find."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.model.article import Article, Sentence
from annotations.records.record import Record, article_mark, sentence_mark
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer

__all__ = ["SHARES", "Behaviour", "careful", "random_on", "simulate", "skips", "write"]

SHARES = {"claim": 0.4, "opinion": 0.25, "quote": 0.3}
"""How many of the sentences truly have each label."""

_AT = "2026-01-31T08:00:00.000Z"
_WIDTH = 12

Behaviour = Callable[[random.Random, frozenset[str]], frozenset[str]]
"""Returns what an annotator says of a sentence that truly has some labels."""


@dataclass(frozen=True)
class Simulated:
    """Articles and layers in memory."""

    articles: Mapping[str, Article]
    layers: Mapping[str, Sequence[Record]]


def careful(slip: float = 0.03) -> Behaviour:
    """Return who is right on every label but for a few slips."""

    def say(dice: random.Random, truth: frozenset[str]) -> frozenset[str]:
        return frozenset(label for label in SHARES if (label in truth) != (dice.random() < slip))

    return say


def skips(label: str) -> Behaviour:
    """Return who is careful and never gives `label`."""
    say = careful()
    return lambda dice, truth: say(dice, truth) - {label}


def random_on(label: str) -> Behaviour:
    """Return who is careful but gives `label` as often as it is due, wherever the dice fall."""
    say = careful()

    def guess(dice: random.Random, truth: frozenset[str]) -> frozenset[str]:
        others = say(dice, truth) - {label}
        return others | {label} if dice.random() < SHARES[label] else others

    return guess


def simulate(
    behaviours: Mapping[str, Behaviour], *, articles: int, sentences: int, seed: int = 1, unseen: float = 0
) -> Simulated:
    """Return a project in which everybody has done every article: half of the nones are implied.

    `unseen` is how many of the sentences everybody passes over, each others: without a mark, and never under
    the cursor.
    """
    dice = random.Random(seed)
    texts = {article.id: article for article in _articles(articles, sentences)}
    truth = {
        identity: [
            frozenset(label for label, share in SHARES.items() if dice.random() < share)
            for _ in article.sentences[1:]
        ]
        for identity, article in texts.items()
    }
    layers = {
        name: list(_layer(name, behaviour, texts, truth, random.Random(f"{seed} {name}"), unseen))
        for name, behaviour in behaviours.items()
    }
    return Simulated(texts, layers)


def _articles(count: int, sentences: int) -> Iterator[Article]:
    for number in range(count):
        text = "".join(f"第{index:09d}句。" for index in range(sentences + 1))
        bounds = tuple(
            Sentence(at * _WIDTH, (at + 1) * _WIDTH, part="body" if at else "title")
            for at in range(sentences + 1)
        )
        yield Article(
            f"{number:020x}", f"第{number}篇", text, text, sentences=bounds, source=f"{number:05d}.txt"
        )


def _layer(
    annotator: str,
    say: Behaviour,
    articles: Mapping[str, Article],
    truth: Mapping[str, Sequence[frozenset[str]]],
    dice: random.Random,
    unseen: float,
) -> Iterator[Record]:
    common = {"annotator": annotator, "writer": "simulated", "scheme": "default/1", "at": _AT}
    for identity, article in articles.items():
        seen = [[0, len(article.text)]] if not unseen else []
        for sentence, holds in zip(article.sentences[1:], truth[identity], strict=True):
            if unseen:
                if dice.random() < unseen:
                    continue
                seen.append([sentence.start, sentence.end])
            said = say(dice, holds)
            labels = [label for label in SHARES if label in said]
            if not labels and dice.random() < 0.5:
                continue
            yield sentence_mark(
                identity,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                status="marked" if labels else "none",
                labels=labels,
                **common,
            )
        yield article_mark(identity, done=True, seen=seen, **common)


def write(root: Path, simulated: Simulated) -> None:
    """Write the frozen articles and layers of a project into the folder `root`."""
    frozen = FrozenArticles(root)
    for article in simulated.articles.values():
        frozen.freeze(article)
    for annotator, records in simulated.layers.items():
        layer = open_layer(root / "annotations" / f"{annotator}.json", annotator)
        layer.put([{**record, "batch": ["all", len(records)]} for record in records])
        layer.close()
