"""Layers that come together: taking files that annotators handed in into a project.

Everything that can be wrong with a file is found before anything is written. What goes into a layer is one
act. Nothing is shown of what anybody says, so that whoever collects stays as blind as before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from annotations.errors import BadName, LayerReadOnly, ProjectError
from annotations.exchange.hand_in import HandIn, text_hash
from annotations.exchange.merge import Meeting, meet, respelled
from annotations.model.annotator import check_annotator, same_annotator
from annotations.model.article import Article
from annotations.project.articles import find_articles
from annotations.project.project import Project
from annotations.project.rename import call, collision
from annotations.project.senders import Sorted, layer_with, sort_out
from annotations.reading import Options
from annotations.records.record import Record, as_act
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.repository import Layer
from annotations.storage.layer.upgrades import upgraded
from annotations.wording import counted

__all__ = ["Refused", "Report", "collect"]

Progress = Callable[[str], None]


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
        return f"{self.name}: {self.problem} nothing of it was taken"


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


def collect(
    hand_ins: Iterable[HandIn],
    root: Path,
    *,
    annotator: str,
    replace: bool = False,
    receiver: str | None = None,
    one_person: bool = False,
    options: Options | None = None,
    files: Files | None = None,
    progress: Progress = lambda words: None,
) -> Iterator[Report]:
    """Take what `hand_ins` hold into the layers of the project in `root`; yield a report of each layer.

    Of a record the highest revision counts. Where a file and the layer have the same revision and do not
    say the same, the layer's stays and the place is listed. The order of files does not matter, and what is
    taken twice changes nothing the second time.

    The truth about the layer of `annotator`, who collects, lies here: a file in that name is taken only with
    `replace`. That of the project's lead lies where the lead works, which need not be here: a file in that
    name is taken if it continues what is here, that is, has all of it and contradicts none, and else with
    `replace` too. So what the lead gives back reaches annotators at other machines, and nothing that the
    lead did here is overridden. Either layer is copied before.

    A file of which no record is in the layer of that name is somebody else's, as two people may go by one
    name: it is not taken, but by `receiver` under another name, or by `one_person`. What was taken under
    another name once goes there by itself.

    Args:
        hand_ins: The files.
        root: The project's folder.
        annotator: Who collects.
        replace: Whether files in the name of `annotator`, or in the lead's and not continuing what is here,
            are taken as well.
        receiver: Whose layer everything goes into; by default that of the name in each file.
        one_person: Whether files under one name are one person's, though they have nothing in common.
        options: How articles that nobody here has annotated yet are read.
        files: Through what to reach the ``annotations`` folder.
        progress: Called now and then with what is going on, in words.

    Raises:
        ProjectError, SettingsError: `root` is no project.
        StorageError: Something could not be read or written. The layer it concerns is as it was; those
            already reported are written.
    """
    files = files or Files()
    root = Path(os.path.abspath(root))
    own = Project.at(root, annotator=annotator)
    groups, refused = _by_layer(hand_ins, root, receiver)
    yield from refused
    frozen = FrozenArticles(root, files=files)
    texts = (text for _, group in groups.values() for one in group for text in one.texts.values())
    wanted = {text.article: text.source for text in texts}
    articles = find_articles(wanted, frozen, own, options or Options(), progress) if wanted else {}
    door = _Door(own, articles, frozen, files, replace, one_person)
    for key in sorted(groups):
        progress(f"collecting the layer of {groups[key][0].called}")
        yield from door.let_in(*groups[key])


@dataclass(frozen=True)
class _Door:
    """Where files come in, each to the layer that it is for."""

    own: Project
    articles: Mapping[str, Article]
    frozen: FrozenArticles
    files: Files
    replace: bool
    one_person: bool

    def let_in(self, project: Project, hand_ins: Sequence[HandIn]) -> Iterator[Report]:
        """Take `hand_ins`, which come for one layer; what is another's goes where it was taken before."""
        if self.own.owns(project.annotator) and not self.replace:
            yield _refused(project, hand_ins, f"your own layer ({project.called})")
            return
        guarded = self._is_guarded(project)
        with closing(open_layer(project.layer_path, project.annotator, files=self.files)) as layer:
            known = Sorted(hand_ins, ()) if guarded or self.one_person else sort_out(hand_ins, layer)
            if known.own:
                yield self._arrival(project, known.own).take(layer)
        for one in known.strangers:
            other = layer_with(project, one, self.files)
            if other is None or self._is_guarded(other):
                yield _stranger(project, one)
                continue
            with closing(open_layer(other.layer_path, other.annotator, files=self.files)) as layer:
                yield self._arrival(other, [one]).take(layer)

    def _is_guarded(self, project: Project) -> bool:
        """Tell whether a layer has its truth here, or where the lead works."""
        return self.own.owns(project.annotator) or bool(self.own.lead and self.own.leads(project.annotator))

    def _arrival(self, project: Project, hand_ins: Sequence[HandIn]) -> _Arrival:
        guarded = self._is_guarded(project)
        return _Arrival(
            project,
            hand_ins,
            self.articles,
            self.frozen,
            self.files,
            copied=guarded or self.one_person,
            careful=guarded and not self.replace,
        )


def _stranger(project: Project, one: HandIn) -> Report:
    """Report that a file is of somebody else than the layer is for which it comes."""
    name = project.called
    problem = (
        f"not one record of it is in the layer of {name} here, so these may be two people; if they are, take"
        f" it under another name: zhupi collect {one.name} --as NAME; if it is one at two machines:"
        f" zhupi collect {one.name} --one-person; until then"
    )
    return Report(name, refused=[Refused(one.name, name, problem, replaceable=False)])


def _by_layer(
    hand_ins: Iterable[HandIn], root: Path, receiver: str | None
) -> tuple[dict[str, tuple[Project, list[HandIn]]], list[Report]]:
    """Return the files by the layer that they are for, and a report of each that can be for none."""
    groups: dict[str, tuple[Project, list[HandIn]]] = {}
    refused = []
    for one in sorted(hand_ins, key=_spelled):  # so that their order does not say which spelling counts
        try:
            project = Project.at(root, annotator=receiver or one.annotator)
        except ProjectError as error:
            why = Refused(one.name, one.annotator, f"{error};", replaceable=False)
            refused.append(Report(one.annotator, refused=[why]))
        else:
            groups.setdefault(same_annotator(project.annotator), (project, []))[1].append(one)
    return groups, refused


def _refused(project: Project, hand_ins: Iterable[HandIn], claim: str) -> Report:
    name = project.called
    return Report(name, refused=[Refused(one.name, name, f"it claims to be {claim}, so") for one in hand_ins])


@dataclass
class _Arrival:
    """What comes for one layer."""

    project: Project
    hand_ins: Sequence[HandIn]
    articles: Mapping[str, Article]
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
            whose = f"the lead's layer ({name}), and lacks or contradicts some of what is here of it"
            return _refused(self.project, self.hand_ins, whose)
        if report.meeting.records and layer.read_only:
            raise LayerReadOnly(layer.read_only)
        for identity in sorted(known):  # one may come after its marks
            self.frozen.freeze(self.articles[identity])
        if report.meeting.records:
            path = self.project.layer_path
            if self.copied and path.exists():
                report.copy = copy_before("collect", path, files=self.files)
            layer.put(as_act(report.meeting.records), check=False)
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
            report.notices.append(f"{one.name}: its scheme is {one.scheme}, and here it is {here.scheme.id}")
        if one.unknown:
            what = counted(len(one.unknown), "record is", "records are")
            report.newer.append(
                f"{one.name}: {what} of a kind that this zhupi does not know, and not taken; keep the file "
                "and collect it with a newer zhupi"
            )
        for identity, text in one.texts.items():
            if identity not in self.articles:
                line = (
                    f"{identity} {text.title!r:.60} ({text.source}): this article is not in the project; its"
                    " marks are kept, put its file there and collect again"
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
                    f"{one.name}: {article.source} has another text here than {one.annotator} had, so"
                    f" {left_out} left out; read it with the same options, or bring"
                    f" annotations/articles/{identity[:2]}/{identity}.json from there"
                )
        return left


def _continues(meeting: Meeting, incoming: Iterable[tuple[str, Record]], layer: Layer) -> bool:
    """Tell whether what comes has all that `layer` has and contradicts none of it, or brings nothing new."""
    if not meeting.records:
        return True
    coming = {record["uid"] for _, record in incoming}
    return not (meeting.older or meeting.differing) and all(one["uid"] in coming for one in layer.newest())


def _spelled(one: HandIn) -> tuple[str, str]:
    return one.annotator, one.name


def _stands(record: Record, text: str) -> bool:
    if (
        record["kind"] == "article" or record["kind"] == "migration" or not record["quote"]
    ):  # it is about the article as a whole
        return True
    return text[record["start"] : record["end"]] == record["quote"]
