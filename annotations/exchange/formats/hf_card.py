"""The card of a data set, README.md: what libraries read of it, in YAML, and what people do.

It is written in English whatever language is spoken, for it goes out into the world with the data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.exchange.format import Order
from annotations.exchange.formats.hf_features import feature_lines, quoted
from annotations.exchange.formats.hf_rows import ARTICLE, SENTENCE
from annotations.exchange.items import Item

__all__ = ["Tally", "card"]

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_COLUMNS = {
    "article": "id of the article; all its rows are in the same split",
    "title": "its title",
    "source": "the file that it came from",
    "part": "`body`, `title`, `byline` and the like",
    "sentence": "which sentence of the article, from 1",
    "start": "where the sentence begins in the article",
    "end": "where it ends in the article, exclusive",
    "text": "the text",
    "labels": "the labels, several at once",
    "status": "`marked`; `none`: said that no label fits; `implied`: none because the article is done; "
    "`open`: not answered, which is no negative",
    "voice": "whose claim or opinion it is, empty where nobody said",
    "note": "a remark of the annotator's",
    "flag": "whether it was flagged",
    "spans": "names and numbers in the text: start, end, label, the words, and who found them",
    "sentences": "the sentences with all that is said of each",
    "article_labels": "the labels of the article as a whole",
    "annotator": "who says so",
    "more": "JSON with the rest: quotes with speakers, attributes, threads, times, how gold was decided",
}


@dataclass(slots=True)
class Tally:
    """What was written, counted for the card."""

    rows: Counter[str] = field(default_factory=Counter)
    """By split."""
    articles: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By split their ids: what several annotators marked comes once for each, and counts once."""
    labels: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    annotators: set[str] = field(default_factory=set)
    article_labels: Counter[str] = field(default_factory=Counter)

    def add(self, item: Item) -> None:
        """Count what an item says."""
        self.annotators.add(item.annotator)
        for one in item.sentences:
            self.labels.update(one.labels)
        self.spans.update(one.label for one in item.spans or ())
        self.article_labels.update(item.labels)

    def classes(self, order: Order) -> list[str]:
        """Return the names of the classes: the scheme's labels in its order, then others that were said."""
        return order.scheme.in_order(order.scheme.names | self.labels.keys())


def card(order: Order, tally: Tally, files: Mapping[str, str]) -> str:
    """Return the card of a data set of which the `files`, by split, were written."""
    return "\n".join([*_front(order, tally, files), *_body(order, tally, list(files))]).rstrip("\n") + "\n"


def _front(order: Order, tally: Tally, files: Mapping[str, str]) -> Iterator[str]:
    rows = tally.rows.total()
    yield from ("---", "language:", "- zh")
    yield f"pretty_name: {quoted(order.title or 'zhupi')}"
    yield from ("task_categories:", "- text-classification", "- token-classification")
    yield from ("size_categories:", f"- {next((name for most, name in _SIZES if rows < most), 'n>1M')}")
    yield from ("tags:", "- zhupi", "configs:", "- config_name: default")
    if files:
        yield "  data_files:"
    for split, name in files.items():
        yield from (f"  - split: {split}", f"    path: {name}")
    yield from ("dataset_info:", "  features:")
    columns = ARTICLE if order.unit == "article" else SENTENCE
    yield from feature_lines(columns, tally.classes(order), "  ")
    yield from ("---", "")


def _body(order: Order, tally: Tally, splits: Sequence[str]) -> Iterator[str]:
    unit = "an article" if order.unit == "article" else "a sentence"
    yield from (f"# {_line(order.title or 'zhupi')}", "")
    yield f"Chinese articles, annotated with zhupi. A row is {unit} as one annotator marked it;"
    yield f"{_many(len(tally.annotators), 'annotator')}. `load_dataset` needs no script."
    yield from ("", "## Splits", "", "| split | articles | rows |", "|---|---:|---:|")
    yield from (f"| {one} | {len(tally.articles[one]):,} | {tally.rows[one]:,} |" for one in splits)
    yield "\nAll rows of an article are in one split, and so are its earlier and duplicate texts."
    yield from ("", "## Offsets", "")
    yield "All offsets are Unicode code points, end exclusive, as Python counts. Those of `spans` count in"
    yield "the row's own `text`: `text[start:end]` is the span's `text`. All others count in the article."
    yield from ("", "## Columns", "", "| column | what it says |", "|---|---|")
    columns = ARTICLE if order.unit == "article" else SENTENCE
    yield from (f"| `{name}` | {_COLUMNS[name]} |" for name in columns)
    yield from _labels(order, tally)
    if order.guidelines.strip():
        yield from ("", "## Guidelines", "", _lowered(order.guidelines))
    yield from ("", "## Agreement", "")
    yield _lowered(order.agreement()) or "Not worked out for this export."


def _labels(order: Order, tally: Tally) -> Iterator[str]:
    """Yield the labels of sentences and of articles, and the types of spans, with how often each was said."""
    known = {one.name: f"{one.title}: {one.definition}".strip(": ") for one in order.scheme.every_label}
    yield from ("", "## Labels", "", "| label | said | meaning |", "|---|---:|---|")
    yield from (
        f"| `{_line(one)}` | {tally.labels[one]:,} | {_line(known.get(one, ''))} |"
        for one in tally.classes(order)
    )
    wholes = order.scheme.in_order(
        {one.name for one in order.scheme.article_labels} | tally.article_labels.keys()
    )
    for one in sorted(wholes):
        meaning = _line(known.get(one, ""))
        yield f"| `{_line(one)}` (of the article) | {tally.article_labels[one]:,} | {meaning} |"
    if tally.spans:
        yield from ("", "| span | found |", "|---|---:|")
        yield from (f"| `{_line(one)}` | {count:,} |" for one, count in sorted(tally.spans.items()))


def _line(text: str) -> str:
    """Return `text` as it stands in a cell of Markdown."""
    return " ".join(text.split()).replace("|", "\\|").encode("utf-8", "replace").decode()


def _lowered(markdown: str) -> str:
    """Return `markdown` with its headings below those of the card."""
    lines = markdown.strip().encode("utf-8", "replace").decode().split("\n")
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in lines)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
