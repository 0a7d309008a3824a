"""What is said in a project, as items for formats: one person's, everybody's, or the gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby

from annotations.errors import StorageError
from annotations.exchange.item_rows import item_of_article, item_of_sentences
from annotations.exchange.items import Group, Item, Unit
from annotations.project.export import Export
from annotations.project.gold_export import GoldExport
from annotations.project.project import Project
from annotations.project.selection import Selection
from annotations.wording import tr

__all__ = ["GOLD", "gold_groups", "groups_of"]

GOLD = "gold"
"""In whose name the gold is handed on."""


def groups_of(
    exports: Sequence[Export],
    selection: Selection,
    unit: Unit,
    *,
    together: bool,
    counts: Counter[str],
    on_article: Callable[[int, int], object] = lambda done, of: None,
) -> Iterator[Group]:
    """Yield what annotators said, article by article.

    Args:
        exports: The layer of each, of the unit ``article``, in order of names.
        selection: What is left in.
        unit: What an example will be.
        together: Whether a group holds what everybody said of an article; else it is one item, and one
            annotator comes after the other.
        counts: Takes how many examples each annotator has.
        on_article: Called with how many articles are done, and of how many.

    Raises:
        StorageError: An article's text is missing or damaged, or the lead's layer cannot be read.
    """
    with ExitStack() as stack:
        readers = [stack.enter_context(one.reading()) for one in exports]
        articles = [one.articles() for one in exports]
        if together:
            begun = dict.fromkeys(identity for one in articles for identity in one)
            having = [frozenset(one) for one in articles]
            order = [(one, [at for at, has in enumerate(having) if one in has]) for one in begun]
        else:
            order = [(identity, [at]) for at, one in enumerate(articles) for identity in one]
        for done, (identity, who) in enumerate(order):
            on_article(done, len(order))
            items = [item_of_article(row) for at in who for row in readers[at](identity)]
            group = [kept for one in items if (kept := selection.pick(one, unit)) is not None]
            if group:
                for one in group:
                    counts[one.annotator] += len(one.sentences) if unit == "sentence" else 1
                yield group
        on_article(len(order), len(order))


def gold_groups(
    project: Project, gold: GoldExport, selection: Selection, unit: Unit, counts: Counter[str]
) -> Iterator[Group]:
    """Yield the settled sentences of a project, article by article.

    Raises:
        StorageError: A frozen article is missing or damaged.
    """
    for identity, rows in groupby(gold.rows(), key=lambda row: str(row["article"])):
        frozen = project.frozen.load(identity)
        if frozen is None:
            raise StorageError(
                tr(
                    "{root}: the text of the article {identity} is missing",
                    root=project.root,
                    identity=identity,
                )
            )
        item: Item | None = item_of_sentences(rows, frozen.text)
        item = selection.pick(item, unit) if item is not None else None
        if item is not None:
            counts[item.annotator] += len(item.sentences) if unit == "sentence" else 1
            yield [item]
