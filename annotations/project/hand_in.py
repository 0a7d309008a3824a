"""Handing a layer in: what goes into one file to send, and whether that may replace an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import HandInLoses, ReadingError, StorageError
from annotations.exchange.hand_in import is_hand_in, read_hand_in, write_hand_in
from annotations.exchange.handed_text import HandedText
from annotations.exchange.merge import respelled
from annotations.model.article import Article
from annotations.project.companions import companions_of
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.records.migration import PROJECT
from annotations.records.origin import births, origin_of
from annotations.records.record import Record
from annotations.storage.frozen.form import packed, packed_analysis
from annotations.storage.layer.repository import Layer
from annotations.storage.readers.unknown import unknown_records
from annotations.wording import counted, msg, tr

__all__ = ["Handed", "hand_in"]


@dataclass(frozen=True, slots=True)
class Handed:
    """What of a layer can be handed in."""

    texts: Sequence[HandedText]
    records: Sequence[Record]
    left: Sequence[str]
    """What stays behind, a line each."""
    unknown: Sequence[Mapping[str, object]] = ()
    """Records of kinds and schemas that this program does not know, which are passed on."""

    def lines(self, project: Project) -> Iterator[bytes]:
        """Yield the lines of the file, for the annotator and the scheme of `project`."""
        yield from write_hand_in(
            project.annotator,
            project.scheme.id,
            self.texts,
            self.records,
            self.unknown,
            identity=origin_of(births(self.records)),
            called=project.called,
            beside=companions_of(project),
        )

    def demand_all_of(self, path: Path, name: str) -> None:
        """Refuse to replace a hand-in that has records which are not in this one.

        What was rescued from a full disk, or comes from another machine, may be nowhere else.

        Args:
            path: The file.
            name: How its user calls it.

        Raises:
            HandInLoses: It has some, or cannot be understood.
        """
        with path.open("rb") as file:
            if not is_hand_in(file.readline()):
                return
            file.seek(0)
            try:
                there = read_hand_in(file, name)
            except ReadingError as error:
                raise HandInLoses(name, problem=str(error)) from None
        revisions = _revisions(*self.records, *self.unknown)
        before = _revisions(*there.records, *there.unknown)
        lost = sum(rev > revisions.get(uid, 0) for uid, rev in before.items())
        if lost:
            raise HandInLoses(name, lost)


def hand_in(project: Project, layer: Layer) -> Handed:
    """Return what goes into the file: the newest revisions of `layer`, deleted ones too, and their texts.

    Raises:
        StorageError: A frozen article cannot be read.
    """
    newest = list(layer.newest())
    own = list(_own(newest, layer, project))
    records = [record for record in own if is_article_id(record["article"])]
    unknown = [one for one in unknown_records(project.layer_path) if one["annotator"] == layer.annotator]
    behind = {
        (msg("record of somebody else"), "records of somebody else"): len(newest) - len(own),
        (msg("record of what is no article"), "records of what is no article"): len(own) - len(records),
        (msg("record follows no schema and"), "records follow no schema and"): layer.unreadable()
        - len(unknown),
    }
    left = [
        tr(
            "{records} stayed behind; zhupi check names them",
            records=counted(count, one, many),
        )
        for (one, many), count in behind.items()
        if count > 0
    ]
    texts = []
    about = [*records, *(one for one in unknown if is_article_id(one.get("article")))]
    named = [str(record["article"]) for record in about if record["article"] != PROJECT]
    named += [record["earlier"] for record in records if record["kind"] == "carry"]
    for identity in dict.fromkeys(filter(is_article_id, named)):
        article = project.frozen.load(identity)
        if article is None:
            left.append(
                tr(
                    "{identity}: the text of this article is missing, so only its marks are handed in",
                    identity=identity,
                )
            )
        texts.append(_text(project, identity, article))
    texts.sort(key=lambda text: text.article)
    return Handed(texts, records, left, unknown)


def _text(project: Project, identity: str, article: Article | None) -> HandedText:
    """Return what is handed in of an article, which may be lost, and of what was found in it."""
    if article is None:
        return HandedText.of(identity, None)
    try:
        found = project.frozen.load_analysis(identity)
    except StorageError:  # zhupi check names it; whoever collects finds names and numbers anew
        found = None
    analysis = None if found is None else packed_analysis(article, found)
    return HandedText.of(identity, article, packed(article), analysis)


def _own(newest: Sequence[Record], layer: Layer, project: Project) -> Iterator[Record]:
    """Yield the records of the layer's owner, those under another name of that one as the owner's own.

    Where both names have said something of one place, what carries the owner's name goes.
    """
    name = layer.annotator
    for record in newest:
        if record["annotator"] == name:
            yield record
        elif project.own_layer.is_owners(record["annotator"]):
            own = respelled(record, record["annotator"], name)
            if layer.latest(own["uid"]) is None:
                yield own


def _revisions(*records: Mapping[str, object]) -> dict[str, int]:
    """Return the revision of each record by its uid, as far as a record that is not known has both."""
    found = ((record.get("uid"), record.get("rev")) for record in records)
    return {uid: rev for uid, rev in found if isinstance(uid, str) and isinstance(rev, int)}
