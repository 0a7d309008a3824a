"""``zhupi import --format``: taking in what another tool wrote."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from annotations.errors import ProjectError, ReadingError
from annotations.exchange.format import Format
from annotations.exchange.label_map import pairs_of
from annotations.exchange.parcels import Source
from annotations.exchange.registry import demand_needs, format_called, options_of, recognised
from annotations.plain_json import loads
from annotations.project.format_import import FormatImport
from annotations.project.project import Project
from annotations.storage.files.sources import Held, source_at
from annotations.wording import counted, tr
from tui.cli.import_lines import report_of
from tui.cli.options import annotator_of, project_folder, reading_options
from tui.presenters.exchange import predictions_words, renamed_lines
from tui.terminal.outputs import print_line
from tui.terminal.progress import Progress
from tui.terminal.remarks import say
from tui.terminal.standard_input import STDIN, standard_input

__all__ = ["add_format_options", "sources_of", "take_in_format"]

_ENCODINGS = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf8": "utf-8", "big-5": "big5"}
"""What encodings are called in formats' options."""
_LONGEST = 1 << 20
"""Bytes of a first line that are looked at."""
_SHOWN = 20
"""Lines of one kind that are shown. Chosen: a screen has room for them, and more are counted."""


def add_format_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options that say what the files are, and what becomes of what they say."""
    from annotations.exchange.registry import format_names

    parser.add_argument(
        "--format",
        metavar="NAME",
        help=tr("what they are: {names}; by default found out", names=" ".join(format_names())),
    )
    parser.add_argument(
        "--set",
        dest="chosen",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=tr("an option of the format's own"),
    )
    parser.add_argument(
        "--map",
        dest="pairs",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help=tr("what a label of the files is here; OLD= leaves it out; may be given several times"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("say what would be done, and write nothing")
    )
    parser.add_argument(
        "--new-articles",
        action="store_true",
        help=tr("make articles of texts that the project does not have; other formats than jsonl always do"),
    )
    parser.add_argument(
        "--predictions",
        metavar="NAME",
        help=tr("take everything as what the model NAME says, which is no mark of anybody's"),
    )
    parser.add_argument(
        "--skip-faulty", action="store_true", help=tr("import what can be read where something cannot")
    )


def sources_of(options: argparse.Namespace) -> list[tuple[Source, Format]]:
    """Return what is to be read, each with the format that was named or that it looks like.

    Raises:
        UsageError: The format is not known, or lacks its extra.
        ReadingError: A file cannot be read, or no format fits.
    """
    named = format_called(options.format) if options.format else None
    found: list[tuple[Source, Format]] = []
    for name in options.files:
        source: Source
        source = Held(standard_input().read(), tr(STDIN)) if name == "-" else _at(name)
        form = named or recognised(source) or _own(source)
        if form is None:
            raise ReadingError(
                tr("{name}: this looks like no format that zhupi knows; name it with --format", name=name)
            )
        demand_needs(form)
        found.append((source, form))
    return found


def _own(source: Source) -> Format | None:
    """Return zhupi's own format for a file of lines, of which it can say best what is wrong."""
    names = source.names()
    if len(names) != 1 or not (names[0].endswith((".jsonl", ".json")) or source.title == tr(STDIN)):
        return None
    with source.open(names[0]) as file:
        first = file.readline(_LONGEST).strip(b"\xef\xbb\xbf \t\r\n")
    own = not first.startswith(b"[") and not _foreign(first)
    return format_called("jsonl") if own else None


def _foreign(line: bytes) -> bool:
    """Tell whether a line is sound, and yet none of zhupi's."""
    try:
        value = loads(line.decode("utf-8"))
    except ValueError:
        return False
    return not (isinstance(value, dict) and value.keys() & {"sentences", "quotes", "article", "schema"})


def take_in_format(options: argparse.Namespace, sources: Sequence[tuple[Source, Format]]) -> int:
    """Take `sources` in, say what was not and why, and sum up.

    Returns:
        0 if everything that the files say is now in the layers, else 1.
    """
    if not options.format:
        for source, form in sources:
            say(tr("{name}: read as {format}", name=source.title, format=form.NAME))
    chosen = {form.NAME: options_of(form, _chosen(form, options)) for _, form in sources}
    with (
        Progress() as progress,
        FormatImport.of(
            _project(options),
            sources,
            pairs=pairs_of(options.pairs),
            model=options.predictions or "",
            options=chosen,
            progress=progress.words,
        ) as work,
    ):
        progress.clear()
        _demand_sound(work, options)
        told = _tell(work)
        complete = not (told or work.faults.count)
        if options.predictions:
            print_line(predictions_words(work.take_predictions(dry=options.dry_run), dry=options.dry_run))
            return int(not complete)
        _warn_of_one_layer(work, options)
        done = False
        for report in work.reports(
            annotator=options.annotator, replace_there=options.replace, dry=options.dry_run
        ):
            progress.clear()
            complete = report_of(report, dry=options.dry_run) and complete
            done = True
        new = counted(len(work.intake.newcomers.articles), "article")
        if not done and work.intake.placed:
            words = tr("{articles} new, and nobody says anything of any", articles=new)
            print_line(tr("would be: {summary}", summary=words) if options.dry_run else words)
        elif not done:
            raise ReadingError(
                tr("{names}: nothing is in it that could be imported", names=", ".join(options.files))
            )
    return int(not complete)


def _chosen(form: Format, options: argparse.Namespace) -> list[str]:
    """Return the options of a format that were chosen, the encoding of the files among them."""
    given = list(options.chosen)
    if options.encoding and "encoding" in form.OPTIONS:
        folded = options.encoding.casefold().replace("_", "-")
        given.append(f"encoding={_ENCODINGS.get(folded, folded)}")
    return given


def _at(name: str) -> Source:
    try:
        return source_at(Path(name))
    except ValueError:
        raise ReadingError(tr("{name}: no file has such a name", name=name)) from None


def _project(options: argparse.Namespace) -> Project:
    """Return the project with its articles; a folder without any is one too, for they may come."""
    folder, annotator = project_folder(options), annotator_of(options)
    reading = reading_options(options)._replace(encoding=None)  # that of the files, not of the articles
    try:
        return Project.open([folder], annotator=annotator, root=folder, options=reading)
    except ProjectError:
        return Project.at(folder, annotator=annotator)


def _demand_sound(work: FormatImport, options: argparse.Namespace) -> None:
    """Refuse faulty files and unknown labels, all of them at once.

    Raises:
        ReadingError: There are some.
    """
    _say(work.faults.lines, work.faults.count)
    labels = work.intake.labels
    unknown = [*labels.unknown.items(), *labels.unknown_types.items()]
    known = ", ".join(one.name for one in labels.scheme.every_label)
    types = ", ".join(one.name for one in labels.scheme.types)
    for name, count in unknown:
        say(
            tr(
                "{name!r:.40} ({times}): the scheme has no such label; --map {name}=NEW makes it one of"
                " {known} ({types} for names), --map {name}= leaves it out",
                name=name,
                times=counted(count, "time"),
                known=known,
                types=types,
            )
        )
    for name, count in labels.misplaced.items():
        say(
            tr(
                "{name!r:.40} ({times}): it is said of whole texts, and the scheme has it for sentences;"
                " --set each=sentence takes each text for one, --map {name}= leaves it out",
                name=name,
                times=counted(count, "time"),
            )
        )
    unknown += labels.misplaced.items()
    if unknown:
        raise ReadingError(
            tr("{labels} not known, so nothing was imported", labels=counted(len(unknown), "label"))
        )
    if work.faults.count and not options.skip_faulty:
        raise ReadingError(
            tr(
                "{faults} in the files, so nothing was imported; put them right, or --skip-faulty"
                " imports the rest",
                faults=counted(work.faults.count, "fault"),
            )
        )


def _warn_of_one_layer(work: FormatImport, options: argparse.Namespace) -> None:
    """Say whose marks become one person's, which may contradict one another."""
    names = work.intake.annotators()
    if options.annotator and len(names) > 1:
        say(
            tr(
                "what {names} say goes to the one layer of {annotator}; without --as each has their own",
                names=", ".join(names),
                annotator=options.annotator,
            )
        )


def _tell(work: FormatImport) -> int:
    """Say what was found again nearly or not at all; return how much was not."""
    intake = work.intake
    renamed = renamed_lines(intake.labels)
    _say(renamed, len(renamed))
    _say(intake.near, len(intake.near))
    _say(intake.lost, len(intake.lost))
    _say(intake.unplaced, len(intake.unplaced))
    if intake.near:
        say(
            tr(
                "{sentences} found again nearly, and flagged",
                sentences=counted(len(intake.near), "sentence"),
            )
        )
    if lost := len(intake.lost) + len(intake.unplaced):
        say(tr("{places} not placed (see above)", places=counted(lost, "place")))
    if work.predictions:
        say(
            tr(
                "{predictions} passed over: what models say is no mark; --predictions NAME takes it",
                predictions=counted(work.predictions, "prediction"),
            )
        )
    if passed := work.losses.lines():
        say(tr("zhupi has no place for {passed}, which were passed over", passed=", ".join(passed)))
    new = intake.newcomers.articles
    if new:
        say(
            tr(
                "{articles} new, such as {source}",
                articles=counted(len(new), "article"),
                source=new[0].source,
            )
        )
    return lost


def _say(lines: Sequence[str], count: int) -> None:
    for line in lines[:_SHOWN]:
        say(line)
    if count > _SHOWN:
        say(tr("and {number:,} more such lines", number=count - _SHOWN))
