"""Whom a fact is about, and whether the speaker of its line vouches for that.

A speaker vouches for what they say of themselves, of whom they name, and of whom they speak to. An
assistant vouches for nothing about the user: what it says of them it heard, or made up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line
from memkit.text.tokens import folded, normal

_USER = re.compile(
    r"^\W*(?:the |der |die |das |el |la |l['’]|le |o |a |il |lo |de |ال)?(?:users?"
    r"|nutzer(?:in)?|benutzer(?:in)?|usuari[oa]|usuári[oa]|"
    r"utilisat(?:eur|rice)|utente|gebruik(?:er|ster)|użytkowni(?:k|czka)|пользовател(?:ь"
    r"|ьница|я)|користувач(?:ка)?|kullanıcı|مستخدمة?|"
    r"उपयोगकर्ता|用户|用戶|使用者|ユーザーは?|사용자[는가]?|speaker|myself|me|i)(?![\w])",
    re.IGNORECASE,
)
_ASSISTANT = re.compile(
    r"^\W*(?:the |der |die |das |el |la |l['’]|le |o |a |il |lo |de |ال)?(?:assistant[ein]?"
    r"|asistente|assistente|assistentin|asystent|ассистент|асистент|asistan|مساعد|सहायक|助手"
    r"|助理|アシスタントは?|"
    r"어시스턴트[는가]?|ai|bot|chatbot|model)(?![\w])",
    re.IGNORECASE,
)
_YOU_BY_LANGUAGE = {
    "en": r"you|your|yours|yourself|yourselves|you['’]\w+|u|ur",
    "de": r"du|dich|dir|dein\w*|euch|eure?\w*|Ihnen|Ihre?\w*",
    "es": r"tú|te|ti|contigo|tus?|tuy[oa]s?|usted(?:es)?|vosotr[oa]s|vuestr[oa]s?",
    "fr": r"tu|toi|t['’]\w+|ton|tes|ta|te|vous|vos|votre",
    "pt": r"você|vocês|tu|te|ti|teu|tua|teus|tuas|contigo",
    "it": r"tu|te|ti|tuo|tua|tuoi|tue|voi|vostr[oaie]",
    "nl": r"je|jij|jou|jouw|jullie|u|uw",
    "pl": r"ty|ciebie|ci|cię|tobie|twój|twoj\w+|wy|was|wasz\w*",
    "ru": r"ты|тебя|тебе|тобой|тво\w+|вы|вас|вам|ваш\w*",
    "uk": r"ти|тебе|тобі|тобою|тві\w+|тво\w+|ви|вас|вам|ваш\w*",
    "tr": r"sen|seni|sana|senin|siz|sizi|size|sizin|\w+(?:sın|sin|sun|sün|sınız|siniz)",
    "ar": r"أنت|أنتم|لك|عندك|لديك",
    "hi": r"तुम\S*|तू|तेर\S+|आप\S*",
    "zh": r"你|您",
    "ja": r"あなた|君(?!主)|きみ|お前",
    "ko": r"너|네가|니가|당신",
}
_I_BY_LANGUAGE = {
    "en": r"i|i['’]\w+|im|ive|my|mine|myself|me|we|we['’]\w+|our|ours|us",
    "de": r"ich|mich|mir|mein\w*|wir|uns\w*",
    "es": r"yo|mi|mis|conmigo|me|mí|mí[oa]s?|nos|nosotr[oa]s|nuestr[oa]s?",
    "fr": r"je|j['’]\w+|moi|mon|ma|mes|me|m['’]\w+|nous|notre|nos",
    "pt": r"eu|me|meus?|minhas?|mim|nós|nosso\w*|nossa\w*",
    "it": r"io|mi|me|mio|mia|miei|mie|noi|nostr[oaie]",
    "nl": r"ik|mij|me|mijn|wij|we|ons|onze",
    "pl": r"ja|mnie|mi|mój|moj\w+|my|nas|nasz\w*",
    "ru": r"я|меня|мне|мной|мо[йяёеи]\w*|мы|нас|нам|наш\w*",
    "uk": r"я|мене|мені|мій|мо[яєї]\w*|ми|нас|нам|наш\w*",
    "tr": r"ben|beni|bana|benim|biz|bizim|\w+(?:[ıiuü]yorum|d[ıiuü]m|t[ıiuü]m)",
    "ar": r"أنا|لي|عندي|لدي|نحن|لدينا",
    "hi": r"मैं|मैंने|मुझे|मेर\S+|हम\S*",
    "zh": r"我|我们",
    "ja": r"私|僕|俺|わたし|ぼく",
    "ko": r"나는|내가|저는|제가|내(?= )|제(?= )|우리",
}
_PART = re.compile(r"[^\W\d_]+", re.UNICODE)


def wrong_speaker(item: Item, found: Evidence) -> Line | str | None:
    """Return who is spoken of although the speaker of the line doesn't vouch for them, or None.

    Returns:
        The line of another speaker of the window, or "user" or "assistant" as the item says it.
    """
    subject = _subject(item, found)
    if found.line.role == "assistant":
        return _said_by_assistant(item, subject, found)
    if subject is None or _is_own(subject, found.line):
        return None
    clauses = _own_clauses(item, found)
    speaks_of_self = _has(_I_BY_LANGUAGE, clauses, found)
    if _has(_YOU_BY_LANGUAGE, clauses, found) and not speaks_of_self:
        return None
    name = subject.name if isinstance(subject, Line) else None
    where = clauses if speaks_of_self else found.text
    return None if name and _mentions(_without_calls(where, name), name) else subject


def _said_by_assistant(
    item: Item, subject: Line | str | None, found: Evidence
) -> Line | str | None:
    """Return the user where an assistant's words are to vouch for them."""
    if subject == "assistant" or (isinstance(subject, Line) and _is_own(subject, found.line)):
        return None
    if subject == "user" or (isinstance(subject, Line) and subject.role != "assistant"):
        return subject
    # Whoever is meant by "you" is the user, whatever they are called in the fact.
    clauses = _own_clauses(item, found)
    you, i = _has(_YOU_BY_LANGUAGE, clauses, found), _has(_I_BY_LANGUAGE, clauses, found)
    return "user" if you and not i else None


def _subject(item: Item, found: Evidence) -> Line | str | None:
    """Return the speaker that an item is about: one of the window, "user", "assistant", or None."""
    for words in (item.about, _head(item.text)):
        if _USER.match(words):
            return "user"
        if _ASSISTANT.match(words):
            return "assistant"
        speakers = [line for line in found.window if line.name and _begins(words, line.name)]
        if speakers:
            own = [line for line in speakers if line.name == found.line.name]
            return (own or speakers)[0]
    return None


def _head(text: str) -> str:
    """Return a text's beginning, in which its subject stands."""
    return text.strip()[:60]


def _begins(words: str, name: str) -> bool:
    """Tell whether words begin with a name, or with its first part: "Ana's dog" with Ana's."""
    said, known = _parts(words), _parts(name)
    if not said or not known:
        return normal(words).startswith(normal(name))
    if said[0] == known[0] or (len(said[0]) > 2 and known[0].startswith(said[0])):
        return True
    return normal(words).startswith(normal(name))


def _is_own(subject: Line | str, line: Line) -> bool:
    if isinstance(subject, str):
        # Where nobody is an assistant, "user" may be anyone.
        return subject == "user" or line.role == subject
    return subject.role == line.role and subject.name == line.name


def _mentions(text: str, name: str) -> bool:
    words = set(_parts(text))
    known = _parts(name)
    return normal(name) in normal(text) or any(
        part in words or any(len(w) > 2 and part.startswith(w) for w in words) for part in known[:1]
    )


def _own_clauses(item: Item, found: Evidence) -> str:
    """Return what a line says itself of what a fact is about, without what was asked before."""
    return " ".join(piece for piece in found.meant(item.text) if piece in found.pieces) or (
        found.sentence
    )


def _without_calls(text: str, name: str) -> str:
    """Return a text without a name that only calls its owner: "Thanks, Ana!", "Ana, I moved"."""
    first = re.escape(name.split()[0])
    call = (
        rf"(?:^|[,!.?…،、，]\s*){first}\w*(?=\s*(?:[,!.?…،、，]|$))|\b(?:hey|hi|hello|thanks"
        rf"|thank you|wow|hola|salut|ciao|hallo|oi)\s+{first}\w*"
    )
    return re.sub(call, " ", text, flags=re.IGNORECASE | re.MULTILINE)


def _has(table: Mapping[str, str], text: str, found: Evidence) -> bool:
    return _pattern(table is _I_BY_LANGUAGE, found.language).search(text) is not None


@functools.cache
def _pattern(first_person: bool, language: str | None) -> re.Pattern[str]:
    table = _I_BY_LANGUAGE if first_person else _YOU_BY_LANGUAGE
    words = table.get(language or "en", table["en"])
    if language in ("zh", "ja"):
        return re.compile(words)
    return re.compile(rf"(?<![\w\u0900-\u094f])(?:{words})(?![\w\u0900-\u094f])", re.IGNORECASE)


def _parts(words: str) -> list[str]:
    return [folded(normal(part)) for part in _PART.findall(words)]
