"""Checking and mending a whole project: its settings, its names, and everything that was annotated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from annotations.errors import SettingsError, ZhupiError
from annotations.migration.kept import kept_schemes
from annotations.model.article import NAME_TYPES, Article
from annotations.project.changed import Texts
from annotations.project.project import GAZETTEER, Project
from annotations.project.settings import ASSIGNMENTS, SETTINGS
from annotations.reading import Options, read_article
from annotations.storage.check.check import check_annotations
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.check.records import Now
from annotations.storage.check.repair import Repairs, repair_annotations
from annotations.storage.layer.roster import OwnedLayer
from annotations.wording import tr

__all__ = ["check_project", "repair_project"]

_NOBODY = "nobody"
"""An annotator is part of opening a project; whose layers there are does not depend on it."""


def check_project(
    root: Path, *, jobs: int | None = None, on_progress: Callable[[int, int], None] = lambda done, of: None
) -> list[Finding]:
    """Check every file of the project in `root`; nothing is written.

    Args:
        root: The project's folder.
        jobs: How many processes to use where there is much to check; by default one a core.
        on_progress: Told how many bytes have been checked, and of how many.

    Raises:
        ProjectError: `root` is no folder.
    """
    findings = []
    now = None
    try:
        project = Project.at(root, annotator=_NOBODY)
        own = (one.name for scheme in (project.scheme, *kept_schemes(root)) for one in scheme.types)
        now = Now(project.scheme, project.amendments.migrations, frozenset((*NAME_TYPES, *own)))
    except SettingsError as error:
        findings.append(of_error(root / SETTINGS, error))
    findings += _check_gazetteer(root / GAZETTEER)
    findings += _check_assignments(root)
    findings += _changed(root)
    findings += _other_taggers(root)
    return findings + check_annotations(root, now=now, jobs=jobs, on_progress=on_progress)


def _other_taggers(root: Path) -> list[Finding]:
    """Return what is worth knowing of who found the names that are kept."""
    from annotations.project.found_by import other_taggers

    try:
        words = other_taggers(Project.at(root, annotator=_NOBODY))
    except ZhupiError:  # it has been said, or will be
        return []
    what_stays = tr("what is kept of an article stays as it is, with who found it")
    return [Finding(root / SETTINGS, None, words, what_stays, counts=False)] if words else []


def _changed(root: Path) -> list[Finding]:
    """Return what is worth knowing of texts that were changed since somebody annotated them."""
    try:
        project = Project.at(root, annotator=_NOBODY)
        texts = Texts.of(project)
    except ZhupiError:  # it has been said, or will be
        return []
    found: list[str] = []
    for one in project.roster.layers:
        with suppress(ZhupiError):  # likewise
            found += _changed_for(project, texts, one)
    return [
        Finding(
            root / source,
            None,
            tr("it was changed since it was annotated, and marks belong to the earlier text"),
            tr("zhupi carry takes them over"),
            counts=False,
        )
        for source in dict.fromkeys(found)
    ]


def _changed_for(project: Project, texts: Texts, owned: OwnedLayer) -> Iterator[str]:
    """Yield the places of which the owner of a layer annotated an earlier text."""
    changed = texts.changed(owned.path)
    if not changed:
        return
    with closing(project.amendments.by_article(owned.path, owned.owner)) as layer:
        layer.refresh()
        for one in changed:
            if any(layer.of_article(text) for text in one.earlier):
                yield one.source


def repair_project(root: Path, findings: Iterable[Finding]) -> Repairs:
    """Mend what `check_project` found in the project in `root` and what decides nothing for a person."""
    return repair_annotations(root, findings, articles=partial(_find, root))


def _check_gazetteer(path: Path) -> list[Finding]:
    if path.exists() or path.is_symlink():
        from annotations.analysis.gazetteer import Gazetteer

        try:
            Gazetteer.read(path)
        except SettingsError as error:
            return [of_error(path, error)]
    return []


def _check_assignments(root: Path) -> list[Finding]:
    """Return what is wrong with who reads what, and what is worth knowing of it."""
    path = root / ASSIGNMENTS
    if not path.exists() and not path.is_symlink():
        return []
    from annotations.project.assignment import Desk

    try:
        project = Project.open([root], annotator=_NOBODY, root=root)
    except ZhupiError:  # it has been said, or will be, or no article is here
        return []
    try:
        lines = Desk.of(project).lines
    except SettingsError as error:
        return [of_error(path, error)]
    return [
        Finding(path, None, line, tr("the lead may say zhupi assign again"), counts=False) for line in lines
    ]


def _find(root: Path, wanted: frozenset[str]) -> dict[str, list[Article]]:
    """Read the project's articles with these ids again, with pinyin residue taken out and with it left in."""
    from annotations.analysis.sentences import split

    found: dict[str, list[Article]] = defaultdict(list)
    try:
        project = Project.open([root], annotator=_NOBODY, root=root)
    except ZhupiError:
        return {}
    for place in project.places:
        if found.keys() == wanted:
            break
        for repair in (True, False):
            try:
                article = read_article(place, Options(repair=repair), source=project.source_of(place))
            except ZhupiError:
                break
            if article.id not in wanted:
                break
            found[article.id].append(replace(article, sentences=split(article.text)))
    return found
