"""A folder of articles: what belongs to it, who annotates, and what is wrong said in one line."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from documents import epub

from annotations.errors import (
    BadName,
    NoArticles,
    NoFolder,
    ProjectError,
    ReadingError,
    SchemeError,
    SettingsError,
    ZhupiError,
)
from annotations.model.annotator import check_annotator
from annotations.model.article import Sentence
from annotations.model.scheme import DEFAULT
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer

TEXT = "今天很好。明天也好。\n"


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT + name, encoding="utf-8")


def sources(*paths: Path, root: Path | None = None) -> list[str]:
    project = Project.open(list(paths), annotator="mei", root=root)
    return [project.source_of(place) for place in project.places]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def test_a_folder_gives_its_articles_in_order_of_name(news: Path) -> None:
    write(news, "b.txt", "a.md", "c.HTML", "sub/d.txt", "sub/deep/e.htm")
    assert sources(news) == ["a.md", "b.txt", "c.HTML", "sub/d.txt", "sub/deep/e.htm"]


def test_what_is_no_article_is_left_out(news: Path) -> None:
    write(news, "a.txt")
    write(
        news, "README.md", "readme.txt", "Readme", "LICENSE.txt", "LICENCE.md", "CHANGELOG.md", "COPYING.txt"
    )
    write(news, ".hidden.txt", ".git/x.txt", "annotations/x.txt", "annotations/articles/ab/y.txt")
    write(news, "data.jsonl", "data.json", "table.csv", "picture.png", "zhupi.toml.txt.bak", "notes.text")
    assert sources(news) == ["a.txt"]


def test_a_folder_called_annotations_further_down_is_one_like_any_other(news: Path) -> None:
    write(news, "sub/annotations/a.txt")
    assert sources(news) == ["sub/annotations/a.txt"]


def test_documents_of_a_folder_that_nothing_reads_are_named(news: Path) -> None:
    write(news, "a.txt")
    write(
        news, "a.pdf", "sub/b.doc", "c.ODT", "d.rtf", ".e.pdf", "README.pdf", "~$f.docx", "~$g.doc", "h.png"
    )
    project = Project.open([news], annotator="mei")
    assert len(project.places) == 1
    (notice,) = project.notices
    assert notice == (
        "4 files are not read: a.pdf, c.ODT, d.rtf and 1 more; save as .docx, .txt or CSV what is an article"
    )


def test_a_folder_of_nothing_but_such_documents_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "scans", "a.pdf")
    with pytest.raises(NoArticles, match=r"no articles .*; 1 file is not read: a\.pdf; save as \.docx"):
        Project.open([tmp_path / "scans"], annotator="mei")


def test_a_folder_without_articles_names_the_tables_that_may_hold_some(tmp_path: Path) -> None:
    write(tmp_path / "data", "b.csv", "a.jsonl", "gazetteer.tsv", ".c.csv")
    with pytest.raises(NoArticles) as raised:
        Project.open([tmp_path / "data"], annotator="mei")
    assert raised.value.tables == ("a.jsonl", "b.csv")
    assert not raised.value.unread


def test_books_and_subtitles_of_a_folder_are_articles(news: Path) -> None:
    news.mkdir(exist_ok=True)
    (news / "s.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n今天很好。\n", "utf-8")
    (news / "b.epub").write_bytes(epub({"a.xhtml": "<p>第一篇。</p>", "b.xhtml": "<p>第二篇。</p>"}, {}))
    project = Project.open([news], annotator="mei")
    assert len(project.places) == 3
    found = [place for place in project.places if place.path.suffix == ".epub"]
    assert [project.source_of(place) for place in found] == ["b.epub#1", "b.epub#2"]
    assert [project.article(place).text for place in found] == ["第一篇。", "第二篇。"]


def test_tables_are_read_when_named(news: Path) -> None:
    (news / "data.jsonl").write_text('{"text": "一。"}\n{"text": "二。"}\n', encoding="utf-8")
    assert sources(news / "data.jsonl") == ["data.jsonl#1", "data.jsonl#2"]


def test_the_common_folder_of_files_is_the_project(news: Path) -> None:
    write(news, "x/a.txt", "x/y/b.txt")
    project = Project.open([news / "x/y/b.txt", news / "x/a.txt"], annotator="mei")
    assert project.root == news / "x"
    assert [project.source_of(place) for place in project.places] == ["y/b.txt", "a.txt"], (
        "in the order named"
    )
    assert project.layer_path == news / "x/annotations/mei.json"
    assert Project.open([news / "x/a.txt"], annotator="mei").root == news / "x"


def test_the_project_may_be_elsewhere(news: Path, tmp_path: Path) -> None:
    write(news, "a.txt")
    other = tmp_path / "marks"
    other.mkdir()
    project = Project.open([news], annotator="mei", root=other)
    assert project.layer_path == other / "annotations/mei.json"
    assert [project.source_of(place) for place in project.places] == [str(news / "a.txt")]


def test_without_a_path_it_is_the_current_folder(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(news, "a.txt")
    monkeypatch.chdir(news)
    project = Project.open([], annotator="mei")
    assert [project.source_of(place) for place in project.places] == ["a.txt"]
    assert sources(Path("a.txt")) == ["a.txt"]


def test_opening_writes_nothing(news: Path) -> None:
    write(news, "a.txt")
    project = Project.open([news], annotator="mei")
    project.article(project.places[0])
    open_layer(project.layer_path, "mei").close()
    assert [path.name for path in news.iterdir()] == ["a.txt"]


def one_line(error: pytest.ExceptionInfo[ZhupiError], *named: str) -> None:
    message = str(error.value)
    assert "\n" not in message
    for part in named:
        assert part in message


def test_a_folder_without_articles(news: Path) -> None:
    write(news, "README.md", "data.csv")
    with pytest.raises(ProjectError) as error:
        Project.open([news], annotator="mei")
    one_line(error, str(news), ".txt")


def test_a_path_that_is_not_there(news: Path) -> None:
    for paths in ([news / "no.txt"], [news, news / "no.txt"]):
        with pytest.raises(ZhupiError) as error:
            Project.open(paths, annotator="mei")
        one_line(error, "no.txt")


def test_a_project_that_is_no_folder(news: Path) -> None:
    write(news, "a.txt")
    with pytest.raises(NoFolder) as error:
        Project.open([news], annotator="mei", root=news / "a.txt")
    one_line(error, "a.txt is no folder")
    assert error.value.beside
    with pytest.raises(NoFolder) as error:
        Project.at(news / "no", annotator="mei")
    assert not error.value.beside


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(news: Path) -> None:
    news.chmod(0)
    try:
        with pytest.raises(ReadingError) as error:
            Project.open([news], annotator="mei")
        one_line(error, str(news))
    finally:
        news.chmod(0o700)


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        (b"[scheme", SettingsError, "declaration"),
        (b"\xff\xfe", SettingsError, "UTF-8"),
        (b"colour = 1", SettingsError, "'colour'"),
        (b"scheme = 1", SettingsError, "[scheme]"),
        (b"[scheme]\nlabels = []", SchemeError, "labels"),
    ],
)
def test_a_broken_project_file(news: Path, text: bytes, kind: type[ZhupiError], named: str) -> None:
    write(news, "a.txt")
    (news / "zhupi.toml").write_bytes(text)
    for open_it in (lambda: Project.open([news], annotator="mei"), lambda: Project.at(news, annotator="mei")):
        with pytest.raises(kind) as error:
            open_it()
        one_line(error, str(news / "zhupi.toml"), named)


def test_the_project_file_sets_the_scheme(news: Path) -> None:
    write(news, "a.txt")
    assert Project.open([news], annotator="mei").scheme is DEFAULT
    (news / "zhupi.toml").write_text('[scheme]\nname = "own"\n[[scheme.labels]]\nname = "fact"\n')
    assert Project.open([news], annotator="mei").scheme.id == "own/1"
    assert Project.open([news / "a.txt"], annotator="mei").scheme.id == "own/1"


# -- annotators ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mei", "王小美", "José", "a b", "x" * 60, "mei.2", "-x", "ﾒｲ", "a'b"])
def test_names_that_can_be_files(name: str) -> None:
    assert check_annotator(f"  {name} ") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "   ",
            "a/b",
            "../x",
            "..",
            ".",
            ".hidden",
            "x.",
            "a\\b",
            "C:x",
            "a*",
            "a?",
            'a"',
            "a<b",
            "a|b",
        ),
        *(
            "a\0b",
            "a\nb",
            "a\tb",
            "a\x1b[31m",
            "a\x7f",
            "a\x9b",
            "a\u202eb",
            "a\u200bb",
            "\ud800",
            "\ue000",
            "\uffff",
        ),
        *("x" * 61, "x" * 300, "美" * 61, "articles", "Articles", "ARTICLES"),
    ],
)
def test_names_that_cannot(name: str) -> None:
    with pytest.raises(BadName) as error:
        check_annotator(name)
    one_line(error, "cannot be used")
    assert len(str(error.value)) < 250
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in str(error.value)), (
        "named without harm"
    )


def test_decomposed_names_are_one_name() -> None:
    assert check_annotator("Jose\u0301") == "José"


@pytest.mark.parametrize(
    ("there", "said"), [("Mei", "mei"), ("mei", "MEI"), ("José", "JOSÉ"), ("STRASSE", "straße")]
)
def test_a_name_is_spelled_as_the_layer_that_is_there(news: Path, there: str, said: str) -> None:
    write(news, "a.txt", f"annotations/{there}.json")
    project = Project.open([news], annotator=said)
    assert project.annotator == there
    assert project.layer_path.exists()
    assert there in project.notices[0]
    assert Project.at(news, annotator=said).annotator == there
    assert Project.at(news, annotator=there).notices == ()


# -- articles -----------------------------------------------------------------------


def test_an_article_is_read_repaired_and_split(founding: Path) -> None:
    project = Project.open([founding], annotator="mei")
    article = project.article(project.places[0])
    assert article.source == founding.name
    assert article.text.startswith("中國AI模型DeepSeek引發了全球討論熱潮,持續近半個月后")
    assert "(guó)" not in article.text
    assert len(article.sentences) == 29
    for sentence in article.sentences:
        part = article.text[sentence.start : sentence.end]
        assert part == part.strip() != ""


def test_a_frozen_article_is_used_and_nothing_read_again(news: Path) -> None:
    import dataclasses

    write(news, "a.txt")
    project = Project.open([news], annotator="mei")
    article = project.article(project.places[0])
    one = article.sentences[0]._replace(end=article.sentences[-1].end)
    project.frozen.freeze(dataclasses.replace(article, sentences=(one,)))
    assert project.article(project.places[0]).sentences == (one,)
    assert (news / "annotations" / "articles" / article.id[:2] / f"{article.id}.json").exists()


def test_rules_of_sentences_that_came_later_change_nothing_of_a_frozen_article(news: Path) -> None:
    import dataclasses

    path = news / "old.md"
    path.write_text(
        "## 小標題。好\n\n![圖](a.png)\n\n---\n\n「走吧！」一位不願具名的店主說。\n", encoding="utf-8"
    )
    project = Project.open([path], annotator="mei")
    article = project.article(project.places[0])
    before = ("## 小標題。", "好", "!", "[圖](a.png)", "---", "「走吧！」", "一位不願具名的店主說。")
    at = 0
    sentences = []
    for piece in before:  # as they were split before Markdown and titles were known
        start = article.text.index(piece, at)
        at = start + len(piece)
        sentences.append(Sentence(start, at, article.text[start - 1 : start] in ("", "\n")))
    assert tuple(sentences) != article.sentences
    project.frozen.freeze(dataclasses.replace(article, sentences=tuple(sentences)))
    assert Project.open([path], annotator="mei").article(project.places[0]).sentences == tuple(sentences)


def test_an_export_is_refused_as_an_article(news: Path) -> None:
    export = news / "mei.jsonl"
    export.write_text(
        '{"article": "x", "sentence": 1, "text": "今天。", "labels": [],'
        ' "status": "open", "annotator": "mei"}\n',
        encoding="utf-8",
    )
    project = Project.open([export], annotator="mei")
    with pytest.raises(ReadingError) as error:
        project.article(project.places[0])
    one_line(error, "export")
