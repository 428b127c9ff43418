"""The proper names of a fact, and whether its evidence has them.

Where a script has capitals, a name is a word with one inside a sentence, or one at the beginning
that the evidence doesn't have and that stands as the subject. German, which writes every noun so,
has names after words such as "in" and "bei" and in front of another. Where a script has no
capitals, only what stands in the place of a name is taken for one: before a particle of place,
after "called". What is in doubt is no name: a name that is overlooked is caught by its quote.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.gate.times import times
from memkit.extraction.gate.words import content, script_of
from memkit.text import languages
from memkit.text.sentences import sentences
from memkit.text.tokens import folded, normal

_LETTERS = "(?:[^\\W\\d_]|[\u0900-\u0963])+"
WORD = re.compile(rf"{_LETTERS}(?:[-.&]{_LETTERS})*(?:['’]{_LETTERS})?")
_GENERIC = frozenset(
    """user users speaker assistant person people someone somebody he she they it the
    nutzer nutzerin benutzer benutzerin usuario usuaria usuário usuária utilisateur utilisatrice
    utente gebruiker gebruikster użytkownik użytkowniczka пользователь пользовательница
    користувач користувачка kullanıcı المستخدم المستخدمة मستخدم उपयोगकर्ता 用户 用戶 说话者 說話者
    使用者 ユーザー
    アシスタント ユーザ 話し手 사용자 사용자는 화자 助手 助理 speakers i ai a an tv ok pm am mr
    mrs ms miss sir madam dr doctor doktor docteur doctora dottore dottoressa doutor doutora prof
    professor professorin profesor profesora professeur professore lekarz mme mlle monsieur
    madame herr herrn frau sr sra srta señor señora senhor senhora dott
    sig signor signora sig.ra dhr mevr mevrouw meneer pan pani пан пані господин госпожа bay bayan
    bey hanım sayın""".split()
)
# After a subject no preposition stands, and after a common noun in front of a text often one.
_NO_SUBJECT_BEFORE = re.compile(
    r"\s*(?:[:;,.!?)/]|$|-|(?:of|for|in|at|with|to|from|about|on|by|as|or|that|who|which|are"
    r"|were|de|del|da|do|di|du|des|para|por|con|com|en|em|dans|chez|pour|avec|von|für|mit|bei"
    r"|über|aus|zu|im|am|van|voor|met|bij|op|z|na|w|dla|od|в|на|с|для|из|о|у|про|з|sind|waren"
    r"|son|sont|são|sono|zijn)\b)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(r"(?:ing|tion|ment|ness|ly|ity|ies|keit|heit|mente|ción|ção|zione|ость)$")
# German: nouns stand after these too, so only without an article, and not the usual ones.
GERMAN_NAME = re.compile(
    r"\b(?:in|nach|aus|bei|von|mit|für|namens|heißt|heisst|Frau|Herrn?|Firma|Stadt|Hund|Katze"
    r"|Bruder|Schwester|Tochter|Sohn|Freund|Freundin|Kollegin|Kollege|als|und)\s+"
    r"(?P<name>[A-ZÄÖÜ][\wäöüß]+)"
)
GERMAN_NOUN = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|ion|ionen|tät|ismus|nis|nisse|ling|chen|zeit|tag|tage"
    r"|tagen|woche|jahr|jahre|jahren|monaten|kinder|kindern|en|ern|eln"
    r"|hause|haus|arbeit|beruf|ende|anfang|beginn|hobby|musik|sport|urlaub|ruhe|spaß|essen"
    r"|ärztin|arzt|lehrer|lehrerin|in)$",
    re.IGNORECASE,
)
_INFLECTING = frozenset({"de", "pl", "tr", "ru", "uk", "el", "hi", "ar", "cs"})
_DERIVED = frozenset(("an", "ian", "ese", "ish", "s", "es"))
# Countries of which "-n" makes who or what is from there; "Julian" isn't from Julia.
_COUNTRY = re.compile(r"(?:.{3,}(?:ica|sia|ria|nia|lia|bia|dia|gia)|india|asia|cuba)$")

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_COMMON_HAN = frozenset(
    "用户说話话者他她它牠的地得了着过過是有在和与與人们們其自己目前现現打算计計划劃喜欢歡工作居住认認为為希望已经經表示提到想要会會能可"
    "以考虑慮觉覺得准準备備决決定需询詢应應该該不没沒并並且而也都还還很更最就才只对對于於从從到去来來给給被把让讓上下中里裡内外前后後时時候间間年月日天周週个個一二三四五六七八九十"
    "每曾正常经经历家名叫孩子朋友学學习習生活开開始因故所这這那些什么麼每搬离離买買卖賣爱愛吃喝看读讀写寫养養做当當任职職公司城市国國大小"
    "未坐乘骑跑走飞住开"
)
_CHINESE_SLOT = re.compile(
    r"(?:在|去|到|叫|从|從|自|给|給|和|跟|与|與|找|于|於|是|名为|名為|认识|認識|嫁给|娶了"
    r"|爱上|弟弟|妹妹|哥哥|姐姐|儿子|女儿|丈夫|妻子|朋友|同事|老板|爸爸|妈妈|^)"
    rf"(?=(?P<name>[{_HAN}]{{2,8}}))"
)
_COMMON_JAPANESE = frozenset(
    "ユーザー ユーザ アシスタント コーヒー パソコン スポーツ ピアノ ギター アパート "
    "マンション ペット レストラン アレルギー "
    "現在 自宅 仕事 趣味 以前 将来 毎日 毎週 毎朝 今後 家族 会社 職場 学校 大学 病院 彼女 彼 "
    "都市 場所 友人 友達 子供 一緒 本人 最近 今年 去年 来年 "
    "昨年 先週 来週 先月 来月 昨日 今日 明日 主 娘 息子 妻 夫 母 父 兄 姉 弟 妹 月曜日 "
    "火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 春 夏 秋 冬 朝 夜 勤務 就職 結婚 入院 卒業 "
    "出張 旅行 留学 引越 運動 散歩 料理 読書 購入 予定 予約 利用 使用 参加 練習 勉強 研究 "
    "開発 担当 所属 経験 希望 検討 心配 不安 健康 食事 朝食 夕食 昼食 通勤 通学 時間 午前 "
    "午後 年間 週末 平日 休日 途中 実家 部屋 近所 海外 国内 屋外 室内 年前 月前 時 年 歳 回 "
    "人 匹 国 町 村 車 電車 自転車 英語 日本語 中国語 誕生日 理由 一人 二人 自分 両親 同僚 "
    "上司 先生 医者 医師 教師 会議 授業 試験".split()
)
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc・]{2,}")
_JAPANESE_SLOT = re.compile(
    rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,5}})(?:さん|くん|ちゃん|様|氏|市|県|駅|社|大学|出身"
    rf"|在住|に(?=[\d一-九]|住|引|行|留|転|旅|移|勤|来)|へ|で(?=[\d一-九]|働|暮|結|生|開|会"
    rf"|買)|から(?=来|引)|を(?=辞|退|卒))"
)
_COMMON_KOREAN = frozenset(
    "사용자 그녀 그 현재 회사 직장 집 학교 대학 대학교 병원 도시 친구 가족 아이 아이들 남편 "
    "아내 지금 최근 매일 매주 매년 작년 올해 내년 오늘 어제 내일 "
    "아침 저녁 오후 오전 주말 요즘 앞으로 자신 사람 생일 휴가 여행 사용자의 누나 언니 오빠 "
    "형 동생 어머니 아버지 엄마 아빠 딸 아들".split()
)
_KOREAN_SLOT = re.compile(
    r"(?P<name>[가-힣]{2,6}?)(?:에서|으로|로|에게|한테|씨|님|에|이라는|라는)(?![가-힣])"
    r"|^(?P<first>[가-힣]{2,6}?)(?:은|는|이|가)(?![가-힣])"
)
_COMMON_ARABIC = frozenset(
    "مدينة شركة منزل بيت عمل مدرسة جامعة مستشفى عام شهر سنة يوم أسبوع وقت أجل خلال بعد قبل "
    "كل هذا هذه ذلك تلك عائلة صديق صديقة زوج زوجة ابن ابنة أخ أخت "
    "فصل مجال وظيفة مطعم مكتب شقة دون غير صباح مساء حوالي أكثر أقل نفس".split()
)
_ARABIC_SLOT = re.compile(
    r"(?:^|\s)(?:في|إلى|الى|من|مع|اسمه|اسمها|يدعى|تدعى|يسمى|تسمى|مدينة"
    r"|شركة)\s+(?P<name>[\u0620-\u064a]{3,})(?=\s*(?:$|[.،؛,!؟]|\s(?:منذ|في|من|مع|إلى|على|عام"
    r"|سنة|يوم|بعد|قبل|السنة|العام|الشهر|الأسبوع|و[\u0620-\u064a])))"
    r"|^(?P<first>[\u0620-\u064a]{3,})(?=\s+(?:[يت][\u0620-\u064a]+|ليس|لا))"
)
_COMMON_HINDI = frozenset(
    "उपयोगकर्ता घर शहर कंपनी स्कूल कॉलेज ऑफिस दफ्तर अस्पताल परिवार दोस्त साल महीने हफ्ते दिन "
    "समय सुबह शाम रात बाद पहले काम नौकरी जीवन बचपन गाँव देश खाने "
    "उस इस वह उन सप्ताह वर्ष बारे रूप भविष्य".split()
)
_DEVANAGARI = "[\u0900-\u0963]"
_HINDI_SLOT = re.compile(
    rf"(?P<name>{_DEVANAGARI}{{2,}})\s+(?:में|ने|से|नाम)(?!{_DEVANAGARI})"
    rf"|^(?P<first>{_DEVANAGARI}{{2,}})(?=\s+(?:को|का|की|के|{_DEVANAGARI}+\s+में))"
)


def foreign_names(text: str, about: str, found: Evidence) -> list[str]:
    """Return the names of a fact that neither its evidence nor a speaker of the window has.

    Args:
        text: The fact.
        about: Whom the fact is about, as the model wrote it.
        found: Its evidence.
    """
    names = list(dict.fromkeys([*_names(text, about, found), *_subjects(about, text, found)]))
    vouching = _Vouching(found)
    foreign = [name for name in names if not vouching.has(name)]
    spelled_out = _spelled_out(text, found) if foreign else frozenset()
    return [name for name in foreign if name not in spelled_out]


# What countries are called beside their names.
_CALLED = tuple(
    frozenset(row.split("/"))
    for row in (
        "states/the states/usa/us/america/united states/united states of america/amerika/staaten"
        "/vereinigte staaten/vereinigten staaten/eeuu/ee. uu./estados unidos/eua/états-unis"
        "/amérique/stati uniti/verenigde staten/сша/америка/америку/америке/штаты/штатах/stany"
        "/stanach/stany zjednoczone/stanach zjednoczonych/amerika birleşik devletleri/abd",
        "uk/united kingdom/britain/great britain/großbritannien/vereinigtes königreich"
        "/reino unido/gran bretaña/grã-bretanha/royaume-uni/grande-bretagne/regno unito"
        "/gran bretagna/verenigd koninkrijk/великобритания/великобритании/wielka brytania"
        "/wielkiej brytanii/birleşik krallık/i̇ngiltere",
        "holland/netherlands/the netherlands/niederlande/niederlanden/holanda/países bajos"
        "/países baixos/hollande/pays-bas/olanda/paesi bassi/голландия/голландии/нидерланды"
        "/нидерландах/holandia/holandii/niderlandy/niderlandach",
        "czechia/czech republic/czech",
        "uae/emirates/united arab emirates",
        # Those whose people are called by another stem.
        "france/french",
        "spain/spanish/spaniard",
        "poland/polish/pole",
        "netherlands/holland/dutch",
        "wales/welsh",
        "scotland/scottish/scots/scot",
        "ireland/irish",
        "england/english",
        "britain/british/brit/uk",
        "denmark/danish/dane",
        "sweden/swedish/swede",
        "finland/finnish/finn",
        "norway/norwegian",
        "greece/greek",
        "turkey/turkish/turk/türkiye",
        "switzerland/swiss",
        "philippines/filipino/filipina",
        "belgium/belgian",
        "germany/german",
        "ghana/ghanaian",
        "lebanon/lebanese",
        "wi-fi/wifi",
        "christmas/xmas",
    )
)


def _spelled_out(text: str, found: Evidence) -> frozenset[str]:
    """Return the words of a fact's names of several words that its evidence has in short.

    So "Los Angeles" and "Human Resources" stand for "LA" and "HR", and "the States" for a country.
    """
    named = found.named
    words_said = re.findall(r"[^\s,;:!?()]+", normal(named))
    said = f" {' '.join(words_said)} ".replace(". ", " ")
    short = {word.casefold() for word in re.findall(r"\b[A-ZÀ-Þ]{2,5}\b", named)}
    words: set[str] = set()
    for run in _RUN_OF_CAPITALS.finditer(text):
        parts = run[0].split()
        whole = " ".join(map(normal, parts))
        if "".join(part[0] for part in parts).casefold() in short or any(
            whole in row and any(f" {other} " in said for other in row) for row in _CALLED
        ):
            words.update(WORD.findall(run[0]))
    return frozenset(words)


_RUN_OF_CAPITALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w.-]*\s?)*[A-ZÀ-ÞА-ЯЁ][\w-]*")


def _subjects(about: str, text: str, found: Evidence) -> Iterator[str]:
    """Yield the names of whom a fact is about; without capitals, what its text begins with too."""
    if script_of(about) not in ("latin", "cyrillic", "greek", None):
        owner = re.split("[的の의 ]", about.strip())[0]
        if text.startswith(owner) and not is_generic(owner):
            yield owner
        return
    if _is_handle(about, text):
        if about.strip() not in _speakers(found):
            yield about.strip()
        return
    for match in WORD.finditer(about):
        word = match[0]
        if word[0].isupper() and not is_generic(word):
            yield word


def _is_handle(about: str, text: str) -> bool:
    """Tell whether a fact begins with a name in small letters, as people have in forums."""
    name = about.strip()
    begins = name[:1].islower() and len(name) > 2 and text.startswith(name)
    return begins and len(name.split()) == 1 and not is_generic(name)


def _names(text: str, about: str, found: Evidence) -> Iterator[str]:
    script = script_of(text)
    if script in ("latin", "cyrillic", "greek"):
        yield from _capitalised(text, about, found)
    else:
        yield from names_in_slots(text)
    if script == "zh":
        yield from _unseen_han(text, found)
    if script in ("zh", "ja", "ko", "arabic", "devanagari"):
        yield from _unseen_owner(text, about, found)
    if script == "ja":
        yield from (m[0] for m in _KATAKANA.finditer(text) if m[0] not in _COMMON_JAPANESE)
    if script not in ("latin", "cyrillic", "greek"):
        # Words in Latin letters are copied into other scripts as they are.
        yield from (
            w[0]
            for w in WORD.finditer(text)
            if w[0][0].isupper() and w[0].isascii() and len(w[0]) > 1
        )


# Whose names are given with what they are to somebody.
_KIN = re.compile(
    r"(?:أخو|أخي|أخوها|أخت|أختها|ابن|ابنها|ابنة|ابنتها|زوجها|زوجته)\s(?P<ar>[\u0620-\u064a]{3,})"
    rf"|(?:बहन|भाई|बेटा|बेटी|पत्नी|पति|दोस्त)\s(?P<hi>{_DEVANAGARI}{{2,}})"
    r"|(?:여동생|남동생|누나|언니|오빠|형|남편|아내|친구|아들|딸)\s(?P<ko>[가-힣]{2,4}?)(?:은"
    r"|는|이|가|과|와|의)(?![가-힣])"
    rf"|(?:妹|弟|姉|兄|息子|娘|夫|妻|友人|友達)の(?P<ja>[{_HAN}]{{2,4}})"
)


def names_in_slots(text: str) -> Iterator[str]:
    """Yield the names of a text in a script without capitals, by the places that names have."""
    found = _SLOTS.get(script_of(text) or "")
    if found is not None:
        slots, common = found
        yield from _in_slots(slots, common, text)
        yield from _in_slots(_KIN, common, text)


_SLOTS = {
    "ja": (_JAPANESE_SLOT, _COMMON_JAPANESE),
    "ko": (_KOREAN_SLOT, _COMMON_KOREAN),
    "arabic": (_ARABIC_SLOT, _COMMON_ARABIC),
    "devanagari": (_HINDI_SLOT, _COMMON_HINDI),
}


def _in_slots(slots: re.Pattern[str], common: frozenset[str], text: str) -> Iterator[str]:
    for match in slots.finditer(text):
        name = _TIME_BEFORE.sub("", next(group for group in match.groups() if group))
        bare = name.removeprefix("ال") if name.startswith("ال") else name
        if name in common or bare in common or is_generic(name):
            continue
        # Common nouns have the article, after a preposition too; cities with it are known by that.
        yield name


_TIME_BEFORE = re.compile(
    "^(?:[来先今翌][年月週]|去年|昨年|[昨今明]日|毎[朝日週月年晩]|午[前後])+(?=.)"
)


def _unseen_han(text: str, found: Evidence) -> Iterator[str]:
    """Yield pairs of signs, in the place of a name, that the evidence doesn't have."""
    named = found.named + "".join(_speakers(found))
    for match in _CHINESE_SLOT.finditer(text):
        name = match["name"][:2]
        if name not in named and not set(name) & _COMMON_HAN and not set(name) <= set(named):
            yield name


_COMMON_CHINESE = frozenset(
    "医院 银行 超市 餐厅 餐馆 咖啡 办公 图书 健身 火车 飞机 机场 酒店 网上 电脑 手机 音乐 附近 "
    "旁边 郊区 海边 厨房 客厅 花园 商店 市场 电影 电视 足球 篮球 瑜伽 素食 过敏 软件 项目 团队 "
    "旅游 旅行 出差 游泳 跑步 客户 邮件 报告 早餐 午餐 晚餐 父母 父亲 母亲 同学 邻居".split()
)
_LONGEST_CHINESE = 4


def chinese_names(text: str) -> Iterator[str]:
    """Yield what stands in the place of a name in Chinese: signs that common words rarely have."""
    for match in _CHINESE_SLOT.finditer(text):
        length = 0
        for sign in match["name"]:
            if sign in _COMMON_HAN:
                break
            length += 1
        name = match["name"][:length]
        # Where the name ends is told by the common sign, or word, behind it.
        ends = [name.find(word) for word in _COMMON_CHINESE if word in name]
        name = name[: min(ends)] if ends else name
        if 1 < len(name) <= _LONGEST_CHINESE:
            yield name


def _unseen_owner(text: str, about: str, found: Evidence) -> Iterator[str]:
    """Yield the first word of a fact in which the name of whom it is about is missing.

    Without capitals this is how another name in its place is seen. A fact that begins with a word
    of its line, with "the user" or with a pronoun is about who it says.
    """
    if not about or about in text or about not in _speakers(found):
        return
    if script_of(text) == "arabic":
        # A verb stands before its subject, and a thing before its owner.
        said = content(found.named, "ar")
        for word in text.split()[:2]:
            bare = word.strip("،,.:؛")
            if not content(bare, "ar") <= said and not re.match("س?[يت]", bare) and len(bare) > 2:
                yield bare
        return
    first = re.split("[はがのをに、,，\\s]|的|对|在|有|已", text.strip(), maxsplit=1)[0]
    bare = re.sub("(?:은|는|이|가|의)$", "", first)
    if bare and bare[:2] not in found.named and not is_generic(bare) and bare not in _PRONOUNS:
        yield bare


_PRONOUNS = frozenset("他 她 它 他们 彼 彼女 그 그녀 هو هي वह वे उसका उसकी उसके उसने उसे".split())


def _capitalised(text: str, about: str, found: Evidence) -> Iterator[str]:
    german = found.language == "de"
    first = {start for start, _ in sentences(text)}
    after_german = {m.start("name") for m in GERMAN_NAME.finditer(text)} if german else set()
    of_time = _words_of_time(text)
    words = list(WORD.finditer(text))
    owners = {part for name in _speakers(found) for part in name.split()}
    stands_for_another = about in _speakers(found) and not _mentions(text, about)
    previous_end = -9
    previous_capital = False
    previous = ""
    for match in words:
        word, start = match[0], match.start()
        # "Timos Großmutter" is nobody's name.
        owned = german and previous.endswith("s") and previous[:-1] in owners
        capital = word[0].isupper() or (len(word) > 2 and word[1].isupper())
        joined = capital and previous_capital and text[previous_end:start] == " " and not owned
        passed = is_generic(word) or word in of_time or _is_function_word(word, text, found)
        # "Die Sendung" is no name of two words.
        previous_end, previous_capital, previous = match.end(), capital and not passed, word
        # "R$ 640" is an amount.
        if not capital or passed or text[match.end() : match.end() + 1] == "$":
            continue
        if start in first or opens(text, start):
            alone = start not in first
            if _is_subject(text, match.end(), word, about, alone=alone) or (
                start == min(first) and stands_for_another and not _NO_SUBJECT.search(word)
            ):
                yield word
        elif not german or (
            (start in after_german and not GERMAN_NOUN.search(word))
            or (joined and start not in first)
        ):
            yield word


def _mentions(text: str, about: str) -> bool:
    """Tell whether a text has a name, in any of its forms, or speaks of "the user"."""
    words = [name_stem(match[0]) for match in WORD.finditer(text)]
    parts = [name_stem(match[0]) for match in WORD.finditer(about)]
    return any(
        word in _GENERIC or any(_alike(part, word, inflects=True) for part in parts)
        for word in words
    )


def opens(text: str, start: int) -> bool:
    """Tell whether a word stands where any word has a capital: after a colon or a quote."""
    return start > 0 and text[:start].rstrip(" ")[-1:] in (":", '"', "“", "«", "(", "'", "•", "-")


def _is_subject(text: str, end: int, word: str, about: str, *, alone: bool) -> bool:
    """Tell whether a word at the beginning is whom a sentence is about.

    Args:
        text: The fact; `end`: where the word ends in it.
        word: The word.
        about: Whom the fact is about.
        alone: Whether it begins no sentence: what stands after a colon is often no name.
    """
    if name_stem(word) in {name_stem(w[0]) for w in WORD.finditer(about)}:
        return True
    if alone or _NO_SUBJECT.search(word):
        return False
    return _NO_SUBJECT_BEFORE.match(text, end) is None


@functools.lru_cache(maxsize=256)
def _words_of_time(text: str) -> frozenset[str]:
    """Return the words that are months and weekdays, which are looked at as dates."""
    of_time = set()
    for match in WORD.finditer(text):
        near = text[max(0, match.start() - 12) : match.end() + 6]
        said = times(match[0])
        if said or (times(near).dates and times(f"in {match[0]}").dates):
            of_time.add(match[0])
    return frozenset(of_time)


def is_generic(word: str) -> bool:
    """Tell whether a word stands for somebody without being a name: "user", "I", "Mrs"."""
    return normal(word).removesuffix("'s") in _GENERIC


_LATIN = frozenset(languages.OF_SCRIPT["latin"]) | {"en"}


def _is_function_word(word: str, text: str, found: Evidence) -> bool:
    lowered = normal(word)
    told = [found.language, found.language_of(text)]
    known = {"en", *filter(None, told)} if any(told) else _LATIN
    return any(lowered in languages.stop_words(language) for language in known)


def _speakers(found: Evidence) -> list[str]:
    return [line.name for line in found.window if line.name]


def name_stem(word: str) -> str:
    """Return a word in one case, without what stands behind an apostrophe."""
    bare = folded(normal(word).replace("’", "'"))
    # What stands behind an apostrophe is an ending: "Ana's", "Emre'nin", "Karen W's".
    name, apostrophe, ending = bare.rpartition("'")
    return name if apostrophe and (len(name) > 2 or (name and ending == "s")) else bare


_LONG_ENOUGH = 5  # Of a word that may be the beginning of a name in full.


class _Vouching:
    """The words that may vouch for a name."""

    def __init__(self, found: Evidence) -> None:
        self._text = normal(found.named)
        self._words = {name_stem(match[0]) for match in WORD.finditer(found.named)}
        self._words |= {part for word in self._words for part in re.split(r"[-.&']", word)}
        self._long = {word for word in self._words if len(word) >= _LONG_ENOUGH}
        self._initials = _initials(found.named)
        self._language = found.language
        self._stems = content(found.named, found.language)
        self._speakers = [
            name_stem(word[0]) for name in _speakers(found) for word in WORD.finditer(name)
        ]
        self._inflects = found.language in _INFLECTING or script_of(found.text) == "cyrillic"
        self._unspaced = script_of(found.text) in ("zh", "ja", "ko", "th")

    def _is_in_full(self, name: str, stem: str) -> bool:
        """Tell whether a name is said in short: "Insta", "Postgres". Julian isn't Julia."""
        has_capitals = not name[1:].islower()
        return any(
            stem.startswith(word) and (has_capitals or len(stem) - len(word) > 2)
            for word in self._long
        )

    def has(self, name: str) -> bool:
        stem = name_stem(name)
        if stem in self._words or stem in self._initials:
            return True
        if any(stem == s or (len(stem) > 2 and s.startswith(stem)) for s in self._speakers):
            return True
        if not self._unspaced and self._inflects and content(name, self._language) <= self._stems:
            return True
        if self._unspaced or not stem.isascii():
            parts = [normal(part) for part in re.split("・", name)]
            if all(part in self._text for part in parts):
                return True
            if self._unspaced and any(part in normal("".join(self._speakers)) for part in parts):
                return True
        if self._is_in_full(name, stem):
            return True
        if name.isupper() and stem in _initials(" ".join(self._speakers)):
            return True
        # Of "Zoom-gesprek" the name is "Zoom".
        named = [part for part in re.split(r"[-.&'’]", name) if part[:1].isupper()]
        parts = [name_stem(part) for part in named if len(part) > 1]
        is_joined = re.search(r"[-.&'’]", name) is not None
        if is_joined and parts and all(part in self._words for part in parts):
            return True
        return any(
            _alike(stem, other, inflects=self._inflects)
            for other in [*self._words, *self._speakers]
        )


def _initials(text: str) -> frozenset[str]:
    """Return the initials of what is written with capitals in a row: "nyc" of New York City."""
    found = set()
    for run in re.finditer(r"(?:[A-Z][\w'’]+[ -](?:of |and |for |the )?)+[A-Z][\w'’]+", text):
        letters = "".join(word[0] for word in re.findall(r"[A-Z]\w+", run[0])).lower()
        found |= {letters[:length] for length in range(2, len(letters) + 1)}
    return frozenset(found)


def _alike(name: str, other: str, *, inflects: bool) -> bool:
    """Tell whether two words are forms of one name, or one is derived from the other."""
    common = 0
    for a, b in zip(name, other, strict=False):
        if a != b:
            break
        common += 1
    rests = name[common:], other[common:]
    longest = max(map(len, rests))
    if inflects:
        short = longest <= 1 and common >= 2
        return short or (longest <= 3 and common >= 4)
    if "" in rests:
        ending = rests[0] or rests[1]
        if ending == "n":
            return _COUNTRY.match(name[:common]) is not None
        return ending in _DERIVED and common >= 3
    return common >= 4 and min(map(len, rests)) <= 1 and bool(_DERIVED & {*rests})
