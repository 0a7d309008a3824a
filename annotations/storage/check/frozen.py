"""What is wrong with a frozen article, or with the names and numbers kept beside it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from annotations.errors import StorageError
from annotations.model.article import NAME_TYPES, NUMBER_KINDS, Analysis, Article
from annotations.storage.check.findings import Finding, of_error
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.frozen.form import belies_its_id
from annotations.wording import msg, tr

__all__ = ["check_analysis", "check_article", "check_frozen"]

_TWO = msg("git left two of this file, maybe by zhupis of two versions; the first in order counts everywhere")
_AGAIN = msg("the next opening of the article finds them again; zhupi check --repair puts this file aside")


def check_frozen(
    root: Path,
    article: str,
    path: Path | None,
    spans: Path | None,
    files: Files,
    types: Collection[str] = NAME_TYPES,
) -> list[Finding]:
    """Check what is kept of one article.

    Args:
        root: The project's folder.
        article: The article's id.
        path: Its frozen text, if there is one.
        spans: Its names and numbers, if there are any.
        files: Through what to read.
        types: The types that names may have.
    """
    frozen = FrozenArticles(root, files=files)
    findings = _two_sided(frozen, article)
    loaded = None
    if path is not None:
        try:
            loaded = frozen.load(article)
        except StorageError as error:
            findings.append(_damaged(path, error))
        else:
            findings += check_article(path, loaded) if loaded else []
    if spans is None:
        return findings
    try:
        analysis = frozen.load_analysis(article)
    except StorageError as error:
        found = of_error(spans, error)
        mendable = "damaged" in found.what
        findings.append(Finding(spans, None, found.what, tr(_AGAIN) if mendable else found.do, mendable))
        return findings
    if path is None:
        what = tr("names and numbers of an article that is not there")
        do = tr("put the article back from git or a backup, or delete this file")
        findings.append(Finding(spans, None, what, do))
    elif analysis is not None and loaded is not None:
        findings += check_analysis(spans, analysis, loaded, types)
    return findings


def _two_sided(frozen: FrozenArticles, article: str) -> list[Finding]:
    """Say in which files of an article git left two; one that cannot be read is told elsewhere."""
    with suppress(StorageError):
        return [
            Finding(path, None, tr(_TWO), tr("zhupi check --repair writes that one alone"), mendable=True)
            for path in frozen.two_sided(article)
        ]
    return []


def check_article(path: Path, article: Article) -> list[Finding]:
    """Check that the text of a frozen article is the one that its id was made from, where that shows."""
    if not belies_its_id(article):
        return []
    return [_damaged(path, StorageError(tr("its text is not the one that its id was made from")))]


def check_analysis(
    path: Path, analysis: Analysis, article: Article, types: Collection[str] = NAME_TYPES
) -> list[Finding]:
    """Check that names and numbers lie inside the text and are of known kinds, names of one of `types`."""
    spans = [
        *((one.start, one.end, one.type in types) for one in analysis.names),
        *((one.start, one.end, one.kind in NUMBER_KINDS) for one in analysis.numbers),
    ]
    for start, end, known in spans:
        inside = type(start) is int and type(end) is int and 0 <= start < end <= len(article.text)
        if not (inside and known):
            what = tr(
                "one of its names and numbers, at {start} to {end}, is not in the text or of no known kind",
                start=start,
                end=end,
            )
            return [Finding(path, None, what, tr(_AGAIN), mendable=True)]
    return []


def _damaged(path: Path, error: StorageError) -> Finding:
    """Return what is to be done about a frozen article; one that is damaged may still lie in the project."""
    found = of_error(path, error)
    if "newer zhupi" in found.what or "cannot be read" in found.what:
        return found
    do = tr(
        "put it back from git or a backup;"
        " zhupi check --repair makes it anew if its article is still in the project"
    )
    return Finding(path, None, found.what, do, mendable=True)
