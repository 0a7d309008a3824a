"""Word documents and books, made as small as they can be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["archive", "document", "epub", "paragraph"]

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of files by their names, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph of a Word document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def document(
    body: str, *, core: str = "", notes: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a Word document.

    Args:
        body: What stands in its body, as XML.
        core: What stands in its properties, as XML.
        notes: Its footnotes, as XML.
        extra: Further files in the package.
    """
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    styles = {"Title": "Title", "H1": "heading 1", "TOC1": "toc 1"}
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
        for identity, name in styles.items()
    )
    return archive(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Default Extension="rels" ContentType="{rels}"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{_RELATIONS}">'
                f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
                f'<Relationship Id="b" Type="{_CORE}" Target="docProps/core.xml"/></Relationships>'
            ),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{_RELATIONS}">'
                f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
                f'<Relationship Id="f" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
            ),
            "docProps/core.xml": (
                '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
                'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                'xmlns:dcterms="http://purl.org/dc/terms/" '
                f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{core}</cp:coreProperties>'
            ),
            "word/styles.xml": f"<w:styles {_NAMESPACES}>{named}</w:styles>",
            "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>",
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMESPACES}>'
                f"<w:body>{body}</w:body></w:document>"
            ),
            **(extra or {}),
        }
    )


def epub(
    chapters: Mapping[str, str],
    contents: Mapping[str, str],
    *,
    metadata: str = "",
    ncx: bool = False,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a book.

    Args:
        chapters: The files that are read one after the other, by their names inside the archive.
        contents: What the table of contents calls which of them.
        metadata: What the book says of itself, as XML.
        ncx: Whether the table of contents is that of EPUB 2.
        extra: Further files.
    """
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    if ncx:
        toc = '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        listed = "".join(
            f"<navPoint><navLabel><text>{title}</text></navLabel><content src='{name}'/></navPoint>"
            for name, title in contents.items()
        )
        name, table = "OEBPS/toc.ncx", f"<ncx><navMap>{listed}</navMap></ncx>"
    else:
        toc = '<item id="toc" properties="nav" href="nav.xhtml"/>'
        listed = "".join(f'<li><a href="{name}">{title}</a></li>' for name, title in contents.items())
        name, table = "OEBPS/nav.xhtml", f'<nav epub:type="toc"><ol>{listed}</ol></nav>'
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="OEBPS/book.opf"/></container>',
            "OEBPS/book.opf": (
                f"<opf:package><opf:metadata>{metadata}</opf:metadata><manifest>{toc}{items}</manifest>"
                f"<spine>{spine}</spine></opf:package>"
            ),
            name: table,
            **{f"OEBPS/{file}": page for file, page in chapters.items()},
            **(extra or {}),
        }
    )
