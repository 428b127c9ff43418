"""What code checks of a decision: whether a new fact may be taken for the old one, or change it.

A model that decides is asked which of its old facts a new one is the same as, adds to, changes or
corrects. Here stands what it can't decide alone: a change needs one subject, one property and two
states, an event is changed by nothing, and what an assistant said changes nothing that the user
said. In doubt a fact is new: two facts side by side can be joined later, a lost one can't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from memkit.domain.records import Role
from memkit.extraction.gate.evidence import evidence
from memkit.extraction.gate.names import foreign_names
from memkit.extraction.gate.negation import denies
from memkit.extraction.gate.times import times
from memkit.extraction.gate.words import content, language_of
from memkit.extraction.tasks.choices import Choice
from memkit.extraction.tasks.items import Kind
from memkit.extraction.windows.lines import Line
from memkit.text.numbers import numbers
from memkit.text.tokens import folded, normal

Reason = Literal["subject", "property", "kind", "time", "speaker", "values"]

_STATES: frozenset[Kind] = frozenset({"state", "preference", "plan", "instruction"})
# Two facts are of one property if so much of the shorter one's words stands in the other, values
# and verbs that go with anything left aside.
_SHARED = 0.5
_LONGEST = 2000
_SHARED_OF_A_TURN = 0.3
_TURN = re.compile(
    r"\b(?:now|no longer|any ?more|changed|evolved|switched|instead|updated|became|has become"
    r"|stopped|quit|jetzt|inzwischen|nicht mehr|stattdessen|ahora|ya no|maintenant|ne .{1,20} plus"
    r"|désormais|agora|já não|adesso|ora|non .{1,20} più|nu|niet meer|teraz|już nie|artık)\b"
    r"|теперь|больше не|тепер|більше не|الآن|لم يعد|لم تعد|अब|现在|不再|已经不|今は|もう|이제",
    re.IGNORECASE,
)
_ANY = frozenset(
    """is are was were be been has have had do does did go goes went get gets got make makes made
    take
    takes use uses want wants wanted like likes liked love loves loved enjoy enjoys prefer prefers
    hate
    hates think thinks feel feels start started now longer new old currently also very really user
    mag liebt gern hat ist geht macht jetzt nutzer gusta encanta tiene es está va hace ahora usuario
    aime adore est fait va maintenant utilisateur gosta adora tem é vai agora piace ha è fa ora
    houdt heeft gaat nu lubi ma jest любит нравится есть теперь пользователь любить подобається
    seviyor var şimdi يحب تحب لديه لديها المستخدم पसंद है करता 喜欢 用户 有 好き 좋아""".split()
)
# Properties of which one has one value at a time, by words of many languages.
_SINGLE: dict[str, str] = {
    "home": r"\b(?:live[sd]?|living|reside[sd]?|moved? (?:from|to|in|back|out)|moves to|relocat\w+"
    r"|based in|home is|wohnt?|wohnhaft|zieht nach|zog|gezogen|umgezogen|lebt in|vive|vivía"
    r"|se mudó|mudó|mudado|habite|vit à|déménag\w+|mora|morava|mudou|abita|vive a"
    r"|trasferit\w+|woont|verhuis\w+|mieszka\w*|przeprowadz\w+)\b"
    r"|жив[её]т|жил[аи]?\b|переехал\w*|проживает|мешкає|живе|переїха\w+|yaşıyor|oturuyor"
    r"|taşın\w+|[يت]عيش|[يت]سكن|انتقل\w*|रहत\S+|住|搬到|搬去|搬家|引っ越|살고|산다|이사",
    "work": r"\b(?:works? (?:at|for|as|in)|working (?:at|for|as)|worked (?:at|for|as)|job|employ\w+"
    r"|employer|occupation|profession|joined|hired|position|promoted|title|career"
    r"|arbeitet (?:bei|als|für)|beruf|stelle|angestellt|trabaja (?:en|como|para)|empleo"
    r"|puesto|travaille|emploi|poste|trabalha|emprego|lavora|impiego|werkt (?:bij|als|voor)"
    r"|pracuje)\b"
    r"|работа(?:ет|л|ла)|должност\w+|працю(?:є|вав|вала)|çalışıyor|[يت]عمل|काम कर|工作|上班"
    r"|就职|任职|働|勤め|근무|일한",
    "relationship": r"\b(?:married|single|divorced|engaged|dating|girlfriend|boyfriend|spouse"
    r"|relationship status|verheiratet|ledig|geschieden|verlobt|casad[oa]|solter[oa]"
    r"|divorciad[oa]|mariée?|célibataire|divorcée?|fiancée?|solteir[oa]|sposat[oa]|single"
    r"|getrouwd|żonaty|zamężna)\b|женат|замужем|разведен|одружен|evli|bekar|متزوج|شادीشुदा"
    r"|विवाहित|已婚|未婚|离婚|既婚|独身|結婚して|기혼|미혼",
    "name": r"\b(?:(?:is called|is named|name is|heißt|se llama|s'appelle|si chiama|se chama|heet"
    r"|nazywa))\b|зовут|звати|adı|اسمه|اسمها|नाम|叫|名前は|이름",
    "age": r"\b(?:years old|aged?|jahre alt|años|ans\b|anos|anni|jaar oud)\b|лет\b|років|yaşında"
    r"|عمره|عمرها|साल का|岁|歳|살",
    "contact": r"\b(?:phone|e-?mail|address|telefon\w*|adresse|teléfono|dirección|téléphone"
    r"|telefone"
    r"|endereço|telefono|indirizzo|adres)\b|телефон|адрес|هاتف|عنوان|电话|地址|邮箱|電話|住所"
    r"|전화|주소",
}
_OWNED = re.compile(
    r"^\W*(?P<owner>[^\s'’]+(?: [A-Z][^\s'’]+)?)['’]s?\s+(?P<thing>[^\W\d_]+)", re.UNICODE
)
_THING_OF = re.compile(
    r"^\W*(?:(?i:the|el|la|los|las|le|les|l['’]|o|a|il|der|die|das|de"
    r"|het)\s+)?(?P<thing>[^\W\d_]+)\s+(?:of|de|di|do|da|von|van"
    r"|d['’])\s+(?P<owner>[A-Z][^\W\d_]+)"
)
_CJK_OWNED = re.compile("^(?P<owner>.{1,6}?)(?:的|の|의 )(?P<thing>.{1,3})")
# Who or what is somebody else, however much of a person they are told by.
SOMEBODY = frozenset(
    """brother sister mother father mom mum dad son daughter wife husband partner friend girlfriend
    boyfriend boss manager colleague coworker cousin aunt uncle grandmother grandfather grandma
    grandpa
    nephew niece neighbor neighbour roommate teacher doctor landlord dog cat puppy kitten horse
    parents
    kids children team bruder schwester mutter vater sohn tochter frau mann freund freundin chef
    chefin
    kollege kollegin hund katze oma opa eltern kinder hermano hermana madre padre hijo hija esposa
    esposo
    marido amigo amiga jefe jefa perro gato gata primo prima abuela abuelo frere soeur mere pere
    fils fille
    femme mari ami amie patron chien chat grand-mere irmao irma mae pai filho filha chefe cachorro
    fratello
    sorella figlio figlia moglie marito amico amica capo cane gatta nonna nonno broer zus moeder
    vader zoon
    dochter vrouw vriend baas hond kat brat siostra matka ojciec syn corka pies kot сестра брат
    мать отец
    сын дочь жена муж друг начальник кот собака 弟弟 妹妹 哥哥 姐姐 儿子 女儿 妈妈 爸爸 丈夫 妻子
    朋友 猫 狗 妹 弟 姉 兄
    息子 娘 犬 여동생 남동생 언니 누나 오빠 형 딸 아들 고양이""".split()
)
_CORRECTS = re.compile(
    r"\b(?:actually|i meant|correction|i was wrong|my mistake|sorry,? (?:it['’]?s|not)"
    r"|not .{1,30}(?:,|but) |misspoke|eigentlich|ich meinte|stimmt nicht|korrektur"
    r"|en realidad|quise decir|me equivoqué|en fait|je voulais dire|je me suis trompée?"
    r"|na verdade|quis dizer|me enganei|in realtà|volevo dire|mi sono sbagliat[oa]|eigenlijk"
    r"|ik bedoelde|właściwie|miałem na myśli)\b"
    r"|на самом деле|я имел[а]? в виду|ошиб(?:ся|лась)|насправді|помилив\w+|aslında"
    r"|demek istedim|في الواقع|قصدت|दरअसल|मेरा मतलब|其实|我是说|说错|更正|実は|間違え|訂正"
    r"|사실은|정정",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A fact, old or new, as far as a choice about it is checked.

    Attributes:
        text: The sentence.
        about: Who or what it is about, as the model wrote it.
        kind: What sort of thing it is.
        said_by: The role of who said it.
        first, last: The days that it is about, where they are known.
        quote: The words that say so.
    """

    text: str
    about: str = ""
    kind: Kind = "state"
    said_by: Role | None = "user"
    first: date | None = None
    last: date | None = None
    quote: str = ""

    def __post_init__(self) -> None:
        # Of what somebody wrote as a memory the beginning is compared.
        object.__setattr__(self, "text", self.text[:_LONGEST])
        object.__setattr__(self, "quote", self.quote[:_LONGEST])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Whether a choice is allowed; `reason` and `sentence` say why it isn't."""

    allowed: bool
    reason: Reason | None = None
    sentence: str = ""


_ALLOWED = Ruling(allowed=True)


def may_choose(choice: Choice, *, old: Claim, new: Claim) -> Ruling:
    """Tell whether a new fact may be the same as an old one, add to it, change or correct it.

    Args:
        choice: What a model decided.
        old: The fact that it named.
        new: The fact that it decided on.
    """
    if choice == "new":
        return _ALLOWED
    if not _one_subject(old, new):
        return _refused("subject", "They are about different people or things.")
    if choice == "same":
        return _same(old, new)
    if choice == "adds":
        return _on_one_day(old, new)
    return may_change(old, new)


def may_change(old: Claim, new: Claim) -> Ruling:
    """Tell whether a new fact may take the place of an old one.

    Both must be states of one property of one subject, or facts of one day of which the new one's
    quote says that it corrects: "Actually it was ten miles."
    """
    if not _one_subject(old, new):
        return _refused("subject", "They are about different people or things.")
    if new.said_by != "user" and old.said_by == "user" and new.said_by is not None:
        return _refused("speaker", f"What the user said isn't changed by the {new.said_by}.")
    states = _are_states(old, new)
    if not states and not _CORRECTS.search(new.quote):
        return _refused("kind", "What happened isn't changed by what happens later.")
    if not states:
        on_one_day = _on_one_day(old, new)
        if not on_one_day.allowed:
            return on_one_day
    if not _one_property(old, new):
        return _refused("property", "They don't say what is, and what was, of one property.")
    return _ALLOWED


def _are_states(old: Claim, new: Claim) -> bool:
    """Tell whether two facts are states, by their kinds or, of kind "other", by their property.

    Small models often leave the kind open. Where somebody lives is a state all the same.
    """
    known = old.kind in _STATES, new.kind in _STATES
    if all(known) or not {old.kind, new.kind} <= _STATES | {"other"}:
        return all(known)
    return bool(single_values(old.text) & single_values(new.text))


def _same(old: Claim, new: Claim) -> Ruling:
    """Tell whether a new fact says nothing that an old one doesn't say."""
    language = language_of(new.text)
    more = _values(new.text, language) - _values(old.text, language)
    if _names_more(old, new):
        return _refused("values", "The new one names what the old one doesn't.")
    if more or denies(old.text, language) != denies(new.text, language):
        return _refused(
            "values", "The new one has numbers, or denies something, that the old one doesn't."
        )
    ruling = _on_one_day(old, new)
    if ruling.allowed and not _one_property(old, new):
        return _refused("property", "They have too few words in common.")
    return ruling


def _names_more(old: Claim, new: Claim) -> bool:
    """Tell whether a new fact has names that neither an old one nor whom they are about has."""
    said = Line(number=1, memory_id="", digest="", text=old.text, name=new.about or None)
    span = 0, len(old.text)
    found = evidence(said, [said], *span, fact=new.text)
    return bool(foreign_names(new.text, new.about, found))


def _on_one_day(old: Claim, new: Claim) -> Ruling:
    """Refuse events of different days: the same thing may happen twice."""
    if old.kind == new.kind == "event" and old.first and new.first:
        apart = (old.last or old.first) < new.first or (new.last or new.first) < old.first
        if apart:
            return _refused("time", "They are events of different days.")
    return _ALLOWED


def _refused(reason: Reason, sentence: str) -> Ruling:
    return Ruling(allowed=False, reason=reason, sentence=sentence)


def _one_subject(old: Claim, new: Claim) -> bool:
    """Tell whether two facts are about one person or thing, as far as their words tell."""
    mine, its = _owned(new.text), _owned(old.text)
    if mine != its:
        if any(owned and owned[1] in SOMEBODY for owned in (mine, its)):
            return False
        # "Ana's job" and "Ana works" are of one property; Ana's car isn't Ana's house.
        told = _thing_in(mine, old.text) or _thing_in(its, new.text)
        if not told and not single_values(old.text) & single_values(new.text):
            return False
    if not old.about or not new.about:
        return True
    a, b = _plain(old.about), _plain(new.about)
    return (
        bool(a & b)
        or normal(old.about) in normal(new.about)
        or (normal(new.about) in normal(old.about))
    )


def _thing_in(owned: tuple[str, str] | None, text: str) -> bool:
    """Tell whether what somebody has is spoken of in another text."""
    if owned is None:
        return False
    language = language_of(text)
    return bool(content(owned[1], language) & content(text.replace("_", " "), language))


def _owned(text: str) -> tuple[str, str] | None:
    """Return whose thing a text begins with, and which: "Ana's dog ..."."""
    for pattern in (_OWNED, _THING_OF, _CJK_OWNED):
        found = pattern.match(text.replace("_", " "))
        if found:
            return _folded(found["owner"]), _folded(found["thing"])
    return None


def _one_property(old: Claim, new: Claim) -> bool:
    if single_values(old.text) & single_values(new.text):
        return True
    language = language_of(new.text) or language_of(old.text)
    a, b = _telling(old, language), _telling(new, language)
    least = min(len(a), len(b))
    # "Now likes wrestling" says itself that it wasn't so.
    enough = _SHARED_OF_A_TURN if _TURN.search(new.text) else _SHARED
    return least > 0 and len(a & b) >= enough * least


def single_values(text: str) -> frozenset[str]:
    """Return the properties with one value at a time that a text speaks of."""
    plain = text.replace("_", " ")
    return frozenset(name for name, p in _SINGLE.items() if re.search(p, plain, re.IGNORECASE))


def _telling(claim: Claim, language: str | None) -> frozenset[str]:
    """Return the words of a fact that tell which property it is of."""
    text = claim.text.replace("_", " ")
    left = content(text, language) - content(claim.about, language)
    return frozenset(
        word for word in left - content(" ".join(_ANY), language) if not word.isdigit()
    )


def _values(text: str, language: str | None) -> frozenset[object]:
    return frozenset(_numbers(text, language))


def _numbers(text: str, language: str | None) -> Iterator[object]:
    """Yield the numbers and dates of a text."""
    said = times(text)
    yield from said.dates
    for number in numbers(text, language=language):
        if not any(start < number.end and number.start < end for start, end in said.spans):
            yield min(number.values)


def _plain(text: str) -> frozenset[str]:
    return frozenset(_folded(word) for word in re.findall(r"[^\W\d_]{2,}", text))


def _folded(word: str) -> str:
    return folded(normal(word))
