"""Acts that say who is quoted and in which way, and whose voice a claim or an opinion is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from annotations.editing.ledger import Ledger
from annotations.model.quotes import QuoteFields, SpeakerFields
from annotations.records.acts import Act
from annotations.records.lead_kinds import OfSentence
from annotations.wording import term, tr

__all__ = ["FORMS", "UNKNOWN", "VOICES", "QuoteActs", "speaker"]

FORMS = ("indirect", "direct", "mixed")
"""How a source is quoted, in the order in which a key steps through them."""
VOICES = ("author", "speaker", "both")
"""Whose claim or opinion it is, likewise."""

_LOOK_BACK = 500
"""Sentences before this one among which the last quote is looked for. Chosen: nobody means one further
back, and a key costs the same in an article of any length."""


def speaker(text: str, name: str, start: int | None, end: int | None, by: str) -> SpeakerFields:
    """Return a speaker as marks keep it: as the article has it, whom that means, where, and who said so."""
    return {"text": text, "name": name, "start": start, "end": end, "by": by}


UNKNOWN = speaker("", "", None, None, "person")
"""The speaker of a quote of which somebody said that the article does not tell who is quoted."""


class QuoteActs:
    """Quotes with their speakers and forms, and voices."""

    def __init__(
        self, ledger: Ledger, proposals: Callable[[int], Sequence[QuoteFields]] = lambda index: ()
    ) -> None:
        """Work with `ledger`; `proposals` returns the quotes that the rules find in a sentence."""
        self._ledger = ledger
        self._proposals = proposals

    def go_on(self, sentences: Sequence[int]) -> Act | None:
        """Say that `sentences` go on with the last quote before them; None if there is none near."""
        last = self.last(sentences[0])
        if last is None:
            return None
        quotes: list[QuoteFields] = [
            {
                **last,
                "cont": True,
                "content": None,
                "speakers": [{**one, "by": "person"} for one in last["speakers"]],
                "by": "person",
            }
        ]

        def change(index: int, said: OfSentence) -> Mapping[str, object]:
            return self._quoting(said, quotes)

        return self._ledger.change(
            sentences, change, tr("+{quotes}, goes on", quotes=term(self._ledger.scheme.quotes or ""))
        )

    def set_speakers(self, sentences: Sequence[int], which: int, speakers: Sequence[SpeakerFields]) -> Act:
        """Let `speakers` be those of quote `which`, from 0, of each sentence, which is one from now on."""
        names = ", ".join(one["name"] or tr("unknown") for one in speakers)

        def change(quote: Mapping[str, object]) -> Mapping[str, object]:
            return {**quote, "speakers": [{**one} for one in speakers]}

        return self._change_quote(sentences, which, change, tr("speaker {names}", names=names))

    def set_form(self, sentences: Sequence[int], which: int, form: str) -> Act:
        """Let quote number `which` of each sentence have `form`, one of `FORMS`."""
        return self._change_quote(
            sentences, which, lambda quote: {**quote, "form": form, "by": "person"}, term(form)
        )

    def set_content(self, sentence: int, which: int, content: tuple[int, int] | None) -> Act:
        """Let the quoted words of quote number `which` stand from and to these offsets of the article."""
        span = None if content is None else list(content)
        return self._change_quote(
            [sentence], which, lambda quote: {**quote, "content": span}, tr("quoted words")
        )

    def set_voice(self, sentences: Sequence[int], voice: str) -> Act:
        """Let `voice`, one of `VOICES`, be whose claim or opinion `sentences` are."""
        return self._ledger.change(
            sentences,
            lambda index, said: {"voice": voice, "voice_by": "person"},
            tr("voice {voice}", voice=term(voice)),
        )

    # -- how --------------------------------------------------------------

    def _change_quote(
        self,
        sentences: Sequence[int],
        which: int,
        change: Callable[[Mapping[str, object]], Mapping[str, object]],
        words: str,
    ) -> Act:
        passed: dict[int, int] = {}  # of a sentence with several marks, the quotes of those looked at

        def revise(index: int, said: OfSentence) -> Mapping[str, object] | None:
            said_before = passed.setdefault(index, 0)
            passed[index] += len(said["quotes"])
            total = len(self._ledger.marks.said(index).quotes)
            at = min(which, max(0, total - 1)) - said_before
            if at < 0 or (total and at >= len(said["quotes"])):
                return None
            quotes: list[Mapping[str, object]] = [*(said["quotes"] or self.proposed(index))]
            at = min(which if not total else at, len(quotes) - 1)
            quotes[at] = change(quotes[at])
            passed[index] = max(passed[index], 1)
            return self._quoting(said, quotes)

        return self._ledger.change(sentences, revise, words, all_marks=True)

    def _quoting(self, said: OfSentence, quotes: Sequence[Mapping[str, object]]) -> dict[str, object]:
        """Return the fields of a mark that says `said`, and from now on that it is a quote with `quotes`."""
        labels = {*said["labels"], str(self._ledger.scheme.quotes)}
        return {
            "labels": self._ledger.scheme.in_order(labels),
            "status": "marked",
            "quotes": quotes,
            **self.voiced(said, labels),
        }

    def proposed(self, index: int) -> list[QuoteFields]:
        """Return the quotes of a sentence said to be one: those the rules find, or one that lacks all."""
        found: list[QuoteFields] = [{**one} for one in self._proposals(index)]
        return found or [{"form": FORMS[0], "cont": False, "content": None, "speakers": [], "by": "default"}]

    def voiced(self, said: OfSentence, labels: Iterable[str]) -> dict[str, object]:
        """Return the voice of a mark that carries `labels`: by default a quote's speaker, else the author."""
        labels = set(labels)
        if not labels.intersection(self._ledger.scheme.voiced):
            return {"voice": None, "voice_by": None}
        if said.get("voice_by") == "person":
            return {"voice": said["voice"], "voice_by": "person"}
        return {"voice": VOICES[self._ledger.scheme.quotes in labels], "voice_by": "default"}

    def last(self, index: int) -> QuoteFields | None:
        """Return the last quote shortly before sentence `index`, or None."""
        for before in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            if quotes := self._ledger.marks.said(before).quotes:
                return quotes[-1]
        return None
