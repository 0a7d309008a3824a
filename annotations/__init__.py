"""Reading, analysing, annotating and storing Chinese articles; knows nothing of the terminal.

    import annotations

    project = annotations.open_project("news")
    for article in project.articles():
        for mark in project.layer("mei").marks(article):
            print(mark.text, mark.labels)

The names in `__all__` are the public ones; what lies in the rooms (``annotations.model`` and so on) may
move. Importing the package loads nothing: each name is imported when it is first asked for (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for type checkers and editors; at run time `__getattr__` does it
    from annotations.analysis.quotes.found import QuoteFound
    from annotations.errors import ZhupiError
    from annotations.model.article import Name, Number, Sentence
    from annotations.project.agreement import Compared
    from annotations.project.analysed import AnalysedArticle, analyse
    from annotations.project.library import Mark, OpenLayer, OpenProject, open_project

__all__ = [
    "AnalysedArticle",
    "Compared",
    "Mark",
    "Name",
    "Number",
    "OpenLayer",
    "OpenProject",
    "QuoteFound",
    "Sentence",
    "ZhupiError",
    "analyse",
    "open_project",
]

_HOME = {
    "AnalysedArticle": "annotations.project.analysed",
    "Compared": "annotations.project.agreement",
    "Name": "annotations.model.article",
    "Number": "annotations.model.article",
    "QuoteFound": "annotations.analysis.quotes.found",
    "Sentence": "annotations.model.article",
    "ZhupiError": "annotations.errors",
    "analyse": "annotations.project.analysed",
}
"""Where a public name is defined, if not in `annotations.project.library`."""

if not TYPE_CHECKING:  # a type checker that saw it would believe that every name is there

    def __getattr__(name: str) -> object:
        """Import the public name that is asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_HOME.get(name, "annotations.project.library")), name)
        globals()[name] = found  # the next look does not come here
        return found


def __dir__() -> list[str]:
    return list(__all__)
