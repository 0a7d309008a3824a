"""The encodings that Chinese text is in: their names, and what their bytes mean on Windows and the web.

Python's codecs are followed where they and the Encoding Standard of the WHATWG agree. Where they do not,
files that people have are written as Windows and browsers write them: 0x80 is € in code page 936, A3E1 in
code page 950, and the signs in the first rows of Big5 are those of code page 950 (A1E3 is ～, no ∼).
"""

from __future__ import annotations

import codecs
import re

__all__ = ["codec_of", "decoded_strictly", "is_euro", "known"]

_NAMES = {
    "windows-936": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "windows-950": "big5hkscs",
    "cp950": "big5hkscs",
    "ms950": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "utf8mb4": "utf-8",
    "cesu-8": "utf-8",
}
"""Names that editors, databases and browsers show and Python lacks or means otherwise."""
_WHOLE = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
"""What is read in place of an encoding that it goes beyond: a file called GB2312 may well have 镕."""
_BIG5_SIGNS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")
"""From what Python's big5hkscs says of A145 and others to what code page 950 says; each has one pair only."""
_CESU = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond U+FFFF as two surrogates of three bytes each, as Oracle, MySQL and Java write it."""
_BESIDE = rb"(?:[\x20-\x7e]|\xa3[\xa8\xa9\xac\xaf-\xb9]|\xa1[\xa2-\xb5])"
"""What stands beside a sign of money in GBK: ASCII, a full-width digit, bracket or slash, a stop or quote."""
_BEFORE_EURO, _BEHIND_EURO = (
    re.compile(rb"(?:^|[\n\r\t]|%s)\Z" % _BESIDE),
    re.compile(rb"\Z|[\n\r\t]|%s" % _BESIDE),
)

_CONTENT = "zhupi-content"
"""The error handler that knows what Python's codecs do not; anything else it leaves to be an error."""


def codec_of(encoding: str) -> str:
    """Return the codec that reads what is called `encoding`, as a person or a program names it.

    Raises:
        LookupError, ValueError: There is none.
    """
    name = encoding.strip().lower()
    codec = _NAMES.get(name.replace("_", "-")) or codecs.lookup(name).name
    return _WHOLE.get(codec, codec)


def decoded_strictly(data: bytes, codec: str) -> str:
    """Return what all of `data` means in `codec`, a name that `codec_of` gave.

    Raises:
        UnicodeDecodeError: Some of it means nothing; `start` is where that begins.
    """
    text = data.decode(codec, _CONTENT)
    return text.translate(_BIG5_SIGNS) if codec == "big5hkscs" else text


def known(error: UnicodeDecodeError) -> tuple[str, int] | None:
    """Return what the bytes of an error mean on Windows or the web, and where they end; None: nothing."""
    data, start = error.object, error.start
    codec = error.encoding.lower().replace("_", "-")
    if codec == "utf-8" and (pair := _CESU.match(data, start)):
        units = pair[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le"), pair.end()
    if codec == "gb18030" and is_euro(data, start):
        return "€", start + 1
    if codec == "big5hkscs" and data[start : start + 2] == b"\xa3\xe1":
        return "€", start + 2
    return None


def _known(error: UnicodeError) -> tuple[str, int]:
    meant = known(error) if isinstance(error, UnicodeDecodeError) else None
    if meant is None:
        raise error
    return meant


def is_euro(data: bytes, at: int) -> bool:
    """Tell whether the byte at `at` is € in code page 936, and not what is left of a lost character."""
    if data[at] != 0x80:
        return False
    return bool(_BEFORE_EURO.search(data[max(0, at - 2) : at]) or _BEHIND_EURO.match(data[at + 1 : at + 3]))


codecs.register_error(_CONTENT, _known)
