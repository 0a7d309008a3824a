"""The article that ``zhupi tag`` is to tag, by its file, its source or its id."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from annotations.errors import UsageError
from annotations.model.article import Article
from annotations.project.articles import find_articles
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.wording import tr
from tui.cli.options import reading_options
from tui.cli.tag_lines import Target
from tui.terminal.progress import Progress

__all__ = ["article_of", "is_file"]


def article_of(project: Project, target: Target, options: argparse.Namespace, progress: Progress) -> Article:
    """Return the article that is named: by its file, its source or its id.

    Raises:
        UsageError: There is none such.
    """
    name = target.article
    if is_article_id(name):
        found = find_articles(
            {name: target.source}, project.frozen, project, reading_options(options), progress.words
        )
        if name in found:
            return found[name]
        raise UsageError(tr("{name}: no article of this project has that id; was it changed?", name=name))
    table, hash_sign, row = name.rpartition("#")
    for file, number in ((name, ""), (table, row if hash_sign else "")):
        for path in (Path(file), project.root / file) if file else ():
            if is_file(path):
                return _article_in(project, path, number, name, options)
    raise UsageError(tr("{name}: no such article; name a file, or a source or id of an export", name=name))


def is_file(path: Path) -> bool:
    """Tell whether there is a file at `path`, whatever was typed for one."""
    with suppress(OSError):  # a whole sentence is too long to be a name, and names none
        return path.is_file()
    return False


def _article_in(project: Project, path: Path, number: str, name: str, options: argparse.Namespace) -> Article:
    """Return the article of a file, of several the one with that `number`; `name` is how it was called."""
    opened = Project.open(
        [path], annotator=project.annotator, root=project.root, options=reading_options(options)
    )
    places = [one for one in opened.places if not number or str(one.number) == number]
    if len(places) == 1:
        return opened.article(places[0])
    if number:
        raise UsageError(tr("{name}: there is no such row", name=name))
    raise UsageError(tr("{name} holds several articles; name one as {name}#3", name=name))
