"""A project: a folder of articles with its scheme, its layers and its frozen articles."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.adjudication.visibility import may_see
from annotations.errors import NoArticles, NoFolder, OthersHidden
from annotations.model.annotator import check_annotator, same_annotator
from annotations.model.article import Article
from annotations.model.scheme import DEFAULT, Scheme
from annotations.project.annotators import gone_lines, known_as, lead_name, roster_of
from annotations.project.places import expanded, gathered, named_in, tables_in, unread_words
from annotations.project.roots import common_folder, found_root
from annotations.project.settings import GAZETTEER, SETTINGS, Hub, Models, Training, read_settings
from annotations.reading import FOLDER_SUFFIXES, Options, Place, read_article
from annotations.storage.files.folders import FOLDER
from annotations.storage.layer.roster import OwnedLayer, Roster
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.project.amendments import Amendments
    from annotations.project.catalogue import Catalogue
    from annotations.storage.frozen.articles import FrozenArticles

__all__ = ["GAZETTEER", "Project"]


@dataclass(frozen=True)
class Project:
    """A folder of articles, opened for one annotator."""

    root: Path
    annotator: str
    """Who works here, by the name that records carry; :attr:`called` is to be shown."""
    places: Sequence[Place]
    """The articles in their order; reading one is left to `article`."""
    scheme: Scheme = DEFAULT
    options: Options = field(default_factory=Options)
    lead: str = ""
    """Who may accept corrections, by the name that records carry; empty where everybody works alone."""
    others: str = "never"
    """When an annotator may see what others say: ``never``, ``done`` (with the article) or ``always``."""
    notices: Sequence[str] = ()
    """What opening found worth saying, a line each."""
    roster: Roster = field(default_factory=Roster)
    """Whose layers there were when it was opened, and what everybody is called."""
    training: Training = field(default_factory=Training)
    """Which articles have known answers, as the settings say."""
    paths: Sequence[Path] = ()
    """What was opened: folders, and files."""
    models: Models = field(default_factory=Models)
    """What models do in it, as the settings say."""
    hub: Hub = field(default_factory=Hub)
    """Over which database the team shares it, as the settings say."""

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        *,
        annotator: str,
        root: Path | None = None,
        options: Options | None = None,
    ) -> Project:
        """Open the project that `paths` belong to: a folder, or files; for files, their common folder.

        Nothing is written. No `paths` means the current folder.

        Raises:
            ProjectError, ReadingError: if a path is missing, or nothing there can be an article.
            SettingsError: if ``zhupi.toml`` cannot be understood.
        """
        from annotations.project.settings import check_gazetteer

        options = options or Options()
        paths = [Path(os.path.abspath(path)) for path in expanded(paths)] or [Path.cwd()]
        said: tuple[str, ...] = ()
        if root is None:
            root, said = found_root(common_folder(paths))
            if all(path in root.parents for path in paths):
                paths = [root]
        root = Path(os.path.abspath(root))
        if not root.is_dir():
            raise NoFolder(root, beside=True)
        unread: list[Path] = []
        found = gathered(paths, root, options, unread)
        passed = unread_words(unread, root)
        if not found:
            tables = [one.name for path in paths for one in tables_in(path)]
            raise NoArticles(paths[0], FOLDER_SUFFIXES, passed, tables)
        scheme, lead, others, train, models, hub = read_settings(root)
        check_gazetteer(root)
        roster, name, notices = known_as(root, check_annotator(annotator))
        led, said = lead_name(lead, roster), (*said, *notices, *passed)
        more = (others, said, roster, train, tuple(paths), models, hub)
        return cls(root, name, found, scheme, options, led, *more)

    @classmethod
    def at(cls, root: Path, *, annotator: str) -> Project:
        """Open the project in `root` for its annotations alone, whether or not articles lie there.

        Raises:
            ProjectError, SettingsError: as `open`.
        """
        root = Path(os.path.abspath(root))
        if not root.is_dir():
            raise NoFolder(root)
        scheme, lead, others, train, models, hub = read_settings(root)
        roster, name, notices = known_as(root, check_annotator(annotator))
        led = lead_name(lead, roster)
        return cls(root, name, (), scheme, Options(), led, others, notices, roster, train, (), models, hub)

    @cached_property
    def layer_path(self) -> Path:
        """Return the file of the annotator's layer, whether it is there or not."""
        return self._layer_of(self.annotator)

    @property
    def called(self) -> str:
        """Return what the annotator is called now."""
        return self.name_of(self.annotator)

    @property
    def lead_called(self) -> str:
        """Return what the lead is called now; empty where everybody works alone."""
        return self.name_of(self.lead)

    def name_of(self, annotator: str) -> str:
        """Return what is to be shown for `annotator`, a name that records carry."""
        return self.roster.name_of(annotator)

    @property
    def is_lead(self) -> bool:
        """Tell whether the annotator is the lead; who works alone is."""
        return self.leads(self.annotator)

    @property
    def why_no_review(self) -> str:
        """Why the annotator may not review what others say, in words; empty for the lead.

        Where nobody is named it is who works alone: of several each would see what the others have not
        finished, and judge by it.
        """
        if not self.is_lead:
            return tr(
                "{lead_called} leads this project and settles what annotators differ in",
                lead_called=self.lead_called,
            )
        if self.lead or all(self.owns(layer.owner) for layer in self.roster.layers):
            return ""
        return tr(
            'several annotate here and nobody leads: lead = "NAME" in {SETTINGS} says who reviews',
            SETTINGS=SETTINGS,
        )

    @property
    def may_review(self) -> bool:
        """Tell whether the annotator may review what others say."""
        return not self.why_no_review

    @property
    def lead_path(self) -> Path | None:
        """Return the file of the lead's layer, or None if that is the annotator's own or not there."""
        if self.is_lead:
            return None
        path = self._layer_of(self.lead)
        return path if path.exists() else None

    def owns(self, annotator: str) -> bool:
        """Tell whether `annotator`, the owner of a layer, is who works here."""
        return same_annotator(annotator) == same_annotator(self.annotator)

    def leads(self, annotator: str) -> bool:
        """Tell whether `annotator` is the lead; where nobody is named, it is who works here."""
        return same_annotator(annotator) == same_annotator(self.lead or self.annotator)

    def demand_others(self, what: str) -> None:
        """Refuse `what`, which reads whole layers of others, where the annotator may not see them.

        What holds for one article that is done does not open a layer.

        Raises:
            OthersHidden: The project does not show them to this annotator.
        """
        if not may_see(self.others, is_lead=self.is_lead, review=True, done=False):
            raise OthersHidden(what, self.lead_called)

    def other_layers(self) -> list[Path]:
        """Return the files of all layers but the annotator's own, those among them that came meanwhile."""
        return [one.path for one in roster_of(self.root).layers if not self.owns(one.owner)]

    @property
    def own_layer(self) -> OwnedLayer:
        """Return the annotator's layer, there or not."""
        found = self.roster.find(self.annotator)
        return found or OwnedLayer(self.layer_path, self.annotator, self.called)

    def own_lines(self) -> list[str]:
        """Return what is worth telling of the file of the annotator's layer, a line each."""
        if self.roster.find(self.annotator) is None and not self.layer_path.exists():
            return gone_lines(self.layer_path)
        return self.own_layer.lines()

    def remarks(self) -> list[str]:
        """Return what opening found: of the annotator's own layer, and for a named lead of all."""
        whole = bool(self.lead) and self.is_lead
        lines = self.roster.lines if whole else self.own_lines()
        return [*self.notices, *(line.removeprefix(f"{self.root}{os.sep}") for line in lines)]

    def _layer_of(self, name: str) -> Path:
        """Return the file of a layer, also of one that came meanwhile; where a new one is to be otherwise."""
        known = self.roster.find(name)
        if known is None or not known.path.exists():
            known = roster_of(self.root).find(name)
        return known.path if known is not None else self.root / FOLDER / f"{name}.json"

    @property
    def gazetteer_path(self) -> Path | None:
        """Return the file of the project's own names, or None if there is none."""
        path = self.root / GAZETTEER
        return path if path.exists() or path.is_symlink() else None

    @cached_property
    def frozen(self) -> FrozenArticles:
        """The articles that have been annotated, as they were then."""
        from annotations.storage.frozen.articles import (
            FrozenArticles,  # a project that is new does not need it to open
        )

        # A scheme of the first version has renamed nothing, and no layer is looked at for it.
        changed = self.scheme.version > 1
        return FrozenArticles(self.root, type_of=self._type_of if changed else None)

    def _type_of(self, kind: str) -> str:
        return self.amendments.migrations.type_of(kind)

    @cached_property
    def amendments(self) -> Amendments:
        """What changes how layers are read: whoever reads one for this project opens it here."""
        from annotations.project.amendments import Amendments

        lead = self._layer_of(self.lead) if self.lead else None
        return Amendments(self.root, lead, self.scheme, self.catalogue)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the frozen texts are, where they came from, and which are one article."""
        from annotations.project.catalogue import Catalogue

        return Catalogue(self.root)

    def source_of(self, place: Place) -> str:
        """Return how `place` is named to the user: relative to the project where it lies inside."""
        name = named_in(self.root, str(place.path))
        return name if place.number is None else f"{name}#{place.number}"

    def article(self, place: Place) -> Article:
        """Read the article at `place`: as it was frozen if it has been annotated, else from its file.

        Raises:
            ReadingError, StorageError: if it cannot be read.
        """
        from annotations.analysis.parts import find_parts
        from annotations.analysis.sentences import split

        article = read_article(place, self.options, source=self.source_of(place))
        frozen = self._frozen_as(article, place) if (self.root / FOLDER / "articles").exists() else None
        if frozen is not None:
            from annotations.project.frozen_before import differences

            # How its file was read this time, where that is, and what it says beside the text.
            return replace(
                frozen,
                source=article.source,
                title=article.title,
                metadata=article.metadata,
                notes=(*article.notes, *differences(frozen.text, article.text)),
            )
        sentences = find_parts(article.text, split(article.text), article.title)
        return replace(article, sentences=sentences)

    def _frozen_as(self, article: Article, place: Place) -> Article | None:
        """Return the frozen text that `article`, as it was read, is one article with, if there is one."""
        frozen = self.frozen.load(article.id)
        if frozen is not None:
            standing: str | None = self.catalogue.stands_for(article.id)
        else:
            from annotations.project.frozen_before import frozen_before

            standing = self.catalogue.find(article.text) or frozen_before(self, article, place)
        if standing is None or standing == article.id:
            return frozen
        return self.frozen.load(standing)
