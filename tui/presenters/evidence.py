"""The sentences behind a figure, with a cursor; their texts come when they have been read."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.agreement.evidence import Behind
from annotations.agreement.evidence import Row as BehindRow
from annotations.wording import tr
from tui.layout.runs import Row, Run
from tui.presenters.agreement import Asked
from tui.presenters.behind_rows import ROWS_EACH, Sight, Words, behind_detail, behind_rows
from tui.presenters.sheets import Sheet

__all__ = ["BehindSheet"]

_ABOVE = 1


class BehindSheet(Sheet):
    """Lists the sentences of `found`, those first in which annotators differ."""

    def __init__(
        self, asked: Asked, found: Behind, texts: Mapping[str, tuple[str, str]], words: Words
    ) -> None:
        """List the sentences behind `asked`; `texts` has by article its text and source, as far as known."""
        super().__init__(len(found), above=_ABOVE, each=ROWS_EACH)
        self._asked, self._found, self._texts, self._words = asked, found, texts, words
        self._shown: list[BehindRow] = []

    @property
    def chosen(self) -> BehindRow | None:
        """The sentence under the cursor."""
        return next(self._found.rows(self.row, self.row + 1), None)

    @property
    def missing(self) -> list[str]:
        """The articles of the sentences in sight whose texts are not known yet."""
        wanted = dict.fromkeys(one.article for one in self._shown)
        return [one for one in wanted if one not in self._texts]

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is to be seen."""
        first = self._see(height)
        self._shown = list(self._found.rows(first, first + self._page))
        sights = [self._sight(one) for one in self._shown]
        head = tr(
            " {words}: {total:,}, {differing:,} of them differ (!)",
            words=self._asked.words,
            total=self.total,
            differing=self._found.differing,
        )
        rows: list[Row] = [[Run(head, "dim")]]
        annotators = self._found.annotators
        return rows + behind_rows(sights, first, self.row, annotators, self._words, width)

    def detail(self, width: int) -> list[Row]:
        """Return all that is known of what is chosen."""
        chosen = self.chosen
        if chosen is None:
            return [[Run(tr(" nothing stands behind it"), "dim")]]
        return behind_detail(self._sight(chosen), self._found.annotators, self._words, width)

    def _sight(self, row: BehindRow) -> Sight:
        text, source = self._texts.get(row.article, ("", ""))
        return Sight(row, text[row.start : row.end], source)
