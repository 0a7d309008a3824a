"""``zhupi analyse --partitions`` and ``--dask``: tables in parts, into a folder that can be continued."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from pathlib import Path

from annotations.analysis.taggers.spec import TaggerSpec
from annotations.cluster.files import is_url
from annotations.cluster.forms import demand_form
from annotations.cluster.order import Setup
from annotations.cluster.partitions import inputs_of, partition_size
from annotations.cluster.run import Engine, Run
from annotations.errors import UsageError
from annotations.project.corpus_texts import with_repair
from annotations.project.roots import is_project, keeps_annotations
from annotations.wording import counted, language, tr
from tui.cli.analyse import demand_gazetteer
from tui.cli.options import reading_options
from tui.terminal.outputs import ended_in_order
from tui.terminal.progress import Progress
from tui.terminal.remarks import say

__all__ = ["analyse_partitions"]

_SIZE = 4.0
"""Megabytes: forty seconds of one core, which is what a lost worker costs."""


def analyse_partitions(options: argparse.Namespace) -> int:
    """Make what is not there yet of the parts of all tables, and say what is to be known.

    Returns:
        1 if a text or a table could not be read, in this run or in the one that it goes on with, else 0.

    Raises:
        UsageError: An option names no folder, no table, no scheduler, or no tagger.
        ZhupiError: It cannot go on. What is done stays.
    """
    setup = _setup(options)
    size = partition_size(_SIZE if options.partition_size is None else options.partition_size)
    inputs = inputs_of(options.paths)
    with Progress(patience=0) as progress:

        def tell(line: str) -> None:
            progress.clear()
            say(line)

        progress.words(tr("starting"))
        run = Run(inputs, setup, size, force=options.force, say=tell)
        with ended_in_order(), _engine(options, setup) as engine, closing(run.steps(engine)) as steps:
            for number, now in enumerate(steps):
                if not number:
                    progress.clear()  # what comes has a bar
                texts, characters = counted(now.texts, "text"), counted(now.characters, "character")
                progress.bytes(f"{texts}, {characters}", now.done, now.of)
    for line in run.lines():
        say(line)
    return int(run.failed or run.bad > 0 or run.kept_bad > 0)


def _setup(options: argparse.Namespace) -> Setup:
    """Return how the options want it done.

    Raises:
        UsageError: They do not say it.
        SettingsError: The gazetteer cannot be understood.
    """
    out = options.output
    if out in ("-", "/dev/stdout"):
        raise UsageError(tr("parts go into a folder; name one with -o"))
    if "-" in options.paths:
        raise UsageError(tr("parts are made of files; name tables, not standard input"))
    if options.dask and options.jobs:
        raise UsageError(tr("--jobs is about this machine; with --dask the cluster's workers do it"))
    if not is_url(out):
        out = os.path.abspath(out)
        if is_project(Path(out)) or keeps_annotations(Path(out), None):
            raise UsageError(tr("{place}: this is a project of zhupi; name another folder", place=out))
    if not options.dask:
        demand_form(options.to)
    demand_gazetteer(options.gazetteer)
    names = None
    if options.gazetteer is not None:
        from annotations.analysis.gazetteer import Gazetteer

        names = Gazetteer.read(options.gazetteer)
    tagger = None if options.tagger is None else TaggerSpec.of(options.tagger, Path.cwd())
    reading = with_repair(reading_options(options), options.repair)
    flat = options.flat or options.to != "jsonl"
    return Setup(out, reading, flat, options.to, names, tagger, language())


def _engine(options: argparse.Namespace, setup: Setup) -> Engine:
    if options.dask:
        from annotations.cluster.scheduler import Cluster

        return Cluster(options.dask, setup.reading)
    from annotations.cluster.cores import Cores

    return Cores(options.jobs, setup.reading)
