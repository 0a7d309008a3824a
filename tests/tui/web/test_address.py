"""Where a server is found, and which requests are meant for it."""

from __future__ import annotations

import pytest

from annotations.errors import UsageError
from tui.web.address import is_loopback, public_address


@pytest.mark.parametrize(
    ("host", "port", "url", "found"),
    [
        ("127.0.0.1", 8000, "", "http://127.0.0.1:8000"),
        ("localhost", 80, "", "http://localhost"),
        ("::1", 8000, "", "http://[::1]:8000"),
        ("Zhupi.Example.org", 8000, "", "http://zhupi.example.org:8000"),
        ("127.0.0.1", 8000, "https://zhupi.example.org", "https://zhupi.example.org"),
        ("127.0.0.1", 8000, "https://zhupi.example.org:443/", "https://zhupi.example.org"),
        ("0.0.0.0", 8000, "https://zhupi.example.org:8443", "https://zhupi.example.org:8443"),
    ],
)
def test_where_browsers_find_it(host: str, port: int, url: str, found: str) -> None:
    assert public_address(host, port, url).url == found


@pytest.mark.parametrize(
    "url",
    [
        *(
            "zhupi.example.org",
            "ftp://zhupi.example.org",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://a#b",
        ),
        *("https://mei:secret@a", "https://a:port", "https://[a", "javascript:alert(1)"),
    ],
)
def test_a_url_is_a_whole_servers(url: str) -> None:
    with pytest.raises(UsageError, match="--url"):
        public_address("127.0.0.1", 8000, url)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]"])
def test_every_address_at_once_has_no_name_of_its_own(host: str) -> None:
    with pytest.raises(UsageError, match="--url"):
        public_address(host, 8000)


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        *(("127.0.0.1:8000", True), ("localhost:8000", True), ("[::1]:8000", True), ("LOCALHOST:8000", True)),
        *(("evil.example:8000", False), ("127.0.0.1", False), ("127.0.0.1:8001", False), ("", False)),
        *(("127.0.0.1:8000.evil.example", False), ("127.0.0.1:8000 ", False)),
    ],
)
def test_a_request_names_this_very_host(host: str, meant: bool) -> None:
    assert public_address("127.0.0.1", 8000).is_host(host) is meant


def test_behind_a_proxy_only_its_own_name_counts() -> None:
    address = public_address("127.0.0.1", 8000, "https://zhupi.example.org")
    assert address.is_host("zhupi.example.org")
    assert not address.is_host("127.0.0.1:8000")


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        *(
            ("http://127.0.0.1:8000", True),
            ("https://127.0.0.1:8000", False),
            ("http://127.0.0.1:8001", False),
        ),
        *(("null", False), (None, False), ("", False), ("http://evil.example", False)),
        ("http://localhost:8000", False),  # another host than the request's
    ],
)
def test_an_origin_is_that_of_the_same_pages(origin: str | None, own: bool) -> None:
    assert public_address("127.0.0.1", 8000).is_origin(origin, "127.0.0.1:8000") is own


def test_a_cookie_is_called_by_its_server() -> None:
    """One browser sends a cookie to every port of a host."""
    names = {public_address("127.0.0.1", port).cookie for port in (80, 8000, 8001)}
    assert len(names) == 3
    assert public_address("::1", 8000).cookie == public_address("127.0.0.1", 8000).cookie
    assert public_address("127.0.0.1", 1, "https://a.example").cookie.startswith("__Host-")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_what_only_this_machine_reaches(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.2", "zhupi.example.org", "localhost.example.org"]
)
def test_what_others_reach(host: str) -> None:
    assert not is_loopback(host)
