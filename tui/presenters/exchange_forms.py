"""What there is to choose of an export and of an import, and what comes of it, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exchange.items import Item
from annotations.project.export_preview import ExportPreview
from annotations.project.import_choice import Forecast, TakenIn
from annotations.project.import_report import Report
from annotations.wording import counted, msg, tr
from tui.layout.cells import cell_width, visible
from tui.layout.lines import fold
from tui.layout.runs import Row, Run
from tui.presenters.exchange import PURPOSES, predictions_words
from tui.presenters.form import Field
from tui.session.export_desk import SHARES, ExportDesk
from tui.session.import_desk import UNDECIDED, ImportDesk

__all__ = [
    *("export_fields", "forecast_lines", "import_fields", "line_rows"),
    *("preview_lines", "taken_lines"),
]

Line = tuple[str, str]
"""Words and their style."""
_SHOWN = 8
"""Lines of one kind that are shown; more are counted."""
_UNITS = {"sentence": msg("a sentence"), "article": msg("an article")}
_WHOSE = {"mine": msg("mine"), "all": msg("everybody's"), "gold": msg("what was decided")}
_ONLY = {"": msg("all"), "done": msg("done articles"), "marked": msg("marked sentences")}
_IN_NAME = {
    "mine": msg("marks of mine"),
    "file": msg("marks of whom it names"),
    "model": msg("predictions of a model"),
}
_SWITCH = ("", "1")


def export_fields(desk: ExportDesk) -> list[Field]:
    """Return what there is to choose of an export."""
    choice, form = desk.choice, desk.choice.format
    names = [one.NAME for one in desk.formats]
    fields = [Field("format", tr("format"), names, names, form.NAME, _purpose(form.NAME))]
    fields.append(
        Field("unit", tr("an example"), form.UNITS, [tr(_UNITS[one]) for one in form.UNITS], choice.unit)
    )
    alone = "" if len(desk.whose) > 1 else tr("of others nothing is shown here")
    whose = [tr(_WHOSE[one]) for one in desk.whose]
    fields.append(Field("whose", tr("whose"), desk.whose, whose, choice.whose, alone))
    fields.append(Field("only", tr("what"), list(_ONLY), [tr(one) for one in _ONLY.values()], choice.only))
    shares = [one or tr("in one piece") for one in SHARES]
    parts = tr("train, validation, test") if choice.shares.count("/") == 2 else tr("train, test")
    fields.append(
        Field("shares", tr("articles"), SHARES, shares, choice.shares, parts if choice.shares else "")
    )
    fields += [
        Field(f"option:{key}", key.replace("_", " "), values, values, choice.options[key])
        for key, values in form.OPTIONS.items()
    ]
    told = tr("it is read back and compared") if choice.check else ""
    fields.append(
        Field("check", tr("check"), _SWITCH, (tr("no"), tr("yes")), "1" if choice.check else "", told)
    )
    return fields


def import_fields(desk: ImportDesk) -> list[Field]:
    """Return what there is to choose of an import, but for what is typed."""
    known = desk.forecast
    found = tr("found out: {format}", format=known.format) if known and known.guessed else tr("found out")
    names = [found, *desk.formats[1:]]
    fields = [Field("format", tr("format"), desk.formats, names, desk.format, _purpose(desk.format))]
    whose = [tr(_IN_NAME[one]) for one in desk.names]
    fields.append(Field("whose", tr("becomes"), desk.names, whose, desk.whose))
    if desk.whose != "model":
        words = (tr("what is there stays"), tr("the file counts"))
        value = "1" if desk.replace_there else ""
        fields.append(Field("replace_there", tr("where it differs"), _SWITCH, words, value))
    if known and known.fault_count:
        words = (tr("nothing is taken"), tr("the rest is taken"))
        fields.append(
            Field(
                "skip_faulty",
                tr("faults"),
                _SWITCH,
                words,
                "1" if desk.skip_faulty else "",
                undecided=not desk.skip_faulty,
            )
        )
    scheme = desk.project.scheme
    labels = [one.name for one in scheme.every_label]
    for label, (of_names, new) in desk.asked.items():
        there = [one.name for one in scheme.types] if of_names else [*labels, "none"]
        values = [UNDECIDED, *there, ""]
        shown = [tr("? choose what it becomes"), *there, tr("left out")]
        count = (known.unknown_types if of_names else known.unknown).get(label, 0) if known else 0
        about = counted(count, "time") if count else ""
        fields.append(Field(f"label:{label}", label, values, shown, new, about, undecided=new == UNDECIDED))
    return fields


def _purpose(name: str) -> str:
    return tr(PURPOSES[name]) if name in PURPOSES else ""


# -- what comes of it -------------------------------------------------------------------


def preview_lines(preview: ExportPreview) -> list[Line]:
    """Return how an export begins."""
    lines: list[Line] = []
    for name, text in preview.files:
        lines.append((tr("{name} begins:", name=name), "dim"))
        lines += [(line, "") for line in text.removesuffix("\n").split("\n")]
    for name, size in preview.packed:
        lines.append(
            (tr("{name} is no text: {size:,} bytes; read back it says:", name=name, size=size), "dim")
        )
    if preview.packed:
        lines += [line for item in preview.items[:_SHOWN] for line in _item_lines(item)]
    return lines


def forecast_lines(found: Forecast) -> list[Line]:
    """Return what an import would do: what it comes to first, and then each thing that is to be told."""
    texts = counted(found.items, "text")
    lines: list[Line] = [(tr("read as {format}: {texts}", format=found.format, texts=texts), "strong")]
    if found.annotators:
        lines.append((tr("it names {names}", names=", ".join(found.annotators)), ""))
    new = counted(len(found.new), "is new", "are new")
    articles = counted(found.articles, "article")
    lines.append((tr("about {articles}, of which {new}", articles=articles, new=new), ""))
    lines += _outcome(found.reports, done=False)
    if found.taken is not None:
        lines.append((predictions_words(found.taken, dry=True), ""))
    lines += _besides(found)
    if found.first is not None:
        lines.append((tr("the first text:"), "dim"))
        lines += _item_lines(found.first)
    return lines


def taken_lines(done: TakenIn) -> list[Line]:
    """Return what an import did."""
    lines = _outcome(done.reports, done=True)
    if done.taken is not None:
        lines.append((predictions_words(done.taken, dry=False), "good"))
    lines += _some(tr("new articles: {count:,}", count=len(done.forecast.new)), done.forecast.new)
    return [*lines, *_besides(done.forecast)]


def _outcome(reports: Sequence[Report], *, done: bool) -> list[Line]:
    lines: list[Line] = []
    for one in reports:
        what = [
            counted(one.marks, "mark"),
            *([counted(one.spans, "name or number", "names and numbers")] if one.spans else []),
            *([counted(one.bounds, "join or split", "joins and splits")] if one.bounds else []),
            *([counted(one.corrections, "correction")] if one.corrections else []),
            *([tr("{number:,} replaced", number=one.replaced)] if one.replaced else []),
        ]
        said, who = ", ".join(what), one.annotator
        words = tr("taken in for {who}: {said}", who=who, said=said)
        lines.append(
            (words if done else tr("would be taken in for {who}: {said}", who=who, said=said), "good")
        )
        if one.same:
            lines.append((tr("there already: {number:,}", number=one.same), ""))
        if one.left:
            left = tr("something else is there, and stays: {number:,}", number=len(one.left))
            lines.append((left, "key"))
        lines += _some(tr("out of place: {number:,}", number=len(one.misplaced)), one.misplaced)
        lines += _some(tr("articles that are not here: {number:,}", number=len(one.absent)), one.absent)
        lines += [(line, "") for line in (*one.behind, *one.notices)]
        if one.copy is not None:
            lines.append((tr("what was replaced is in {copy}", copy=one.copy), ""))
    return lines


def _besides(found: Forecast) -> Iterator[Line]:
    if found.predictions:
        number = found.predictions
        yield tr("what models say is no mark, and is passed over: {number:,}", number=number), "key"
    yield from _some(tr("faults: {number:,}", number=found.fault_count), found.faults, found.fault_count)
    near = tr("found again nearly, and flagged: {number:,}", number=len(found.near))
    yield from _some(near, found.near)
    yield from _some(tr("not placed: {number:,}", number=len(found.lost)), found.lost)
    if found.passed:
        yield tr("zhupi has no place for {passed}", passed=", ".join(found.passed)), ""


def _some(title: str, lines: Sequence[str], count: int | None = None) -> Iterator[Line]:
    if not lines:
        return
    yield title, "key"
    yield from ((f"  {one}", "") for one in lines[:_SHOWN])
    more = (len(lines) if count is None else count) - _SHOWN
    if more > 0:
        yield tr("  and {number:,} more", number=more), "dim"


def _item_lines(item: Item) -> Iterator[Line]:
    """Yield what is said of a text: each sentence with its labels."""
    said = [one for one in item.sentences if one.labels][:_SHOWN] or item.sentences[:1]
    if not said:
        yield f"  {item.text[:200]}", ""
    for one in said:
        labels = ", ".join((*one.labels, *one.scores))
        text = item.text[one.start : one.end][:200]
        yield f"  [{labels}] {text}" if labels else f"  {text}", ""
    names = [f"{item.text[one.start : one.end][:40]} {one.label}" for one in (item.spans or ())[:_SHOWN]]
    if names:
        yield "  " + ", ".join(names), "dim"


def line_rows(lines: Sequence[Line], top: int, width: int, height: int) -> tuple[list[Row], int]:
    """Return `lines`, folded, from the row `top` on as at most `height` rows, and how many rows there are.

    What goes beyond the last row of the screen by far is not folded.
    """
    rows: list[Row] = []
    for text, style in lines:
        if len(rows) > top + height * 4:
            break
        indent = " " * (1 + min(8, len(text) - len(text.lstrip(" "))))
        room = max(1, width - len(indent) - 3)  # a mark may hang over the edge
        shown = visible(text[: width * height * 4].replace("\t", "  ")).strip() or " "
        folded = [shown] if cell_width(shown) <= room else fold(shown, room)
        rows += [[Run(f"{indent}{one}", style)] for one in folded]
    return rows[top : top + height], len(rows)
