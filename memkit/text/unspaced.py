"""Words of scripts that are written without spaces: Chinese, Japanese, Korean, Thai and others.

A text is found by its single characters and its pairs of neighbours. A query asks for pairs, but
for none that only stands where a word of substance meets a particle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af\u3005-\u3007]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
# Function words, at which a query is cut, longer ones first, but for words that they are part of.
_CHINESE_WORDS = (
    "吉他|其他|其它|他人|现在|現在|存在|在线|在線|内在|內在|实在|實在|但是|可是|于是|於是|还是|還是|总是|總是|目的|的士|的确|的確|"
    "了解|为了|為了|自我|我国|我國|那么|那麼|这么|這麼|这样|這樣|那样|那樣|支那|刹那"
)
_CHINESE = re.compile(
    f"({_CHINESE_WORDS})|"
    "(?:[这那哪几两这這幾兩每一](?:个|個|只|隻|张|張|本|条|條|件|位|面|家|台|辆|輛|座|把|杯|次|种|種)|"
    "为什么|為什麼|什么时候|什麼時候|什么|什麼|怎么样|怎麼樣|怎么|怎麼|多少|哪里|哪裡|哪儿|哪些|我们|我們|你们|你們|他们|他們|她们|她們|"
    "这里|這裡|那里|那裡|是否|有没有|有沒有|[的了吗嗎呢吧啊是在我你您他她它谁誰这這那哪])"
)
_JAPANESE_WORDS = "私立|私鉄|私服|私有|彼岸|幾何|女の子|男の子|人との|木の実|山の手|世の中"
_JAPANESE = re.compile(
    f"({_JAPANESE_WORDS})|"
    "(?:でしょうか|でしょう|ですか|でした|ましたか|ました|ません|ますか|です|ます|どこ|いつ|だれ|誰|なに|何|なぜ|どの|どんな|どう|"
    "この|その|あの|これ|それ|あれ|について|という|私|僕|彼女|彼|"
    "(?<=[\u3400-\u4dbf\u4e00-\u9fff\u3005-\u3007\u30a0-\u30ff])"
    "(?:から|まで|より|だけ|には|では|とは|[はがをにのともへでか]))"
)
_KOREAN = re.compile(
    "(?<=..)(?:에서는|에서|에게|한테|으로|까지|부터|이랑|하고|처럼|보다|에는|이라고|라고|은|는|이|가|을|를|에|의|도|로|와|과|만)$"
    "|(?<=.)(?:이에요|인가요|입니까|입니다|예요|습니까|습니다|나요|어요|아요|까요|니)$"
)
_ONE_SYLLABLE = re.compile("[가-힣][은는을를의에도와과로]")
_KOREAN_QUESTIONS = frozenset(
    "누가 누구 무엇 무엇을 뭐 어디 언제 왜 어떻게 무슨 어떤 얼마 누구의 우리".split()
)


def pairs(run: str) -> list[str]:
    """Return each two neighbours of a run of characters."""
    return [run[i : i + 2] for i in range(len(run) - 1)]


def query_terms(run: str) -> tuple[list[str], list[str]]:
    """Return what a run of a query asks for: words of substance, and the rest."""
    every = pairs(run) or [run]
    kept = list(dict.fromkeys(term for piece in _pieces(run) for term in _asked(piece)))
    return kept, [term for term in every if term not in kept]


def _pieces(run: str) -> Iterator[str]:
    if _HANGUL.search(run):
        bare = _KOREAN.sub("", run)
        yield "" if bare in _KOREAN_QUESTIONS else bare
        if _ONE_SYLLABLE.fullmatch(run):
            yield run[0]
    elif _KANA.search(run):
        yield from _cut(_JAPANESE, run)
    elif _HAN.search(run):
        yield from _cut(_CHINESE, run)
    else:
        yield run


def _cut(pattern: re.Pattern[str], run: str) -> Iterator[str]:
    """Yield what stands between function words."""
    start = 0
    for match in pattern.finditer(run):
        if match[1] is None:
            yield run[start : match.start()]
            start = match.end()
    yield run[start:]


def _asked(piece: str) -> list[str]:
    if len(piece) > 1:
        return pairs(piece)
    # A kana that is left over is an ending.
    return [piece] if piece and not _KANA.fullmatch(piece) else []
