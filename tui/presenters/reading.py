"""How things stand, put into what the widgets show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from annotations.agreement.judgements import judgement
from annotations.marks.marks import Said
from annotations.model.quotes import QuoteFields
from annotations.wording import term, tr, value_words
from tui.layout.pieces import highlights_of
from tui.presenters.columns import Look, letters_of, placed, set_letters, style_of, who
from tui.presenters.sights import Decided, QuoteSight, Sight, Stance
from tui.presenters.standing import Standing
from tui.session.returned import return_words
from tui.session.session import Session

if TYPE_CHECKING:
    from tui.presenters.wide import Wide

__all__ = ["is_on_disk", "look_of", "message_of", "others_of", "sight_of"]

_FOUND = 300
"""Names, and numbers, of a sentence that the panel is told; more than any screen has room for."""
_LISTED = 40
"""Open sentences that the panel names at most; more would not fit on any screen."""


def look_of(session: Session, index: int, cells: int) -> Look:
    """Return what stands in the columns beside sentence `index`, the labels in as many `cells`."""
    marks, labels = session.article.marks, session.project.scheme.labels
    said = marks.said(index)
    plain = "none" if said.none else "dim"
    letters = [
        (letter, style_of(letter, place) if said.labels else plain if letter != " " else "")
        for place, letter in enumerate(letters_of(marks, labels, index), 1)
    ]
    predicted = () if said.settled or marks.done else session.article.predicted(index)
    if predicted:
        letters = _with_predictions(session, letters, index)
    elif session.article.proposes_quote(index):
        letters = _with_proposal(session, letters)
    letters = set_letters(letters, labels, cells)
    waiting = range(0 if is_on_disk(session, index) else len(letters))
    letters += _others_letters(session, index)
    unread = session.ready and session.threads.news(index)
    return Look(tuple(letters), _signs(session, index, said, unread), waiting, unread)


def others_of(session: Session) -> list[str]:
    """Return the annotators whose columns stand beside the annotator's own."""
    everybody = session.everybody
    if everybody.hidden or everybody.of is None:
        return []
    return [name for name in everybody.names if name != session.project.annotator]


def _others_letters(session: Session, index: int) -> list[tuple[str, str]]:
    if session.everybody.of is None or not (names := others_of(session)):
        return []
    from tui.presenters.others import others_letters

    return others_letters(session, names, session.everybody.of, index)


def _signs(session: Session, index: int, said: Said, unread: bool) -> str:
    """Return the signs of what there is to say of a sentence beside its labels."""
    scheme = session.project.scheme
    unit = session.everybody.of.unit(index) if session.everybody.of and others_of(session) else None
    if unread:
        return '"' + _signs(session, index, said, False).replace('"', "")
    signs = {
        "!": session.ready and session.article.conflicts(index),
        "<": session.article.returned.state(index) == "<",
        "?": said.labels and scheme.lacking(said.labels, said.quotes, said.attributes),
        "*": said.flag,
        "#": unit is not None and "labels" in unit.differing,
        ":": unit is not None and unit.differing and "labels" not in unit.differing,
        "+": any(quote.get("cont") for quote in said.quotes),
        '"': said.note or (session.ready and session.threads.over(index)),
    }
    return "".join(sign for sign, there in signs.items() if there)


def _with_proposal(session: Session, letters: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return `letters` with that of a quote, as dim as what is not said."""
    labels, quotes = session.project.scheme.labels, session.project.scheme.quotes
    return [
        (label.key, "dim") if label.name == quotes else letter
        for letter, label in zip(letters, labels, strict=True)
    ]


def _with_predictions(session: Session, letters: list[tuple[str, str]], index: int) -> list[tuple[str, str]]:
    """Return `letters` with those of the labels that models predict, as dim as what is not said."""
    labels = session.project.scheme.labels
    said = {label for one in session.article.predicted(index).values() for label in one.labels}
    return [
        (label.key, "dim") if label.name in said else letter
        for letter, label in zip(letters, labels, strict=True)
    ]


def _of_models(session: Session, index: int) -> tuple[Sequence[str], Sequence[tuple[str, str]]]:
    """Return what models say of a sentence in words, and which names and numbers they alone mark in it."""
    if session.article.predictions is None:
        return (), ()
    from tui.presenters.predictions import models_words

    return models_words(session.article, index)


def is_on_disk(session: Session, index: int) -> bool:
    """Tell whether all that was said of a sentence is on disk."""
    if not session.writer.unsaved and session.layers.trouble is None:
        return True
    return all(session.writer.on_disk(mark["uid"]) for mark in session.article.marks.over(index))


def message_of(session: Session, standing: Standing) -> tuple[str, str]:
    """Return what is said for the moment, or else why saving does not work, and the style of these words."""
    alarm = session.writer.alarm
    return (alarm, "bad") if alarm and not standing.message else (standing.message, standing.style)


def sight_of(session: Session, standing: Standing) -> Sight:
    """Return what the panel shows of the sentence under the cursor."""
    marks, scheme, text = session.article.marks, session.project.scheme, session.article.text
    if not len(marks):
        return Sight(0, state=tr("no sentence"), message=standing.message, message_style=standing.style)
    message, style = message_of(session, standing)
    index, wide = standing.cursor, standing.wide
    left, beside = _wide(session, standing)
    part = session.article.sentences[index].part
    found = session.article.found
    said = marks.said(index)
    unsaid = tr("open")
    if marks.done:
        implied = judgement(marks, index).implied
        unsaid = (
            tr("none, by the article being done")
            if implied
            else tr("never seen before it was done, so not judged")
        )
    if not marks.counts(index):
        unsaid = tr("needs no tag")
    predicted, marked = _of_models(session, index)
    scars, called = found.highlights.scars_of(index), session.project.name_of
    names, numbers = found.highlights.names_of(index), found.highlights.numbers_of(index)
    return Sight(
        sentence=index + 1,
        labels=placed(scheme, said.labels),
        state=tr("none") if said.none else unsaid,
        flag=said.flag,
        note=_note(session, index, said.note),
        unread=session.ready and session.threads.news(index),
        part="" if part == "body" else term(part),
        voice=term(said.voice or ""),
        voice_set=said.voice_by == "person",
        quotes=_quotes(session, index),
        lacking=[*map(term, scheme.lacking(said.labels, said.quotes, said.attributes))],
        attributes=[(name, value_words(value)) for name, value in said.attributes.items()],
        disputed=bool(session.article.conflicts(index)),
        bounds=_bounds(session, index),
        names=[(text[n.start : n.end], n) for n in names[:_FOUND]],
        numbers=[(text[n.start : n.end], n) for n in numbers[:_FOUND]],
        unlisted=(len(names[_FOUND:]), len(numbers[_FOUND:])),
        scars=[(text[scar.start : scar.end], scar) for scar in scars],
        corrected=frozenset(start for start, _, _ in session.article.corrections) if scars else frozenset(),
        chosen=len(standing.chosen),
        open=left,
        flagged=[flagged + 1 for flagged in islice(marks.flagged(), _LISTED)] if wide else (),
        message=message,
        message_style=style,
        pending=found.pending,
        hidden=standing.hidden,
        kinds=highlights_of(scheme.types),
        whole=_whole(session),
        stances=_stances(session, index),
        decided=_decided(session, index),
        predicted=predicted,
        marked=marked,
        returned=[return_words(one, called, to=False) for one in session.article.returned.over(index)],
        wide=beside,
    )


def _wide(session: Session, standing: Standing) -> tuple[Sequence[int], Wide | None]:
    """Return which sentences are open, and what else a wide panel has room for."""
    if not standing.wide:
        return (), None
    from tui.presenters.wide import open_near, wide_of

    return open_near(session, standing.cursor), wide_of(session, standing)


def _note(session: Session, index: int, note: str) -> str:
    """Return the note of a sentence; where somebody has answered, what was said last."""
    if not session.ready or not session.threads.over(index):
        return note
    from tui.presenters.threads import note_words

    return note_words(session, index, note)


def _whole(session: Session) -> list[tuple[str, str]]:
    """Return what is said of the article as a whole in words, each with its look."""
    scheme, whole = session.project.scheme, session.article.marks.whole
    known = {one.name for one in scheme.article_labels}
    said = [(one.name, "strong") for one in scheme.article_labels if one.name in whole.labels]
    said += [(f"{name}?", "key") for name in sorted(whole.labels - known)]
    return said + [(f"{name} {value_words(value)}", "") for name, value in whole.attributes.items()]


def _stances(session: Session, index: int) -> Sequence[Stance]:
    """Return what others say of a sentence, where that is shown."""
    names, of = others_of(session), session.everybody.of
    unit = of.unit(index) if of and names else None
    if of is None or unit is None:
        return ()
    from tui.presenters.stances import stances_of

    return stances_of(of, unit, session.project.scheme, dict.fromkeys(names, ""), session.project.name_of)


def _decided(session: Session, index: int) -> list[Decided]:
    """Return what was decided of a sentence: for who has finished the article, or was asked about it."""
    if not (session.article.marks.done or session.article.returned.over(index)):
        return []
    from tui.presenters.decisions import decided_of

    return [decided_of(session, one, index) for one in session.article.decided(index)]


def _bounds(session: Session, index: int) -> str:
    """Return who proposes to the lead to join or split a sentence."""
    proposed = session.article.proposed_bounds(index) if session.project.is_lead else []
    return (
        tr(
            "{name_of} would {act} it",
            name_of=session.project.name_of(proposed[0]["annotator"]),
            act=proposed[0]["act"],
        )
        if proposed
        else ""
    )


def _quotes(session: Session, index: int) -> list[QuoteSight]:
    """Return the quotes of a sentence, or what a model or the rules propose where nothing is said of it."""
    article = session.article
    said = article.marks.said(index)
    proposed, by = not said.settled, ""
    quotes: Sequence[QuoteFields] = said.quotes
    if proposed:
        by, quotes = article.predicted_quotes(index)
        if not quotes and article.speakers.known:
            quotes = article.speakers.proposals.fields(index)
    if by:
        from tui.presenters.predictions import sure_words

        by = sure_words(by, article.predicted(index)[by], session.project.scheme.quotes or "")
    return [
        QuoteSight(
            form=term(quote["form"]),
            speakers=", ".join(who(one) for one in quote["speakers"]),
            by=by or _by(quote, article.speakers.proposals.reasons(index)),
            cont=quote["cont"],
            words=_words(article.text, quote["content"]),
            proposed=proposed,
        )
        for quote in quotes
    ]


def _by(quote: QuoteFields, reasons: Mapping[str, str]) -> str:
    """Return who named the speakers, where that was a rule, and by what."""
    for speaker in quote["speakers"]:
        if speaker["by"] == "rule":
            if not (reason := reasons.get(speaker["text"], "")):
                return tr("rule")
            from tui.presenters.reasons import reason_words  # no quote has been found before the first frame

            return tr("rule: {reason}", reason=reason_words(reason))
    return ""


def _words(text: str, content: Sequence[int] | None) -> str:
    if content is None:
        return ""
    return text[content[0] : min(content[1], content[0] + 60)]
