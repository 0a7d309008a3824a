"""How much an annotator has done, counted from the records of a layer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from annotations.progress.articles import ArticleCounts, Tally, from_rows, rows_of
from annotations.progress.pace import UNKNOWN, Mark, Pace, moments_of, paces
from annotations.records.migration import PROJECT
from annotations.records.record import Record
from annotations.records.remarks import asks

__all__ = ["NONE", "LayerCounts", "Trait", "trait"]

NONE = "none"
"""What stands beside labels where no label fits; no label can be called so."""
_SAID: Mapping[str, tuple[str, ...]] = {"marked": (), "none": (NONE,), "open": ()}
"""What a mark without labels says by its status, for its pace to count for."""


class Trait(NamedTuple):
    """What is counted of a record. Few records of an article differ in it, so many can share one."""

    article: str
    status: str | None
    """Of the mark of a sentence; None for a record of another kind."""
    labels: tuple[str, ...]
    done: bool
    flag: bool
    note: bool
    question: bool
    """Whether it is a mark, of a sentence or an article, with a note that asks something."""
    decision: bool


@dataclass(frozen=True, slots=True)
class LayerCounts:
    """What is counted in the newest revisions of a layer's records, deleted ones left out.

    Sentences are counted by their marks: one that was split after it was marked counts once.
    """

    records: int = 0
    articles: int = 0
    """Articles of which anything is said."""
    done: int = 0
    """Articles that were marked done."""
    marked: int = 0
    """Sentences that have a label."""
    none: int = 0
    """Sentences of which it was said that no label fits."""
    open: int = 0
    """Sentences of which there is a flag or a note only."""
    flags: int = 0
    """Sentences with a flag."""
    notes: int = 0
    """Sentences and articles with a note."""
    labels: Mapping[str, int] = field(default_factory=dict)
    """How many sentences have each label; a label that nobody has is not in it."""
    decisions: int = 0
    """Sentences that the annotator, as a lead, decided."""
    pace: Pace = field(default_factory=Pace)
    """How long sentences took; flags and notes alone are in it."""
    paces: Mapping[str, Pace] = field(default_factory=dict)
    """How long sentences took that have each label, or explicitly `NONE`."""
    by_article: Mapping[str, ArticleCounts] = field(default_factory=dict)
    """How far each article is, by its id; of which nothing is said but that it was seen, it lacks."""

    @property
    def decided(self) -> int:
        """Sentences that have a label or an explicit none; shares are of these."""
        return self.marked + self.none

    @classmethod
    def of(cls, records: Iterable[Record]) -> LayerCounts:
        """Count `records`: newest revisions, none of them deleted."""
        records = list(records)
        return cls.of_traits(map(trait, records), moments_of(records))

    @classmethod
    def of_traits(cls, traits: Iterable[Trait], moments: Iterable[float]) -> LayerCounts:
        """Count records of which only traits are known, and the :func:`.moments_of` them."""
        records = flags = notes = opened = decisions = 0
        articles: set[str] = set()
        done: dict[str, int] = {}
        tallies: defaultdict[str, Tally] = defaultdict(Tally)
        statuses: Counter[str] = Counter()
        said: Counter[tuple[str, ...]] = Counter()
        marks: defaultdict[str, list[Mark]] = defaultdict(list)
        for one, at in zip(traits, moments, strict=True):
            records += 1
            if one.article == PROJECT:  # nothing is said of any text there
                continue
            notes += one.note
            decisions += one.decision
            articles.add(one.article)
            if one.done:
                done[one.article] = max(int(at), done.get(one.article, 0))
            if one.status is not None:
                tallies[one.article].sentence(
                    at, decided=one.status != "open", flag=one.flag, question=one.question
                )
                statuses[one.status] += 1
                said[one.labels] += 1
                flags += one.flag
                opened += one.status == "open" and (one.flag or one.note)
                if at != UNKNOWN:
                    marks[one.article].append((at, one.labels or _SAID[one.status]))
            elif one.question:
                tallies[one.article].question()
        labels: Counter[str] = Counter()
        for names, count in said.items():
            labels.update(dict.fromkeys(names, count))
        pace, of_each = paces(marks.values())
        return cls(
            records=records,
            articles=len(articles),
            done=len(done),
            marked=statuses["marked"],
            none=statuses["none"],
            open=opened,
            flags=flags,
            notes=notes,
            labels=dict(sorted(labels.items())),
            decisions=decisions,
            pace=pace,
            paces=of_each,
            by_article={
                article: tallies[article].counted(article in done, done.get(article, 0))
                for article in sorted({*tallies, *done})
            },
        )

    @classmethod
    def total(cls, counts: Iterable[LayerCounts]) -> LayerCounts:
        """Return the sum over several layers; an article counts once for each annotator who touched it.

        How far each article is no sum tells.
        """
        counts = list(counts)
        labels: Counter[str] = Counter()
        timed: set[str] = set()
        for one in counts:
            labels.update(one.labels)
            timed.update(one.paces)
        return cls(
            records=sum(one.records for one in counts),
            articles=sum(one.articles for one in counts),
            done=sum(one.done for one in counts),
            marked=sum(one.marked for one in counts),
            none=sum(one.none for one in counts),
            open=sum(one.open for one in counts),
            flags=sum(one.flags for one in counts),
            notes=sum(one.notes for one in counts),
            labels=dict(sorted(labels.items())),
            decisions=sum(one.decisions for one in counts),
            pace=Pace.total(one.pace for one in counts),
            paces={
                name: Pace.total(one.paces[name] for one in counts if name in one.paces)
                for name in sorted(timed)
            },
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as an object that :meth:`from_json` understands, after JSON too."""
        return asdict(replace(self, by_article={})) | {"by_article": rows_of(self.by_article.items())}

    @classmethod
    def from_json(cls, value: Any) -> LayerCounts:
        """Return what JSON made of what :meth:`to_json` gave."""
        paces = {name: Pace.from_json(pace) for name, pace in value["paces"].items()}
        made = {
            "pace": Pace.from_json(value["pace"]),
            "paces": paces,
            "by_article": from_rows(value["by_article"]),
        }
        return cls(**{**value, **made})


def trait(record: Record) -> Trait:
    """Return what is counted of `record`, which may be of any kind."""
    note = record.get("note")
    said = note if isinstance(note, str) else ""
    return Trait(
        record["article"],
        record["status"] if record["kind"] == "sentence" else None,
        tuple(sorted(record["labels"])) if record["kind"] == "sentence" else (),
        record["kind"] == "article" and record["done"],
        record["kind"] == "sentence" and record["flag"],
        said.strip() != "",
        record["kind"] in ("sentence", "article") and asks(said),
        record["kind"] == "decision",
    )
