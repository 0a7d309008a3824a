"""Digits that label: nothing of them counts, and what looks alike and counts still does."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers
from annotations.analysis.script import to_simplified


def spans(text: str) -> list[str]:
    return [text[number.start : number.end] for number in find_numbers(text)]


TELEPHONES = [
    *("010-65231234", "(02)2345-6789", "（02）2345-6789", "02-2345-6789", "0755 8888 8888", "2878 8196"),
    *("13812345678", "138-1234-5678", "138 1234 5678", "400-820-8820", "400 820 8820", "0800-085-178"),
    *(
        "0912-345-678",
        "0912345678",
        "+852 2878 8196",
        "+86-10-65231234",
        "+886 2 2345 6789",
        "+8613812345678",
    ),
    *("010-65231234-8001", "138****5678", "021-12345678", "+8613812345678"),
]


@pytest.mark.parametrize("number", TELEPHONES)
@pytest.mark.parametrize("around", ["{}", "致電{}。", "電話：{}，", "（{}）", "洽{}或"])
def test_telephone_numbers_count_nothing(number: str, around: str) -> None:
    text = around.format(number)
    assert spans(text) == spans(to_simplified(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        # codes and accounts
        *("台積電（2330）", "貴州茅臺（600519）", "騰訊（0700.HK）", "鴻海(2317-TW)", "（2330、2317）"),
        *(
            "股票代號：2454",
            "代碼600036",
            "代碼為600036",
            "郵遞區號100",
            "邮编100080",
            "驗證碼 483920",
            "尾號1234",
        ),
        *(
            "帳號 6222 0212 3456 7890",
            "6222 0212 3456 7890",
            "身份證號440101199001011234",
            "卡号6222****1234",
        ),
        *("車牌粵B12345", "端口8080", "IP 10.0.0.1", "ISBN 978-7-111-12806-9", "房號 1203", "No. 17"),
        # cases and documents
        *(
            "（2024）湛仲字第2342號",
            "（2023）京01民终123号",
            "〔2024〕5号",
            "國發〔2024〕5號",
            "110年度訴字第123號",
        ),
        *(
            "110年度訴字第123號",
            "釋字第748號",
            "台內字第1130012345號",
            "WKCC 3827/2026",
            "HCMP 12/2025",
            "DCCC 1-25/2024",
        ),
        *("FACV 1 & 2 of 2024", "ISO 9001:2015", "GB/T 7714-2015", "RFC 2616", "CVE-2024-1234"),
        # addresses, seats and routes
        *(
            "12排5座",
            "1203室",
            "12號樓3單元502室",
            "忠孝東路四段100號5樓",
            "中山路123號",
            "12樓1203室",
            "5棟1203室",
        ),
        *("307路公車", "K1234次", "1234次列車", "MU5735", "G15高速", "國道3號", "地铁10号线"),
        # events and schools
        *("211大學和985高校", "315晚會", "雙11", "618大促", "911恐襲", "228事件", "921大地震", "726大罷免"),
        *("1111購物節", "中國製造2025"),
        # versions
        *(
            "v3.2",
            "3.11.7",
            "iOS 17.4",
            "Python 3.12",
            "版本3.2",
            "3.2版",
            "2.0時代",
            "工業4.0",
            "5G基站",
            "4/5G",
        ),
        *("101大樓", "台北101", "1號客機", "3號種子", "92號汽油"),
        # hot lines
        *("12306客服", "12345熱線", "撥打110", "撥打119報警", "致電1823查詢", "市話165反詐騙專線", "110報警"),
    ],
)
def test_labels_count_nothing(text: str) -> None:
    for one in (text, f"據{text}，", f"{text}的"):
        assert spans(one) == spans(to_simplified(one)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 提高效率", []),
        ("2、降低成本", []),
        ("(3) 增加收入", []),
        ("（4）增加", []),
        ("十一、加強", []),
        ("主要包括：1、提高；2、降低；3）增加", []),
        ("標題\n2. 第一項", ["第一"]),
        # the same marks, and what counts
        ("2.5萬人", ["2.5萬人"]),
        ("2、3月", ["2、3月"]),
        ("1、2名", ["1、2名"]),
        ("他說：3人到場", ["3人"]),
        ("共有：3、5、7", ["3", "5", "7"]),
    ],
)
def test_numbers_of_a_list(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("熱線接到120個", ["120個"]),
        ("電話120個", ["120個"]),
        ("手機200部", ["200部"]),
        ("撥5,000元", ["5,000元"]),
        ("撥12,000元", ["12,000元"]),
        ("撥款300萬元", ["300萬元"]),
        ("帳戶3個", ["3個"]),
        ("滬深300指數", []),
        ("標普500下跌", []),
        ("上證3245點", ["3245點"]),
        ("2-0勝", ["2", "0"]),
        ("3比1勝", ["3", "1"]),
        ("9勝1平1負", ["9勝", "1平", "1負"]),
        ("第20、84分鐘建功", ["第20", "84"]),
        ("帳號100萬個", ["100萬個"]),
        ("收到500投訴", ["500"]),
        ("（1000人）", ["1000人"]),
        ("（2000）元", ["2000"]),
        ("3棟5層", ["3棟", "5層"]),
        ("5月3號5樓見", ["5月3號", "5樓"]),
        ("100室內", ["100"]),
        ("2019 2020", ["2019", "2020"]),
        ("3000-5000元", ["3000-5000元"]),
        ("製造2025年上市", ["2025年"]),
        ("版本3種", ["3種"]),
        ("第12期", ["第12"]),
        ("3次列車", ["3次"]),
        ("2024年中", ["2024年"]),
        ("版本3.2 2024年發布", ["2024年"]),
    ],
)
def test_what_stands_beside_such_words_and_counts(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("千億市值公司", []),
        ("有9節點", ["9"]),
        ("7客服", ["7"]),
        ("3行情", ["3"]),
        ("5球迷", ["5"]),
        ("3分歧", ["3"]),
        ("4環節", ["4"]),
        ("20國家", ["20"]),
        ("5道路", ["5"]),
        ("6面積", ["6"]),
        # words that count: no more is taken from them
        *(
            ("三個人", ["三個"]),
            ("3本書", ["3本"]),
            ("3位子女", ["3位"]),
            ("3名校友", ["3名"]),
            ("3支隊伍", ["3支"]),
        ),
        *(("5國外長", ["5國"]), ("9節課", ["9節"]), ("3行字", ["3行"]), ("7點", ["7點"]), ("31分", ["31分"])),
        # of what was or will be, and what lies above
        *(("上一版", []), ("下一場比賽", []), ("新一輪", [])),
        *(("晚上一場大火", ["一場"]), ("史上一次", ["一次"])),
        # idioms and terms
        *(("梅開二度", []), ("五位一體", []), ("七宗罪", []), ("一票否決", []), ("十八般武藝", [])),
        *(("十四大", []), ("三元鋰電池", []), ("二次函數", []), ("十年寒窗", []), ("一刀兩段", [])),
        *(("二度", ["二度"]), ("五位同學", ["五位"]), ("十年", ["十年"])),
    ],
)
def test_a_number_takes_no_part_of_a_word(text: str, expected: list[str]) -> None:
    around = [text, f"有{text}，"]
    for one in (*around, *map(to_simplified, around)):
        found = [to_simplified(span) for span in spans(one)]
        if text == "千億市值公司":
            assert not any("市" in span for span in found)
        elif text in ("7點", "二度"):
            assert len(found) <= 1
        else:
            assert found == [to_simplified(span) for span in expected]
