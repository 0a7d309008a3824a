"""The options that several commands share, and what they come to."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from annotations.errors import ProjectError, UsageError
from annotations.model.annotator import check_annotator
from annotations.project.project import Project
from annotations.project.roots import found_root
from annotations.reading import Options
from annotations.wording import tr
from tui.settings import Named, Settings
from tui.terminal.remarks import say

__all__ = [
    "add_annotator",
    "add_output",
    "add_project",
    "add_project_of_files",
    "add_reading",
    "annotator_of",
    "as_allowed",
    "demand_review",
    "left_out",
    "named_by",
    "project_at",
    "project_folder",
    "reading_options",
]


def add_project(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the project as its argument, for :func:`project_at`."""
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help=tr("the project; by default this folder"),
    )


def add_project_of_files(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the option for the project that its files go into."""
    parser.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help=tr("the project; by default this folder")
    )


def add_output(parser: argparse.ArgumentParser, default: str | None = "-", where: str = "") -> None:
    """Give `parser` the options of every command that writes, for :class:`~tui.terminal.outputs.Output`."""
    parser.add_argument(
        "-o",
        "--output",
        default=default,
        metavar="FILE",
        help=where or tr("where to write; - is standard output"),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=tr("replace a file that zhupi did not write (never one it keeps)"),
    )


def add_annotator(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the option for who annotates, for :func:`annotator_of`."""
    parser.add_argument(
        "--as",
        dest="annotator",
        metavar="NAME",
        help=tr("the annotator; else $ZHUPI_ANNOTATOR, the settings, the login name"),
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options that say how articles are read, for :func:`reading_options`."""
    parser.add_argument(
        "--encoding", metavar="NAME", help=tr("the encoding of the files; by default found out")
    )
    parser.add_argument(
        "--text-key",
        default="text",
        metavar="NAME",
        help=tr("the key or column that holds the text of an article"),
    )
    parser.add_argument("--no-repair", action="store_true", help=tr("leave pinyin residue in the text"))


def annotator_of(options: argparse.Namespace, settings: Settings | None = None) -> str:
    """Return who annotates; raises what :func:`named_by` does."""
    return named_by(options, settings).name


def named_by(options: argparse.Namespace, settings: Settings | None = None) -> Named:
    """Return who annotates: ``--as``, else ``ZHUPI_ANNOTATOR``, else the setting, else the login name.

    Raises:
        ProjectError: The name cannot be an annotator's, or there is none.
        SettingsError: The user's settings cannot be understood; not raised where they are given.
    """
    settings = settings or Settings.read()
    if options.annotator is not None:
        name, by = options.annotator, "--as"
    elif said := os.environ.get("ZHUPI_ANNOTATOR"):
        name, by = said, "$ZHUPI_ANNOTATOR"
    else:
        name, by = (settings.annotator, "settings") if settings.annotator else (_login_name(), "login")
    return Named(check_annotator(name), by)


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry in the user database, as in some containers
        raise ProjectError(
            tr("this system has no login name to annotate under; say who you are with --as NAME")
        ) from None


def reading_options(options: argparse.Namespace) -> Options:
    """Return how articles are to be read."""
    return Options(encoding=options.encoding, repair=not options.no_repair, text_key=options.text_key)


def project_at(options: argparse.Namespace) -> Project:
    """Open the project that `options` name, for its annotations alone.

    Raises:
        ProjectError, SettingsError: As :meth:`Project.at` and :func:`annotator_of`.
    """
    settings = Settings.read()
    project = Project.at(project_folder(options), annotator=annotator_of(options, settings))
    return as_allowed(project, settings)


def as_allowed(project: Project, settings: Settings | None = None) -> Project:
    """Return `project`, which may use the tagger and the hub that it names if the user's settings let it.

    Raises:
        SettingsError: They, or the project's hub, cannot be understood.
    """
    if not (project.models.tagger or project.hub.address):
        return project
    settings = settings or Settings.read()
    where = str(settings.path)
    if project.models.tagger:
        from annotations.project.tagger import allowing

        project = allowing(project, settings.taggers, where)
    if project.hub.address:
        from annotations.hub.permission import allowing_hubs

        project = allowing_hubs(project, settings.hubs, where)
    return project


def project_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the project that `options` name, and say so where it is another one than named.

    Raises:
        ProjectError: There are several below the folder that is named.
    """
    root = found_root(Path(os.path.abspath(options.project)))
    for line in root.notices:
        say(line)
    return root.folder


def left_out(project: Project, training: bool) -> frozenset[str]:
    """Return the ids of the articles that a command leaves out: those of `training`, unless asked for."""
    if training or not project.training.articles:
        return frozenset()
    from annotations.project.training import training_ids

    return training_ids(project)


def demand_review(project: Project, asked: bool, what: str) -> None:
    """Refuse `what`, a command that reads everybody's tags, where the annotator may not see them.

    Raises:
        UsageError: ``--review`` was not `asked` for.
        OthersHidden: The project does not show others to this annotator.
    """
    if not asked:
        raise UsageError(tr("{what} reads everybody's marks; say --review if you may see them", what=what))
    project.demand_others(what)
