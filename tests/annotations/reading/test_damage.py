"""A byte that is lost or wrong costs one place, in every encoding, and a file may be in two of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotations.errors import ReadingError
from annotations.reading.decode import Decoded, decode
from annotations.reading.repair import cut, find_residue

SEEDS = Path(__file__).parents[3] / "seeds"
SIMPLIFIED = (
    "国务院总理李强今天在北京表示，中国将继续扩大开放，欢迎各国企业来华投资。\n"
    "王毅说，这是两国关系的重要一步，双方将在2026年3月前签署协议，总额约6000亿元。\n"
    "记者问：“为什么？”他没有回答，只说“以后再说”，随后离开了会场。\n"
)
TRADITIONAL = (
    "行政院長今天在台北表示，政府將持續擴大開放，歡迎各國企業來台投資。\n"
    "發言人說，這是兩岸關係的重要一步，雙方將在2026年3月前簽署協議，總額約600億元。\n"
    "記者問：「為什麼？」他沒有回答，只說「以後再說」，隨後離開了會場。\n"
)
TEXTS = [("gb18030", SIMPLIFIED), ("gb18030", TRADITIONAL), ("big5hkscs", TRADITIONAL)]
TEXTS += [(encoding, text) for encoding in ("utf-8", "utf-16-le") for text in (SIMPLIFIED, TRADITIONAL)]


def read(data: bytes, encoding: str | None = None) -> Decoded:
    return decode(data, name="a.txt", encoding=encoding)


def wrong(text: str, read: str) -> tuple[int, int]:
    """How many characters of each differ between what both have before and behind."""
    before = next((i for i, (a, b) in enumerate(zip(text, read, strict=False)) if a != b), len(text))
    most = min(len(text), len(read)) - before
    behind = next((i for i in range(most) if text[-1 - i] != read[-1 - i]), most)
    return len(text) - before - behind, len(read) - before - behind


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(("encoding", "text"), TEXTS)
@pytest.mark.parametrize("put", [b"\xff", b"\0"])
def test_a_foreign_byte_in_place_of_any_costs_one_place(
    encoding: str, text: str, put: bytes, named: bool
) -> None:
    if encoding.startswith("utf-16"):
        pytest.skip("there every byte is half of some character")
    data = text.encode(encoding)
    for at in range(0, len(data), 3):
        decoded = read(data[:at] + put + data[at + 1 :], encoding if named else None)
        assert decoded.encoding == encoding
        assert not decoded.certain
        assert len(decoded.bad) <= 2, at
        assert max(wrong(text, decoded.text)) <= 4, (at, decoded.text)
        assert decoded.text.count("\ufffd") == len(decoded.bad)


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_a_lost_byte_leaves_the_rest_of_the_line(encoding: str, text: str) -> None:
    """The half of a character that stays may be a letter, or pair with the next: then nothing can be told."""
    data = text.encode(encoding)
    told = tries = 0
    for at in range(0, len(data), 2):
        decoded = read(data[:at] + data[at + 1 :])
        assert decoded.encoding == encoding
        assert len(decoded.bad) <= 1
        assert max(wrong(text, decoded.text)) <= 8, (at, decoded.text)
        tries += data[at] >= 0x80
        told += len(decoded.bad)
    # In GB2312 no second byte is ASCII; of the rest of GBK half are, and of Big5 four in ten.
    least = 0.85 if text is SIMPLIFIED or encoding == "utf-8" or encoding == "utf-16-le" else 0.2
    assert told >= tries * least


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_a_file_cut_anywhere_loses_one_character(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    for size in range(40, len(data)):
        decoded = read(data[:size])
        assert decoded.encoding == encoding
        assert len(decoded.bad) <= 1
        assert text.startswith(decoded.text.removesuffix("\ufffd"))


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_many_places_are_counted_each(encoding: str, text: str) -> None:
    lines = text.encode(encoding).split("\n".encode(encoding))
    broken = [line[:20] + b"\xff" + line[20:] for line in lines[:3]]
    decoded = read("\n".encode(encoding).join([*broken, *lines[3:]]))
    assert len(decoded.bad) == 3
    assert decoded.text.count("\ufffd") == 3
    assert decoded.bad[0] == (18 if encoding == "utf-8" else 20)  # there it is inside a character


def test_a_byte_lost_in_utf16_does_not_shift_the_rest() -> None:
    data = SIMPLIFIED.encode("utf-16-le")
    decoded = read(data[:31] + data[32:200] + data[201:])
    assert len(decoded.bad) == 2
    assert decoded.text.endswith(SIMPLIFIED[-12:])
    assert SIMPLIFIED[30:90] in decoded.text


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        ("他笑了".encode() + b"\xed\xa0\xbd\xed\xb8\x80" + "。".encode(), "他笑了😀。", 0),
        ("他笑了很久".encode() + b"\xed\xa0\xbd" + "。".encode(), "他笑了很久\ufffd。", 1),
        ("他笑了很久".encode() + b"\xc0\x80" + "。好".encode(), "他笑了很久\ufffd。好", 1),
        ("他笑了很久。".encode() + b"\0" * 4096, "他笑了很久。\ufffd", 1),
        ("他笑了很久，因为这件事情。".encode("gbk") + b"\0" * 4096, "他笑了很久，因为这件事情。\ufffd", 1),
        ("他笑了。\n\ufeff又哭了。".encode(), "他笑了。\n\ufeff又哭了。", 0),
        ("\ufeff\ufeff他笑了。".encode(), "他笑了。", 0),
        (b"a text\0with one NUL byte in it", "a text\ufffdwith one NUL byte in it", 1),
        (
            b"One bad byte \xff in a text that is else ASCII.",
            "One bad byte \ufffd in a text that is else ASCII.",
            1,
        ),
        (
            "价格为100".encode("gbk") + b"\x80" + "，约合￥780元。".encode("gbk"),
            "价格为100€，约合￥780元。",
            0,
        ),
        ("欧元（".encode("gbk") + b"\x80" + "）上涨了不少。".encode("gbk"), "欧元（€）上涨了不少。", 0),
        (b"\x80" + "100起，先到先得。".encode("gbk"), "€100起，先到先得。", 0),
        (
            "他说过这件".encode("gbk") + b"\x80" + "事情没有关系".encode("gbk"),
            "他说过这件\ufffd事情没有关系",
            1,
        ),
        ("㐀㐁龦，他说这个字是䶮。".encode("gb18030"), "㐀㐁龦，他说这个字是䶮。", 0),
        ("佢哋喺香港嘅啲嘢，𨋢壞咗冇人識整。".encode("big5hkscs"), "佢哋喺香港嘅啲嘢，𨋢壞咗冇人識整。", 0),
        (
            "價格€100～200，￥30，林‧王、恒生碁銹裏墻粧嫺，說明。".encode("cp950"),
            "價格€100～200，￥30，林‧王、恒生碁銹裏墻粧嫺，說明。",
            0,
        ),
    ],
)
def test_what_bytes_mean(data: bytes, text: str, places: int) -> None:
    decoded = read(data)
    assert (decoded.text, len(decoded.bad)) == (text, places)


@pytest.mark.parametrize("name", ["windows-936", "CP936", "gb2312", "GBK", "x-gbk"])
def test_names_of_gbk(name: str) -> None:
    assert read("朱镕基说，".encode("gbk") + b"\x80100", name).text == "朱镕基说，€100"


@pytest.mark.parametrize("name", ["windows-950", "cp950", "big5", "Big5-ETEN", "big5-hkscs"])
def test_names_of_big5(name: str) -> None:
    assert read("碁銹～€3，林‧王".encode("cp950"), name).text == "碁銹～€3，林‧王"


HALVES = [
    ("gb18030", SIMPLIFIED, "utf-8", TRADITIONAL),
    ("utf-8", SIMPLIFIED, "gb18030", SIMPLIFIED),
    ("utf-8", SIMPLIFIED, "big5hkscs", TRADITIONAL),
    ("big5hkscs", TRADITIONAL, "utf-8", SIMPLIFIED),
    ("gb18030", SIMPLIFIED, "big5hkscs", TRADITIONAL),
]


@pytest.mark.parametrize("mark", [b"", "\ufeff".encode()])
@pytest.mark.parametrize(("first", "before", "second", "behind"), HALVES)
def test_two_encodings_in_one_file(first: str, before: str, second: str, behind: str, mark: bytes) -> None:
    decoded = read((mark if first == "utf-8" else b"") + before.encode(first) + behind.encode(second))
    assert decoded.text == before + behind
    assert not decoded.certain
    assert {decoded.encoding, *decoded.others} == {first, second}
    ((line, lines),) = decoded.others.values()
    assert (line, lines) in {(1, 3), (4, 3)}


def test_a_damaged_line_among_those_of_another_encoding() -> None:
    data = SIMPLIFIED.encode("gb18030")
    decoded = read(SIMPLIFIED.encode() + data[:14] + b"\xff" + data[15:])
    assert len(decoded.bad) == 1
    assert decoded.text.startswith(SIMPLIFIED)
    assert decoded.text.endswith(SIMPLIFIED[10:])


def test_a_mark_of_utf8_before_gbk() -> None:
    decoded = read("\ufeff".encode() + SIMPLIFIED.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "gb18030")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (SIMPLIFIED.encode("utf-16") + TRADITIONAL.encode(), "begins in utf-16-le and ends in utf-8"),
        (TRADITIONAL.encode() + SIMPLIFIED.encode("utf-16"), "goes on in utf-16 from byte"),
    ],
)
def test_files_of_other_widths_put_together_say_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(ReadingError, match=what) as caught:
        read(data)
    assert str(caught.value).endswith("make two files of it")


def test_too_much_damage_is_told_with_its_places() -> None:
    data = bytearray(SIMPLIFIED.encode() * 4)
    for at in range(0, len(data), 24):
        data[at] = 0xFF
    with pytest.raises(
        ReadingError, match=r"a\.txt: looks like utf-8, but byte 0 and \d+ other places are not"
    ):
        read(bytes(data))


RARE = (
    "王喆、劉堃、陳犇、朱燚、龔玥、魏囍、范昶、龐喆、謝霆鋒、鄺美雲同台。",
    "鑭鈰鐠釹鉕釤銪釓鋱鏑鈥鉺銩鐿鎦都是鑭系元素。",
    "丙胺酸、苯丙胺酸與脯胺酸，單位mg。",
    "他尖酸嘲諷Karl Marx的門徒，命名為Tel Aviv。",
    "A股、B股與維生素C，卡拉OK，X光，3D列印，T恤。",
    "饕餮、魑魅魍魎、蹀躞、齟齬、耄耋、饋贈。",
)


@pytest.mark.parametrize("text", RARE)
def test_rare_characters_are_no_damage(text: str) -> None:
    for encoding in ("gb18030", "big5hkscs"):
        body = f"{TRADITIONAL}{text}\n"
        decoded = read(body.encode(encoding))
        assert (decoded.text, decoded.bad, decoded.encoding) == (body, (), encoding)


def test_a_long_line_is_mended_where_it_is_damaged() -> None:
    line = SIMPLIFIED.replace("\n", "") * 400
    data = line.encode("gb18030")
    middle = data.index("两国关系".encode("gb18030"), len(data) // 2)
    decoded = read(data[: middle + 2] + b"\xff" + data[middle + 2 :])
    assert len(decoded.bad) == 1
    assert decoded.text.replace("\ufffd", "") == line


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"])
def test_samples_with_a_lost_byte_keep_all_but_a_few_characters(encoding: str) -> None:
    chosen = random.Random(7)
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text("utf-8")
        text = cut(text, find_residue(text))[:1000]
        data = text.encode(encoding, "ignore")
        text = data.decode(encoding)
        for _ in range(10):
            at = chosen.randrange(len(data))
            decoded = read(data[:at] + data[at + 1 :])
            assert decoded.encoding == encoding
            assert max(wrong(text, decoded.text)) <= 20, (path.name, at)
