"""By which taggers the names were found that are kept with a project's articles."""

from __future__ import annotations

import re
from collections import Counter

from annotations.project.project import Project
from annotations.project.tagger import wanted_tagger
from annotations.storage.files.folders import ARTICLES, FOLDER
from annotations.wording import counted, tr

__all__ = ["found_by", "other_taggers"]

_HEAD = 2_000
"""Bytes of a file of names and numbers in which its version stands; what was found comes behind it."""
_VERSION = re.compile(r'"version": "[^"+]*\+([^"+]*)')


def found_by(project: Project) -> Counter[str]:
    """Return for each tagger, as the version of an analysis names it, with its own, in how many articles."""
    taggers: Counter[str] = Counter()
    for path in sorted((project.root / FOLDER / ARTICLES).glob("*/*.spans.json")):
        try:
            with path.open("rb") as stream:
                head = stream.read(_HEAD).decode("utf-8", "replace")
        except OSError:  # it is said by whoever checks it
            continue
        if version := _VERSION.search(head):
            taggers[version[1]] += 1
    return taggers


def other_taggers(project: Project) -> str:
    """Return in a line by whom else than the wanted tagger names were found; empty if by nobody.

    Two versions of it are two taggers.
    """
    wanted = wanted_tagger(project)
    if wanted is None:
        return ""
    taggers = found_by(project)
    own = (f"{wanted.called}@", f"{wanted.called},")
    if len(taggers) < 2 and all(f"{one},".startswith(own) for one in taggers):
        return ""
    listed = ", ".join(
        tr("{tagger} in {articles}", tagger=tagger, articles=counted(count, "article"))
        for tagger, count in sorted(taggers.items())
    )
    return tr("names are to be found by {tagger} and were by {listed}", tagger=wanted.called, listed=listed)
