"""A file whose bytes an earlier zhupi read as another text is found by them, and no mark is hidden."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from team import act

from annotations.digest import digest_of
from annotations.editing.editor import Editor
from annotations.model.article import Article
from annotations.project.changed import Texts
from annotations.project.project import Project
from annotations.reading import Options, formats
from annotations.reading.decode import Decoded, normalise_newlines
from annotations.reading.read_before import was_read_from
from annotations.records.acts import Act
from tests.support.program import zhupi_here

LABELS = ['["claim"]', '["opinion"]']
TEXT = "央行今天宣布降息，市場早有準備。\n這項政策來得太遲了，專家這樣認為。張三說物價還會再漲。\n" * 4


def damaged(encoding: str) -> bytes:
    """Return `TEXT` in an encoding with one byte lost in one place and a wrong one in another."""
    data = TEXT.encode(encoding)
    lost, wrong = data.find("來得太遲".encode(encoding)), data.rfind("專家".encode(encoding))
    return data[:lost] + data[lost + 1 : wrong] + b"\xff" + data[wrong + 1 :]


def earlier(encoding: str, *, digest: bool) -> Callable[..., Decoded]:
    """Return a decoder that reads as an earlier zhupi did."""

    def decode(data: bytes, *, name: str, encoding: str | None = encoding) -> Decoded:
        text = normalise_newlines(data.decode(encoding or own, "replace")).replace("\ufffd", "\ufffd\ufffd")
        return Decoded(text, encoding or own, False, (0,), digest=digest_of(data) if digest else "")

    own = encoding
    return decode


def claims(editor: Editor) -> Iterator[Act]:
    yield editor.labels.toggle([0], "claim")
    yield editor.labels.toggle([2], "opinion")


def annotated_earlier(
    monkeypatch: pytest.MonkeyPatch, root: Path, encoding: str, digest: bool, name: str = "a.txt"
) -> Article:
    root.mkdir(exist_ok=True)
    data = damaged(encoding)
    (root / name).write_bytes(data if encoding != "utf-8" else data.replace(b"\n", b"\r\n"))
    with monkeypatch.context() as patch:
        patch.setattr(formats, "decode", earlier(encoding, digest=digest))
        return act(root, "mei", name, claims)


def read(root: Path, **options: object) -> tuple[Project, Article]:
    project = Project.open([root], annotator="mei", root=root, options=Options(**options))  # type: ignore[arg-type]
    return project, project.article(project.places[0])


def exported(root: Path, name: str) -> list[dict[str, object]]:
    done = zhupi_here("export", str(root), "--as", name)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def labels(rows: list[dict[str, object]]) -> list[object]:
    return [row["labels"] for row in rows if row["status"] == "marked"]


@pytest.mark.parametrize("digest", [True, False], ids=["with its digest", "of an earlier zhupi"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_it_is_the_article_that_was_annotated(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
    digest: bool,
) -> None:
    root = tmp_path / "p"
    before = annotated_earlier(monkeypatch, root, encoding, digest)
    fresh = Project.open([root], annotator="jun", root=tmp_path)
    project, article = read(root)
    assert fresh.article(fresh.places[0]).text != before.text, "it is read otherwise now, or nothing is shown"
    assert (article.id, article.text, article.sentences) == (before.id, before.text, before.sentences)
    assert any("shown as it was annotated" in note for note in article.notes)
    texts = Texts.of(project, tmp_path / "cache")
    assert not texts.changed()
    assert texts.articles == 1
    assert [project.source_of(place) for place in texts.places_of(before.id)] == ["a.txt"]
    assert labels(exported(root, "mei")) == LABELS
    checked = zhupi_here("check", str(root))
    assert (checked.returncode, b"changed" in checked.stdout) == (0, False), checked.stdout.decode()


def test_its_name_does_not_matter_where_the_digest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = annotated_earlier(monkeypatch, tmp_path, "gb18030", digest=True)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert read(tmp_path)[1].id == before.id


@pytest.mark.parametrize("digest", [True, False])
def test_other_bytes_are_another_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: bool) -> None:
    before = annotated_earlier(monkeypatch, tmp_path, "gb18030", digest)
    path = tmp_path / "a.txt"
    path.write_bytes(path.read_bytes().replace("市場".encode("gb18030"), "股市".encode("gb18030"), 1))
    project, article = read(tmp_path)
    assert article.id != before.id
    assert [one.earlier for one in Texts.of(project, tmp_path / "c").changed()] == [(before.id,)]


@pytest.mark.parametrize("digest", [True, False])
def test_an_encoding_that_is_named_puts_right_what_was_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: bool
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    with monkeypatch.context() as patch:
        patch.setattr(formats, "decode", earlier("big5hkscs", digest=digest))
        before = act(tmp_path, "mei", "a.txt", claims)
    assert read(tmp_path, encoding="gb18030")[1].text == TEXT != before.text


def test_what_two_versions_froze_of_the_same_bytes_is_one_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One annotator has the old zhupi and one the new: both froze, and a merge brought both files."""
    before = annotated_earlier(monkeypatch, tmp_path / "p", "gb18030", digest=True)
    other = tmp_path / "q"
    other.mkdir()
    (other / "a.txt").write_bytes((tmp_path / "p" / "a.txt").read_bytes())
    now = act(other, "jun", "a.txt", claims)
    assert now.id != before.id
    for path in (other / "annotations").rglob("*.json"):
        to = tmp_path / "p" / path.relative_to(other)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes())
    _, article = read(tmp_path / "p")
    assert article.id == min(before.id, now.id)
    for name in ("mei", "jun"):
        rows = exported(tmp_path / "p", name)
        assert labels(rows) == LABELS
        assert {row["article"] for row in rows} == {article.id}


@pytest.mark.parametrize(
    ("text", "data", "encoding", "was"),
    [
        ("今天", "今天".encode(), "utf-8", True),
        ("今天\n好", "\ufeff今天\r\n好".encode(), "utf-8", True),
        ("今\ufffd好" * 9, ("今天好" * 9).encode(), "utf-8", False),
        ("今天明天後天\ufffd" * 9, ("今天明天後天".encode() + b"\xff") * 9, "utf-8", True),
        ("今天明天後天", "今天明天後大".encode(), "utf-8", False),
        ("今天明天後天", "今天明天後天今天明天後天".encode(), "utf-8", False),
        ("今天明天後天", "---\ntitle: 今\n---\n今天明天後天".encode(), "utf-8", True),
        ("今天", "今天".encode("utf-16-le"), "utf-16-le", True),
        ("今天", "今天".encode("gb18030"), "big5:gb18030", False),
        ("今天", b"", "utf-8", False),
    ],
)
def test_whether_a_text_was_read_from_bytes(text: str, data: bytes, encoding: str, was: bool) -> None:
    assert was_read_from(text, data, encoding) is was


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv"])
def test_articles_of_one_file_are_never_one_for_its_bytes(tmp_path: Path, ending: str) -> None:
    texts = [f"第{number}篇報道今天登出。央行宣布降息。市場早有準備。" for number in "一二三"]
    rows = [json.dumps({"text": text}) for text in texts]
    written = {"json": f"[{','.join(rows)}]", "jsonl": "\n".join(rows), "csv": "\n".join(["text", *texts])}
    path = tmp_path / f"a.{ending}"
    path.write_text(written[ending], encoding="utf-8")
    for at in (0, 1):
        act(tmp_path, "mei", path.name, claims, at)
    project = Project.open([path], annotator="mei", root=tmp_path)
    assert [project.article(place).text for place in project.places] == texts
    assert not project.catalogue.alike
