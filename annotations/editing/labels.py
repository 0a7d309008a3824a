"""Acts that say what a sentence is: its labels, none, a flag, a note, and what belongs to its labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.editing.ledger import Ledger
from annotations.editing.quotes import QuoteActs
from annotations.errors import SchemeError
from annotations.records.acts import Act
from annotations.records.lead_kinds import OfSentence
from annotations.wording import term, tr, value_words

__all__ = ["LabelActs"]


class LabelActs:
    """Labels, none, flags, notes and attributes."""

    def __init__(self, ledger: Ledger, quotes: QuoteActs) -> None:
        self._ledger = ledger
        self._quotes = quotes

    def toggle(self, sentences: Sequence[int], label: str) -> Act:
        """Put `label` on all of `sentences`; if all of them carry it, take it off.

        What `label` excludes goes when it comes, and so does a label of before that was split into it and
        others. A quote brings the form and the speakers that the rules propose, and takes them along.
        """
        off = all(label in self._ledger.marks.said(index).labels for index in sentences)

        def change(index: int, said: OfSentence) -> Mapping[str, object] | None:
            labels = set(said["labels"])
            if off and label not in labels:
                return None
            if off:
                return self._labelled(index, said, labels - {label})
            scheme = self._ledger.scheme
            given_up = {one for one in labels if label in scheme.choices(one)} | scheme.excluded_by(label)
            labels = (labels - given_up) | {label}
            return self._labelled(index, said, labels)

        return self._ledger.change(sentences, change, f"{'-' if off else '+'}{term(label)}", all_marks=off)

    def say_none(self, sentences: Sequence[int]) -> Act:
        """Say of `sentences` that no label fits; if that was said of all of them, take it back."""
        off = all(self._ledger.marks.said(index).none for index in sentences)

        def change(index: int, said: OfSentence) -> Mapping[str, object]:
            return {**self._labelled(index, said, set()), "status": "open" if off else "none"}

        return self._ledger.change(sentences, change, tr("-none") if off else tr("none"), all_marks=True)

    def toggle_flag(self, sentences: Sequence[int]) -> Act:
        """Flag `sentences`; if all of them are flagged, take the flag off."""
        off = all(self._ledger.marks.said(index).flag for index in sentences)
        return self._ledger.change(
            sentences,
            lambda index, said: {"flag": not off},
            tr("-flag") if off else tr("flag"),
            all_marks=off,
        )

    def write_note(self, sentence: int, note: str) -> Act:
        """Put `note` on `sentence`, an empty one to take it away."""
        return self._ledger.change(
            [sentence],
            lambda index, said: {"note": note},
            tr("note") if note else tr("-note"),
            all_marks=True,
        )

    def set_attribute(self, sentences: Sequence[int], name: str, value: object) -> Act:
        """Let the scheme's own attribute `name` be `value` on `sentences`; None takes it away.

        It goes to the marks whose labels it belongs to, and leaves the others alone.

        Raises:
            SchemeError: It belongs to none of them.
        """

        def change(index: int, said: OfSentence) -> Mapping[str, object] | None:
            now = said.get("attributes", {})
            if name not in now and not self._ledger.scheme.applies(name, said["labels"]):
                return None
            attributes = {key: one for key, one in now.items() if key != name}
            return {"attributes": attributes if value is None else {**attributes, name: value}}

        said = [self._ledger.marks.said(index) for index in sentences]
        if not any(name in one.attributes or self._ledger.scheme.applies(name, one.labels) for one in said):
            raise SchemeError(tr("{name} belongs to other labels than these sentences have", name=name))
        words = f"-{name}" if value is None else f"{name} {value_words(value)}"
        return self._ledger.change(sentences, change, words, all_marks=True)

    def _labelled(self, index: int, said: OfSentence, labels: set[str]) -> dict[str, object]:
        """Return the fields of a mark that carries `labels`, those that hang on labels among them."""
        in_order = self._ledger.scheme.in_order(labels)
        quoting = self._ledger.scheme.quotes in labels
        fields: dict[str, object] = {
            "labels": in_order,
            "status": "marked" if in_order else "open",
            "quotes": (said["quotes"] or self._quotes.proposed(index)) if quoting else [],
            "attributes": {
                name: value
                for name, value in said.get("attributes", {}).items()
                if self._ledger.scheme.applies(name, labels)
            },
        }
        return {**fields, **self._quotes.voiced(said, labels)}
