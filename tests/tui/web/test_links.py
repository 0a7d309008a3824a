"""Links: who holds which, what is kept of them, and that they can be taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from annotations.errors import StorageError
from tui.web import links as module
from tui.web.links import KeptLinks, Links, cookie_of


def test_a_link_says_who_comes_and_so_does_its_cookie() -> None:
    links = Links()
    mei, lin = links.make("mei"), links.make("lin")
    for token, name in ((mei, "mei"), (lin, "lin")):
        by_token, by_cookie = links.of_token(token), links.of_cookie(cookie_of(token))
        assert by_token is not None
        assert by_token == by_cookie
        assert by_token.annotator == name


def test_nothing_else_opens_anything() -> None:
    links = Links()
    token = links.make("mei")
    link = links.of_token(token)
    assert link is not None
    for wrong in ("", token[:-1], f"{token} ", token.swapcase(), cookie_of(token), link.token, "é", "\ud800"):
        assert links.of_token(wrong) is None
    for wrong in ("", token, link.cookie, cookie_of(token).upper(), "é"):
        assert links.of_cookie(wrong) is None


def test_tokens_are_random_and_long() -> None:
    links = Links()
    tokens = {links.make("mei") for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)


def test_all_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first that fits does not end it: how long it takes tells nobody which of them it was."""
    links = Links()
    tokens = [links.make(name) for name in ("an", "bo", "mei")]
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(one)
        return one == other

    monkeypatch.setattr(module.hmac, "compare_digest", compare)
    for token in (*tokens, "none"):
        links.of_token(token)
        links.of_cookie(cookie_of(token))
    assert len(compared) == 4 * 2 * 3


def test_a_new_link_ends_the_one_from_before_however_the_name_is_spelled() -> None:
    links = Links()
    before = links.make("Mei")
    found = links.of_token(before)
    assert found is not None
    after = links.make("ｍei")
    assert links.of_token(before) is None
    assert not links.holds(found)
    assert links.of_token(after) is not None
    assert links.annotators() == ["ｍei"]
    assert links.revoke("MEI")
    assert not links.revoke("mei")
    assert links.of_token(after) is None


def test_what_is_kept_opens_nothing_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "one.links.json"
    links = KeptLinks(path)
    token = links.make("梅")
    text = path.read_text(encoding="utf-8")
    assert token not in text
    assert cookie_of(token) not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    kept = json.loads(text)["links"][0]
    again = KeptLinks(path)
    assert again.of_token(kept["token"]) is None
    assert again.of_cookie(kept["cookie"]) is None
    link = again.of_token(token)
    assert link is not None
    assert link.annotator == "梅"
    assert again.of_cookie(cookie_of(token)) == link


def test_a_running_server_takes_in_what_is_changed_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    server = KeptLinks(path)
    server.found_at("http://127.0.0.1:8000")
    token = server.make("mei")
    link = server.of_token(token)
    assert link is not None
    assert not server.look()
    command = KeptLinks(path)
    assert command.url == "http://127.0.0.1:8000"
    more = command.make("lin")
    assert server.look()
    assert server.of_token(more) is not None
    assert server.holds(link)
    command.revoke("mei")
    assert server.look()
    assert not server.holds(link)
    path.unlink()
    assert server.look()
    assert server.annotators() == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"links": [{"annotator": "mei"}], "url": ""}', "\x00"])
def test_links_that_cannot_be_read_hold_no_longer(tmp_path: Path, text: str) -> None:
    path = tmp_path / "links.json"
    links = KeptLinks(path)
    token = links.make("mei")
    path.write_text(text)
    with pytest.raises(StorageError, match=r"links\.json: the links cannot be read"):
        links.look()
    assert links.of_token(token) is None
    with pytest.raises(StorageError):
        KeptLinks(path)


def test_a_folder_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StorageError, match="cannot be kept"):
        KeptLinks(tmp_path / "state" / "links.json").make("mei")
