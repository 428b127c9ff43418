"""What a sentence denies: "not", "never", "no longer", "stopped", in sixteen languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.gate.sentences import clauses
from memkit.extraction.gate.words import content, language_of, script_of

Change = Literal["dropped", "invented"]

_LANGUAGES = ("en", "de", "es", "fr", "pt", "it", "nl", "pl", "ru", "uk", "tr", "ar", "hi")
# A line a language. "Not", "never", "no longer", and what ends: "stopped".
_DENIES = r"""
(?:not|n['’]?t|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|stopped|quit|quits|gave up|given up|gives up|no longer|anymore|any more|isnt|doesnt|dont|didnt|wasnt|cant|wont)
(?:nicht|nichts|nie|niemals|kein(?:e[mnrs]?)?|niemand|weder|ohne|keinesfalls|aufgehört|aufgegeben|nirgend(?:s|wo))
(?:no|nunca|jamás|nada|nadie|ningún|ninguna?|tampoco|sin|ni|dej[óéeoa]|dejado|dejar)
(?:pas|jamais|rien|personne|aucune?|sans|ni|n['’]\w+(?! que)|ne|arrêté|arrête)
(?:não|nunca|jamais|nada|ninguém|nenhuma?|sem|nem|parou|parei|deixou|deixei|largou|larguei)
(?:non|mai|niente|nulla|nessun[oa]?|senza|né|smesso|smette)
(?:niet|niets|nooit|geen|niemand|nergens|zonder|noch|gestopt)
(?:nie|nigdy|nic|nikt|żaden|żadn\w+|bez|przesta\w+|rzucił\w*)
(?:не|нет|никогда|ничего|никто|ни|без|перестал[аи]?|бросил[аи]?|нельзя|нету)
(?:не|немає|ніколи|нічого|ніхто|ні|без|перестав|перестала|кинув|кинула)
(?:değil\w*|yok|hiç|asla|olmadan|bıraktı\w*|\w+(?:m[ıiuü]yor\w*|m[ae]d[ıi]\w*|m[ae]z(?:lar|ler|ım|im|sın)?|mem|mam|m[ae]yacak\w*|m[ae]yecek\w*|m[ae]m[ıi]ş\w*|m[ae]yan|m[ae]yen|s[ıi]z|suz|süz))
(?:لا|ليس|ليست|لست|لم|لن|ليسوا|بدون|دون|غير|أبدا|أبداً|توقف|توقفت|لايوجد|ولا)
(?:नहीं|नही|ना|न|मत|कभी नहीं|बिना|छोड़\s?(?:दिया|दी|चुका|चुकी))
"""
_UNSPACED = {
    "zh": r"不|没|沒|未(?!来|來|婚)|无(?!论)|無(?!論)|别(?!人|的|墅)|從未|从未|戒了|戒掉|戒酒|戒烟|停止|放弃|放棄|非(?!常|洲)",
    "ja": r"ない|ません|なかった|なく(?!して)|ずに|やめ|辞め|止め|ぬ(?=。|$)|無し|なし(?!て)|禁煙|禁酒",
    "ko": r"않|못|없|아니|(?<![가-힣])안(?= ?[가-힣])|말고|그만|끊",
}
# Whose opposite a fact may state instead: she hates it, so she doesn't like it.
_AVERSE = r"""
(?:hates?|hated|dislikes?|disliked|avoids?|avoided|refuses?|refused|lacks?|unable|fails?|failed|allergic|against|can['’]t stand|used to|former|formerly|ex|rather than|instead|except|unlike|un\w{4,}|ends?|ended|left|lost|free|vegetarian|vegan|teetotal\w*|abstain\w*|rejects?|rejected|declines?|declined|cancell?ed|drop(?:s|ped)|only|few|little|rarely|seldom|trouble|struggl\w+|difficult\w*|impossible|missing|misses|skip\w*|forgot\w*)
(?:hasst|hasse|vermeide[t]?|meidet?|lehnt? ab|ablehn\w+|verweigert|un\w{4,}|früher|ehemalig\w+|außer|statt|allergi\w+|selten|kaum|vegetari\w+|vegan\w*|\w+frei|\w+los)
(?:odia|odio|evita|evito|rechaza|rechazo|detesta|detesto|alérgic[oa]|in\w{5,}|ex|excepto|vegetarian[oa]|vegan[oa]|apenas|solía|antes)
(?:déteste|hait|évite|refuse|refusé|allergique|in\w{5,}|ancien\w*|végétarien\w*|végane?|sauf)
(?:odeia|odeio|evita|evito|detesta|detesto|recusa|alérgic[oa]|vegetarian[oa]|vegan[oa]|in\w{5,}|exceto|costumava)
(?:odia|odio|evita|evito|detesta|detesto|rifiuta|allergic[oa]|vegetarian[oa]|vegan[oa]|in\w{5,}|tranne)
(?:haat|vermijdt|vermijd|weigert|allergisch|vegetari\w+|on\w{5,}|vroeger|behalve)
(?:nienawidz\w+|unika\w*|odmawia|uczul\w+|wegetarian\w+|wegan\w+|nie\w{5,})
(?:ненавид\w+|избега\w+|отказ\w+|аллерги\w+|вегетариан\w+|не\w{5,}|бывш\w+)
(?:ненавид\w+|уника\w+|відмов\w+|алергі\w+|вегетаріан\w+|не\w{5,}|колишн\w+)
(?:nefret\w*|kaçın\w+|reddet\w+|alerj\w+|vejetaryen\w*|vegan\w*|eskiden)
(?:يكره|أكره|تكره|يتجنب|تتجنب|أتجنب|يرفض|ترفض|حساسية|نباتي|نباتية|عدم)
(?:नफरत|नफ़रत|परहेज|इनकार|एलर्जी|शाकाहारी|पूर्व)
"""
_AVERSE_UNSPACED = "讨厌|討厭|避免|拒绝|拒絕|过敏|過敏|素食|嫌い|苦手|避け|アレルギー|菜食|싫|피하|거부|알레르기|채식|금지"
# What looks like a denial and is none.
_NOT_MEANT = r"""
can['’]?t wait|cannot wait|couldn['’]?t be (?:happier|more|better|prouder)|couldn['’]?t agree more|not only|not just|not to mention|no (?:doubt|problem|worries|wonder|matter|way|kidding|big deal)|why (?:not|don['’]?t)|don['’]?t worry|don['’]?t you|(?:is|are|was|do|does|did|have|has|would|could|should|wo|ca)n['’]?t (?:it|you|they|we|he|she|that|this)(?=\s*\??$)|nothing but|never mind|not bad|no longer than|no later than|couldn['’]?t help|can['’]?t help|never (?:been|felt) (?:so|happier|better|more)|not sure if you|not long ago|no less|no more than|nothing like|can['’]?t believe|couldn['’]?t believe|never fails?|if not|if you don['’]?t mind|or not|whether or not|as well as|i don['’]?t know if you
nicht nur|nicht wahr|kein problem|nicht zuletzt|kaum erwarten|ohne zweifel|warum nicht|gar nicht schlecht
no solo|no sólo|sin duda|por qué no|no obstante|nada más|sin embargo|¿no\?|no hay problema
pas seulement|sans doute|pourquoi pas|pas mal|n['’]est-ce pas|pas de problème|sans problème|rien de tel|ne\b[^,.]*\bque|n['’][^,.]*\bque
não só|não apenas|sem dúvida|por que não|nada como|não é\?|sem problema
non solo|senza dubbio|perché no|non vedo l['’]ora|niente male|nient['’]altro che
niet alleen|zonder twijfel|geen probleem|waarom niet|niet waar
nie tylko|bez wątpienia|nie ma problemu|nie ma za co|czemu nie
не только|без сомнения|не за что|почему бы (?:и )?нет|не правда ли|не раз
не лише|не тільки|без сумніву|нема за що
değil mi|hiç şüphe|sadece .{0,20}değil
ليس فقط|لا بأس|لا شك|بدون شك
न केवल|न सिर्फ|है ना|है न
不仅|不但|不只|不过|不過|不错|不錯|差不多|不久|不同|不断|不斷|不得不|不如|对不起|對不起|没问题|沒問題|没关系|忍不住|不光|不停|是不是|有没有|能不能|要不要|特别|特別|别的|分别|分別|个别|无论|毫无疑问|非常
かもしれない|かもしれません|に違いない|なければなら|なくてはいけ|ないと(?:いけ|だめ)|なきゃ|じゃない[?？か]|だけでなく|しかない|間違いない|仕方ない|すみません|少なく|危な|なくな(?=り)|つまらない|もったいない
뿐만 아니라|틀림없|아니라면|안녕|않을까|없이는|안경|안내|안전|안정|편안|불안|못지않|아닐까
"""


def denies(text: str, language: str | None) -> bool:
    """Tell whether a clause denies something: what only looks like it is left out."""
    return _denies(text, language if language in _LANGUAGES else None)


def change_of(text: str, found: Evidence) -> Change | None:
    """Return whether a fact drops a denial of its quote, or has one that its quote doesn't have.

    A fact may say the same in other words: what somebody hates they don't like.
    """
    language = language_of(text) or found.language
    is_denied = denies(text, language)
    for clause in clauses(text):
        if denies(clause, language):
            if not _is_denied(clause, found):
                return "invented"
        elif not is_denied and not _averse(text) and _is_dropped(clause, found):
            return "dropped"
    return None


def _is_dropped(clause: str, found: Evidence) -> bool:
    """Tell whether all that a clause speaks of is denied in the quote's sentences."""
    if found.answer is False:
        # "Do you eat meat?" "No.": what was asked is denied; what else is said is not.
        wanted = content(clause, found.language)
        asked = len(wanted & content(found.asked, found.language))
        if asked > len(wanted & content(_without_answer(found.sentence), found.language)):
            return True
    meant = [_without_answer(piece) for piece in found.meant(clause)]
    return bool(meant) and all(denies(piece, found.language) for piece in meant)


def _is_denied(clause: str, found: Evidence) -> bool:
    """Tell whether what a clause speaks of is denied: there, or nearly as near to it."""
    if found.answer is False:
        return True
    said = [*clauses(found.wide), *clauses(found.asked)]
    denied = [piece for piece in said if denies(piece, found.language) or _averse(piece)]
    wanted = content(clause, found.language)
    best = max((len(wanted & content(piece, found.language)) for piece in said), default=0)
    return any(best - len(wanted & content(piece, found.language)) < 2 for piece in denied)


def _without_answer(piece: str) -> str:
    """Return a clause without the "no" that only answers."""
    return _ANSWERS_NO.sub("", piece)


_ANSWERS_NO = re.compile(
    r"^\W*(?:no|nope|nah|nein|non|não|nee|nie|нет|ні|hayır|لا|नहीं|不|いいえ|いや|아니요|아니)(?:[,،、，.!]+\s*|$)",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=2048)
def _denies(text: str, language: str | None) -> bool:
    left = _not_meant().sub(" ", text)
    if _denying(language).search(left):
        return True
    script = script_of(text) or ""
    return script in _UNSPACED and re.search(_UNSPACED[script], left) is not None


@functools.lru_cache(maxsize=2048)
def _averse(text: str) -> bool:
    return _aversion().search(text) is not None


def _lines(table: str) -> list[str]:
    return [line.strip() for line in table.splitlines() if line.strip()]


def _whole(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w\u0900-\u094f])(?:{'|'.join(patterns)})(?![\w\u0900-\u094f])", re.IGNORECASE
    )


@functools.cache
def _denying(language: str | None) -> re.Pattern[str]:
    """Return the denials of a language; of all without those that are other words elsewhere."""
    table = dict(zip(_LANGUAGES, _lines(_DENIES), strict=True))
    if language:
        found = _whole([table[language]]).pattern
    else:
        found = rf"(?!(?:noch|mai|ne|sin|ni|na|rien|nada)\b){_whole(table.values()).pattern}"
    return re.compile(rf"{found}|n['’]t\b" if language in (None, "en") else found, re.IGNORECASE)


@functools.cache
def _aversion() -> re.Pattern[str]:
    return re.compile(
        f"{_whole(_lines(_AVERSE)).pattern}|{_AVERSE_UNSPACED}", re.IGNORECASE
    )


@functools.cache
def _not_meant() -> re.Pattern[str]:
    return re.compile("|".join(_lines(_NOT_MEANT)), re.IGNORECASE)
