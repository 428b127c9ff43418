from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.errors import ValidationError
from memkit.redaction import is_telling, keys_in, looks_like_key, redacted, without_keys

SECRET = "canary-6f1e0c57"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://ann:{SECRET}@db.example:5432/team",
        f"postgresql://ann:{SECRET}@with-an-at@db.example/team",
        f"postgresql://:{SECRET}@db.example/team",
        f"postgresql:/ann:{SECRET}@db.example/team",
        f"postgresql://db.example/team?user=ann&password={SECRET}",
        f"host=db.example password={SECRET} user=ann",
        f"host=db.example password='{SECRET} and more' user=ann",
        f"https://host.example/v1?api_key={SECRET}",
        f"https://host.example/v1?a=1&X-Amz-Signature={SECRET}&b=2",
        f"https://host.example/v1?access_token={SECRET}#part",
        f"Authorization: Bearer {SECRET}",
    ],
)
def test_an_address_is_shown_without_its_key(text: str) -> None:
    for before, after in (("", ""), ("The store '", "' failed."), ("[", "]")):
        assert SECRET not in redacted(f"{before}{text}{after}")
    error = ValidationError(f"Wrong: {text!r}.", fix=f"Not {text}.")
    assert SECRET not in str(error) + repr(error) + error.problem + error.fix
    assert SECRET.encode() not in pickle.dumps(error)


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-abc123def456",
        "sk-ant-api03-abc123",
        "hf_abcdefghijklmnop",
        "gsk_abcdefghijklmnop",
        "AIzaSyabcdefghijklmnop",
        "ghp_abcdefghijklmnop",
        "xoxb-1234567890-abc",
        "eyJhbGciOi.eyJzdWIiOi.signature",
    ],
)
def test_what_looks_like_a_key_is_hidden(key: str) -> None:
    assert looks_like_key(key)
    assert key not in redacted(f"There is no embedder {key!r}.")
    assert key not in redacted(f"openai:{key}")


@pytest.mark.parametrize(
    "text",
    [
        "risk-averse people, and a task-oriented desk",
        "Set OPENAI_API_KEY, give api_key=..., or run: keyring set memkit OPENAI_API_KEY",
        "http://127.0.0.1:8080/v1, http://[::1]:8080 and ann@example.com: both",
        "postgresql://ann@db.example/team?sslmode=require",
        "There is no space 'openai:text-embedding-3-small'; write 'name:text'.",
        "Write password=... in it.",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert redacted(text) == text
    assert without_keys(text) == text


def test_what_is_written_down_is_an_address_still() -> None:
    assert without_keys("http://ann:pw@h.example/v1?api_key=x&a=1") == (
        "http://ann@h.example/v1?api_key=&a=1"
    )
    assert keys_in("http://ann:pw@h.example/v1?api_key=x&a=1") == ["pw", "x"]


@given(st.text())
def test_any_text_can_be_redacted(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("api_key", True), ("apiKey", True), ("APIKEY", True), ("X-Auth-Token", True),
        ("Authorization", True), ("db_password", True), ("max_tokens", False),
        ("keyboard", False), ("author", False), ("monkey", False), ("tokenizer", False),
    ],
)  # fmt: skip
def test_names_tell(name: str, telling: bool) -> None:
    assert is_telling(name) is telling
