"""Whom a fact is about, and whether the speaker of its line vouches for that.

A speaker vouches for what they say of themselves, of whom they name, and of whom they speak to. An
assistant vouches for nothing about the user: what it says of them it heard, or made up.
"""

from __future__ import annotations

import re

from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.items import Item
from memkit.extraction.lines import Line
from memkit.text.tokens import folded, normal

_USER = re.compile(
    r"^\W*(?:the |der |die |das |el |la |l['’]|le |o |a |il |lo |de |ال)?(?:users?|nutzer(?:in)?|benutzer(?:in)?|usuari[oa]|usuári[oa]|"
    r"utilisat(?:eur|rice)|utente|gebruik(?:er|ster)|użytkowni(?:k|czka)|пользовател(?:ь|ьница|я)|користувач(?:ка)?|kullanıcı|مستخدمة?|"
    r"उपयोगकर्ता|用户|用戶|使用者|ユーザーは?|사용자[는가]?|speaker|myself|me|i)(?![\w])",
    re.IGNORECASE,
)
_ASSISTANT = re.compile(
    r"^\W*(?:the |der |die |das |el |la |l['’]|le |o |a |il |lo |de |ال)?(?:assistant[ein]?|asistente|assistente|assistentin|asystent|ассистент|асистент|asistan|مساعد|सहायक|助手|助理|アシスタントは?|"
    r"어시스턴트[는가]?|ai|bot|chatbot|model)(?![\w])",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"(?<![\w\u0900-\u094f])(?:you|your|yours|yourself|you['’]\w+|u|ur|du|dich|dir|dein\w*|ihr|euch|eure?\w*|Ihnen|Ihre?\w*|tú|te|ti|contigo|tus?|tuy[oa]s?|usted(?:es)?|vosotr[oa]s|vuestr[oa]s?|toi|t['’]\w+|ton|tes|ta|vous|vos|votre|você|vocês|teu|tua|teus|tuas|contigo|voi|vostr[oaie]|tu[oae]i?|je|jij|jou|jouw|jullie|ciebie|ci|cię|tobie|twój|twoj\w+|wy|was|wasz\w*|ты|тебя|тебе|тобой|тво\w+|вы|вас|вам|ваш\w*|ти|тобі|тобою|тві\w+|ви|sen|seni|sana|senin|siz|sizi|size|sizin|أنت|أنتم|لك|عندك|لديك|तुम\w*|तू|तेर\S+|आप\S*|तुम्ह\S+)(?![\w\u0900-\u094f])"
    r"|你|您|あなた|君(?!主)|きみ|너|네가|니가|당신|\w+(?:sın|sin|sun|sün|sınız|siniz)\b",
    re.IGNORECASE,
)
_I = re.compile(
    r"(?<![\w\u0900-\u094f])(?:i|i['’]\w+|im|ive|my|mine|myself|me|we|we['’]\w+|our|ours|us|ich|mich|mir|mein\w*|wir|uns\w*|yo|mi|mis|me|mí|mí[oa]s?|nos|nosotr[oa]s|nuestr[oa]s?|j['’]\w+|moi|mon|ma|mes|m['’]\w+|nous|notre|eu|meus?|minhas?|mim|nós|nosso\w*|nossa\w*|io|mio|mia|miei|mie|noi|ik|mij|mijn|wij|ons|onze|ja|mnie|mi|mój|moja|moje|moj\w+|my|nas|nasz\w*|я|меня|мне|мной|мо[йяёеи]\w*|мы|нас|нам|наш\w*|мене|мені|мій|мо[яєї]\w*|ми|ben|beni|bana|benim|biz|bizim|أنا|لي|عندي|لدي|نحن|मैं|मैंने|मुझे|मेर\S+|हम\S*)(?![\w\u0900-\u094f])"
    r"|我|私|僕|俺|わたし|ぼく|나는|내가|저는|제가|내 |제 |우리",
    re.IGNORECASE,
)
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
    if isinstance(subject, Line) and subject.name and _mentions(found.text, subject.name):
        return None
    return None if _speaks_to_another(item, found) else subject


def _said_by_assistant(item: Item, subject: Line | str | None, found: Evidence) -> Line | str | None:
    """Return the user where an assistant's words are to vouch for them."""
    if subject == "assistant" or (isinstance(subject, Line) and _is_own(subject, found.line)):
        return None
    if subject == "user" or (isinstance(subject, Line) and subject.role != "assistant"):
        return subject
    # Whoever is meant by "you" is the user, whatever they are called in the fact.
    clauses = " ".join(found.meant(item.text))
    return "user" if _YOU.search(clauses) and not _I.search(clauses) else None


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
    """Tell whether words begin with a name, in whole or by its first part; its owner's things too."""
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


def _speaks_to_another(item: Item, found: Evidence) -> bool:
    """Tell whether what a fact speaks of is said to somebody: "you moved to Lisbon"."""
    clauses = " ".join(found.meant(item.text))
    return _YOU.search(clauses) is not None and _I.search(clauses) is None


def _parts(words: str) -> list[str]:
    return [folded(normal(part)) for part in _PART.findall(words)]
