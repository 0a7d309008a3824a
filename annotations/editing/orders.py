"""Acts of annotating as they are written on a line: ``+claim``, ``-quote``, ``voice=both``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from annotations.editing.editor import Editor
from annotations.editing.quotes import FORMS, UNKNOWN, VOICES
from annotations.errors import SchemeError, UsageError
from annotations.model.attributes import Attribute
from annotations.model.quotes import SpeakerFields
from annotations.model.scheme import Scheme
from annotations.records.acts import Act
from annotations.wording import tr

__all__ = ["Order", "Typed", "check_order", "obey", "tag_order"]

Typed = Callable[[str, int], SpeakerFields]
"""Returns the speaker that a name means, typed for a sentence."""

What = Literal["label", "none", "voice", "form", "speakers", "goes-on", "attribute", "note", "flag", "done"]
_NONE = "none"


class Order(NamedTuple):
    """One thing to say of sentences, or to take back."""

    what: What
    name: str = ""
    """Of a label or an attribute."""
    on: bool = True
    """Whether it is to hold; else it is taken back."""
    values: tuple[str, ...] = ()
    """The value; of speakers their names, an empty one for somebody unknown."""
    quote: int = 0
    """Which quote of the sentence it is about, from 0."""


def tag_order(word: str) -> Order:
    """Return what ``+claim``, ``-quote`` or ``+none`` says.

    Raises:
        UsageError: It begins with neither sign, or names nothing.
    """
    sign, name = word[:1], word[1:].strip()
    if sign not in ("+", "-") or not name:
        raise UsageError(tr("{word} is no tag; +claim puts one on, -claim takes it off", word=word))
    if name == _NONE:
        return Order("none", on=sign == "+")
    return Order("label", name, sign == "+")


def check_order(scheme: Scheme, order: Order) -> None:
    """See whether `scheme` has what `order` names.

    Raises:
        UsageError: It has not; the message says what there is.
    """
    if order.what == "label":
        names = [one.name for one in scheme.every_label]
        # One that the scheme has no more may still be taken off.
        if order.name not in names and order.on:
            listed = ", ".join([*names, _NONE])
            raise UsageError(tr("no label {name}; there are {listed}", name=order.name, listed=listed))
    elif order.what == "attribute":
        attributes = [*scheme.own_attributes, *scheme.article_attributes]
        found = next((one for one in attributes if one.name == order.name), None)
        if found is None and order.on:
            listed = ", ".join(one.name for one in attributes) or tr("none")
            raise UsageError(tr("no attribute {name}; there are {listed}", name=order.name, listed=listed))
        if found is not None and order.on:
            _value(found, order.values[0])
    elif order.what == "voice":
        _demand_value(order, "voice", VOICES)
        if not scheme.voiced:
            raise UsageError(tr("no label of this project has a voice"))
    elif order.what in ("form", "speakers", "goes-on"):
        if scheme.quotes is None:
            raise UsageError(tr("no label of this project is for quotes"))
        if order.what == "form":
            _demand_value(order, "form", FORMS)


def _demand_value(order: Order, what: str, values: Sequence[str]) -> None:
    if order.values[0] not in values:
        listed = ", ".join(values)
        raise UsageError(
            tr("{what} is one of {listed}, not {value}", what=what, listed=listed, value=order.values[0])
        )


def obey(editor: Editor, sentences: Sequence[int], order: Order, typed: Typed) -> Act | None:
    """Return the act that does `order` to `sentences` of the open article; None if it is so already.

    Raises:
        UsageError, SchemeError: It cannot be said of them.
    """
    match order.what:
        case "label":
            return _label(editor, sentences, order)
        case "none":
            others = [one for one in sentences if editor.marks.said(one).none is not order.on]
            return editor.labels.say_none(others) if others else None
        case "flag":
            others = [one for one in sentences if editor.marks.said(one).flag is not order.on]
            return editor.labels.toggle_flag(others) if others else None
        case "note":
            [sentence] = sentences
            same = editor.marks.said(sentence).note == order.values[0]
            return None if same else editor.labels.write_note(sentence, order.values[0])
        case "voice":
            return _voice(editor, sentences, order.values[0])
        case "attribute":
            return _attribute(editor, sentences, order)
        case "goes-on":
            act = editor.quotes.go_on(sentences)
            if act is None:
                raise UsageError(
                    tr("no quote stands shortly before sentence {number}", number=sentences[0] + 1)
                )
            return act
        case "form":
            _demand_quotes(editor, sentences)
            if all(_quote(editor, one, order.quote).get("form") == order.values[0] for one in sentences):
                return None
            return editor.quotes.set_form(sentences, order.quote, order.values[0])
        case "speakers":
            named = [typed(name, sentences[0]) if name else UNKNOWN for name in order.values]
            if all(_quote(editor, one, order.quote).get("speakers") == named for one in sentences):
                return None
            return editor.quotes.set_speakers(sentences, order.quote, named)
        case "done":
            if editor.marks.done is order.on:
                return None
            whole = [(0, len(editor.marks.article.text))] if order.on else []
            return editor.article.toggle_done(0, whole)


def _label(editor: Editor, sentences: Sequence[int], order: Order) -> Act | None:
    of_article = {one.name for one in editor.ledger.scheme.article_labels}
    if order.name in of_article or (not order.on and order.name in editor.marks.whole.labels):
        if (order.name in editor.marks.whole.labels) is order.on:
            return None
        return editor.article.toggle_label(0, order.name)
    others = [one for one in sentences if (order.name in editor.marks.said(one).labels) is not order.on]
    return editor.labels.toggle(others, order.name) if others else None


def _voice(editor: Editor, sentences: Sequence[int], voice: str) -> Act | None:
    voiced = editor.ledger.scheme.voiced
    said = {one: editor.marks.said(one) for one in sentences}
    lacking = next((one for one in sentences if not said[one].labels.intersection(voiced)), None)
    if lacking is not None:
        listed = " or ".join(voiced)
        raise UsageError(
            tr(
                "a voice belongs to {listed}; sentence {number} has none of them",
                listed=listed,
                number=lacking + 1,
            )
        )
    others = [one for one in sentences if (said[one].voice, said[one].voice_by) != (voice, "person")]
    return editor.quotes.set_voice(others, voice) if others else None


def _value(attribute: Attribute, word: str) -> object:
    """Return the value of `attribute` that somebody wrote as `word`, or raise UsageError."""
    if attribute.kind == "flag":
        if word not in ("yes", "no"):
            raise UsageError(tr("{name} is yes or no, not {value}", name=attribute.name, value=word))
        return word == "yes"
    try:
        return attribute.read(word)
    except SchemeError as error:
        raise UsageError(str(error)) from None


def _attribute(editor: Editor, sentences: Sequence[int], order: Order) -> Act | None:
    scheme = editor.ledger.scheme
    attribute = scheme.attribute(order.name)
    value = _value(attribute, order.values[0]) if order.on and attribute is not None else None
    if order.name in {one.name for one in scheme.article_attributes}:
        now = editor.marks.whole.attributes.get(order.name)
        return None if now == value else editor.article.set_attribute(0, order.name, value)
    others = [one for one in sentences if editor.marks.said(one).attributes.get(order.name) != value]
    return editor.labels.set_attribute(others, order.name, value) if others else None


def _quote(editor: Editor, sentence: int, which: int) -> Mapping[str, object]:
    """Return one quote of a sentence, the last where there are not so many; empty where there is none."""
    quotes = editor.marks.said(sentence).quotes
    return {**quotes[min(which, len(quotes) - 1)]} if quotes else {}


def _demand_quotes(editor: Editor, sentences: Sequence[int]) -> None:
    lacking = next((one for one in sentences if not editor.marks.said(one).quotes), None)
    if lacking is not None:
        quote = editor.ledger.scheme.quotes
        raise UsageError(
            tr("sentence {number} is no quote yet; +{quote} makes it one", number=lacking + 1, quote=quote)
        )
