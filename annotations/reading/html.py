"""HTML as a browser saved it: the main text by trafilatura, which ``zhupi[html]`` brings."""

from __future__ import annotations

from functools import partial

from annotations.errors import ReadingError
from annotations.reading.extract import Extract
from annotations.wording import tr

__all__ = ["extract_html"]


def extract_html(source: str, where: str) -> Extract:
    """Return the main text of a page, with its title and what it says of author, date, url and source.

    Raises:
        ReadingError: trafilatura is missing, or the page has no main text; `where` names the file.
    """
    try:
        from trafilatura import bare_extraction  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ReadingError(
            tr('{where}: HTML needs trafilatura; install it with: pip install "zhupi[html]"', where=where)
        ) from None
    try:
        # Tables and comments of a news page are seldom the article.
        extract = partial(
            bare_extraction, source, with_metadata=True, include_comments=False, include_tables=False
        )
        found = extract() or extract(favor_recall=True)
    except Exception as error:  # whatever a broken page makes of a parser is not worth a traceback
        raise ReadingError(
            tr(
                "{where}: cannot be parsed as HTML ({name}); save its text as .txt",
                where=where,
                name=type(error).__name__,
            )
        ) from None
    page = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(page.get("text") or "").strip()
    if not text:
        raise ReadingError(tr("{where}: no main text found in this HTML; save the text as .txt", where=where))
    named = {"date": "date", "author": "author", "url": "url", "sitename": "source"}
    metadata = {ours: str(page[theirs]) for theirs, ours in named.items() if page.get(theirs)}
    return Extract(text, " ".join(str(page.get("title") or "").split()), metadata)
