"""Word documents, books, and files of other kinds under any name."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from documents import archive, document, epub, paragraph

from annotations.errors import ReadingError
from annotations.model.article import Article, article_id
from annotations.reading import Options, places, read_article

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def articles(path: Path) -> list[Article | str]:
    """Every article of a file, or the message instead of it."""
    found: list[Article | str] = []
    for place in places(path, Options()):
        try:
            found.append(read_article(place, Options()))
        except ReadingError as error:
            found.append(str(error))
    assert not [one for one in found if isinstance(one, str) and ("\n" in one or str(path) not in one)]
    return found


def only(folder: Path, name: str, data: bytes) -> Article:
    (folder / name).write_bytes(data)
    (article,) = articles(folder / name)
    assert isinstance(article, Article), article
    return article


def message(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    (found,) = articles(folder / name)
    assert isinstance(found, str), found
    return found


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


@pytest.mark.peer("docx")
@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (paragraph("甲。") + paragraph("") + paragraph("乙。"), ["甲。", "乙。"]),
        (paragraph("目錄……1", "TOC1") + paragraph("正文。"), ["正文。"]),
        (
            "<w:p>" + run("行長") + '<w:ins w:id="1">' + run("王毅") + '</w:ins><w:del w:id="2"><w:r>'
            "<w:delText>李強</w:delText></w:r></w:del>" + run("說。") + "</w:p>",
            ["行長王毅說。"],
        ),
        (
            '<w:p><w:moveFrom w:id="1">'
            + run("先")
            + "</w:moveFrom>"
            + run("後")
            + '<w:moveTo w:id="2">'
            + run("移")
            + "</w:moveTo></w:p>",
            ["後移"],
        ),
        (
            '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
            + run("前半，")
            + "</w:p>"
            + paragraph("後半。"),
            ["前半，後半。"],
        ),
        (
            "<w:p>"
            + run("看得見")
            + run("看不見", "<w:vanish/>")
            + run("。", '<w:vanish w:val="0"/>')
            + "</w:p>",
            ["看得見。"],
        ),
        (
            "<w:p><w:r><w:ruby><w:rt>"
            + run("guó")
            + "</w:rt><w:rubyBase>"
            + run("國")
            + "</w:rubyBase></w:ruby></w:r>"
            + run("家")
            + "</w:p>",
            ["國家"],
        ),
        (
            (
                "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t>"
                '<w:br w:type="page"/></w:r></w:p>'
            ),
            ["一", "二\t三"],
        ),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("控件裏。") + "</w:sdtContent></w:sdt>", ["控件裏。"]),
        (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "</w:docPartObj></w:sdtPr>"
            "<w:sdtContent>" + paragraph("第一章 3") + "</w:sdtContent></w:sdt>" + paragraph("正文。"),
            ["正文。"],
        ),
        (
            "<w:tbl><w:tr><w:tc>" + paragraph("年") + "</w:tc><w:tc>" + paragraph("增長") + "</w:tc></w:tr>"
            '<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>' + paragraph("刪") + "</w:tc></w:tr>"
            "<w:tr><w:tc>" + paragraph("2024") + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            ["年\t增長", "2024\t"],
        ),
        (
            "<w:tbl><w:tr><w:tc>"
            + paragraph("一段。")
            + paragraph("又一段。")
            + "</w:tc><w:tc><w:tbl><w:tr><w:tc>"
            + paragraph("表中表")
            + "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
            ["一段。", "又一段。", "表中表"],
        ),
        (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>'
            + paragraph("框。")
            + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
            + paragraph("框。")
            + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
            + run("文。")
            + "</w:p>",
            ["文。", "框。"],
        ),
        (
            "<w:p>"
            + run("增長3%")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + run("，降2%")
            + '<w:r><w:footnoteReference w:id="1"/></w:r>'
            + run("。")
            + "</w:p>"
            + paragraph("完。"),
            ["增長3%，降2%。", "完。", "據年報。", "據月報。"],
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>'
            + run("連結")
            + "</w:hyperlink><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
            ["連結x"],
        ),
    ],
)
def test_what_a_word_document_says(tmp_path: Path, body: str, lines: list[str]) -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("據月報。")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("據年報。")}</w:footnote>'
    )
    article = only(tmp_path, "a.docx", document(body, notes=notes))
    assert article.text.split("\n") == lines
    assert article.id == article_id("\n".join(lines))  # the same as that of a text file


CORE = (
    "<dc:title>{title}</dc:title><dc:creator>張三</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2025-02-01T08:00:00Z</dcterms:created>'
)


@pytest.mark.peer("docx")
@pytest.mark.parametrize(
    ("core", "body", "title", "metadata"),
    [
        (
            CORE.format(title="元數據"),
            paragraph("標題", "Title"),
            "元數據",
            {"date": "2025-02-01", "author": "張三"},
        ),
        (
            CORE.format(title="Word Document"),
            paragraph("標題", "Title"),
            "標題",
            {"date": "2025-02-01", "author": "張三"},
        ),
        ("", paragraph("一、背景", "H1") + paragraph("二、後來", "H1"), "一、背景", {}),
        ("", paragraph("一、背景", "H1") + paragraph("標題", "Title"), "標題", {}),
        ("", paragraph("沒有樣式的一行"), "沒有樣式的一行", {}),
        (
            CORE.format(title="") + "<dc:description>generated by python-docx</dc:description>",
            paragraph("正文"),
            "正文",
            {"author": "張三"},
        ),
    ],
)
def test_title_and_date_of_a_word_document(
    tmp_path: Path, core: str, body: str, title: str, metadata: dict[str, str]
) -> None:
    article = only(tmp_path, "a.docx", document(body + paragraph("正文在這裏。"), core=core))
    assert (article.title, dict(article.metadata)) == (title, metadata)


@pytest.mark.peer("docx")
def test_what_a_word_document_hides_is_said(tmp_path: Path) -> None:
    changed = '<w:p><w:ins w:id="1">' + run("增") + '</w:ins><w:del w:id="2"><w:r/></w:del></w:p>'
    hidden = "<w:p>" + run("藏", "<w:vanish/>") + run("文") + "</w:p>"
    assert only(tmp_path, "a.docx", document(paragraph("文"))).notes == ()
    assert only(tmp_path, "b.docx", document(changed + hidden)).notes == (
        "2 tracked changes read as accepted",
        "hidden text is left out",
    )


@pytest.mark.peer("docx")
def test_what_python_docx_writes(tmp_path: Path) -> None:
    from docx import Document

    made = Document()
    made.add_heading("央行宣布下調利率", 0)
    made.add_paragraph("中國人民銀行昨天宣布，").add_run("下調").bold = True
    made.add_paragraph("第一點", style="List Bullet")
    table = made.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("甲", "甲", "乙"), ("1", "2", "3")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.add_page_break()
    made.add_paragraph("最後一段。")
    made.sections[0].header.paragraphs[0].text = "頁眉"
    made.save(str(tmp_path / "a.docx"))
    (article,) = articles(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert article.title == "央行宣布下調利率"
    assert article.text.split("\n")[1:] == [
        "中國人民銀行昨天宣布，下調",
        "第一點",
        "甲\t甲\t乙",
        "1\t2\t3",
        "最後一段。",
    ]
    assert dict(article.metadata) == {}  # its template is no author, and of 2013


@pytest.mark.peer("docx")
def test_an_entity_in_a_word_document_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("機密", "utf-8")
    whole = document(paragraph("甲&amp;乙。"))
    assert only(tmp_path, "a.docx", whole).text == "甲&乙。"
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        files = {name: package.read(name) for name in package.namelist()}
    declared = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><w:document'
    files["word/document.xml"] = (
        files["word/document.xml"]
        .decode()
        .replace("<w:document", declared, 1)
        .replace("&amp;", "&x;")
        .encode()
    )
    (tmp_path / "b.docx").write_bytes(archive(files))
    (found,) = articles(tmp_path / "b.docx")
    assert "機密" not in str(found)


@pytest.mark.peer("docx")
def test_a_damaged_word_document_is_one_line(tmp_path: Path) -> None:
    whole = document(paragraph("正文。" * 50))
    assert "damaged" in message(tmp_path, "a.docx", whole[:900])
    assert "is empty" in message(tmp_path, "b.docx", b"")
    assert "damaged" in message(tmp_path, "c.docx", "其實是文字。".encode())
    assert "cannot be read as a Word document" in message(
        tmp_path, "d.docx", archive({"word/document.xml": "<w:document", "[Content_Types].xml": "<Types/>"})
    )
    assert "password" in message(tmp_path, "e.docx", OLE + "EncryptedPackage".encode("utf-16-le"))
    bomb = document(paragraph("正文。"), extra={"word/media/a.bin": bytes(100_000_000)})
    assert "unpacks to more than zhupi reads at once (80 MB)" in message(tmp_path, "f.docx", bomb)
    flipped = bytearray(whole)
    flipped[whole.index(b"word/document.xml") + 60] ^= 0xFF
    assert str(tmp_path / "g.docx") in message(tmp_path, "g.docx", bytes(flipped))


def test_word_without_its_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx.package", None)
    monkeypatch.setitem(sys.modules, "docx", None)
    assert 'pip install "zhupi[docx]"' in message(tmp_path, "a.docx", document(paragraph("正文。")))


PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html><head><title/><style>p {{}}</style></head>'
    "<body><h1>{heading}</h1>{body}</body></html>"
)


def page(heading: str, body: str) -> str:
    return PAGE.format(heading=heading, body=body)


BOOK = "<dc:title>京張鐵路</dc:title><dc:creator>詹天佑</dc:creator><dc:date>1909-10-02</dc:date>"


@pytest.mark.parametrize("ncx", [False, True])
def test_a_book_is_an_article_a_chapter(tmp_path: Path, ncx: bool) -> None:
    chapters = {
        "cover.xhtml": '<html><head><title>封面</title></head><body><img src="a.jpg"/></body></html>',
        "Text/%E7%AB%A0.xhtml": page("起點", "<p>鐵路長200公里。</p>"),
        "c2.xhtml": page("隧道", "<p>隧道長1091米，</p>"),
        "c2b.xhtml": "<p>用了兩年。</p>",
        "end.xhtml": page("後記", "<p>完。</p>"),
    }
    contents = {
        "Text/%E7%AB%A0.xhtml": "第一章 起點",
        "c2.xhtml#a": "第二章 <b>隧道</b>",
        "end.xhtml": "後記",
    }
    data = epub(
        {name: text for name, text in chapters.items() if "%" not in name and name != "cover.xhtml"}, {}
    )
    assert len(articles(_written(tmp_path / "flat.epub", data))) == 3
    data = epub(
        chapters,
        contents,
        metadata=BOOK,
        ncx=ncx,
        extra={"OEBPS/Text/章.xhtml": chapters["Text/%E7%AB%A0.xhtml"]},
    )
    path = _written(tmp_path / "a.epub", data)
    found = [one for one in articles(path) if isinstance(one, Article)]
    assert [one.title for one in found] == ["第一章 起點", "第二章 隧道", "後記"]
    assert [one.source for one in found] == ["a.epub#1", "a.epub#2", "a.epub#3"]
    assert found[1].text == "隧道\n隧道長1091米，\n用了兩年。"
    assert dict(found[0].metadata) == {"book": "京張鐵路", "author": "詹天佑", "date": "1909-10-02"}
    assert found[2].id == article_id(found[2].text)


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>長<ruby>約<rt>yuē</rt></ruby>200公里。</p>", ["長約200公里。"]),
        ("<p>長<ruby>約<rp>(</rp><rt>yuē<rp>)</rp></ruby>200公里。</p>", ["長約200公里。"]),
        ('<p>歷時4年<sup><a href="#n">[1]</a></sup>。</p>', ["歷時4年。"]),
        ('<p>歷時4年<a epub:type="noteref" href="#n">2</a>。</p>', ["歷時4年。"]),
        ('<p>歷時4年<a href="#n"><sup>①</sup></a>。</p>', ["歷時4年。"]),
        ("<p>面積10<sup>2</sup>米，CO<sub>2</sub>。</p>", ["面積102米，CO2。"]),
        ("<p>一段\n  文字，two\n words。</p>", ["一段文字，two words。"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>一</li><li>二</li></ul>", ["一", "二"]),
        ("<table><tr><th>年</th><td>1905</td></tr></table>", ["年\t1905"]),
        ("<p>一<br/>二</p>", ["一", "二"]),
        ("<p>&ldquo;好&rdquo;&nbsp;&#x4E2D;&amp;</p>", ["“好”\u00a0中&"]),
        ("<p>未關閉<p>的段落", ["未關閉", "的段落"]),
        ("<script>x</script><svg><text>圖</text></svg><p>文</p>", ["文"]),
        ('<a id="x"/><p>錨點之後</p>', ["錨點之後"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<p>一<!-- 註 <p>無</p> -->二<![CDATA[三]]></p>", ["一二三"]),
        ("<p>3 < 5，a<b。</p>", ["3 < 5，a<b。"]),
        ("<P CLASS=x>大寫</P><HR><p>標籤</p>", ["大寫", "標籤"]),
        ("<table><tr><td>年</td><td></td><td>1905</td></tr></table>", ["年\t\t1905"]),
        ('<p>正文。</p><aside epub:type="footnote"><p>注：無。</p></aside>', ["正文。", "注：無。"]),
    ],
)
def test_what_a_chapter_says(tmp_path: Path, body: str, lines: list[str]) -> None:
    article = only(tmp_path, "a.epub", epub({"c.xhtml": page("題", body)}, {"c.xhtml": "一"}))
    assert article.text.split("\n") == ["題", *lines]


@pytest.mark.parametrize("blank", ["<p>&nbsp;</p>", "<!-- 甲 > 乙 --><img/>", "<svg><text>圖</text></svg>"])
def test_a_page_without_text_is_no_chapter(tmp_path: Path, blank: str) -> None:
    pages = {"a.xhtml": page("", blank), "b.xhtml": page("題", "<p>文</p>")}
    article = only(tmp_path, "a.epub", epub(pages, {"a.xhtml": "甲", "b.xhtml": "乙"}))
    assert (article.source, article.title, article.text) == ("a.epub#1", "乙", "題\n文")


@pytest.mark.parametrize(
    "rest",
    [
        *(many * 20_000 for many in ("<style>", "<a ", "<!--", "< ")),
        "<a href='#x'><sup>" + "\u3000" * 5_000 + "</sup></a>",
    ],
    ids=lambda rest: rest[:8],
)
def test_a_page_takes_as_long_as_it_is_whatever_stands_open(tmp_path: Path, rest: str) -> None:
    """The square of the length, or the cube, would be felt here: some of these took minutes."""
    article = only(tmp_path, "a.epub", epub({"c.xhtml": f"<p>文{rest}"}, {"c.xhtml": "一"}))
    assert article.text.startswith("文")


def test_books_that_cannot_be_read_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = epub({"c.xhtml": page("題", "<p>文</p>")}, {"c.xhtml": "一"})
    assert "damaged" in message(tmp_path, "a.epub", whole[:300])
    locked = '<encryption><enc:CipherReference URI="OEBPS/c.xhtml"/></encryption>'
    drm = epub({"c.xhtml": "\x8f\x02"}, {"c.xhtml": "一"}, extra={"META-INF/encryption.xml": locked})
    assert "protected against copying (DRM)" in message(tmp_path, "b.epub", drm)
    fonts = locked.replace("c.xhtml", "font.otf")
    read = epub({"c.xhtml": page("題", "<p>文</p>")}, {}, extra={"META-INF/encryption.xml": fonts})
    assert only(tmp_path, "c.epub", read).text == "題\n文"
    assert "does not say where its contents are" in message(
        tmp_path, "d.epub", archive({"META-INF/container.xml": "<container/>"})
    )
    assert "holds no text" in message(tmp_path, "e.epub", epub({"c.xhtml": "<img/>"}, {}))
    noise = epub({}, {}, extra={"OEBPS/book.opf": b"\xff\xfd" * 100})
    assert "'OEBPS/book.opf': its encoding is none" in message(tmp_path, "h.epub", noise)
    monkeypatch.setattr("annotations.reading.package.MAX_BYTES", 1_000_000)
    bomb = epub({"c.xhtml": "<p>" + " " * 2_000_000}, {})
    assert "unpacks to more than" in message(tmp_path, "f.epub", bomb)
    assert "is a Word document" in message(tmp_path, "g.epub", document(paragraph("文")))


EXCEL = archive({"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"})


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".xls", ".xlsx", ".jsonl", ".json", ".md", ""])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (EXCEL, "is an Excel workbook (.xlsx), not a text; save it as CSV (UTF-8) and open that"),
        (OLE + "Workbook".encode("utf-16-le"), "is an old Excel workbook (.xls), not a text; save it as CSV"),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            "is an old Word document (.doc), not a text; save its text",
        ),
        (document(paragraph("文")), "is a Word document; give it a name that ends in .docx"),
        (epub({"c.xhtml": "文"}, {}), "is an EPUB book; give it a name that ends in .epub"),
        (archive({"content.xml": "", "mimetype": "x"}), "is an OpenDocument file"),
        (archive({"a.txt": "文"}), "is a ZIP archive, not a text; unpack it first"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF document"),
        (b"{\\rtf1\\ansi {all of it ASCII}}", "is an RTF document"),
    ],
)
def test_a_file_of_another_kind_is_told_whatever_its_name(
    tmp_path: Path, suffix: str, data: bytes, what: str
) -> None:
    assert what in message(tmp_path, f"a{suffix}", data)


@pytest.mark.parametrize("name", ["a.xls", "a.doc", "a.XLSX"])
@pytest.mark.parametrize("start", ["<html><table>", "\ufeff \n<table>", '<?xml version="1.0"?><Workbook>'])
def test_a_page_under_the_name_of_a_workbook_is_told(tmp_path: Path, name: str, start: str) -> None:
    """Web sites give tables of HTML out as .xls."""
    said = message(tmp_path, name, f"{start}<td>國務院總理今天在北京表示歡迎。</td>".encode())
    assert "is a web page or XML under the name of an Office document; open it there" in said


@pytest.mark.peer("docx")
def test_packages_are_known_by_their_bytes_too(tmp_path: Path) -> None:
    """A better reading of them must not hide what was said of the text that an earlier one found."""
    first = only(tmp_path, "a.docx", document(paragraph("甲。")))
    second = only(tmp_path, "b.docx", document(paragraph("乙。")))
    path = _written(tmp_path / "a.epub", epub({"a.xhtml": "<p>一。</p>", "b.xhtml": "<p>二。</p>"}, {}))
    digests = [one.digest for one in (first, second, *articles(path)) if isinstance(one, Article)]
    assert len(set(digests)) == 4
    assert all(digests)
    assert only(tmp_path, "c.docx", (tmp_path / "a.docx").read_bytes()).digest == first.digest
