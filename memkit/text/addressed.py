"""Whom a question to an assistant is about: who asks, or what the assistant said.

"What was the place that you told me of?" asks for what the assistant said. It takes a verb of
saying or giving in the past with the assistant as its subject, something that is the assistant's
("your list"), a conversation that was had before, or "remind me" of what is not one's own. "Can you
recommend a book?" is about no answer of before, and neither is "what did I tell you". "When is my
train?" speaks of who asks.

What no phrase of these languages tells is taken for neither.
"""

from __future__ import annotations

import functools
import re

_GAVE = (
    "said|told|gave|mentioned|suggested|recommended|listed|provided|proposed|explained|described|"
    "advised|wrote|named|called|showed|shared|made|created|outlined|offered|answered|replied|"
    "came up with|walked me|drew up|quoted|translated|calculated|summari[sz]ed"
)
_GIVE = (
    "say|tell|give|mention|suggest|recommend|list|provide|propose|explain|describe|advise|write|"
    "name|call|show|share|make|create|outline|offer|answer|reply|come up with|draw up|quote|help|"
    "given|written|shown|drawn up"
)
_ANSWERS = (
    "list|answers?|suggestions?|recommendations?|advice|repl(?:y|ies)|response|explanation|"
    "proposals?|instructions"
)
_TALKED = "talked|spoke|chatted|discussed|went over|went through"
_TALK = "conversations?|chats?|discussions?|talks?|sessions?"
_WHEN = r"(?:\w+ly|already|just|also|once|first)"
_PHRASES = (
    # English
    rf"\byou(?:['’]d|['’]ve| had| have)?(?: {_WHEN})? (?:{_GAVE})\b",
    rf"\b(?:did|had|have) you (?:{_WHEN} )?(?:{_GIVE}|{_GAVE})\b",
    rf"\byour (?:\w+ )?(?:{_ANSWERS})\b",
    rf"\b(?:our|my|the) (?:previous|last|earlier|past) (?:{_TALK}) (?:with you|about|on)\b",
    rf"\bour (?:previous|last|earlier|past) (?:{_TALK})\b",
    r"\bremind me\b(?!.*\b(?:i|my|our|we)\b)",
    rf"\bwe (?:had )?(?:{_TALKED})\b.*\b(?:earlier|before|last time|previously)\b",
    # German
    r"\bhast du (?:mir|uns)?\b.*\b(?:gesagt|genannt|empfohlen|vorgeschlagen|geraten|gegeben|"
    r"erklärt|erwähnt|aufgelistet|geschrieben)\b",
    r"\bdu (?:mir|uns) .*\b(?:gesagt|genannt|empfohlen|vorgeschlagen|geraten|gegeben|erklärt|"
    r"aufgelistet|geschrieben) (?:hast|hattest)\b",
    r"\bhaben sie (?:mir|uns) .*\b(?:gesagt|genannt|empfohlen|vorgeschlagen|geraten|gegeben|"
    r"erklärt|geschrieben)\b",
    r"\b(?:deine[rn]?|ihre[rn]?) (?:liste|antwort|empfehlung|vorschläge?n?)\b",
    # Spanish
    r"\b(?:me|nos) (?:dijiste|recomendaste|sugeriste|mencionaste|diste|explicaste|propusiste|"
    r"aconsejaste|escribiste)\b",
    r"\btu (?:lista|respuesta|recomendación|sugerencia)\b",
    # French
    r"\b(?:tu (?:m['’]|nous )(?:as|avais)|vous (?:m['’]|nous )(?:avez|aviez)|m['’]as-tu|"
    r"m['’]avez-vous) (?:dit|recommandé|conseillé|suggéré|proposé|donné|parlé|expliqué|écrit)",
    # Italian, Portuguese, Dutch
    r"\b(?:mi|ci) (?:hai|avevi) (?:detto|consigliato|suggerito|raccomandato|dato|proposto|"
    r"spiegato|scritto)\b",
    r"\b(?:você|tu) me (?:disse|disseste|recomendou|recomendaste|sugeriu|deu|indicou|explicou)\b",
    r"\b(?:heb|had) je (?:me|mij|ons) .*\b(?:verteld|gezegd|aanbevolen|aangeraden|gegeven)\b",
    # Russian
    r"\b(?:ты|вы) (?:мне )?(?:говорил|сказал|советовал|посоветовал|рекомендовал|порекомендовал|"
    r"предлагал|предложил|упоминал|упомянул)[аи]?\b",
    # Chinese, Japanese
    r"(?:你|您)(?:之前|上次|刚才|以前|前面|曾经|曾)?(?:给我|跟我|向我|对我)?"
    r"(?:说过|说的|提到|推荐过|推荐的|推荐了|建议过|建议的|告诉过|告诉我|列出|列的|给的|写的)",
    r"(?:教えて|勧めて|薦めて|すすめて|おすすめして|提案して|言って|挙げて|書いて|作って)"
    r"(?:くれた|くれてた|いただいた|もらった|いた)",
)
# Words for the first person. Left out are those that mean something else in another language or
# in capitals, such as "us", "je" or "ben", and what asks for an answer: "tell me", "remind me".
_OWN = (
    "i|i['’](?:m|ve|d|ll)|my|mine|myself|we|our|ours|ourselves|"
    "ich|mein(?:e[mnrs]?)?|wir|unser(?:e[mnrs]?)?|"
    r"yo|mi|mis|conmigo|nosotr[oa]s|nuestr[oa]s?|j['’]\w+|moi|mon|mes|nous|notre|nos|"
    "meus?|minhas?|nossos?|nossas?|io|mio|miei|nostr[oaie]|ik|mijn|onze|"
    "mój|moja|moje|moich|nasz|nasza|nasze|benim|bizim|"
    "я|меня|мной|мой|моя|моё|мое|мои|моей|моего|мы|нас|наш|наша|наше|наши|"
    "мене|мій|моє|мої|ми|أنا|عندي|मैं|मेरा|मेरी|मेरे|हम|हमारा|हमारी|내|제|나는|저는|우리"
)


@functools.cache
def _of_the_asker() -> re.Pattern[str]:
    # To compile these takes longer than to load most modules: the first question waits for it.
    return re.compile(
        rf"(?<!\w)(?:{_OWN})(?!\w)|(?<!告诉)(?<!告訴)(?<!提醒)(?<!给)(?<!給)我|私|僕|俺|わたし|ぼく",
        re.IGNORECASE,
    )


@functools.cache
def _asks() -> re.Pattern[str]:
    return re.compile("|".join(_PHRASES), re.IGNORECASE)


def asks_the_assistant(question: str) -> bool:
    """Tell whether a question is for what the assistant said before, as far as its words tell."""
    return _asks().search(question) is not None


def speaks_of_the_asker(question: str) -> bool:
    """Tell whether a question speaks of who asks it, as far as its words tell."""
    return _of_the_asker().search(question) is not None
