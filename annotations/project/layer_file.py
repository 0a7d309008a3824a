"""The file of a layer that was sent as it is, taken for what ``zhupi hand-in`` would have written of it."""

from __future__ import annotations

from annotations.errors import ReadingError, StorageError
from annotations.exchange.hand_in import HandIn
from annotations.exchange.handed_text import HandedText
from annotations.records.field_values import is_article_id
from annotations.records.origin import births, origin_of
from annotations.records.record import Record
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.schema import follows_schema
from annotations.wording import tr

__all__ = ["handed_in", "is_layer"]


def is_layer(beginning: bytes) -> bool:
    """Tell whether a file that begins so may be a layer."""
    return b'"_default"' in beginning[:100]


def handed_in(data: bytes, name: str, scheme: str) -> list[HandIn]:
    """Return what each annotator says in the layer `data`: there is one, but for what a hand mixed.

    Args:
        data: The whole file.
        name: What messages call it.
        scheme: The scheme to take it for, as a layer names none.

    Raises:
        ReadingError: It is no whole layer.
    """
    try:
        contents = parse(data, name)
    except StorageError as error:
        raise ReadingError(tr("{error}; nothing of it was taken", error=error)) from None
    if contents.form is Form.DAMAGED:
        raise ReadingError(
            tr("{name}: this layer is not whole; mend it where it was written, then send it again", name=name)
        )
    fold = Fold({})
    fold.take(contents.lines)
    whose: dict[str, list[Record]] = {}
    for one in fold.docs.values():
        if follows_schema(one) and is_article_id(one["article"]):
            whose.setdefault(one["annotator"], []).append(one)
    if not whose:
        raise ReadingError(tr("{name}: nothing has been said in this layer yet", name=name))
    return [
        HandIn(
            name,
            annotator,
            scheme,
            {
                one["article"]: HandedText.of(one["article"], None)
                for one in records
                if one["kind"] != "migration"
            },
            records,
            identity=origin_of(births(records)),
        )
        for annotator, records in whose.items()
    ]
