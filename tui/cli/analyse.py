"""``zhupi analyse``: sentences and their parts, names, numbers and quotes of any number of texts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import ReadingError, UsageError, ZhupiError
from annotations.project.corpus import Text, analysed_texts
from annotations.project.corpus_texts import Remark, texts_of, texts_of_lines
from annotations.wording import counted, tr
from tui.cli.options import add_output, add_reading, reading_options
from tui.terminal.outputs import Output
from tui.terminal.progress import Progress
from tui.terminal.remarks import say
from tui.terminal.standard_input import standard_input

__all__ = ["analyse", "demand_gazetteer", "register"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi analyse``."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=["-"],
        metavar="FILE",
        help=tr("articles, or - for JSONL with a text a line"),
    )
    add_output(parser)
    parser.add_argument("--repair", action="store_true", help=tr("take pinyin residue out of JSONL too"))
    parser.add_argument("--gazetteer", type=Path, metavar="FILE", help=tr("names a line: string, tab, type"))
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help=tr("processes to use; by default one a core")
    )
    parser.add_argument(
        "--tagger",
        metavar="TAGGER",
        help=tr("what finds names: spacy:PACKAGE, spacy:FOLDER, transformers:FOLDER or entry:NAME"),
    )
    parser.add_argument(
        "--flat",
        action="store_true",
        help=tr("lists as JSON text, other keys in metadata: a table that every data frame loads"),
    )
    add_reading(parser)
    parser.add_argument(
        "--partitions",
        action="store_true",
        help=tr("write parts into the folder -o; those that are there are kept, so that it can be continued"),
    )
    parser.add_argument(
        "--partition-size",
        type=float,
        metavar="MB",
        help=tr("megabytes of a table that become one part; by default 4"),
    )
    parser.add_argument(
        "--to",
        choices=("jsonl", "csv", "parquet"),
        default="jsonl",
        help=tr("the form of the parts; rows of CSV and Parquet are those of --flat"),
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help=tr("the scheduler of a cluster whose workers make the parts")
    )
    parser.set_defaults(command=analyse)


def analyse(options: argparse.Namespace) -> int:
    """Write what is found in each text; a bad one is named on standard error, the rest goes on.

    So is what is doubtful about how a file was read: its encoding, what repair took out.

    A tagger that is named here is allowed by that; where it finds no names nothing else takes its place.

    Returns:
        1 if a text could not be read, else 0.

    Raises:
        UsageError: An option names no tagger, or no file.
        TaggerFailed: The tagger cannot be used.
    """
    if options.partitions or options.dask or options.partition_size is not None:
        from tui.cli.analyse_partitions import analyse_partitions

        return analyse_partitions(options)
    if options.to != "jsonl":
        raise UsageError(tr("--to is about parts; say --partitions, and name a folder with -o"))
    failed = False
    inputs = [Path("/dev/stdin" if path == "-" else path) for path in options.paths]
    demand_gazetteer(options.gazetteer)
    if options.gazetteer is not None:
        inputs.append(options.gazetteer)

    def texts() -> Iterator[Text]:
        nonlocal failed
        for path in options.paths:
            for item in _texts(path, options):
                if isinstance(item, Text):
                    yield item
                else:
                    say(str(item))
                    failed = failed or isinstance(item, ZhupiError)

    external = None
    if options.tagger is not None:
        from annotations.analysis.taggers.external import ExternalTagger

        external = ExternalTagger(TaggerSpec.of(options.tagger, Path.cwd()))
    found = analysed_texts(
        texts(), jobs=options.jobs, gazetteer=options.gazetteer, flat=options.flat, external=external
    )
    output = Output(options.output, force=options.force, inputs=inputs)
    done = characters = 0
    with output.opened() as out, Progress(patience=0) as progress, closing(found):
        progress.words(tr("starting"))
        for some in found:
            out.write(some.rows)
            done, characters = done + some.texts, characters + some.characters
            progress.words(f"{counted(done, 'text')}, {counted(characters, 'character')}")
    if external is not None and external.left_out:
        say(external.left_out.words(external.spec.called))
    return int(failed)


def demand_gazetteer(path: Path | None) -> None:
    """Raise UsageError if a gazetteer is named that is not there."""
    if path is not None and not path.exists():
        raise UsageError(
            tr("{gazetteer}: there is no such file; --gazetteer takes a list of names", gazetteer=path)
        )


def _texts(path: str, options: argparse.Namespace) -> Iterator[Text | Remark | ZhupiError]:
    """Yield each text of `path` and what is to be said of it; ``-`` is JSONL on standard input."""
    if path != "-":
        yield from texts_of(Path(path), reading_options(options), repair=options.repair)
        return
    try:
        stream = standard_input()
    except ReadingError as error:
        yield error
    else:
        yield from texts_of_lines(stream, tr("standard input"), options.text_key, repair=options.repair)
