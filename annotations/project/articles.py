"""Finding articles of a project by their id, which only reading them tells."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence

from annotations.errors import ProjectError, ReadingError, ZhupiError
from annotations.exchange.incoming import Incoming
from annotations.model.article import Article
from annotations.project.places import named_files
from annotations.project.project import Project
from annotations.reading import Options
from annotations.storage.frozen.articles import FrozenArticles
from annotations.wording import counted, tr

__all__ = ["article_at", "articles_of", "find_articles"]


def find_articles(
    wanted: Mapping[str, str],
    frozen: FrozenArticles,
    project: Project,
    options: Options,
    progress: Callable[[str], None],
) -> dict[str, Article]:
    """Return the articles of the ids `wanted`, as they are frozen, else from the project's files.

    Args:
        wanted: The source of each article by its id; it is where to look first.
        frozen: The frozen articles of the project.
        project: The project, for anybody.
        options: How to read.
        progress: Called with what is going on, in words.

    Raises:
        StorageError: A frozen article is damaged.
    """
    articles = {}
    for identity in wanted:
        article = frozen.load(identity)
        if article is not None:
            articles[identity] = article
    missing = {identity: source for identity, source in wanted.items() if identity not in articles}
    if not missing:
        return articles
    sources = set(missing.values())
    paths = [project.root, *named_files(project.root, sources)]
    try:
        project = Project.open(paths, annotator=project.annotator, root=project.root, options=options)
    except ProjectError:  # there are no articles in it
        return articles
    places = sorted(dict.fromkeys(project.places), key=lambda place: project.source_of(place) not in sources)
    for number, place in enumerate(places, 1):
        if not missing:
            break
        of = counted(len(places), "file")
        progress(
            tr(
                "looking for {articles}: {number:,} of {of} read",
                articles=counted(len(missing), "article"),
                number=number,
                of=of,
            )
        )
        with contextlib.suppress(ZhupiError):  # then it is not one that was exported from here
            article = project.article(place)
            if missing.pop(article.id, None) is not None:
                articles[article.id] = article
    return articles


def article_at(project: Project, source: str, options: Options) -> Article | None:
    """Return the article at the place that is called `source`, whatever text it has; None if there is none.

    Raises:
        StorageError: A frozen article is damaged.
    """
    paths = list(named_files(project.root, [source]))
    if not paths:  # without any, all of the folder would be looked through
        return None
    try:
        found = Project.open(paths, annotator=project.annotator, root=project.root, options=options)
        for place in found.places:
            if found.source_of(place) == source:
                return found.article(place)
    except (ProjectError, ReadingError):
        pass
    return None


def articles_of(
    said: Sequence[Incoming],
    known: Mapping[str, Article],
    frozen: FrozenArticles,
    project: Project,
    options: Options,
    progress: Callable[[str], None],
) -> tuple[dict[str, Article], set[str]]:
    """Return the articles that something is `said` of, by id, and those that have another text here."""
    wanted = {one.article: one.source for one in said if one.article not in known}
    articles = {**known, **find_articles(wanted, frozen, project, options, progress)}
    changed: set[str] = set()
    for one in said:
        there = None if one.article in articles else article_at(project, one.source, options)
        if there is not None and _stand(one, there):  # it differs in what nobody said anything of
            articles[one.article] = there
        elif there is not None:
            changed.add(one.article)
    return articles, changed


def _stand(one: Incoming, article: Article) -> bool:
    """Tell whether all that is said of an article is said of just what stands in this one."""
    said = [(each.start, each.end, each.quote) for each in one.marks]
    said += [(each.start, each.end, each.quote) for each in one.corrections]
    return bool(said) and all(article.text[start:end] == quote for start, end, quote in said)
