"""Who is let in: page, socket and download ask for the same, and every answer says what browsers keep to."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tui.web.links import Links, cookie_of

if TYPE_CHECKING:
    import aiohttp

    from tui.web.server import WebServer

pytestmark = pytest.mark.peer("textual_serve")


class House(NamedTuple):
    """A server in this process, and what comes to it."""

    server: WebServer
    links: Links
    token: str
    client: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.server.address.url

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"{self.server.address.cookie}={cookie_of(self.token)}"}

    async def status(self, path: str, **headers: str) -> int:
        async with self.client.get(f"{self.url}{path}", headers=headers, allow_redirects=False) as answer:
            await answer.read()
            return answer.status


@asynccontextmanager
async def house(folder: Path, url: str = "") -> AsyncIterator[House]:
    import aiohttp

    from tui.web.server import Offer, WebServer

    links = Links()
    token = links.make("mei")
    offer = Offer(folder, links, lambda name: {"ZHUPI_ANNOTATOR": name}, visitors=2)
    server = WebServer(offer, "127.0.0.1", 0, url)
    ready: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(server.run(ready.set_result))
    await ready
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
        yield House(server, links, token, client)
    server.stop()
    await running


PATHS = [
    "/",
    "/review",
    "/ws",
    "/ws/review",
    "/download/0",
    "/static/js/textual.js",
    "/page/page.js",
    "/none",
]


async def test_nothing_is_given_without_the_cookie(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        own = {"Origin": at.url}
        socket = {"Upgrade": "websocket", "Connection": "Upgrade", **own}
        name = at.server.address.cookie
        wrong = [
            "",
            f"{name}=",
            f"{name}={at.token}",
            f"{name}={cookie_of('x')}",
            f"other={cookie_of(at.token)}",
        ]
        for path in PATHS:
            for cookie in wrong:
                assert await at.status(path, Cookie=cookie, **own) == 403, (path, cookie)
                assert await at.status(path, Cookie=cookie, **socket) == 403, (path, cookie)
        assert await at.status("/", **at.cookie) == 200


async def test_a_link_is_exchanged_for_a_cookie_that_no_script_and_no_other_site_has(tmp_path: Path) -> None:
    async with house(tmp_path) as at, at.client.get(f"{at.url}/enter/{at.token}") as answer:
        assert answer.status == 200
        said = answer.headers["Set-Cookie"]
        assert at.token not in said
        assert at.token not in await answer.text()
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(said.split("; "))
        assert "Secure" not in said
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        # A redirection would not carry the cookie where a page of another site led here.
        assert 'content="0; url=/"' in await answer.text()


async def test_a_link_of_somebody_elses_is_asked_about_before_it_counts(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        wu = f"/enter/{at.links.make('wu')}"

        async def come(path: str, **headers: str) -> tuple[str, str]:
            async with at.client.get(f"{at.url}{path}", headers=headers) as answer:
                return answer.headers.get("Set-Cookie", ""), await answer.text()

        cookie, text = await come(wu, **at.cookie)
        assert not cookie
        assert "mei works in this browser" in text
        assert f'href="{wu}?instead"' in text
        # A strict cookie does not come along with what another page points at: this one goes on by itself.
        for path in (wu, f"{wu}?instead"):
            cookie, text = await come(path, **{"Sec-Fetch-Site": "cross-site"})
            assert not cookie
            assert f'content="0; url={wu}"' in text
        assert (await come(f"{wu}?instead", **at.cookie))[0]
        assert (await come(f"/enter/{at.token}", **at.cookie))[0]
        at.links.revoke("mei")
        assert (await come(wu, **at.cookie))[0]


async def test_behind_tls_the_cookie_travels_by_tls_alone(tmp_path: Path) -> None:
    async with house(tmp_path, "https://zhupi.example.org") as at:
        here = f"http://127.0.0.1:{at.server.port}"
        there = {"Host": "zhupi.example.org"}
        async with at.client.get(f"{here}/enter/{at.token}", headers=there) as answer:
            assert answer.headers["Set-Cookie"].startswith("__Host-zhupi=")
            assert "Secure" in answer.headers["Set-Cookie"]
        async with at.client.get(f"{here}/", headers=there | at.cookie) as answer:
            text = await answer.text()
            assert "wss://zhupi.example.org/ws" in text
            assert "wss://zhupi.example.org;" in answer.headers["Content-Security-Policy"]
        # What a request says of where it came from by way of others is believed by nobody.
        claimed = {"X-Forwarded-Host": "zhupi.example.org", "Forwarded": "host=zhupi.example.org"}
        async with at.client.get(f"{here}/", headers=claimed | at.cookie) as answer:
            assert answer.status == 421


@pytest.mark.parametrize("token", ["", "x", "../", "%2e%2e", "a" * 5000, "%00", "é"])
async def test_a_link_that_does_not_hold(tmp_path: Path, token: str) -> None:
    async with house(tmp_path) as at, at.client.get(f"{at.url}/enter/{token}") as answer:
        assert answer.status in (400, 403)
        assert "Set-Cookie" not in answer.headers


async def test_another_host_is_not_this_server(tmp_path: Path) -> None:
    """A name of somebody else's that leads here (DNS rebinding) opens nothing, not even by a link."""
    async with house(tmp_path) as at:
        for host in ("evil.example", "evil.example:80", f"evil.example:{at.server.port}", "127.0.0.1"):
            for path in (*PATHS, f"/enter/{at.token}"):
                assert await at.status(path, Host=host, **at.cookie) == 421
        assert await at.status("/", Host=f"localhost:{at.server.port}", **at.cookie) == 200


async def test_a_page_of_another_site_opens_no_socket_and_reads_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        socket = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        others = "http://evil.example", "null", f"https://{at.server.address.host}", "http://127.0.0.1:1"
        for origin in others:
            for path in PATHS:
                assert await at.status(path, Origin=origin, **at.cookie) == 403
                assert await at.status(path, Origin=origin, **socket, **at.cookie) == 403
        assert await at.status("/ws", **socket, **at.cookie) == 403  # no origin at all
        for path in PATHS[2:]:
            for site in ("cross-site", "same-site"):
                assert await at.status(path, **{"Sec-Fetch-Site": site}, **at.cookie) == 403


async def test_there_is_nothing_to_be_sent(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
            for path in ("/", f"/enter/{at.token}"):
                async with at.client.request(method, f"{at.url}{path}", headers=at.cookie) as answer:
                    assert answer.status == 405
                    assert "Set-Cookie" not in answer.headers


async def test_a_request_that_names_two_hosts_is_meant_for_none(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        host, cookie = at.server.address.host, at.cookie["Cookie"]
        for others in ([], ["evil.example"], [host]):
            reader, writer = await asyncio.open_connection("127.0.0.1", at.server.port)
            named = "".join(f"Host: {one}\r\n" for one in [host, *others])
            writer.write(f"GET / HTTP/1.1\r\n{named}Cookie: {cookie}\r\n\r\n".encode())
            status = (await reader.readline()).split()[1]
            assert (status == b"200") is (not others), (others, status)
            writer.close()
            await writer.wait_closed()


async def test_the_page_asks_for_nothing_elsewhere_and_runs_nothing_inline(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        async with at.client.get(f"{at.url}/", headers=at.cookie) as answer:
            text = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
        assert "script-src 'self';" in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "<title>zhupi 朱批" in text
        assert "<style" not in text
        assert "<script>" not in text
        assert not re.search(r"\son\w+=", text)
        named = [part.partition('"')[0] for part in text.replace("src=", "href=").split('href="')[1:]]
        assert len(named) >= 7
        for path in named:
            if not path.startswith("data:image/"):
                assert await at.status(path, **at.cookie) == 200
        page = Path(__file__).parents[3] / "tui" / "web" / "page"
        assert not [one for one in page.iterdir() if re.search("https?:|//[a-z]", one.read_text())]
        style = (page / "page.css").read_text()
        for font in style.split('url("')[1:]:
            assert await at.status(font.partition('"')[0], **at.cookie) == 200


async def test_what_is_named_in_the_page_is_text(tmp_path: Path) -> None:
    folder = tmp_path / '<img src=x onerror="alert(1)">'
    folder.mkdir()
    async with house(folder) as at, at.client.get(f"{at.url}/?fontsize=%22%3E", headers=at.cookie) as answer:
        text = await answer.text()
        assert "<img" not in text
        assert 'data-font-size="16"' in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-TW,zh;q=0.9", "請開啟"),
        ("zh-CN", "请打开"),
        ("en-US,zh;q=0.5", "open the link"),
        ("de", "open the link"),
    ],
)
async def test_a_page_speaks_as_its_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    async with house(tmp_path) as at:
        headers = {"Accept-Language": language}
        async with at.client.get(f"{at.url}/", headers=headers) as answer:
            assert "open the link" in await answer.text()  # as the server's environment has it
        monkeypatch.delenv("ZHUPI_LANGUAGE")
        async with at.client.get(f"{at.url}/", headers=headers) as answer:
            assert said in (text := await answer.text())
            assert ('lang="en"' in text) is (said == "open the link")
        async with at.client.get(f"{at.url}/", headers=headers | at.cookie) as answer:
            assert ("open again" in await answer.text()) is (said == "open the link")


async def test_a_program_is_told_what_its_browser_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells = (
        "import os, sys; print('__GANGLION__'); said = os.environ['ZHUPI_BROWSER_LANGUAGE'].encode();"
        " sys.stdout.flush(); sys.stdout.buffer.write(b'D' + len(said).to_bytes(4, 'big') + said)"
    )
    monkeypatch.setattr("tui.web.server.program", lambda folder, review: [sys.executable, "-c", tells])
    async with house(tmp_path) as at:
        headers = {"Origin": at.url, "Accept-Language": "zh-TW,en", **at.cookie}
        async with at.client.ws_connect(f"ws{at.url.removeprefix('http')}/ws", headers=headers) as page:
            assert await page.receive_bytes() == b"zh_Hant"


async def test_folders_are_not_listed_and_nothing_above_them_is_given(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        for path in (
            "/static/",
            "/page/",
            "/page/%2e%2e/server.py",
            "/static/..%2fserver.py",
            "/page//etc/passwd",
        ):
            assert await at.status(path, **at.cookie) in (403, 404), path


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('["meta", {"type": "deliver_chunk_request"}]', 1008),
        (b'["stdin", "c"]', 1008),
        ('["stdin", "' + "a" * (1 << 20) + '"]', 1009),
    ],
    ids=["another", "bytes", "large"],
)
async def test_what_no_page_sends_ends_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str | bytes, code: int
) -> None:
    """And a page more than there may be is closed at once; the others go on."""
    reads = [sys.executable, "-c", "import sys; print('__GANGLION__', flush=True); sys.stdin.read()"]
    monkeypatch.setattr("tui.web.server.program", lambda folder, review: reads)
    monkeypatch.setattr("tui.web.visit._GRACE", 0.0)  # it does not know that it is asked to leave
    async with house(tmp_path) as at:
        asks = {"Origin": at.url, **at.cookie}
        address = f"ws{at.url.removeprefix('http')}/ws"
        async with (
            at.client.ws_connect(address, headers=asks) as page,
            at.client.ws_connect(address, headers=asks) as other,
        ):
            await asyncio.gather(page.send_str('["ping","1"]'), other.send_str('["ping","2"]'))
            assert await page.receive_json() == ["pong", "1"]
            assert await other.receive_json() == ["pong", "2"]
            async with at.client.ws_connect(address, headers=asks) as third:
                assert (await third.receive()).data == 4003
            await (page.send_bytes if isinstance(message, bytes) else page.send_str)(message)
            assert (await page.receive()).data == code
            await other.send_str('["ping","3"]')
            assert await other.receive_json() == ["pong", "3"]


async def test_a_link_that_was_taken_back_opens_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        assert await at.status("/", **at.cookie) == 200
        at.links.revoke("mei")
        assert await at.status("/", **at.cookie) == 403
        assert await at.status(f"/enter/{at.token}") == 403
