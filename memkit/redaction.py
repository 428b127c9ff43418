"""Keys and passwords, taken out of what people and files get to see.

What is known to be a secret has a type that hides it. This is for the rest: a key in an address, in
a field of another name, or where a model's name should stand.
"""

from __future__ import annotations

import re

HIDDEN = "***"

# "scheme://user:password@host"; one slash where a path was made of it. A password may hold an "@".
_PASSWORD = re.compile(r"(:/{1,2}[^/?#\s:'\"@]*):[^/\s'\"]*@")
# What a query of an address is called that holds a secret: "?api_key=", "&sig=".
_QUERY = re.compile(
    r"([?&;][\w.-]*?(?:key|token|secret|passw|pwd|auth|sig|credential|jwt)[\w.-]*=)[^&;#\s'\"]+",
    re.IGNORECASE,
)
# libpq's words: "host=... password=...".
_WORDS = re.compile(r"(\b(?:ssl)?password\s*=\s*)(?!\.\.\.)('(?:[^'\\]|\\.)*'|[^\s'\"]+)")
# How the keys of services begin.
_KEY = re.compile(
    r"(?<![A-Za-z0-9_-])(?:sk-|sk_|pk_|rk_|hf_|gsk_|xai-|pplx-|nvapi-|tgp_|r8_|ghp_|gho_|ghs_"
    r"|github_pat_|glpat-|xox[abeoprs]-|AIza|AKIA|ya29\.|eyJ[\w-]+\.eyJ)[A-Za-z0-9_.-]{6,}"
)
_BEARER = re.compile(r"\b((?:Bearer|Basic)\s+)[A-Za-z0-9+/=_.~-]{6,}")

# Words of a name that say that a secret stands there.
_TELLING = frozenset(
    "key apikey token password passwd pwd secret credential credentials authorization auth "
    "cookie jwt bearer".split()
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def redacted(text: str) -> str:
    """Return a text without the passwords of addresses and without what looks like a key."""
    text = _PASSWORD.sub(rf"\1:{HIDDEN}@", text)
    text = _QUERY.sub(rf"\1{HIDDEN}", text)
    text = _WORDS.sub(rf"\1{HIDDEN}", text)
    text = _KEY.sub(HIDDEN, text)
    return _BEARER.sub(rf"\1{HIDDEN}", text)


def key_spans(text: str) -> list[tuple[int, int]]:
    """Return where what looks like a key of a service stands, or one after "Bearer"."""
    bearers = [(m.end(1), m.end()) for m in _BEARER.finditer(text) if any(map(str.isdigit, m[0]))]
    return [*(found.span() for found in _KEY.finditer(text)), *bearers]


def address_spans(text: str) -> list[tuple[int, int]]:
    """Return where the passwords of addresses stand, and the keys in their queries."""
    passwords = [(found.end(1) + 1, found.end() - 1) for found in _PASSWORD.finditer(text)]
    return [*passwords, *((found.end(1), found.end()) for found in _QUERY.finditer(text))]


def without_keys(text: str) -> str:
    """Return an address to be written down, without its password and the keys in its query."""
    text = _PASSWORD.sub(r"\1@", text)
    return _WORDS.sub("", _QUERY.sub(r"\1", text))


def keys_in(text: str) -> list[str]:
    """Return the passwords and keys of an address."""
    passwords = [found[0].rpartition(":")[2][:-1] for found in _PASSWORD.finditer(text)]
    return [*passwords, *(found[0].partition("=")[2] for found in _QUERY.finditer(text))]


def is_telling(name: str) -> bool:
    """Tell whether a field's name says that it holds a secret: "api_key", "X-Auth-Token"."""
    return any(word.lower() in _TELLING for word in _WORD.findall(name))


def words_of(name: str) -> list[str]:
    """Return the words of a field's name: of "apiKey" and "api_key" the same two."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.split(r"[\W_]+", spaced.lower())


def looks_like_key(text: str) -> bool:
    """Tell whether a text begins as the keys of services do."""
    return _KEY.match(text.strip()) is not None
