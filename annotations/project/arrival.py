"""What comes for one layer: taking it in, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotations.errors import BadName, LayerReadOnly
from annotations.exchange.hand_in import HandIn
from annotations.exchange.handed_text import bounds_of, text_hash
from annotations.exchange.merge import Meeting, meet, respelled
from annotations.migration.migrations import Migrations
from annotations.model.annotator import check_annotator, same_annotator
from annotations.model.article import Analysis, Article
from annotations.project.project import Project
from annotations.project.rename import call, collision
from annotations.records.record import Record, as_act, whereabouts
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.last_copy import keep_last
from annotations.storage.layer.layer import TinyDBLayer
from annotations.storage.layer.repository import Layer
from annotations.storage.layer.upgrades import upgraded
from annotations.wording import counted, tr

__all__ = ["Arrival", "Refused", "Report", "refused"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of which nothing was taken."""

    name: str
    """The file."""
    annotator: str
    """In whose name it comes."""
    problem: str
    """What speaks against it, in words that end so that more can follow."""
    replaceable: bool = True
    """Whether it is taken where it is asked for by name, as a layer that has its truth here."""

    def __str__(self) -> str:
        return tr("{name}: {problem} nothing of it was taken", name=self.name, problem=self.problem)


@dataclass(slots=True)
class Report:
    """What came into one layer, and what did not."""

    annotator: str
    meeting: Meeting = field(default_factory=Meeting)
    """What was written, and what was there already."""
    refused: list[Refused] = field(default_factory=list)
    """Files that were not taken, each as what speaks against it."""
    other_texts: list[str] = field(default_factory=list)
    """Articles that have another text here, a line each; their marks were left out."""
    unknown: list[str] = field(default_factory=list)
    """Articles that are not in the project, a line each; their marks are in the layer, for they may come."""
    newer: list[str] = field(default_factory=list)
    """Files with records that only a newer zhupi can take in, a line each."""
    notices: list[str] = field(default_factory=list)
    """What else is worth saying, a line each."""
    copy: Path | None = None
    """The layer as it was, where somebody's file was let into the lead's or one's own."""

    @property
    def complete(self) -> bool:
        """Tell whether everything is in the layer, and every article in the project."""
        return not (self.refused or self.meeting.differing or self.other_texts or self.unknown or self.newer)


def refused(project: Project, hand_ins: Iterable[HandIn], claim: str) -> Report:
    """Report that nothing was taken of files that claim to be a layer that has its truth here."""
    name = project.called
    return Report(
        name,
        refused=[Refused(one.name, name, tr("it claims to be {claim}, so", claim=claim)) for one in hand_ins],
    )


@dataclass
class Arrival:
    """What comes for one layer."""

    project: Project
    hand_ins: Sequence[HandIn]
    articles: Mapping[str, Article]
    analyses: Mapping[str, Analysis]
    """What was found in them where they come from."""
    frozen: FrozenArticles
    files: Files
    copied: bool
    careful: bool
    """Whether only what continues the layer may come."""

    def take(self, layer: TinyDBLayer) -> Report:
        """Write what is new to `layer`, the articles before it."""
        report = Report(self.project.called)
        incoming: list[tuple[str, Record]] = []
        known: set[str] = set()
        for one in self.hand_ins:
            self._remark(one, report)
            left = self._other_texts(one, report)
            known |= {
                identity for identity in one.texts if identity in self.articles and identity not in left
            }
            incoming += [
                (one.name, respelled(upgraded(record), one.annotator, self.project.annotator))
                for record in one.records
                if record["article"] not in left
            ]
        report.meeting = meet(incoming, layer.latest)
        if self.careful and not _continues(report.meeting, incoming, layer):
            name = self.project.called
            whose = tr(
                "the lead's layer ({name}), and lacks or contradicts some of what is here of it", name=name
            )
            return refused(self.project, self.hand_ins, whose)
        if report.meeting.records and layer.read_only:
            raise LayerReadOnly(layer.read_only)
        for identity in sorted(known):  # one may come after its marks
            self.frozen.freeze(self.articles[identity])
            if identity in self.analyses:
                self.frozen.freeze_analysis(self.articles[identity], self.analyses[identity])
        if report.meeting.records:
            path = self.project.layer_path
            if self.copied and path.exists():
                report.copy = copy_before("collect", path, files=self.files)
            layer.put(as_act(report.meeting.records), check=False)
            keep_last(path, self.files)
        report.notices += layer.notices
        report.annotator = self._called()
        return report

    def _called(self) -> str:
        """Return what the annotator is called, here or, where nothing is said of it here, in a file."""
        project, roster = self.project, self.project.roster
        for one in self.hand_ins:
            known = same_annotator(project.annotator) in roster.aliases or one.annotator != project.annotator
            if (
                one.called
                and not known
                and not collision(roster, project.annotator, one.called, project.lead)
            ):
                try:
                    name = check_annotator(one.called)
                except BadName:
                    continue
                call(project.root, roster, project.annotator, name, self.files)
                return name
        return project.called

    def _remark(self, one: HandIn, report: Report) -> None:
        """Say what is worth knowing of a file."""
        here = self.project
        report.notices += [line for line in here.notices if line not in report.notices]
        if one.scheme != here.scheme.id:
            report.notices.append(
                tr(
                    "{name}: its scheme is {scheme}, and here it is {id}",
                    name=one.name,
                    scheme=one.scheme,
                    id=here.scheme.id,
                )
            )
        if ahead := Migrations.ahead(one.records, here.scheme):
            report.notices.append(
                tr(
                    "{name}: it leads the scheme on to {ahead}; bring zhupi.toml and annotations/schemes too",
                    name=one.name,
                    ahead=ahead,
                )
            )
        if one.unknown:
            what = counted(len(one.unknown), "record is", "records are")
            report.newer.append(
                tr(
                    "{name}: {what} of a kind that this zhupi does not know, and not taken; keep the file "
                    "and collect it with a newer zhupi",
                    name=one.name,
                    what=what,
                )
            )
        for identity, text in one.texts.items():
            here_too = self.articles.get(identity)
            if here_too is not None and text.bounds not in (None, bounds_of(here_too)):
                report.notices.append(
                    tr(
                        "{name}: {source} was frozen with other bounds of sentences there; those here"
                        " hold, and each mark stays where it is",
                        name=one.name,
                        source=text.source,
                    )
                )
            if identity not in self.articles:
                line = tr(
                    "{identity} {title!r:.60} ({source}): this article is not in the project; its"
                    " marks are kept, put its file there and collect again",
                    identity=identity,
                    title=text.title,
                    source=text.source,
                )
                report.unknown += [line] * (line not in report.unknown)

    def _other_texts(self, one: HandIn, report: Report) -> set[str]:
        """Return the articles of a file whose text is not the one that is here."""
        left = set()
        by_article: dict[str, list[Record]] = {}
        for record in one.records:
            by_article.setdefault(record["article"], []).append(record)
        for identity, text in one.texts.items():
            article = self.articles.get(identity)
            if article is None:
                continue
            mine = by_article.get(identity, [])
            if text.text_hash is None:  # it was lost there: each mark still says what it is about
                same = all(_stands(record, article.text) for record in mine)
            else:
                same = text.text_hash == text_hash(article.text)
            if not same:
                left.add(identity)
                left_out = counted(len(mine), "record of it was", "records of it were")
                report.other_texts.append(
                    tr(
                        "{name}: {source} has another text here than {annotator} had, so"
                        " {left_out} left out; read it with the same options, or bring"
                        " annotations/articles/{identity}/{identity2}.json from there",
                        name=one.name,
                        source=article.source,
                        annotator=one.annotator,
                        left_out=left_out,
                        identity=identity[:2],
                        identity2=identity,
                    )
                )
        return left


def _continues(meeting: Meeting, incoming: Iterable[tuple[str, Record]], layer: Layer) -> bool:
    """Tell whether what comes has all that `layer` has and contradicts none of it, or brings nothing new."""
    if not meeting.records:
        return True
    coming = {record["uid"] for _, record in incoming}
    return not (meeting.older or meeting.differing) and all(one["uid"] in coming for one in layer.newest())


def _stands(record: Record, text: str) -> bool:
    where = whereabouts(record)
    return where is None or text[where[0] : where[1]] == where[2]
