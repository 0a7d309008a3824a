"""Every format in, one clear line for everything that is none."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.errors import ReadingError
from annotations.model.article import Article, article_id
from annotations.reading import FOLDER_SUFFIXES, Options, Place, places, read_article
from annotations.reading.decode import MAX_BYTES

SEED = next((Path(__file__).parents[3] / "seeds").glob("000_*.txt"))
TEXT = "北京時間2月1日凌晨,OpenAI發布了o3-mini。該模型的速度提升了24%。"


def articles(path: Path, **options: str | bool) -> list[Article | str]:
    """Every article of a file, or the message instead of it."""
    chosen = Options(**options)  # type: ignore[arg-type]
    found: list[Article | str] = []
    for place in places(path, chosen):
        try:
            found.append(read_article(place, chosen))
        except ReadingError as error:
            found.append(str(error))
    assert not [one for one in found if isinstance(one, str) and ("\n" in one or str(path) not in one)]
    return found


def only(path: Path, **options: str | bool) -> Article:
    (article,) = articles(path, **options)
    assert isinstance(article, Article), article
    return article


def message(path: Path, **options: str | bool) -> str:
    (found,) = articles(path, **options)
    assert isinstance(found, str), found
    return found


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


Write = Callable[[str, "str | bytes"], Path]


def test_the_sample_article() -> None:
    article = only(SEED)
    assert (len(article.raw), len(article.text), len(article.removed)) == (2045, 1345, 137)
    assert article.title == article.text[:30] == "中國AI模型DeepSeek引發了全球討論熱潮,持續近半個月"
    assert article.source == SEED.name
    assert article.id == article_id(SEED.read_text("utf-8"))
    assert article.notes == ()
    assert article.sentences == ()


def test_without_repair_all_is_left() -> None:
    plain = only(SEED, repair=False)
    assert plain.text == plain.raw
    assert plain.removed == ()
    assert plain.id == only(SEED).id


def test_the_same_text_is_the_same_article_in_any_encoding_and_file(write: Write) -> None:
    files = [
        write("a.txt", TEXT + "\r\n第二行。"),
        write("b.txt", (TEXT + "\n第二行。").encode("gb18030")),
        write("c.txt", b"\xff\xfe" + (TEXT + "\r第二行。").encode("utf-16-le")),
        write("d.jsonl", json.dumps({"text": TEXT + "\r\n第二行。"})),
        write("e.csv", 'text\n"' + TEXT + '\n第二行。"\n'),
    ]
    assert {only(path).id for path in files} == {article_id(TEXT + "\n第二行。")}
    assert [only(path).encoding for path in files[:3]] == ["utf-8", "gb18030", "utf-16-le"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("大標題\n\n" + TEXT, "大標題"),
        ("　大標題　\n" + TEXT, "大標題"),
        ("大標題", "大標題"),
        ("這是一句話。\n" + TEXT, "這是一句話。"),
        (TEXT, TEXT[:30]),
        ("字" * 41 + "\n" + TEXT, "字" * 30),
        ("\ufeff\n\n" + TEXT, TEXT[:30]),
    ],
)
def test_titles_of_plain_text(write: Write, text: str, title: str) -> None:
    article = only(write("a.txt", text))
    assert article.title == title
    assert article.raw.lstrip("\ufeff") == text.lstrip("\ufeff")


def test_control_characters_stay(write: Write) -> None:
    text = "中\x1b[31m國\u202e\u200b。\u2028\x85\x0b\x0c"
    assert only(write("a.txt", text)).text == text


def test_a_guessed_encoding_and_broken_bytes_are_told(write: Write) -> None:
    (note,) = only(write("a.txt", TEXT.encode() + b"\xff")).notes
    assert f"byte {len(TEXT.encode())}" in note
    (note,) = only(write("b.txt", "中國訒詗國".encode("gb18030"))).notes
    assert "gb18030 is a guess" in note
    damaged = (TEXT * 3).encode().decode("cp1252", "replace").replace("\ufffd", "?")
    (note,) = only(write("c.txt", damaged)).notes
    assert "--encoding cp1252:utf-8" in note


FRONT = """---
title: "模型: 發布"
date: 2025-02-01
author: [張三, 李四]
tags:
  - AI
  - 經濟
draft: false
words: 12
link: https://example.com/a#b
summary: >
  兩行
  摘要
# 註
empty:
---

# 另一個標題

"""


def test_markdown_with_front_matter(write: Write) -> None:
    article = only(write("a.md", FRONT + TEXT))
    assert article.title == "模型: 發布"
    assert article.text == "# 另一個標題\n\n" + TEXT
    assert article.id == article_id(FRONT + TEXT)
    assert article.metadata == {
        "title": "模型: 發布",
        "date": "2025-02-01",
        "author": ["張三", "李四"],
        "tags": ["AI", "經濟"],
        "draft": False,
        "words": 12,
        "link": "https://example.com/a#b",
        "url": "https://example.com/a#b",
        "summary": "兩行 摘要",
        "empty": None,
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 標題 #\n" + TEXT, "標題"),
        ("前言。\n\n## 標題\n" + TEXT, "標題"),
        ("標題\n====\n" + TEXT, "標題"),
        ("前言。\n\n標題\n====\n" + TEXT, "標題"),
        ("---\n# 只有註解\n---\n" + TEXT, "只有註解"),
        ("---\n這不是欄位\n---\n" + TEXT, "---"),
        ("---\n", "---\n"),
    ],
)
def test_markdown_without_front_matter_is_text(write: Write, text: str, title: str) -> None:
    article = only(write("a.markdown", text))
    assert (article.title, article.text, dict(article.metadata)) == (title.strip(), text, {})


def test_jsonl(write: Write) -> None:
    rows = [
        {"text": TEXT, "title": "一", "日期": "2025-02-01", "extra": {"a": [1, None]}},
        {"text": "國(guó)發(fā)經(jīng)濟(jì)", "title": "中國(guó)"},
    ]
    path = write("a.jsonl", "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n \n")
    first, second = articles(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.text, first.source) == ("一", TEXT, "a.jsonl#1")
    assert first.metadata == {
        "title": "一",
        "日期": "2025-02-01",
        "date": "2025-02-01",
        "extra": {"a": [1, None]},
    }
    assert (second.title, second.text, second.source) == ("中國", "國發經濟", "a.jsonl#3")
    options = Options()
    _, place = places(path, options)
    assert read_article(Place(path, place.position), options, source="x").source == "x"
    assert read_article(Place(path, place.position), options).source == "a.jsonl#3"
    assert Place(path, place.position) == place


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json", "a.txt"])
def test_every_format_in_every_encoding(write: Write, encoding: str, name: str) -> None:
    texts = [TEXT, "發布", "第一行上下\n中文「引語」|後"]
    if name == "a.jsonl":
        content = "".join(
            json.dumps({"text": text, "n": "編號"}, ensure_ascii=False) + "\n" for text in texts
        )
    elif name == "a.csv":
        content = "text,n\r\n" + "".join(f'"{text}",編號\r\n' for text in texts)
    elif name == "a.json":
        content = json.dumps([{"text": text, "n": "編號"} for text in texts], ensure_ascii=False, indent=1)
    else:
        texts = [content := "\n".join(texts)]
    if name == "a.csv" and encoding in ("utf-16-le", "utf-16-be"):
        content = "text" + content[4:]
    found = articles(write(name, content.encode(encoding)))
    assert [article.text if isinstance(article, Article) else article for article in found] == texts
    if name != "a.txt":
        assert all(isinstance(a, Article) and a.metadata == {"n": "編號"} for a in found)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_halves_of_characters_are_no_line_end(write: Write, encoding: str) -> None:
    """U+0A0A beside U+4E00 holds the bytes of a newline, one byte off."""
    content = json.dumps({"text": "一ਊ一ਊ"}, ensure_ascii=False)
    path = write("a.jsonl", f"{content}\n{content}\n".encode(encoding))
    assert [article.text if isinstance(article, Article) else article for article in articles(path)] == [
        "一ਊ一ਊ",
        "一ਊ一ਊ",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"text": "a"', "no valid JSON: Expecting ',' delimiter"),
        ('{"text": "a"}{', "no valid JSON: Extra data"),
        ("[1]", "holds a list"),
        ("null", "holds null"),
        ('{"content": "a", "b": 1}', "has no 'text'; name the key of the text (there are: content, b)"),
        ('{"text": 7}', "'text' is a number"),
        ('{"text": ["a"]}', "'text' is a list"),
        ('{"text": " \\n"}', "holds no text"),
        ('{"text": "\\ud800"}', "half a surrogate pair"),
        ('{"text": "a", "\\udc00": 1}', "half a surrogate pair"),
        ('{"text": "a", "b": NaN}', "NaN is not a number of JSON"),
        ('{"text": "a", "b": ' + "9" * 5000 + "}", "no usable JSON"),
        ('{"text": "a", "b": ' + "[" * 200_000 + "]" * 200_000 + "}", "nested too deeply"),
        ('{"text": "a\0b\0c\0d\0"}', "looks like utf-8, but byte 11 and 3 other places are not"),
        (
            '{"text": "a", "sentence": 1, "annotator": "mei", "status": "none", "labels": []}',
            "is an export of zhupi",
        ),
        ('{"text": "a", "sentences": [{"status": "none", "labels": []}]}', "is an export of zhupi"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(write: Write, line: str, what: str) -> None:
    good = json.dumps({"text": TEXT})
    path = write("a.jsonl", f"{good}\n{line}\n{good}\n")
    first, bad, last = articles(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, str)
    assert bad.startswith(f"{path}, line 2: ")
    assert what in bad


def test_analysis_written_by_zhupi_is_no_export(write: Write) -> None:
    row = {"text": TEXT, "sentences": [[0, 20], [20, 35]], "entities": [], "numbers": []}
    assert only(write("a.jsonl", json.dumps(row))).metadata["sentences"] == [[0, 20], [20, 35]]


def test_another_key(write: Write) -> None:
    row = {"content": TEXT, "text": "摘要"}
    assert only(write("a.jsonl", json.dumps(row)), text_key="content").text == TEXT
    assert only(write("a.json", json.dumps([row])), text_key="content").metadata == {"text": "摘要"}
    assert only(write("a.csv", f'text,content\n摘要,"{TEXT}"\n'), text_key="content").metadata == {
        "text": "摘要"
    }


def test_a_very_long_line_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.truncate(MAX_BYTES + 100)  # sparse: NUL bytes that no disk holds
        file.seek(0, os.SEEK_END)
        file.write(b'"}\n' + json.dumps({"text": TEXT}).encode() + b"\n")
    bad, good = articles(path)
    assert isinstance(bad, str)
    assert "line 1: is longer than zhupi reads at once" in bad
    assert isinstance(good, Article)
    assert good.source == "a.jsonl#2"


def test_json(write: Write) -> None:
    assert only(write("a.json", json.dumps({"text": TEXT, "title": "一"}))).title == "一"
    first, bad, last = articles(write("b.json", json.dumps([{"text": TEXT}, 7, "第三篇"])))
    assert isinstance(first, Article)
    assert first.source == "b.json#1"
    assert isinstance(bad, str)
    assert "item 2: holds a number" in bad
    assert isinstance(last, Article)
    assert last.text == "第三篇"
    found = places(write("e.json", '["一", "二", "三"]'), Options())
    assert [(place.position, place.number) for place in found] == [(0, 1), (1, 2), (2, 3)]
    assert "empty list" in message(write("c.json", "[]"))
    assert "line 2, character" in message(write("d.json", '{"text":\n "a'))


def test_tables(write: Write) -> None:
    path = write("a.csv", f'title,text,date\n一,"{TEXT}\n他說""好"",走了",2025\n\n二,短文,\n三,a,b,c\n四\n')
    first, second, long, short = articles(path)
    assert isinstance(first, Article)
    assert (first.title, first.text, first.metadata["date"]) == ("一", TEXT + '\n他說"好",走了', "2025")
    assert isinstance(second, Article)
    assert second.text == "短文"
    assert "has 4 cells where the first row has 3" in str(long)
    assert "has 1 cell where the first row has 3" in str(short)
    assert only(write("a.tsv", f"text\ttitle\n{TEXT}\t一\n")).title == "一"
    assert only(write("b.csv", f"title;text\n一;{TEXT}\n")).text == TEXT
    assert only(write("c.csv", "text\n" + "長" * 200_000)).text == "長" * 200_000


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("a,b\n1,2\n", "has no column 'text'; name the column of the text (there are: a, b)"),
        ("text\n", "has no row under its first"),
        ('text\n"never closed', "is broken; check its quotes"),
        ('text\n"a"b\n', "is broken; check its quotes"),
        ("text\na\0b\0c\0d\0\n", "looks like utf-8, but byte 1 and 3 other places are not"),
        (b"\xff\xfe\x00", ""),
    ],
)
def test_bad_tables(write: Write, content: str | bytes, what: str) -> None:
    assert what in message(write("a.csv", content))


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le"])
@pytest.mark.parametrize(
    ("line", "delimiter"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t"), ("sep=|", "|")]
)
def test_a_table_that_says_its_delimiter(
    write: Write, line: str, delimiter: str, encoding: str, mark: str, quote: str
) -> None:
    if mark and encoding == "big5hkscs":
        pytest.skip("it has no such mark")
    rows = f"title{delimiter}text\r\n一{delimiter}{TEXT}\r\n二{delimiter}短文。\r\n"
    rows = f"{mark}{quote}{line}{quote}\r\n{rows}"
    if delimiter == ",":
        rows = rows.replace(TEXT, f'"{TEXT}"')
    first, second = articles(write("a.csv", rows.encode(encoding)))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.text, second.title, second.text) == ("一", TEXT, "二", "短文。")


def test_columns_of_one_name(write: Write) -> None:
    one = only(write("a.csv", "text,note,note,note\n甲,1,2,3\n"))
    assert dict(one.metadata) == {"note": "1", "note.2": "2", "note.3": "3"}
    for head in ("text,x,text", "text,text,x"):
        said = message(write("b.csv", f"{head}\n甲,乙,丙\n丁,戊,己\n"))
        assert "has 2 columns called 'text' (1 and " in said
        assert said.endswith("name them apart in its first row")


def test_tables_that_were_put_together(write: Write) -> None:
    """Each in its own encoding, and each with its first row."""
    first = "title,text\n一,中国人民银行昨天宣布下调利率\n二,毛里求斯总统表示感谢\n"
    second = "title,text\n三,國務院總理李強今天在北京表示歡迎\n"
    for one, other in (("gb18030", "utf-8"), ("utf-8", "gb18030")):
        found = articles(write("a.csv", first.encode(one) + second.encode(other)))
        assert [(a.title, a.text[:2], a.notes) for a in found if isinstance(a, Article)] == [
            ("一", "中国", ()),
            ("二", "毛里", ()),
            ("三", "國務", ()),
        ]


def test_two_encodings_and_their_places_are_told(write: Write) -> None:
    text = "国务院总理李强今天在北京表示，中国将继续扩大开放。\n"
    data = text.encode("gb18030")
    article = only(write("a.txt", text.encode() * 3 + data + data[:12] + b"\xff" + data[13:]))
    assert article.notes == (
        "not utf-8, shown as \ufffd: 1 place (byte 291)",
        "two encodings: 2 lines are in gb18030 (line 4 is the first), the rest in utf-8",
    )


def test_a_damaged_item_is_told_where_it_is_read(write: Write) -> None:
    data = json.dumps([{"text": TEXT}, {"text": "第二篇的正文。"}], ensure_ascii=False).encode()
    at = data.index("凌晨".encode())
    first, second = articles(write("a.json", data[:at] + b"\xff" + data[at + 1 :]))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.notes == (f"not utf-8, shown as \ufffd: 1 place (byte {at})",)
    assert second.notes == ()


def test_a_damaged_cell_costs_one_place_and_no_other_row(write: Write) -> None:
    rows = f"title,text\n一,{TEXT.replace(',', '，')}\n二,第二篇的正文在這裏。\n".encode("gb18030")
    at = rows.index("凌晨".encode("gb18030"))
    first, second = articles(write("a.csv", rows[: at + 1] + b"\xff" + rows[at + 2 :]))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text.count("\ufffd") == 1
    assert first.text.endswith("該模型的速度提升了24%。")
    assert (second.text, second.notes) == ("第二篇的正文在這裏。", ())


def test_a_broken_row_does_not_hide_the_next(write: Write) -> None:
    first, bad, last = articles(write("a.csv", 'text\n一\n"a"b\n二\n'))
    assert isinstance(first, Article)
    assert isinstance(bad, str)
    assert "row 2 (from line 3 on): is broken" in bad
    assert isinstance(last, Article)
    assert last.text == "二"


PAGE = f"""<html><head><title>中國發布新模型 - 新浪網</title>
<meta property="og:site_name" content="新浪網"><meta property="article:published_time" content="2025-02-01">
<link rel="canonical" href="https://example.com/a"></head><body><nav>首頁 新聞</nav><article>
<h1>中國發布新模型</h1><p>{TEXT * 3}</p><p>{TEXT}</p></article>
<script>var a = "不是正文";</script></body></html>"""


@pytest.mark.peer("trafilatura")
def test_html(write: Write) -> None:
    for data in (PAGE.encode(), PAGE.encode("gb18030")):
        article = only(write("a.html", data))
        assert article.text == f"中國發布新模型\n{TEXT * 3}\n{TEXT}"
        assert article.title == "中國發布新模型"
        assert article.metadata == {"date": "2025-02-01", "url": "https://example.com/a", "source": "新浪網"}
    for empty in ("<html><body><script>1</script></body></html>", "<", "<p>"):
        assert "no main text" in message(write("b.htm", empty))


def test_html_without_its_extra_says_how_to_get_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert 'pip install "zhupi[html]"' in message(write("a.html", PAGE))


def test_what_a_folder_yields() -> None:
    assert set(FOLDER_SUFFIXES) == {".txt", ".md", ".html", ".htm", ".docx", ".epub", ".srt", ".vtt"}


SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".json", ".csv", ".tsv", "")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_files_that_are_not_there_or_no_files(tmp_path: Path, suffix: str) -> None:
    missing = tmp_path / f"missing{suffix}"
    assert "no such file" in message(missing)
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    assert "is a folder" in message(folder)
    loop = tmp_path / f"loop{suffix}"
    loop.symlink_to(loop)
    assert "cannot be read" in message(loop)
    empty = tmp_path / f"empty{suffix}"
    empty.touch()
    assert "is empty" in message(empty)
    pipe = tmp_path / f"pipe{suffix}"
    os.mkfifo(pipe)
    assert "not a regular file" in message(pipe)
    assert "cannot be read" in message(Path(f"nul\0{suffix}"))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_may_not_be_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(TEXT, "utf-8")
    path.chmod(0)
    assert "may not be read" in message(path)


@pytest.mark.parametrize("suffix", [".txt", ".json"])
def test_a_file_too_large_is_not_even_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "80 MB are more than zhupi reads at once" in message(path)


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv"])
def test_files_that_vanish_or_shrink_between_two_articles(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    rows = [{"text": TEXT}, {"text": TEXT}]
    path.write_text(
        {
            ".jsonl": "\n".join(map(json.dumps, rows)),
            ".json": json.dumps(rows),
            ".csv": f'text\n"{TEXT}"\n"{TEXT}"\n',
        }[suffix],
        "utf-8",
    )
    options = Options()
    first, second = places(path, options)
    assert read_article(first, options).text == TEXT
    path.write_text("text\n" if suffix == ".csv" else '{"text": "a"}', "utf-8")
    with pytest.raises(ReadingError, match=r"not there any more|has 0 cells"):
        read_article(second, options)
    path.unlink()
    with pytest.raises(ReadingError, match="no such file"):
        read_article(second, options)


def test_a_binary_file_of_any_kind_is_one_line(write: Write) -> None:
    for suffix in SUFFIXES:
        found = articles(write(f"a{suffix}", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8))
        assert found
        assert all(isinstance(one, str) for one in found), suffix
