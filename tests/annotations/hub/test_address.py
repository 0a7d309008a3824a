"""Where a hub is: what reads as the same place, and that no password gets into an address or out of one."""

from __future__ import annotations

import pytest

from annotations.errors import UsageError
from annotations.hub.address import Address


@pytest.mark.parametrize(
    ("text", "place", "user"),
    [
        ("postgresql://db/news", "postgresql://db/news", ""),
        (" postgresql://db/news ", "postgresql://db/news", ""),
        ("postgres://Mei@DB.Example.org:5432/news", "postgresql://db.example.org/news", "Mei"),
        (
            "postgresql://db:5433/news?sslmode=require&user=lin",
            "postgresql://db:5433/news?sslmode=require",
            "lin",
        ),
        ("postgresql:///news?port=5555&host=/tmp/x", "postgresql:///news?host=/tmp/x&port=5555", ""),
        ("postgresql://db?dbname=news", "postgresql://db/news", ""),
        ("postgresql://[::1]:5433/news", "postgresql://[::1]:5433/news", ""),
        ("postgresql://a,b:5433/news", "postgresql://a,b:5433/news", ""),
        ("postgresql:///?service=news", "postgresql:///?service=news", ""),
        ("postgresql://梅@db/新聞", "postgresql://db/%E6%96%B0%E8%81%9E", "梅"),
    ],
)
def test_what_is_read(text: str, place: str, user: str) -> None:
    address = Address.of(text)
    assert (address.place, address.user) == (place, user)
    assert Address.of(address.url) == address
    assert Address.of(address.by("someone else").url).user == "someone else"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://mei:SECRET@db/news",
        "postgresql://mei:SEC/RET@db/news",
        "postgresql://mei:12/34SECRET@db/news",
        "postgresql://mei:SEC@RET@db/news",
        "postgresql://mei:SEC?RET@db/news",
        "postgresql://mei:SEC#RET@db/news",
        "postgresql://mei:@db/news",
        "postgresql://mei@db/news?password=SECRET",
        "postgresql://mei@db/news?PassWord=SECRET",
        "postgresql://db/news?sslpassword=SECRET",
        "host=db dbname=news password=SECRET",
        "postgres:/mei:SECRET@db/news",
        "mysql://mei:SECRET@db/news",
        "https://db/news?token=SECRET",
        "postgresql://db:SECRET/news",
        "postgresql://db/news?options=SECRET",
        "postgresql://db/news?passfile=SECRET",
        "postgresql://db",
        "postgresql:///",
        "postgresql://db/news\x1b[31m",
        "",
        "news",
    ],
)
def test_what_is_refused_is_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as error:
        Address.of(text)
    assert not {"SECRET", "SEC", "RET", "\x1b"} & set(str(error.value).replace("@", " ").split())
    assert "SECRET" not in str(error.value)
    if text.count(":") > 1 and "@" in text:
        assert ".pgpass" in str(error.value), "where libpq wants it"
