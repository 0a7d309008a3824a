"""Layers that come together: taking files that annotators handed in into a project.

Everything that can be wrong with a file is found before anything is written. What goes into a layer is one
act. Nothing is shown of what anybody says, so that whoever collects stays as blind as before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import ProjectError
from annotations.exchange.hand_in import HandIn
from annotations.exchange.handed_text import text_hash
from annotations.model.annotator import same_annotator
from annotations.model.article import Analysis, Article
from annotations.project.arrival import Arrival, Refused, Report, refused
from annotations.project.articles import find_articles
from annotations.project.changed import Texts
from annotations.project.companions import unlike
from annotations.project.project import Project
from annotations.project.senders import Sorted, layer_with, sort_out
from annotations.reading import Options
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.frozen.form import analysis_from, analysis_text, article_text, unpacked
from annotations.storage.frozen.sides import first
from annotations.storage.layer.layer import open_layer
from annotations.wording import tr

__all__ = ["collect"]

Progress = Callable[[str], None]


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
    groups, nameless = _by_layer(hand_ins, root, receiver)
    yield from nameless
    frozen = FrozenArticles(root, files=files)
    taken = [one for _, group in groups.values() for one in group]
    articles = _articles_of(taken, frozen, own, options or Options(), progress)
    door = _Door(own, articles, _found(taken, articles), frozen, files, replace, one_person)
    for key in sorted(groups):
        progress(tr("collecting the layer of {called}", called=groups[key][0].called))
        for report in door.let_in(*groups[key]):
            report.notices += (*_changed(own, groups[key][1]), *unlike(own, *groups[key]))
            yield report


def _articles_of(
    hand_ins: Sequence[HandIn], frozen: FrozenArticles, own: Project, options: Options, progress: Progress
) -> dict[str, Article]:
    """Return the articles that `hand_ins` are about.

    As they were frozen here, else as they come with them: another version of zhupi may read the file of one
    otherwise. Only what nobody froze is read from the project's files.
    """
    wanted = {text.article: text.source for one in hand_ins for text in one.texts.values()}
    brought = _brought(hand_ins)
    articles = {one: article for one in wanted if (article := frozen.load(one)) is not None}
    rest = {one: source for one, source in wanted.items() if one not in articles and one not in brought}
    found = find_articles(rest, frozen, own, options, progress) if rest else {}
    return {**brought, **found, **articles}


def _brought(hand_ins: Iterable[HandIn]) -> dict[str, Article]:
    """Return the articles that come with `hand_ins`: here a file may have another text, or none."""
    brought: dict[str, Article] = {}
    for one in hand_ins:
        for identity, text in one.texts.items():
            if text.frozen is None:
                continue
            try:
                article = unpacked(text.frozen, identity)
            except (ValueError, TypeError, KeyError, AttributeError):
                continue  # it is said then that the article is not in the project
            if text_hash(article.text) == text.text_hash:
                known = brought.get(identity, article)  # of several the one that counts, in whatever order
                counts = first(article_text(known), article_text(article))
                brought[identity] = article if counts == article_text(article) else known
    return brought


def _found(hand_ins: Iterable[HandIn], articles: Mapping[str, Article]) -> dict[str, Analysis]:
    """Return what was found in the articles that `hand_ins` are about, where they come from.

    Else the names that an annotator saw and left as they were would be found anew here, by another version.
    """
    found: dict[str, Analysis] = {}
    for one in hand_ins:
        for identity, text in one.texts.items():
            article = articles.get(identity)
            if text.analysis is None or article is None or text_hash(article.text) != text.text_hash:
                continue
            try:
                analysis = analysis_from(text.analysis, identity)
            except (ValueError, TypeError, KeyError, AttributeError):
                continue  # names and numbers are found here when they are needed
            known = found.get(identity, analysis)  # of several the one that counts, in whatever order
            counts = first(analysis_text(article, known), analysis_text(article, analysis))
            found[identity] = analysis if counts == analysis_text(article, analysis) else known
    return found


def _changed(project: Project, hand_ins: Sequence[HandIn]) -> list[str]:
    """Return a line on each article that `hand_ins` are about and of which the file has another text here."""
    articles = {identity for one in hand_ins for identity in one.texts}
    project.amendments.refresh()
    found = (one for one in Texts.of(project).changed() if not articles.isdisjoint(one.earlier))
    return [
        tr(
            "{source} has another text here than what was handed in is about; zhupi carry takes it over",
            source=one.source,
        )
        for one in found
    ]


@dataclass(frozen=True)
class _Door:
    """Where files come in, each to the layer that it is for."""

    own: Project
    articles: Mapping[str, Article]
    analyses: Mapping[str, Analysis]
    frozen: FrozenArticles
    files: Files
    replace: bool
    one_person: bool

    def let_in(self, project: Project, hand_ins: Sequence[HandIn]) -> Iterator[Report]:
        """Take `hand_ins`, which come for one layer; what is another's goes where it was taken before."""
        if self.own.owns(project.annotator) and not self.replace:
            yield refused(project, hand_ins, tr("your own layer ({called})", called=project.called))
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

    def _arrival(self, project: Project, hand_ins: Sequence[HandIn]) -> Arrival:
        guarded = self._is_guarded(project)
        return Arrival(
            project,
            hand_ins,
            self.articles,
            self.analyses,
            self.frozen,
            self.files,
            copied=guarded or self.one_person,
            careful=guarded and not self.replace,
        )


def _stranger(project: Project, one: HandIn) -> Report:
    """Report that a file is of somebody else than the layer is for which it comes."""
    name = project.called
    problem = tr(
        "not one record of it is in the layer of {name} here, so these may be two people; if they are, take"
        " it under another name: zhupi collect {name2} --as NAME; if it is one at two machines:"
        " zhupi collect {name2} --one-person; until then",
        name=name,
        name2=one.name,
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


def _spelled(one: HandIn) -> tuple[str, str]:
    return one.annotator, one.name
