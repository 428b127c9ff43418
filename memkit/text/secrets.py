"""Secrets in what people write: keys, passwords, tokens, numbers of cards and accounts.

`detect-secrets` was looked at and not taken: it reads files line by line with settings of the
process, names no places within a line, knows no cards or accounts and no language but English, and
brings `requests` and `PyYAML`. `python-stdnum` checks numbers but finds none, and what is needed of
it are the two checksums below.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from memkit.redaction import HIDDEN, address_spans, key_spans, words_of
from memkit.text import languages

SecretKind = Literal[
    "private key", "api key", "token", "password", "card number", "account number", "random text"
]

_PRIVATE = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE "
    r"KEY(?: BLOCK)?-----"
    r"|\Z)",
    re.DOTALL,
)
_JWT = re.compile(r"\beyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]{5,}")
_KEYS = re.compile(
    r"(?<![A-Za-z0-9_-])(?:sk-ant-[\w-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{40,}|dop_v1_[a-f0-9]{40,}|shp(?:at|ss|ca"
    r"|pa)_[a-fA-F0-9]{30,}|whsec_[A-Za-z0-9+/=]{20,}"
    r"|[sp]k_(?:live|test)_[A-Za-z0-9]{16,}|xapp-[\w-]{20,}|lin_api_\w{30,}"
    r"|hooks\.slack\.com/services/[\w/]{20,})"
)
_NAMED = (
    r"pass(?:word|code|phrase|wd)|pin(?:[ -]?code)?|pwd|passwort|kennwort|geheimzahl"
    r"|contraseña|clave|mot de passe|code pin|mdp|senha|"
    r"parola d['’]ordine|parola chiave|wachtwoord|pincode|hasło|hasla|пароль|пин-?код"
    r"|şifre(?:m|si)?|parola(?:m|sı)?|كلمة (?:السر|المرور)|الرقم السري|पासवर्ड|पिन|"
    r"密码|密碼|口令|パスワード|暗証番号|비밀번호|secret|api[ _-]?key|access[ _-]?token"
    r"|auth[ _-]?token|token"
)
_IS = r"(?:is|was|will be|ist|lautet|war|es|est|é|è|to|na|это|—|هي|هو|है|是|为|は|은|는|:|=|：)"
_PASSWORD = re.compile(
    rf"(?<![a-zà-ӿ\d_])(?:{_NAMED})(?:\s+(?:for|to|of|für|de|del|pour|para|per|voor|do|для|von|an|at"
    rf"|on)\s+(?:\w+\s+){{0,3}}?\w+)?"
    rf"\s*(?P<is>{_IS})\s*(?P<quote>[\"'“”«`]?)(?P<value>[!#-&(-_a-~]{{3,80}}"
    r"|[^\s\"'“”«»`，。、]{3,80})",
    re.IGNORECASE,
)
_NO_PASSWORD = frozenset(
    """wrong expired required too correct incorrect weak strong safe secure missing invalid stored
    needed reset saved hidden encrypted protected different same changed lost forgotten long short
    good bad written called empty gone old new unknown being working stolen leaked empty out
    falsch abgelaufen weg sicher
    vergessen incorrecta segura incorrecte perdu errada sbagliata kwijt złe неверный
    забыт""".split()
)
_CARD = re.compile(r"(?<![\d.])(?<!\d[ -])[2-6]\d{3}(?:[ -]?\d){8,14}\d(?![ -]?\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}(?:[ ]?[A-Z0-9]{1,3})?\b")
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21,
    "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_RANDOM = re.compile(r"(?<![\w/.@%+=-])[A-Za-z0-9_+/=-]{24,200}(?![\w/.@])")
_LONG_WORD = 13
_SHORT_NAMES = (["pin"], ["token"])
# No key of any service: what it is known by are the words before it.
_EXAMPLE = "x7-Kq9"
_BITS = 3.9  # Of a letter: words have less, keys in 64 signs of this length more.

_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(get_args(SecretKind))}) {re.escape(HIDDEN)}\]")


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A secret in a text: where it stands, and what sort of thing it is."""

    start: int
    end: int
    kind: SecretKind


def detect_secrets(text: str) -> list[Secret]:
    """Return the secrets of a text in their order; none lies over another.

    Keys are known by their shape, cards and accounts by their checksum, passwords by the words
    before them, and what is left by how random it looks.
    """
    # In their order, so that only the neighbours of one have to be looked at.
    kept: list[Secret] = []
    taken = [found.span() for found in _PLACEHOLDER.finditer(text)]
    for secret in _all(text):
        span = secret.start, secret.end
        at = bisect.bisect_left(taken, span)
        beside = taken[max(0, at - 1) : at + 1]
        if not any(start < secret.end and secret.start < end for start, end in beside):
            kept.append(secret)
            taken.insert(at, span)
    return sorted(kept)


def redacted(text: str) -> str:
    """Return a text without its secrets; what they were stands in their place."""
    return taken_out(text)[0]


def taken_out(text: str) -> tuple[str, list[SecretKind]]:
    """Return a text without its secrets, and what kinds they were, in their order.

    Nothing more is taken out of a text that this was done to before.
    """
    pieces: list[str] = []
    kinds: list[SecretKind] = []
    at = 0
    for secret in detect_secrets(text):
        pieces += [text[at : secret.start], placeholder(secret.kind)]
        kinds.append(secret.kind)
        at = secret.end
    return "".join([*pieces, text[at:]]), kinds


def placeholder(kind: SecretKind) -> str:
    """Return what stands in the place of a secret: "[password ***]"."""
    return f"[{kind} {HIDDEN}]"


def names_secret(name: str, value: str) -> bool:
    """Tell whether what stands under a name of a field is a secret, whatever it looks like."""
    words = words_of(name)
    if words in _SHORT_NAMES and not any(map(str.isdigit, value)):
        return False  # Of a map, or of a machine.
    told = f"{' '.join(words)}: "
    return any(one.start == len(told) for one in detect_secrets(f"{told}{_EXAMPLE}"))


def _all(text: str) -> Iterator[Secret]:
    """Yield what may be a secret, the surest first."""
    yield from (Secret(*match.span(), "private key") for match in _PRIVATE.finditer(text))
    yield from (Secret(*match.span(), "token") for match in _JWT.finditer(text))
    yield from (Secret(*match.span(), "api key") for match in _KEYS.finditer(text))
    yield from (Secret(start, end, "api key") for start, end in key_spans(text))
    for start, end in address_spans(text):
        if text[start:end] not in ("", HIDDEN):
            yield Secret(start, end, "password")
    for match in _IBAN.finditer(text):
        length = _iban_length(match[0])
        if length:
            yield Secret(match.start(), match.start() + length, "account number")
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if 13 <= len(digits) <= 19 and _luhn(digits) and len(set(digits)) > 1:
            yield Secret(*match.span(), "card number")
    for match in _PASSWORD.finditer(text):
        value = match["value"].rstrip(".,;:!?)")
        if _may_be_password(value, is_sign=match["is"] in ":=：", quoted=bool(match["quote"])):
            yield Secret(match.start("value"), match.start("value") + len(value), "password")
    yield from (
        Secret(*m.span(), "random text") for m in _RANDOM.finditer(text) if _is_random(m[0])
    )


def _may_be_password(value: str, *, is_sign: bool, quoted: bool) -> bool:
    """Tell whether what follows "the password is" is one, and no word about it."""
    lowered = value.casefold()
    if len(value) < 3 or lowered in _NO_PASSWORD or value.startswith(("*", "<", "{", "$")):
        return False
    if any(
        lowered in languages.stop_words(language)
        for language in ("en", "de", "es", "fr", "pt", "it", "nl", "ru")
    ):
        return False
    # A word of letters after "is" may say anything of a password.
    plain = value.isalpha() and (value.islower() or value.istitle())
    return quoted or is_sign or not plain or len(value) >= _LONG_WORD


def _luhn(digits: str) -> bool:
    """Tell whether digits have the checksum of cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _iban_length(found: str) -> int | None:
    """Return how much of a text is an account's number (ISO 13616), or None."""
    wanted = _IBAN_LENGTHS.get(found[:2])
    if wanted is None:
        return None
    letters = length = 0
    for character in found:
        length += 1
        letters += character != " "
        if letters == wanted:
            break
    bare = found[:length].replace(" ", "")
    if len(bare) != wanted:
        return None
    turned = "".join(str(int(character, 36)) for character in bare[4:] + bare[:4])
    return length if int(turned) % 97 == 1 else None


def _is_random(text: str) -> bool:
    """Tell whether a run of signs looks drawn: letters of both cases, digits, and no repeats."""
    if not (
        re.search("[a-z]", text) and re.search("[A-Z]", text) and len(re.findall(r"\d", text)) > 2
    ):
        return False
    if re.fullmatch(r"[0-9A-Fa-f-]+", text) or "--" in text or re.search(r"[A-Za-z]{12,}", text):
        return False
    counts = Counter(text)
    bits = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
    return bits >= _BITS
