"""The words by which a question names a time by an event, and what looks like them and is none.

Patterns of regular expressions, a table a language. What they mean is said at `Connective` and
`Table`; `memkit.text.event_clauses` puts them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

EventRelation = Literal["before", "after", "since", "while"]
# What follows a word: a sentence with a verb of the past, a noun with an article, or either.
Follows = Literal["clause", "phrase", "either"]


@dataclass(frozen=True, slots=True)
class Connective:
    """Words that join an event to a question.

    Attributes:
        relation: How what is asked for stands to the event.
        follows: What stands behind them. An event of a "clause" has a verb of the past, one of a
            "phrase" has an article or a possessive; of "either", one of these, or the question has
            a verb of the past.
        words: The words.
    """

    relation: EventRelation
    follows: Follows
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """A language that writes these words before the event.

    Attributes:
        connectives: The words that join events.
        articles: What a named event begins with: "the", "my".
        asks: Question words: a clause ends before one, and none begins with one.
        idioms: From a connective on: what is no event, or one of every day.
        hidden: What in front of a connective gives it another meaning: "look" after, know "when".
        past: Verbs of the past that the tables of time lack; there they only decide between past
            and future.
        denies: What says that something did not happen.
        past_anywhere: Whether a verb of the past in the question is enough for a clause.
    """

    connectives: tuple[Connective, ...]
    articles: str
    asks: str
    idioms: str
    hidden: str
    denies: str
    past: str = r"(?!)"
    past_anywhere: bool = True


@dataclass(frozen=True, slots=True)
class UnspacedTable:
    """A language that writes them behind the event, without spaces.

    Attributes:
        endings: Relation and the words behind the event.
        begins: What may stand in front of the event and is no part of it.
        idioms: Events that are none, or of every day.
        denies: What says that something did not happen.
    """

    endings: tuple[tuple[EventRelation, str], ...]
    begins: str
    idioms: str
    denies: str


_A = Connective

TABLES: Mapping[str, Table] = {
    "en": Table(
        connectives=(
            _A("before", "either", r"before|prior to|until|till"),
            _A("after", "either", r"after"),
            _A("since", "clause", r"(?:ever )?since"),
            _A("since", "phrase", r"(?:ever )?since"),
            _A("while", "clause", r"(?<!\ba )while|whilst|(?:back )?when"),
            _A("while", "phrase", r"during|throughout|at the time of"),
        ),
        articles=r"the|my|your|his|her|our|their|that|\w+['’]s",
        asks=r"what|which|who|whom|whose|where|why|how|when|did|do|does|is|was|were|are|will|would|"
        r"has|have|had|can|could|should|shall|may|might|must",
        idioms=r"(?:before|after) (?:and|or)|"
        r"before (?:long|then|that\W|this|now|noon|midnight|lunch|dinner|breakfast|bed|work|"
        r"school|me|you|i (?:forget|go|start|begin|leave|continue|answer|ask)|"
        r"we (?:go|start|begin|continue)|the (?:judge|court|mirror))|"
        r"after (?:all|that\W|this|then|noon|midnight|lunch|dinner|breakfast|work|school|you|me|a|"
        r"some|the fact)|since (?:then|that\W|this)|until (?:now|then|noon|midnight)|"
        r"during (?:lunch|dinner|breakfast|the (?:day|night|week|weekend))|"
        r"(?:while|when) (?:(?:you|we|they|i)(?:['’](?:re|m)| are| am)? at it|in doubt|"
        r"it comes to|possible|necessary|needed)|"
        r"when \w+ (?:was|were) (?:young\w*|little|small|an? (?:little |small )?(?:kid|child|"
        r"boy|girl|baby|teen\w*|student)|kids|children)",
        hidden=r"look\w*|t[ao]k\w+|took|nam\w+|call\w+|ask\w*|chas\w+|r[au]n(?:ning|s)?|went|go|"
        r"goes|going|clean\w*|know|knows|knew|tell me|told me|remember\w*|recall|said|say|says|"
        r"wonder|sure|idea|find out|mention\w*|and|or|exactly",
        denies=r"not|never|cannot|\w+n['’]t",
        past=r"\w+ied|quit|cut|put|set|read|let|hurt|got",
        past_anywhere=False,
    ),
    "de": Table(
        connectives=(
            _A("before", "clause", r"bevor|(?:(?<=, )|^)(?:ehe|bis)"),
            _A("before", "phrase", r"vor|bis zu[mr]?"),
            _A("after", "clause", r"nachdem"),
            _A("after", "phrase", r"nach"),
            _A("since", "clause", r"(?:(?<=, )|^)seit(?:dem)?"),
            _A("since", "phrase", r"seit"),
            _A("while", "clause", r"(?:(?<=, )|(?<=damals )|^)(?:als|während|solange)"),
            _A("while", "phrase", r"während"),
        ),
        articles=r"de[rmns]|die|das|(?:mein|dein|sein|ihr|unser|euer|eur)(?:e[rmns]?|en)?",
        asks=r"was|welche[rsmn]?|wer|wen|wem|wessen|wo|wohin|woher|warum|wieso|wie|wann|womit",
        idioms=r"(?:vor|nach) (?:und|oder)|vor (?:allem|ort|kurzem|langem|mir|dir|"
        r"(?:de[rmn]|eine[rm]|meine[rm]|unsere[rm]|ihre[rm]|seine[rm]) (?:haus|haustür|tür|fenster|"
        r"fernseher|computer|spiegel|gericht|bahnhof|kirche|schule|büro|laden|essen|schlafen|"
        r"schlafengehen|arbeit|frühstück|mittagessen|abendessen))|"
        r"nach (?:hause|und nach|wie vor|dem (?:weg|essen|frühstück|mittagessen|abendessen|"
        r"aufstehen)|der (?:arbeit|schule|adresse|uhrzeit))|seit (?:wann|langem|kurzem)|"
        r"während der (?:woche|arbeit)|als (?:ob|wenn|kind|"
        r"\w+ (?:noch )?(?:jung|klein|jünger|ein kind))|"
        r"bevor ich(?: es| das)? vergesse|"
        r"ehe ich(?: es| das)? vergesse",
        hidden=r"frag\w*|such\w*|gefragt|gesucht|weißt du|weisst du|erinner\w+(?: du dich)?|"
        r"sag mir|und|oder",
        denies=r"nicht|nie|niemals|kein\w*",
        past=r"\w{2,}(?:te|ten|test|tet)|"
        r"\w*(?:zog|fing|ging|kam|fuhr|flog|traf|starb|nahm|gab|sah|fand|blieb|stand|lag)(?:en|st)?|"
        r"\w{4,}(?:t|en) (?:habe?|hat|hast|haben|hatten?|bin|bist|ist|sind|waren?)",
    ),
    "es": Table(
        connectives=(
            _A("before", "either", r"antes de que|antes del?|hasta que"),
            _A("after", "either", r"desp(?:ué|ue)s de que|desp(?:ué|ue)s del?|luego del?|tras"),
            _A("since", "clause", r"desde que"),
            _A("since", "phrase", r"desde"),
            _A("while", "clause", r"mientras|cuando"),
            _A("while", "phrase", r"durante"),
        ),
        articles=r"el|la|los|las|mis?|tus?|sus?|nuestr[oa]s?|vuestr[oa]s?|aquel(?:la)?",
        asks=r"qué|que|cuál(?:es)?|quién(?:es)?|dónde|adónde|por qué|cómo|cuándo|cuánt[oa]s?",
        idioms=r"antes de(?:l)? (?:nada|todo|ayer|eso|comer|cenar|dormir|desayunar|mediodía|"
        r"almuerzo|trabajo|que se me olvide)|"
        r"desp(?:ué|ue)s de(?:l)? (?:todo|eso|comer|cenar|mediodía|almuerzo|trabajo)|"
        r"tras (?:todo|eso)|"
        r"desde (?:luego|siempre|entonces|ahora|ya|hace)|mientras (?:tanto|que)|"
        r"durante (?:el día|la noche|la semana)|"
        r"cuando (?:\w+ )?era(?:n|s|mos)? (?:muy |más )?"
        r"(?:jóven(?:es)?|joven|niñ[oa]s?|pequeñ[oa]s?|chic[oa]s?)",
        hidden=r"sab(?:es|e|ía)|dime|recuerdas?|acuerdas(?: de)?|y|o",
        denies=r"no|nunca|jamás",
        past=r"(?!(?:d|med|mediod|t|garc|alegr|energ|compañ)ía)\w{2,}ía(?:s|n|mos|is)?|\w{2,}[ai]mos",
    ),
    "fr": Table(
        connectives=(
            _A("before", "either", r"avant (?:de|que)|avant (?:d|qu)['’]|avant|jusqu['’]à ce que"),
            _A("after", "either", r"après que|après qu['’]|après"),
            _A("since", "clause", r"depuis que|depuis qu['’]"),
            _A("since", "phrase", r"depuis"),
            _A("while", "clause", r"quand|lorsque|lorsqu['’]|pendant que|pendant qu['’]"),
            _A("while", "phrase", r"pendant|durant|lors d[eu]|lors des"),
        ),
        articles=r"les?|la|l['’]\w+|[mts]on|[mts]a|[mts]es|notre|nos|votre|vos|leurs?",
        asks=r"que|quoi|quel(?:le)?s?|qui|où|pourquoi|comment|quand|combien|est-ce|qu['’]est-ce|"
        r"\w+-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles)",
        idioms=r"(?:avant|après) (?:et|ou)|"
        r"avant (?:tout|hier|midi|minuit|cela|ça|que j['’]oublie|d['’]oublier|"
        r"de (?:dormir|manger)|le (?:dîner|déjeuner|petit)|toute? chose)|"
        r"après (?:tout|cela|ça|midi|minuit|demain|manger|coup|"
        r"le (?:dîner|déjeuner|petit|travail))|"
        r"depuis (?:toujours|longtemps|lors|peu)|quand même|"
        r"pendant (?:ce temps|longtemps|la semaine)|"
        r"quand \S+ ?étai\w+ (?:plus |très )?(?:jeunes?|petite?s?|enfants?)",
        hidden=r"sa(?:is|it|vez)(?:-tu)?|dis[- ]moi|souviens|rappelles?|et|ou|d",
        denies=r"ne|n['’]\w+|pas|jamais",
        past=r"\w{2,}(?:ions-nous|iez-vous)|nous \w{2,}ions|vous \w{2,}iez",
    ),
    "pt": Table(
        connectives=(
            _A("before", "either", r"antes (?:de que|que|d[eoa]s?)|até que"),
            _A("after", "either", r"depois (?:de que|que|d[eoa]s?)|após"),
            _A("since", "clause", r"desde que"),
            _A("since", "phrase", r"desde"),
            _A("while", "clause", r"enquanto|quando"),
            _A("while", "phrase", r"durante"),
        ),
        articles=r"[oa]s?|meus?|minhas?|teus?|tuas?|seus?|suas?|nossos?|nossas?",
        asks=r"que|qual|quais|quem|onde|aonde|por que|como|quanto?s?|é que|foi que",
        idioms=r"antes d[eoa] (?:tudo|mais nada|nada|dormir|jantar|almoçar|comer|almoço|ontem|"
        r"meio-dia|trabalho|que eu me esqueça)|"
        r"depois d[eoa] (?:tudo|amanhã|almoço|almoçar|jantar|trabalho|comer|meio-dia)|"
        r"desde (?:já|então|sempre|agora)|enquanto isso|quando (?:foi|é)\b|"
        r"durante (?:o dia|a noite)|"
        r"quando (?:\w+ )?era(?:m|mos)? (?:mais |muito )?"
        r"(?:novo|jovem|jovens|pequen[oa]s?|crianças?)",
        hidden=r"sabes?|diz-me|me diga|lembras?(?:-te)?(?: de)?|e|ou",
        denies=r"não|nunca|jamais",
        past=r"\w{2,}[aei]mos|(?!(?:d|t|famíl|histór|padar)ia)\w{2,}ia[ms]?",
    ),
}

# What an event may be written with.
_ZH = r"(?P<event>[^，,。？?！!；;]+?)"
_JA = "[^、,。？?！!]+?"
_JA_WHEN = "時|とき|頃|ころ"

UNSPACED_TABLES: Mapping[str, UnspacedTable] = {
    "zh": UnspacedTable(
        endings=(
            ("since", rf"(?<=自从|自從){_ZH}(?:以来|以來|之后|之後|以后|以後|[，,])"),
            ("since", rf"{_ZH}(?:以来|以來)"),
            ("before", rf"{_ZH}(?:之前|以前)"),
            ("after", rf"{_ZH}(?:之后|之後|以后|以後)"),
            ("while", rf"{_ZH}(?:的时候|的時候|期间|期間|那段时间|那段時間)"),
        ),
        begins=r"(?:自从|自從|从|從|当|當|在)",
        idioms=r"[这這那此之小]|.{0,3}小|不久|很久|中午|天黑|"
        r"(?:睡觉|睡覺|吃饭|吃飯|[早午晚][饭飯餐]|起床|[上下]班|放学|放學)",
        denies=r"没|沒|不|未",
    ),
    "ja": UnspacedTable(
        endings=(
            (
                "before",
                rf"(?P<event>{_JA}(?:[るうくすつむぬぶぐ](?=前)|(?=の前)))の?前(?=[には、,])",
            ),
            (
                "after",
                rf"(?P<event>{_JA}(?:[ただ](?=後|あと)|(?=の後|のあと)))の?(?:後|あと)(?=[にではも、,])",
            ),
            ("since", rf"(?P<event>{_JA}(?:[てで](?=から)|(?=以来)))(?:から|以来)"),
            (
                "while",
                rf"(?P<event>{_JA}(?:[ただ](?={_JA_WHEN})|(?=の(?:{_JA_WHEN}))))"
                rf"の?(?:{_JA_WHEN})(?=[には、,も])",
            ),
            ("while", rf"(?P<event>{_JA}(?:[るた](?=間)|(?=の間)))の?間(?=[には、,])"),
        ),
        begins=r"(?!)",
        idioms=r"[そこあど]|.{0,3}(?:子供|子ども|小さい|若い|小さかった|若かった)|その|この|あの|"
        r"家|駅|店|学校|会社|建物|皆|人|[朝昼夜]|(?:寝る|食べる|出かける|食事|仕事|昼食|夕食)",
        denies=r"ない|なかった|ません|なく",
    ),
}
