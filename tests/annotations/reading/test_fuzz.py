"""Whatever is in a file, nothing but ZhupiError leaves, and every offset fits."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from documents import archive, document, epub, paragraph
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.reading import Options, places, read_article
from annotations.reading.scars import find_scars

ROW = {
    "text": "中國(guó)發(fā)展經(jīng)濟(jì),\r\n他說「好」。",
    "title": "中國(guó)",
    "n": [1, {"a": None}],
    "date": "2025",
}
FILES = {
    ".txt": ROW["text"],
    ".md": f"---\ntitle: x\ntags:\n - a\n---\n# 題\n{ROW['text']}",
    ".jsonl": f"{json.dumps(ROW)}\n{json.dumps(ROW, ensure_ascii=False)}\n",
    ".json": json.dumps([ROW, ROW], ensure_ascii=False),
    ".csv": f'title,text\n一,"{ROW["text"]}"\n二,"a ""b"""\n',
    ".tsv": f'title\ttext\n一\t"{ROW["text"]}"\n',
}
ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-be", "utf-32-le")
named = st.sampled_from([None, None, *ENCODINGS, "gb18030:utf-8", "utf-7", "unicode_escape", "x"])
suffixes = st.sampled_from(sorted(FILES))


def read_all(data: bytes, suffix: str, options: Options) -> list[Article]:
    """Read every article of a file and check it; errors of our own are dropped."""
    read, errors = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(data)
        for place in places(path, options):
            try:
                article = read_article(place, options)
            except ZhupiError as error:
                errors.append(str(error))
                continue
            check(article)
            read.append(article)
    assert not [error for error in errors if "\n" in error]
    return read


def check(article: Article) -> None:
    raw, text = article.raw, article.text
    assert "\r" not in raw
    kept, at = [], 0
    for start, end in article.removed:
        assert at <= start < end <= len(raw)
        kept.append(raw[at:start])
        at = end
    assert "".join([*kept, raw[at:]]) == text
    assert all(raw[article.raw_offset(i)] == character for i, character in enumerate(text))
    assert len(article.id) == 20
    assert article.title
    assert "\n" not in article.title
    assert all(0 <= scar.start < scar.end <= len(text) for scar in find_scars(text, suggest=False))
    json.dumps([text, article.title, dict(article.metadata)], ensure_ascii=False, allow_nan=False).encode()


@given(data=st.binary(max_size=200), suffix=suffixes, encoding=named)
@example(data=b"\xff\xfe\x00\xd8", suffix=".txt", encoding=None)
@example(data=b"\0" * 7, suffix=".csv", encoding=None)
def test_any_bytes(data: bytes, suffix: str, encoding: str | None) -> None:
    read_all(data, suffix, Options(encoding=encoding))


@given(text=st.text(max_size=200), suffix=suffixes, encoding=st.sampled_from(ENCODINGS))
def test_any_text(text: str, suffix: str, encoding: str) -> None:
    read_all(text.encode(encoding, "replace"), suffix, Options())


@settings(max_examples=300)
@given(
    suffix=suffixes,
    encoding=st.sampled_from(ENCODINGS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=4)), max_size=4),
    repair=st.booleans(),
)
def test_files_with_bytes_lost_and_put_in(
    suffix: str, encoding: str, edits: list[tuple[float, int, bytes]], repair: bool
) -> None:
    data = str(FILES[suffix]).encode(encoding, "replace")
    for where, lost, new in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + lost :]
    read_all(data, suffix, Options(repair=repair))


@given(suffix=suffixes, encoding=st.sampled_from(ENCODINGS), share=st.floats(0, 1))
def test_files_cut_short(suffix: str, encoding: str, share: float) -> None:
    data = str(FILES[suffix]).encode(encoding, "replace")
    read_all(data[: int(share * len(data))], suffix, Options())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    row=st.dictionaries(st.sampled_from(["text", "title", "date", "作者", "url", "sentences", "x"]), values)
)
def test_any_json(row: dict[str, object]) -> None:
    line = json.dumps(row)
    assert len(read_all(line.encode(), ".jsonl", Options())) <= 1
    read_all(f"[{line}, {line}]".encode(), ".json", Options())


PACKAGES = {
    ".docx": document(paragraph("中國(guó)發(fā)展經(jīng)濟(jì)。", "Title") + paragraph("他說「好」。")),
    ".epub": epub({"a.xhtml": "<h1>題</h1><p>他說「好」。</p>", "b.xhtml": "<p>完。</p>"}, {"a.xhtml": "一"}),
}


@given(
    suffix=st.sampled_from(sorted(PACKAGES)),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=4)), max_size=4),
)
def test_packages_with_bytes_lost_and_put_in(suffix: str, edits: list[tuple[float, int, bytes]]) -> None:
    data = PACKAGES[suffix]
    for where, lost, new in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + lost :]
    read_all(data, suffix, Options())


@given(
    suffix=st.sampled_from(sorted(PACKAGES)),
    member=st.integers(0, 7),
    where=st.floats(0, 1),
    new=st.text("<>/&;\"' \ud7ff\0aw:tp國", max_size=6),
)
def test_packages_whose_files_are_broken(suffix: str, member: int, where: float, new: str) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGES[suffix])) as package:
        files = {name: package.read(name) for name in package.namelist()}
    name = sorted(files)[member % len(files)]
    at = int(where * len(files[name]))
    files[name] = files[name][:at] + new.encode() + files[name][at:]
    read_all(archive(files), suffix, Options())


@given(
    text=st.text("0123456789:,.->\n<v>{}\\甲，。！ a", max_size=300),
    suffix=st.sampled_from([".srt", ".vtt", ".ass"]),
)
def test_any_subtitles(text: str, suffix: str) -> None:
    read_all(text.encode(), suffix, Options())


def test_the_files_to_damage_are_sound() -> None:
    for suffix, package in PACKAGES.items():
        if suffix != ".docx" or find_spec("docx"):
            assert read_all(package, suffix, Options()), suffix

    for suffix, content in FILES.items():
        articles = read_all(str(content).encode(), suffix, Options())
        assert len(articles[0].removed) == 4, suffix
