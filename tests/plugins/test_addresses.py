from __future__ import annotations

import pytest

from memkit.plugins import server_url

EXAMPLE = "http://127.0.0.1:80"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("db", "https://db"),
        ("db:81/", "https://db:81"),
        ("http://db/path/", "http://db/path"),
        ("https://[::1]:81", "https://[::1]:81"),
    ],
)
def test_an_address_is_made_whole(text: str, whole: str) -> None:
    assert server_url(text, example=EXAMPLE, scheme="https") == whole


@pytest.mark.parametrize("text", ["", "ftp://db", "http://", "http://:81"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="is no address such as"):
        server_url(text, example=EXAMPLE)


@pytest.mark.parametrize("port", ["x", "99999"])
def test_what_is_no_port(port: str) -> None:
    with pytest.raises(ValueError, match=r"[Pp]ort"):
        server_url(f"http://db:{port}", example=EXAMPLE)


@pytest.mark.parametrize("text", ["http://me:secret@db", "me@db"])
def test_a_password_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(ValueError, match="api_key") as caught:
        server_url(text, example=EXAMPLE)
    assert "secret" not in str(caught.value)
