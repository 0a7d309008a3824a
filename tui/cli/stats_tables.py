"""The tables of ``zhupi stats``: one annotator's progress, or everybody's beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.adjudication.overruled import SettledAgainst
from annotations.model.scheme import Scheme
from annotations.progress.counts import NONE, LayerCounts
from annotations.progress.pace import PAUSE, Pace
from annotations.wording import msg, tr
from tui.layout.cells import cell_width, fit
from tui.presenters.table import WIDTH, aligned

__all__ = ["labels_of", "of_all", "of_one"]

_NAME = 16
"""Cells that an annotator's name keeps beside labels; more labels than fit go into a table below."""
_PACE = (
    msg("Pace: the median from one sentence's first mark to the next in its article;"),
    msg("pauses of more than {minutes} minutes are left out."),
)
_AGAINST = (
    msg("Against: of the sentences judged and then settled, those settled otherwise;"),
    msg("+ is given and not settled, - is settled and not given."),
)


def of_one(
    title: str, one: LayerCounts, articles: int, scheme: Scheme, against: SettledAgainst | None
) -> Iterator[str]:
    """Yield the lines of one annotator, below `title`; no line is wider than 80 cells.

    Args:
        title: Whose they are, and where.
        one: The counts.
        articles: How many articles there are.
        scheme: Gives the order of labels, and their titles.
        against: What was settled against the annotator; None if that may not be shown.
    """
    yield fit(title, WIDTH)
    yield ""
    titles = {label.name: f"{label.name} {tr(label.title)}" for label in scheme.labels}
    settled = against is not None and against.judged > 0
    rows = [
        ["", tr("count"), tr("share"), tr("pace"), tr("against")],
        [tr("articles"), _number(articles), "", "", ""],
        [tr("  touched"), _number(one.articles), _share(one.articles, articles), "", ""],
        [tr("  done"), _number(one.done), _share(one.done, articles), "", ""],
        [tr("sentences decided"), _number(one.decided), "", _pace(one.pace), _against(against)],
    ]
    for name in [*labels_of(scheme, one, against), NONE]:
        count = one.none if name == NONE else one.labels.get(name, 0)
        cells = [_number(count), _share(count, one.decided), _pace(one.paces.get(name))]
        rows.append([f"  {titles.get(name, name)}", *cells, _against(against, name)])
    rows += [
        [tr("sentences with a flag or a note only"), _number(one.open), "", "", ""],
        [tr("flags"), _number(one.flags), "", "", ""],
        [tr("notes"), _number(one.notes), "", "", ""],
    ]
    yield from aligned(rows if settled else [row[:-1] for row in rows])
    yield ""
    yield from _legend([against])


def of_all(
    title: str,
    counts: Mapping[str, LayerCounts],
    scheme: Scheme,
    against: Mapping[str, SettledAgainst | None],
) -> Iterator[str]:
    """Yield the lines of several annotators and a total, as `of_one` does those of one."""
    total = LayerCounts.total(counts.values())
    known = [one for one in against.values() if one is not None]
    together = SettledAgainst.total(known)
    everybody = [*counts.values(), total]
    who = [tr("annotator"), *counts, tr("total")]
    yield fit(title, WIDTH)
    yield ""
    yield from _overview(who, everybody)
    names = labels_of(scheme, total, together)
    yield ""
    yield from _tables(
        who,
        [[name, *(_with_share(one.labels.get(name, 0), one.decided) for one in everybody)] for name in names],
    )
    yield ""
    yield tr("Pace")
    yield from _tables(
        who,
        [["all", *(_pace(one.pace) for one in everybody)]]
        + [[name, *(_pace(one.paces.get(name)) for one in everybody)] for name in [*names, NONE]],
    )
    if together.judged:
        some = [*(against.get(name) for name in counts), together]
        yield ""
        yield tr("Settled against")
        yield from _tables(
            who,
            [["judged", *(_number(one.judged) if one else "-" for one in some)]]
            + [["all", *map(_against, some)]]
            + [[name, *(_against(one, name) for one in some)] for name in [*names, NONE]],
        )
    yield ""
    yield tr("Shares are of the sentences marked or none.")
    yield tr("The total counts an article once for each annotator.")
    yield from _legend(known)


def _overview(who: Sequence[str], everybody: Sequence[LayerCounts]) -> Iterator[str]:
    """Yield how far everybody is; `who` are the head of the column, the names, and what the total is."""
    head = [
        tr("annotator"),
        tr("touched"),
        tr("done"),
        tr("marked"),
        tr("none"),
        tr("open"),
        tr("flags"),
        tr("notes"),
    ]
    counts = [
        (one.articles, one.done, one.marked, one.none, one.open, one.flags, one.notes) for one in everybody
    ]
    yield from aligned(
        [head, *([name, *map(_number, some)] for name, some in zip(who[1:], counts, strict=True))]
    )


def labels_of(scheme: Scheme, one: LayerCounts, against: SettledAgainst | None) -> list[str]:
    """Return every label of the scheme, and those that it does not know and that occur, in order."""
    occurring = set(one.labels) | (set(against.over) | set(against.under) if against else set())
    return scheme.in_order({label.name for label in scheme.labels} | occurring - {NONE})


def _tables(first: Sequence[str], columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield `columns` beside `first`, in as many tables as it takes; their heads are made safe to print."""
    columns = [[fit(head, 14), *cells] for head, *cells in columns]
    room = WIDTH - min(max(map(cell_width, first)), _NAME)
    some: list[Sequence[str]] = []
    left = room
    for column in columns:
        wide = 2 + max(map(cell_width, column))
        if some and wide > left:
            yield from aligned(list(zip(first, *some, strict=True)))
            yield ""
            some, left = [], room
        some.append(column)
        left -= wide
    yield from aligned(list(zip(first, *some, strict=True)))


def _legend(shown: Iterable[SettledAgainst | None]) -> Iterator[str]:
    yield from (tr(line, minutes=f"{PAUSE / 60:.0f}") for line in _PACE)
    if any(one is not None and one.judged for one in shown):
        yield from map(tr, _AGAINST)


def _number(count: int) -> str:
    return f"{count:,}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else ""


def _with_share(part: int, whole: int) -> str:
    return f"{_number(part)} {_share(part, whole) or '-':>4}"


def _pace(pace: Pace | None) -> str:
    median = pace.median if pace else None
    return "-" if median is None else f"{median:.1f} s"


def _against(one: SettledAgainst | None, label: str | None = None) -> str:
    """Return how often it was settled against somebody, and in which direction."""
    if one is None or not one.judged:
        return "-"
    way = one.of_labels() if label is None else one.of(label)
    against = one.judged - way.agreed
    return f"{_share(against, one.judged)} (+{_number(way.over)} -{_number(way.under)})"
