"""What exports wrote and lost and what imports took in, in words; and what each format is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.exchange.label_map import LabelMap
from annotations.project.format_export import FormatExport, Written
from annotations.project.import_report import Report
from annotations.project.predictions import TakenPredictions
from annotations.wording import counted, msg, tr

__all__ = [
    "PURPOSES",
    "compared_lines",
    "import_words",
    "predictions_words",
    "renamed_lines",
    "written_lines",
]

PURPOSES: Mapping[str, str] = {
    "jsonl": msg("zhupi's own lines, which lose nothing"),
    "hf": msg("a data set for Hugging Face datasets"),
    "doccano": msg("projects of doccano"),
    "label-studio": msg("tasks of Label Studio"),
    "prodigy": msg("examples for Prodigy"),
    "brat": msg("texts with standoff marks for brat"),
    "conll": msg("a token a line, to train taggers of names"),
    "spacy": msg("binary documents to train spaCy"),
    "uima": msg("XMI documents for INCEpTION and UIMA"),
    "w3c": msg("Web Annotations, JSON-LD"),
    "csv": msg("a table for spreadsheets"),
    "tsv": msg("a table with tabs between its columns"),
    "xlsx": msg("a workbook for Excel"),
    "plain": msg("lists of texts with labels"),
}
"""By the name of the format; of one from elsewhere nothing is known."""

_EXAMPLES = {"sentence": (msg("sentence"), msg("sentences")), "article": (msg("article"), msg("articles"))}


def written_lines(work: FormatExport, written: Written, left_out: Sequence[str] = ()) -> list[str]:
    """Return what was written, what the format lost, and which files had no room."""
    one, many = _EXAMPLES[work.unit]
    each = ", ".join(f"{name} {count:,}" for name, count in sorted(written.counts.items()))
    total = counted(written.counts.total(), one, many)
    lines = [
        f"{total}: {each}" if written.counts else tr("nothing to write: no sentence is as it was asked for")
    ]
    if written.parts:
        names = work.split.names if work.split else ()
        parts = ", ".join(f"{name} {written.parts[name]:,}" for name in names)
        lines.append(tr("articles by part: {parts}", parts=parts))
    if lost := written.losses.lines():
        lines.append(
            tr("{name} cannot hold, and left out: {lost}", name=work.format.NAME, lost=", ".join(lost))
        )
    if left_out:
        lines.append(
            tr("no room beside standard output for {files}; name a file with -o", files=", ".join(left_out))
        )
    return [*lines, written.gold] if written.gold else lines


def compared_lines(work: FormatExport, count: int, lines: Sequence[str]) -> list[str]:
    """Return what came of reading an export back: what differs, or that nothing does."""
    assert work.readback is not None
    if count:
        return [*lines, tr("read back, it differs in {places}", places=counted(count, "place"))]
    return [*lines, tr("read back, it is the same: {what}", what=work.readback.summary)]


def import_words(report: Report) -> str:
    """Return what was done to a layer, in one line."""
    what = [counted(report.marks, "mark")]
    if report.spans:
        what.append(counted(report.spans, "name or number set by hand", "names and numbers set by hand"))
    if report.bounds:
        what.append(counted(report.bounds, "join or split", "joins and splits"))
    if report.corrections:
        what.append(counted(report.corrections, "correction"))
    said = tr("{what} and {what2}", what=", ".join(what[:-1]), what2=what[-1]) if len(what) > 1 else what[0]
    parts = [
        tr(
            "imported {said} of {articles} for {annotator}",
            said=said,
            articles=counted(report.articles, "article"),
            annotator=report.annotator,
        )
    ]
    if report.replaced:
        parts.append(
            tr(
                "{replaced:,} replaced what was there, which is in {copy}",
                replaced=report.replaced,
                copy=report.copy,
            )
        )
    if report.same:
        parts.append(tr("{same} there already", same=counted(report.same, "was", "were")))
    if report.left:
        parts.append(tr("{number:,} left (see above)", number=len(report.left)))
    if report.misplaced:
        parts.append(tr("{number:,} out of place (see above)", number=len(report.misplaced)))
    if report.absent:
        parts.append(tr("{articles} not here (see above)", articles=counted(len(report.absent), "article")))
    return "; ".join(parts)


def predictions_words(taken: TakenPredictions, *, dry: bool) -> str:
    """Return what was taken in as what a model says, or would be."""
    said = tr(
        "{sentences} and {spans} of {articles} by the model {name}",
        sentences=counted(taken.sentences, "sentence"),
        spans=counted(taken.spans, "name or number", "names and numbers"),
        articles=counted(len(taken.articles), "article"),
        name=taken.name,
    )
    if dry:
        return tr("would be: predictions for {said}", said=said)
    return tr(
        "predictions for {said}; {new:,} new, {changed:,} changed",
        said=said,
        new=taken.new,
        changed=taken.changed,
    )


def renamed_lines(labels: LabelMap) -> list[str]:
    """Return what types of names of the files were taken for, a line each."""
    return [
        tr(
            "{old!r:.40} is read as {new} ({times}); --map {old}=OTHER says otherwise",
            old=old,
            new=new,
            times=counted(count, "time"),
        )
        for (old, new), count in labels.renamed.items()
    ]
