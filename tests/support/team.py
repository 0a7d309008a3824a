"""A project in which several annotators have said different things, on disk as zhupi leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from annotations.editing.editor import Editor
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.records.record import Record, as_act
from annotations.records.returns import return_record, seen_of
from annotations.storage.layer.layer import open_layer

__all__ = ["OTHER", "TEXT", "THREE", "act", "give_back", "laid_out", "layer_records", "team"]

TEXT = "央行今天宣布降息。這項政策來得太遲。張三說物價還會漲。專家認為沒有用。以下是訪談內容。"
OTHER = "新聞說了三件事。第二件最要緊。第三件沒人提。"

Saids = Mapping[str, Iterable[str | None]]
"""By annotator the labels of each sentence by their letters; an empty text says none, None nothing."""
THREE: Mapping[str, list[str | None]] = {
    "an": ["c", "o", "cq", "oq", ""],
    "bo": ["c", "co", "q", "oq", None],
    "mei": ["c", "o", "cq", "o", ""],
}
"""What three say of `TEXT`: of the first sentence and the last one nobody says otherwise."""
_LETTERS = {"c": "claim", "o": "opinion", "q": "quote"}


def laid_out(
    root: Path, settings: str = "", texts: Mapping[str, str] = MappingProxyType({"a.txt": TEXT})
) -> Path:
    """Write a folder with `texts` by their names, and with `settings` if there are any; return it."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in {**({"zhupi.toml": settings} if settings else {}), **texts}.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def team(
    root: Path,
    saids: Saids,
    *,
    others: str = "never",
    done: bool = True,
    name: str = "a.txt",
    text: str = TEXT,
    lead: str = "lin",
) -> Path:
    """Write an article and what everybody says of it; return the folder."""
    laid_out(root, f'lead = "{lead}"\nothers = "{others}"\n', {name: text})
    for annotator, said in saids.items():

        def say(annotating: Editor, said: Iterable[str | None] = said) -> Iterable[Act]:
            for index, letters in enumerate(said):
                if letters == "":
                    yield annotating.labels.say_none([index])
                for letter in letters or "":
                    yield annotating.labels.toggle([index], _LETTERS[letter])
            if done:
                yield annotating.article.toggle_done(0, [(0, len(annotating.marks.article.text))])

        act(root, annotator, name, say)
    return root


def act(root: Path, annotator: str, name: str, do, at: int = 0, *, amended: bool = False) -> Article:
    """Let an annotator do something to the article in the file `name`, as from another program.

    Where several are in the file, `at` says which. `amended` reads the layer as the project has it by now,
    and not as it stands in the file.
    """
    project = Project.open([root / name], annotator=annotator, root=root)
    article = project.article(project.places[at])
    opened = project.amendments.open if amended else open_layer
    layer = opened(project.layer_path, project.annotator)
    annotating = Editor(project.scheme, project.annotator)
    annotating.ledger.open(article, layer.of_article(article.id), layer.latest)
    project.frozen.freeze(article)
    for one in do(annotating):
        layer.put(one.after)
    layer.close()
    return article


def give_back(root: Path, name: str, *sentences: int | None, to: str = "mei") -> None:
    """Let the lead give sentences of an article back, or with None the article as a whole."""

    def acts(lead: Editor) -> Iterable[Act]:
        article = lead.marks.article
        for index in sentences:
            one = None if index is None else article.sentences[index]
            record: Record = return_record(
                article.id,
                one and one.start,
                one and one.end,
                article.text[one.start : one.end] if one else "",
                to=to,
                comment="再看看",
                seen=seen_of(None, done=False),
                lead="lin",
                writer="w",
                scheme="default/1",
            )
            yield Act(article.id, 0, "", (None,), tuple(as_act([record])))

    act(root, "lin", name, acts)


def layer_records(root: Path, annotator: str, *kinds: str) -> list[Record]:
    """Return the records of a layer that are not deleted, of some kinds or of all."""
    layer = open_layer(root / "annotations" / f"{annotator}.json", annotator)
    records = [one for one in layer.records() if not kinds or one["kind"] in kinds]
    layer.close()
    return records
