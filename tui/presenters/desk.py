"""What the agreement screen has before it: the views of a comparison, and the sentences behind a figure."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.agreement.evidence import behind, sentence_start
from annotations.model.scheme import Scheme
from annotations.project.agreement import Compared
from annotations.wording import counted, msg, tr
from tui.layout.cells import cell_width
from tui.layout.runs import Run
from tui.presenters.agreement import (
    Asked,
    annotators_view,
    articles_view,
    attributes_view,
    labels_view,
    paragraphs,
)
from tui.presenters.agreement_matrices import confusion_view, pairs_view, sets_by_words
from tui.presenters.agreement_words import Figures, general_notes, rare_note, too_few_note
from tui.presenters.behind_rows import Words
from tui.presenters.evidence import BehindSheet
from tui.presenters.key_row import Hint
from tui.presenters.sheets import ListingSheet, MatrixSheet, Sheet, WordsSheet

__all__ = ["HELP", "VIEWS", "AgreementDesk"]

VIEWS = (
    msg("labels"),
    msg("pairs"),
    msg("annotators"),
    msg("articles"),
    msg("attributes"),
    msg("confusion"),
    msg("notes"),
)
_KEYS = msg(
    "Keys: 1 to 7, Tab and Shift+Tab or Left and Right other views; Up Down j k PgUp PgDn Home End choose; "
    "Enter the sentences behind it, and there to the sentence; l asks about one label, p and P another pair; "
    "Esc back, K leaves."
)
_SIGNS = msg(
    "A bar: o the figure, [==] its 95% interval, articles resampled; < it is below 0."
    " ! before a sentence: annotators differ. * in the matrix: too few."
)
HELP = _SIGNS, _KEYS
"""What the signs and keys of the screen are, in paragraphs."""
_PAIRS, _ANNOTATORS, _CONFUSION = 1, 2, 5
_BY_LABEL = (_PAIRS, _ANNOTATORS, _CONFUSION)
"""Views that can be about one label."""
_LOOKS = 6
"""Labels that have a look of their own."""


class AgreementDesk:
    """One comparison, a view of it, and where the cursor is in each."""

    def __init__(self, compared: Compared, scheme: Scheme) -> None:
        """Begin at the labels."""
        self.compared = compared
        self.view = 0
        self.opened: BehindSheet | None = None
        """The sentences behind a figure, while they are shown."""
        self.texts: dict[str, tuple[str, str]] = {}
        """By article its text and source, as far as they have been read."""
        self._known = Figures(compared.report)
        self._labels = ["", *(about.label for about in self._known.of("project", label=True))]
        self._label = 0
        names = compared.report.annotators
        self._pairs = [(one, other) for at, one in enumerate(names) for other in names[at + 1 :]]
        shared = [one.annotators for one in compared.report.confusions]
        self._pair = self._pairs.index(shared[0]) if shared else 0
        looks = {label.name: f"label-{at}" for at, label in enumerate(scheme.labels[:_LOOKS], 1)}
        self._words = Words(lambda labels: scheme.in_order(labels), looks)
        self._sets = sets_by_words(compared.units, self._words.in_order)
        self._sheets: dict[int, Sheet] = {}

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        if self.opened is not None:
            return self.opened
        if self.view not in self._sheets:
            self._sheets[self.view] = self._made(self.view)
        return self._sheets[self.view]

    @property
    def asks_label(self) -> bool:
        """Tell whether the view can be about another label."""
        return self.opened is None and self.view in _BY_LABEL

    @property
    def asks_pair(self) -> bool:
        """Tell whether the view is about one pair."""
        return self.opened is None and self.view == _CONFUSION

    def headline(self, width: int) -> list[Run]:
        """Return what was compared, how much was left out, and where the cursor is if there is room."""
        found = self.compared.report
        runs = [
            Run(
                tr(
                    " agreement: {annotators}, {sentences}, {articles}",
                    annotators=counted(len(found.annotators), "annotator"),
                    sentences=counted(found.units, "sentence"),
                    articles=counted(found.articles, "article"),
                )
            )
        ]
        if self.compared.lines:
            count = len(self.compared.lines)
            words = f"7: {counted(count, 'remark')}"
            runs += [Run("  "), Run(f" {words} ", "scar", "view-6")]
        place = f"  {self.sheet.place}"
        if sum(cell_width(run.text) for run in runs) + cell_width(place) <= width:
            runs.append(Run(place, "dim"))
        return runs

    def tabs(self) -> list[Run]:
        """Return the names of the views, the one that is shown set off."""
        runs = []
        for number, name in enumerate(VIEWS):
            look = "found" if number == self.view else ""
            runs += [Run(" "), Run(f"{number + 1} {tr(name)}", look, f"view-{number}")]
        return runs

    def hints(self) -> list[Hint]:
        """Return which keys do what here, for the last row."""
        if self.opened is not None:
            keys = [
                ("Up Down", tr("sentence")),
                ("Enter", tr("go there")),
                ("Esc", tr("back")),
                ("1-7", tr("views")),
            ]
        else:
            keys = [("1-7 Tab", tr("view")), (tr("Arrows"), tr("move")), ("Enter", tr("sentences"))]
            keys += [("l", tr("label"))] if self.asks_label else []
            keys += [("p", tr("pair"))] if self.asks_pair else []
            keys += [("K", tr("leave"))]
        return [*(Hint(key, words, "") for key, words in keys), Hint("?", tr("help"), "", stays=True)]

    # -- going about ------------------------------------------------------------------------

    def show(self, view: int) -> None:
        """Go to another view, counted round."""
        self._keep_pair()
        self.opened = None
        self.view = view % len(VIEWS)

    def next_label(self) -> None:
        """Ask about the next label, or after the last about whole sets, where the view can."""
        if self.asks_label:
            self._keep_pair()
            self._label = (self._label + 1) % len(self._labels)
            for view in _BY_LABEL:
                old = self._sheets.pop(view, None)
                if old is not None and view != _CONFUSION:
                    self._sheets[view] = self._made(view)
                    self._sheets[view].go(*old.cursor)

    def next_pair(self, step: int) -> None:
        """Show what another pair confuses."""
        if self.asks_pair:
            self._pair = (self._pair + step) % len(self._pairs)
            self._sheets.pop(_CONFUSION, None)

    def open(self) -> tuple[str, int] | None:
        """List the sentences behind what is chosen, or return the article and start of the chosen one."""
        if self.opened is not None:
            row = self.opened.chosen
            return None if row is None else (row.article, sentence_start(self.compared.units, row))
        asked = self.sheet.asked
        if asked is not None:
            found = behind(self.compared.units, asked.about, everybody=asked.everybody, said=asked.said)
            self.opened = BehindSheet(asked, found, self.texts, self._words)
        return None

    def back(self) -> bool:
        """Leave the list of sentences; tell whether there was one."""
        opened, self.opened = self.opened, None
        return opened is not None

    def _keep_pair(self) -> None:
        """Let the table of confusion be that of the pair which was chosen last."""
        sheet = self._sheets.get(_PAIRS)
        if self.view == _PAIRS and sheet is not None and sheet.asked is not None:
            one, other = sheet.asked.about.annotators
            pair = self._pairs.index((one, other))
            if pair != self._pair:
                self._pair = pair
                self._sheets.pop(_CONFUSION, None)

    # -- the views ------------------------------------------------------------------------------

    def _made(self, view: int) -> Sheet:
        label, known, found = self._labels[self._label], self._known, self.compared.report
        if view == 0:
            return ListingSheet(labels_view(known), self._tell)
        if view == _PAIRS:
            sheet = MatrixSheet(pairs_view(known, found.annotators, label), self._tell)
            sheet.go(0, 1)
            return sheet
        if view == _ANNOTATORS:
            return ListingSheet(annotators_view(known, label), self._tell)
        if view == 3:
            return ListingSheet(articles_view(known, self.compared.sources), self._tell)
        if view == 4:
            return ListingSheet(attributes_view(known), self._tell)
        if view == _CONFUSION:
            pair = self._pairs[self._pair] if self._pairs else ()
            table = next((one for one in found.confusions if one.annotators == pair), None)
            return MatrixSheet(confusion_view(pair, table, label, self._sets), self._tell)
        return WordsSheet(list(self._notes()))

    def _tell(self, asked: Asked) -> Iterable[tuple[str, str]]:
        return paragraphs(self._known, asked)

    def _notes(self) -> Iterable[tuple[str, str]]:
        lines = self.compared.lines
        yield (tr("left out, and other remarks") if lines else tr("nothing was left out")), "strong"
        for line in lines:
            yield line, ""
        yield tr("how to read the figures"), "strong"
        for about in self._known.of("project", label=True):
            if note := rare_note(about.label, self._known.get(about, "prevalence")):
                yield note, ""
        if any(one.few for one in self.compared.report.figures if one.about.scope != "article"):
            yield too_few_note(), ""
        for note in general_notes():
            yield note, ""
