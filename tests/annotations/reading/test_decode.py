"""Which encoding bytes are in: right at 20 characters as at 2,000, and broken bytes named."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from annotations.errors import ReadingError
from annotations.reading.decode import MAX_CHARACTERS, decode
from annotations.reading.repair import cut, find_residue

ROOT = Path(__file__).parents[3]
SEED = next((ROOT / "seeds").glob("000_*.txt")).read_text("utf-8")
TRADITIONAL = cut(SEED, find_residue(SEED))
SHARED = ROOT.parent / "shared" / "data" / "names" / "uner_dev.jsonl"
ALL = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")


def simplified(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))


def windows(text: str, size: int, step: int) -> list[str]:
    """Pieces with enough Chinese in them to tell anything: half of it."""
    pieces = [text[i : i + size] for i in range(0, len(text) - size + 1, step)]
    return [p for p in pieces if sum(c > "\x7f" for c in p) * 2 >= size]


def wrong_ones(texts: list[str], encodings: tuple[str, ...]) -> list[tuple[str, str, str]]:
    wrong = []
    for text in texts:
        for encoding in encodings:
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            decoded = decode(data, name="x")
            if (decoded.text, decoded.encoding) != (text, encoding):
                wrong.append((encoding, decoded.encoding, text))
    return wrong


@pytest.mark.parametrize("size", [20, 60, 300, 1300])
def test_encodings_are_told_apart(size: int) -> None:
    traditional = windows(TRADITIONAL, size, 7)
    assert traditional
    assert wrong_ones(traditional, ALL) == []
    assert (
        wrong_ones([simplified(text) for text in traditional], ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))
        == []
    )


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
def test_encodings_of_a_corpus() -> None:
    texts = [json.loads(line)["text"] for line in SHARED.read_text("utf-8").split("\n") if line]
    pieces = windows("".join(texts).replace("\r", ""), 20, 20)
    wrong = wrong_ones(pieces, ALL)
    assert len(pieces) > 500
    assert len(wrong) <= len(pieces) * len(ALL) // 500, wrong[:5]


@pytest.mark.parametrize(
    ("mark", "codec", "shown"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_byte_order_marks(mark: bytes, codec: str, shown: str) -> None:
    decoded = decode(mark + "國".encode(codec), name="x")
    assert (decoded.text, decoded.encoding, decoded.certain) == ("國", shown, True)


def test_newlines_become_one_kind_and_other_separators_stay() -> None:
    text = "a\r\nb\rc\nd\u2028e\x85f\x0bg\x0ch"
    assert decode(text.encode(), name="x").text == "a\nb\nc\nd\u2028e\x85f\x0bg\x0ch"


def test_a_short_word_in_gbk_is_not_utf8() -> None:
    """The classic: read leniently these four bytes are UTF-8 too."""
    assert decode("联通".encode("gbk"), name="x").text == "联通"


def test_broken_bytes_are_shown_and_named() -> None:
    before, after = TRADITIONAL[:400].encode(), TRADITIONAL[400:].encode()
    decoded = decode(before + b"\xff" + after, name="x")
    assert decoded.encoding == "utf-8"
    assert not decoded.certain
    assert decoded.bad == (len(before),)
    assert decoded.text == TRADITIONAL[:400] + "\ufffd" + TRADITIONAL[400:]


def test_a_file_cut_inside_a_character_is_read() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        data = "北京時間2月1日凌晨,推出了新的推理模型作為回應".encode(encoding)[:-1]
        decoded = decode(data, name="x")
        assert decoded.encoding == encoding
        assert decoded.text == "北京時間2月1日凌晨,推出了新的推理模型作為回\ufffd"
        assert len(decoded.bad) == 1


def test_named_encodings() -> None:
    assert decode("國".encode("big5"), name="x", encoding="big5").text == "國"
    assert decode("國".encode("utf-16-le"), name="x", encoding="UTF-16LE").text == "國"


@pytest.mark.parametrize(
    "encoding", ["nonsense", "hex", "", "\0", "undefined", "gbk:nonsense", ":", "a:b:c", "unicode_escape"]
)
def test_what_is_no_encoding_is_one_line(encoding: str) -> None:
    with pytest.raises(ReadingError, match="encoding") as caught:
        decode(rb"\ud800", name="a.txt", encoding=encoding)
    assert str(caught.value).startswith("a.txt: ")
    assert "\n" not in str(caught.value)


def test_the_wrong_named_encoding_says_where() -> None:
    with pytest.raises(ReadingError, match=r"a\.txt: byte 2 .* are not utf-8"):
        decode(b"ok" + "中国人民银行".encode("gbk") * 20, name="a.txt", encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "PNG"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)), "ZIP"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj" + bytes(range(256)), "PDF"),
        (b"{\\rtf1\\ansi {all of it ASCII}}", "RTF"),
        (b"a text\0with NUL bytes in it\0, and odd.\0\0", "NUL byte at 6"),
        (bytes(range(256)) * 40, "NUL byte at 0"),
        ("Ça va très bien, Zoë".encode("latin-1"), "encoding is none of"),
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(ReadingError, match=what) as caught:
        decode(data, name="a.txt")
    assert "\n" not in str(caught.value)


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ReadingError, match="20,000,001 characters"):
        decode(b"x" * (MAX_CHARACTERS + 1), name="a.txt")
