"""``zhupi serve`` behind Caddy and nginx, set up as the README says; skipped where they are not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from web_page import LONG, opened, served

pytestmark = pytest.mark.peer("textual_serve")

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = ROOT / "tests" / "fixtures" / "proxies"
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def caddy(folder: Path, text: str, listens: int) -> list[str]:
    """Write the snippet as a configuration for this machine alone; return the command that runs it."""
    text = text.replace("zhupi.example.org {", f"https://localhost:{listens} {{\n    tls internal")
    alone = f"admin off\nskip_install_trust\nauto_https disable_redirects\nstorage file_system {folder}/certs"
    (folder / "Caddyfile").write_text(f"{{\n{alone}\n}}\n{text}")
    return ["run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def nginx(folder: Path, text: str, listens: int) -> list[str]:
    """Write the snippet as a configuration for this machine alone; return the command that runs it."""
    certificate = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*make, *certificate], check=True, capture_output=True, timeout=LONG)
    text = text.replace("listen 443", f"listen 127.0.0.1:{listens}")
    text = text.replace("/etc/letsencrypt/live/zhupi.example.org", str(folder))
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/errors;\n"
        f"events {{ }}\nhttp {{\n{temporary}{text}\n}}\n"
    )
    return ["-p", str(folder), "-c", str(folder / "nginx.conf")]


@contextmanager
def proxy(name: str, folder: Path, behind: int, listens: int) -> Iterator[None]:
    program = shutil.which(name, path=PATH)
    if program is None or (name == "nginx" and shutil.which("openssl") is None):
        pytest.skip(f"{name} is not installed")
    snippet = SNIPPETS / ("Caddyfile" if name == "caddy" else "nginx.conf")
    text = snippet.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    command = [program, *(caddy if name == "caddy" else nginx)(folder, text, listens)]
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=home)
    try:
        while True:
            assert process.poll() is None, (folder / "output").read_text()
            try:
                socket.create_connection(("localhost", listens), timeout=LONG).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(timeout=LONG)


@pytest.mark.parametrize("name", ["caddy", "nginx"])
async def test_it_is_used_through_a_server_with_tls(name: str, seeds: Path, tmp_path: Path) -> None:
    behind, listens = free_port(), free_port()
    (tmp_path / "proxy").mkdir()
    url = f"https://localhost:{listens}"
    with (
        proxy(name, tmp_path / "proxy", behind, listens),
        served(seeds, "--as", "mei", "--port", str(behind), "--url", url) as server,
    ):
        assert server.link().startswith(f"{url}/enter/")
        async with opened(server.link()) as page:
            await page.wait_for("DeepSeek")
            await page.type("c")
            await page.wait_for("1 +claim")
            cookie = next(iter(page.session.cookie_jar))
            assert cookie["secure"]
            assert cookie["samesite"] == "Strict"
            assert cookie.key == "__Host-zhupi"
            async with page.session.get(f"{url}/", headers={"Origin": "https://evil.example"}) as answer:
                assert answer.status == 403
            # Whoever goes around it does not come in, not even with the cookie.
            here = f"http://127.0.0.1:{behind}/"
            async with page.session.get(here, headers={"Cookie": f"{cookie.key}={cookie.value}"}) as answer:
                assert answer.status == 421
    assert (seeds / "annotations" / "mei.json").exists()
