"""Secrets in what is added are taken out before anybody sees them, where that is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.builtin.hash import HashEmbedder
from memkit.engine.settings import resolve
from memkit.errors import ValidationError
from memkit.samples import messages
from memkit.text.secrets import redacted

# Own inventions, of kinds that services give out and people write. None of them is in use.
SECRETS = {
    "openai": "sk-proj-Zk3Jv9QpLm2Xc7Ba5TnRw8Yd",
    "anthropic": "sk-ant-api03-qWe4Rt7Yu1Io9Pa2Sd5Fg8Hj",
    "github": "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "github, fine": "github_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789",
    "gitlab": "glpat-x7Ky2Zq9Wv4Tb8Nd3Ms6",
    "slack": "xoxb-123456789012-abcdefGHIJKL",
    "aws": "AKIAQ3EGRIHT7XKLMNOP",
    "google": "AIzaSyB7x9Kq2Lm4Np6Rs8Tu0Vw2Xy4Za6Bc8De",
    "stripe": "sk_live_4Qx8Zr2Vt6Yb1Nd5Mf9Kc3Jh",
    "sendgrid": "SG.aB3dE5fG7hI9jK1lM3nO.pQ5rS7tU9vW1xY3zA5bC",
    "npm": "npm_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8",
    "hugging face": "hf_QwErTyUiOpAsDfGhJkLzXcVbNm",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJlaXNoZXJl",
    "bearer": "Bearer a8f5f167f44f4964e6c998dee827110c",
    "card": "4012 8888 8888 1881",
    "card, no spaces": "378282246310005",
    "card, dashes": "6011-1111-1111-1117",
    "iban": "FR14 2004 1010 0505 0001 3M02 606",
    "iban, no spaces": "NL91ABNA0417164300",
    "private key": (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nq7Zx\n-----END RSA PRIVATE KEY-----"
    ),
    "address": "postgresql://ana:Tr0ub4dor@db.example.org/notes",
    "query": "https://api.example.org/v1?api_key=9f8e7d6c5b4a&page=2",
    "password": "password: correct-horse-9",
    "password, de": "Mein Passwort ist Wolke_17",
    "password, es": "la contraseña es Gato!77",
    "password, fr": "mon mot de passe est Chien#42",
    "password, ja": "パスワードは sakura99",
    "pin": "the PIN for the garage is 4821",
}
# What of them must not be found anywhere, where it is not the whole.
ONLY = {
    "bearer": "a8f5f167f44f4964e6c998dee827110c",
    "address": "Tr0ub4dor",
    "query": "9f8e7d6c5b4a",
    "password": "correct-horse-9",
    "password, de": "Wolke_17",
    "password, es": "Gato!77",
    "password, fr": "Chien#42",
    "password, ja": "sakura99",
    "pin": "4821",
    "private key": "MIIEowIBAAKCAQEA",
}
PLACES = ("{}", "Note: {} - keep it.", "First line.\n{}\nLast line.", "(see {})", '"{}", she said.')


class Watching(HashEmbedder):
    """An embedder that knows by heart what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def embed_batch(self, texts: Any, **options: Any) -> Any:
        self.seen += texts
        return super().embed_batch(texts, **options)


@pytest.fixture
def embedder() -> Watching:
    return Watching()


@pytest.fixture
def memory(tmp_path: Path, embedder: Watching) -> Any:
    with Memory(tmp_path / "memory.db", embedder=embedder, redact_secrets=True) as memory:
        yield memory


def everywhere(memory: Memory, embedder: Watching) -> str:
    """Return all that a memory says, shows and keeps, and what its embedder was given."""
    path = memory.engine.journal.path
    assert path is not None
    files = b"".join(one.read_bytes() for one in path.parent.iterdir() if one.suffix != ".jsonl")
    told = [memory.events(limit=1_000), *memory.get_all(limit=1_000), *embedder.seen]
    return repr(told) + files.decode("latin-1") + files.decode("utf-8", "replace")


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_of_any_kind_is_seen_by_nobody(
    memory: Memory, embedder: Watching, kind: str
) -> None:
    secret = SECRETS[kind]
    for number, place in enumerate(PLACES):
        (done,) = memory.add(place.format(secret), user_id=f"user {number}")
        assert done.redacted, place
        assert "***" in done.memory
        assert memory.add(done.memory, user_id=f"user {number}")[0].redacted == ()
    assert ONLY.get(kind, secret) not in everywhere(memory, embedder)


def test_wherever_it_stands_it_is_taken_out(
    memory: Memory, embedder: Watching, tmp_path: Path
) -> None:
    key, card = SECRETS["openai"], SECRETS["card"]
    added = memory.add(
        [{"role": "user", "name": f"Ana {key}", "content": f"My key: {key}"},
         {"role": "assistant", "content": "Noted."},
         {"role": "user", "content": [{"type": "text", "text": f"and {card}"}]}],
        user_id="ana",
        metadata={"note": f"see {key}", key: 1, "deep": [{"card": card}, {"apiKey": "q7"}],
                  "password": "short", "pin": 4821, "key": "C major", "tokens": 512,
                  "map": {"pin": "harbour"}},
        data={"access_token": "abcdef", "digits": 4012888888881881, "ok": True},
        sources=[{"document": "notes.md", "quote": f"the key {key}"}],
        reason=f"he said {key}",
    )  # fmt: skip
    assert added.redacted == {"api key": 3, "card number": 3, "password": 3}
    assert added[1].memory == "Noted."
    first = memory.get(added[0].id)
    assert first.metadata["deep"] == [
        {"card": "[card number ***]"}, {"apiKey": "[password ***]"},
    ]  # fmt: skip
    assert {name: first.metadata[name] for name in ("password", "pin", "key", "tokens")} == {
        "password": "[password ***]", "pin": "[password ***]", "key": "C major", "tokens": 512,
    }  # fmt: skip
    assert first.data == {
        "access_token": "[password ***]", "digits": "[card number ***]", "ok": True,
    }  # fmt: skip
    changed = memory.update(added[1].id, f"It was {card}.", metadata={"k": key}, reason=key)
    assert set(changed.redacted) == {"card number", "api key"}
    # What stands there is not touched by a change of something else.
    assert memory.update(added[1].id, type="episodic").redacted == ()
    (proposal,) = memory.preview(f"Ask with {key}", user_id="bob")
    assert key not in proposal.memory
    memory.apply([proposal.edited(f"Ask twice with {key}")])
    memory.tag([added[0].id], {"tag": key})
    lines = [{"memory": f"import {key}", "user_id": "ana", "secret": "quiet1"}] * 2
    assert memory.add_many(lines, progress=False).redacted == 2
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert memory.import_(tmp_path / "in.jsonl", progress=False).redacted == 2
    seen = everywhere(memory, embedder)
    for secret in (key, card, "4012888888881881", "abcdef", "quiet1"):
        assert secret not in seen
    assert memory.doctor().ok


def test_a_history_that_is_imported_loses_its_secrets(
    memory: Memory, embedder: Watching, tmp_path: Path
) -> None:
    key = SECRETS["github"]
    with Memory(tmp_path / "other.db", embedder="hash") as other:
        (done,) = other.add(f"The token {key}", user_id="ana", reason=f"told {key}")
        assert done.redacted == ()
        other.update(done.id, f"A new one {key}x", metadata={"was": key})
        other.export(tmp_path / "history.jsonl", history=True)
    for one in tmp_path.glob("other.db*"):
        one.unlink()
    memory.import_(tmp_path / "history.jsonl", progress=False)
    assert memory.get(done.id).memory == "A new one [api key ***]"
    assert key not in everywhere(memory, embedder)


def test_what_was_kept_before_stays_and_can_be_undone(tmp_path: Path) -> None:
    secret = "My password is hunter2."
    with Memory(tmp_path / "memory.db", embedder="hash") as memory:
        (done,) = memory.add(secret, user_id="ana")
    with Memory(tmp_path / "memory.db", embedder="hash", redact_secrets=True) as memory:
        memory.update(done.id, pinned=True)
        assert memory.get(done.id).memory == secret
        memory.update(done.id, "My password is hunter3.")
        memory.undo(memory.history(done.id)[-1].seq)
        assert memory.get(done.id).memory == secret
        assert memory.doctor().ok


def test_a_model_sees_none(tmp_path: Path) -> None:
    asked: list[str] = []
    fact = {"line": 1, "quote": "I moved to Oslo", "when": "", "about": "Ana",
            "text": "Ana moved to Oslo.", "kind": "event"}  # fmt: skip
    llm = {"provider": "echo", "config": {"replies": [json.dumps({"facts": [fact]})]}}
    with Memory(tmp_path / "memory.db", embedder="hash", llm=llm, redact_secrets=True) as memory:
        model = memory.engine.llm
        assert model is not None
        real = model.complete

        def complete(messages: Any, **options: Any) -> Any:
            asked.extend(one.content for one in messages)
            return real(messages, **options)

        model.complete = complete  # type: ignore[method-assign]  # a test's ear
        added = memory.add("I moved to Oslo. My password is hunter2.", user_id="ana", infer=True)
        assert [one.memory for one in added.facts] == ["I moved to Oslo"]
    assert asked
    assert "hunter2" not in "".join(asked)
    assert "[password ***]" in "".join(asked)


def test_it_is_off_unless_a_setting_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_memory: Callable[..., Memory]
) -> None:
    assert open_memory().add("My password is hunter2.", user_id="ana")[0].redacted == ()
    (tmp_path / "memkit.toml").write_text("redact_secrets = true\n")
    assert resolve({}).redact_secrets is True
    monkeypatch.setenv("MEMKIT_REDACT_SECRETS", "no")
    assert resolve({}).redact_secrets is False
    assert resolve({"redact_secrets": True}).redact_secrets is True
    for wrong in ("perhaps", 1, ["yes"]):
        with pytest.raises(ValidationError, match="redact_secrets"):
            resolve({"redact_secrets": wrong})


PLAIN = (
    "the password is wrong again, please reset it",
    "Her secret is patience, and a very sharp knife.",
    "Pin it on the wall next to the token machine.",
    "I forgot my password yesterday and called support.",
    "Token prices fell; the key is under the mat.",
    "Das Passwort war falsch, also rief ich an.",
    "Mi contraseña era demasiado corta.",
    "The order number is 1234567890123456 and it shipped.",
    "Call me at +351 21 123 4567 after 18:30 on 2025-03-01.",
    "Commit 9fceb02d0ae598e95dc970b74767f19372d61af8 broke the build.",
    "UUID 550e8400-e29b-41d4-a716-446655440000 is the id of the run.",
    "See https://example.org/docs/a-very-long-page-name-about-key-management?page=2",
    "ISBN 978-3-16-148410-0 costs 39.90 EUR at the shop in DE12.",
    "The secret to good bread is time. The pin is bent.",
    "He paid with his card: it was declined twice.",
    "My pin number? I would never write it down.",
    "Authorization was refused because the bearer of the letter was late.",
    "func doSomethingVeryImportantWithManyWords2(x int) error",
    "Numbers: 3.14159265358979 2.71828182845904 1.41421356237309",
    "わたしのパスワードは秘密です。",
)


def test_names_of_fields_that_tell_of_no_secret(memory: Memory) -> None:
    plain = {
        "key": "C major",
        "pin": "the harbour",
        "token": "first",
        "tokens": 512,
        "author": "X1",
        "passage": "12b",
        "secretary": "Nina 2",
        "card": "Ace of 7",
        "ok": False,
        "n": None,
    }
    (done,) = memory.add("tea", user_id="ana", metadata=plain, data=plain)
    assert (done.redacted, memory.get(done.id).metadata) == ((), plain)


def test_plain_texts_stay_as_they_are() -> None:
    """Of the sample memories and of sentences about secrets at most one in two hundred changes."""
    texts = [*PLAIN, *(one["memory"] for one in messages())]
    assert len(texts) > 200
    changed = [text for text in texts if redacted(text) != text]
    assert len(changed) <= len(texts) / 200, changed
