"""Agreement where a text was edited after others were seen: through whole rounds, at a real hub."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from machines import LED, Machine
from postgres import HubOfTests

from annotations.agreement.units import Changed
from annotations.model.article import Article
from annotations.project.agreement import compare
from annotations.project.carry_over import carry_over, plans
from annotations.project.project import Project
from annotations.records.record import revise, sentence_mark
from annotations.records.uids import sentence_uid

pytestmark = pytest.mark.peer("psycopg")

TEXT = "央行今天宣布降息。這項政策來得太遲。張三說物價還會漲。專家認為沒有用。"
EDITED = TEXT.replace("政策", "措施")


def article_of(one: Machine) -> Article:
    """Return the article as its file has it here, frozen."""
    project = Project.open([one.root], annotator=one.name)
    article = project.article(project.places[0])
    one.project.frozen.freeze(article)
    return article


def say(one: Machine, article: Article, index: int, label: str) -> None:
    """Tag a sentence as the program does, which knows what was laid over it."""
    project = Project.at(one.root, annotator=one.name)
    sentence = article.sentences[index]
    with closing(project.amendments.open(project.layer_path, one.name)) as layer:
        before = layer.latest(sentence_uid(article.id, sentence.start, one.name))
        said = {"status": "marked", "labels": [label], "writer": "w"}
        if before is None or before["kind"] == "unreadable":
            quote = article.text[sentence.start : sentence.end]
            where = (article.id, sentence.start, sentence.end, quote)
            layer.put([sentence_mark(*where, annotator=one.name, scheme="default/1", **said)])  # type: ignore[arg-type]
        else:
            layer.put([revise(before, **said)])  # type: ignore[arg-type]


@pytest.mark.parametrize("laid", [True, False])
def test_what_was_changed_in_the_later_text_is_told_from_what_was_said_first(
    empty_hub: HubOfTests, tmp_path: Path, laid: bool
) -> None:
    """`laid` is whether what is changed was a mark of the earlier text; else nothing stood there."""
    lin, an, mei = (
        Machine(tmp_path / name, name, empty_hub.address(name), settings=LED if name == "lin" else "")
        for name in ("lin", "an", "mei")
    )
    (lin.root / "a.txt").write_text(TEXT, encoding="utf-8")
    for one in (lin, an, mei):
        one.exchange()
    for one in (an, mei):
        article = article_of(one)
        for index, label in enumerate(("claim", "claim", "opinion")):
            say(one, article, index, label)
    for one in (an, mei):
        if one is an:
            an.done(article.id)
        one.exchange()
    an.exchange()
    assert an.said("mei")  # by now an has seen what mei says
    (lin.root / "a.txt").write_text(EDITED, encoding="utf-8")
    lin.exchange()
    project = Project.open([lin.root], annotator="lin")
    assert carry_over(project, list(plans(project, cache=tmp_path / "cache", everybody=True)), writer="w")
    for one in (lin, an, mei):
        one.exchange()
    edited = article_of(an)
    assert edited.id != article.id
    say(an, edited, 0 if laid else 3, "quote")
    say(mei, article_of(mei), 0, "opinion")  # who has seen nobody, and may change her mind
    for one in (an, mei, lin):
        one.exchange()
    found = compare(Project.at(lin.root, annotator="lin"))
    assert found.report.changed == (Changed("an", 1, 0),)  # to be done said none of the last sentence
