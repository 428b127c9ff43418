"""Secrets in what people write."""

import pytest

from memkit.text.secrets import detect_secrets, redacted

KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        ("use sk-proj-4f9a8b7c6d5e4f3a2b1c today", "sk-proj-4f9a8b7c6d5e4f3a2b1c", "api key"),
        ("AKIAIOSFODNN7EXAMPLE is the id", "AKIAIOSFODNN7EXAMPLE", "api key"),
        ("curl -H 'Authorization: Bearer a1b2c3d4e5f6'", "a1b2c3d4e5f6", "api key"),
        (f"here: {KEY} bye", KEY, "private key"),
        ("eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl", "token"),
        ("My password is hunter2.", "hunter2", "password"),
        ("Mein Passwort lautet Sonne99!", "Sonne99", "password"),
        ("la contraseña de mi correo es Gato_77", "Gato_77", "password"),
        ("mon mot de passe : azerty12", "azerty12", "password"),
        ("a senha é xk9!pq", "xk9!pq", "password"),
        ("пароль: qwe123", "qwe123", "password"),
        ("我的密码是abc123。", "abc123", "password"),
        ("パスワードはneko4649です", "neko4649", "password"),
        ("the PIN is 4821", "4821", "password"),
        ("card 4111 1111 1111 1111, thanks", "4111 1111 1111 1111", "card number"),
        ("5500-0055-5555-5559", "5500-0055-5555-5559", "card number"),
        ("pay DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00", "account number"),
        ("GB82WEST12345698765432", "GB82WEST12345698765432", "account number"),
        ("here aB3dE5gH7jK9mN1pQ3sT5vW7x ok", "aB3dE5gH7jK9mN1pQ3sT5vW7x", "random text"),
    ],
)
def test_a_secret_is_found_where_it_stands(text, secret, kind):
    found = [(text[s.start : s.end], s.kind) for s in detect_secrets(text)]
    assert found == [(secret, kind)]
    assert secret not in redacted(text)
    assert f"[{kind}" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "the password is wrong",
        "my password was stolen",
        "the secret is out",
        "her secret is kindness",
        "bearer of bad news",
        "pin it on the map",
        "4111 1111 1111 1112 has the wrong checksum",
        "DE89 3704 0044 0532 0130 01 too",
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "call +49 170 1234567 after 2023-05-07",
        "https://example.com/a/bC3dE5gH7jK9mN1pQ3sT5vW7x",
        "MethodNamesThatAreVeryLongInJavaPrograms2",
        "I paid 1234567890123 rupees, said nobody",
    ],
)
def test_what_is_none(text):
    assert detect_secrets(text) == []
    assert redacted(text) == text


def test_several_stand_in_their_order_and_none_over_another():
    text = "password: sk-proj-4f9a8b7c6d5e4f3a and card 4111111111111111"
    found = detect_secrets(text)
    assert [secret.kind for secret in found] == ["api key", "card number"]
    assert redacted(text).startswith("password: [api key")
