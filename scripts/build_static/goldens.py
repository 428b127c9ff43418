"""Write the golden tokenizations that tests/unit/test_wordpiece.py checks against."""

from __future__ import annotations

import argparse
import json
import unicodedata
from pathlib import Path

import teacher

# Texts that are tricky for one reason or another, all of our own making.
TRICKY = r"""
|hello
|Hello, World!
|don't can't won't she'd
|state-of-the-art e-mail
|3.14 and 1,000,000 or 50%
|user@example.org https://example.org/a_b?c=d&e=f#g
|naïve café résumé Zürich façade
|ÀÉÎÕÜ àéîõü Çç Ñ ñ Øø Łł Đđ ß ẞ Æ œ
|e\u0301 and é are one letter
|İstanbul ISTANBUL ıstanbul
|ΟΔΥΣΣΕΥΣ Οδυσσεύς ΣΟΦΟΣ
|Ёлка и ёжик, Москва слонов
|مرحبا بالعالم العربي
|שלום עולם
|नमस्ते दुनिया
|สวัสดีชาวโลก
|안녕하세요 세계
|할머니 생신 선물
|你好，世界！
|我住在北京 and work in 上海
|東京タワーに行きました。
|カタカナ ひらがな ｶﾀｶﾅ ガギグゲゴ
|ｆｕｌｌ　ｗｉｄｔｈ １２３
|ﬁne ﬂow ﬀ
|tab\tnew\nline\r\nreturn
|a\u00a0b\u2003c\u200bd\ufeffe
|zero\u200dwidth\u200cjoiner soft\u00adhyphen
|bell\u0007null\u0000end
|group\u001dsep unit\u001fsep form\u000cfeed vertical\u000btab next\u0085line
|replacement\ufffdcharacter
|😀 🎉🎉 ❤️ 👩‍👩‍👧 🇩🇪 ✅
|“quoted” ‘single’ «guillemets» „low“
|dash – em — bar ― minus − hyphen‐
|ellipsis… bullet • middle·dot
|$5 €10 £20 ¥30 ₹40
|x² + y³ = z½ ¼ ①
|a+b=c <tag> {brace} [bracket] (paren) ~tilde^ `tick` |pipe\\slash
|[CLS] [SEP] [MASK] [UNK] [PAD]
|##ing ##s ing
|supercalifragilisticexpialidocious
|pneumonoultramicroscopicsilicovolcanoconiosis
|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
|xqzjvk bfghtr zzzzz qqq
|snake_case camelCase PascalCase SCREAMING_CASE kebab-case
|def f(x): return x**2  # comment
|{"key": [1, 2, null]}
|\\alpha \\frac{1}{2} $E=mc^2$
|1st 2nd 3rd 21st 10am 5pm 12:30 2023-05-07 07/05/23
|LGBTQ+ COVID-19 iPhone15 B2B H2O C++ C# .NET
|U.S.A. Ph.D. e.g. i.e. Mr. O'Neill
|hahahaha loooool yesss!!! ??? ...
|Straße Größe Mädchen Fußgängerübergang
|niño mañana ¿qué? ¡hola! pingüino
|garçon œuvre élève où ça
|coração não avião
|çağrı şeker ığdır
|Việt Nam đẹp lắm
|żółć gęślą jaźń
|příliš žluťoučký kůň
|szőlő őrült
|Þór Guðmundsson ær
|a\u0300\u0301\u0302 stacked
|\u0301leading mark
|\u00e5\u0301 angstrom K Å
|Ⅷ ⅷ ℃ № ™ ©
|𝐛𝐨𝐥𝐝 𝓈𝒸𝓇𝒾𝓅𝓉 𝟙𝟚
|𠀀𠀁 㐀 豈
|\u30fb・ ー〜 ～ 、。
|က မြန်မာ ភាសា ລາວ
|ქართული հայերեն አማርኛ
|\u202eright to left\u202c \u2066isolate\u2069
|\t  leading and trailing \t
|\x20
|\t\n
|.
|-
|''
"""

# Ordinary sentences with one odd character put in; the position changes with the character.
HOSTS = (
    "My sister's birthday is on the 3rd of May",
    "We fly to Zurich at 7:45, gate B12",
    "Please don't use semicolons; short answers only",
)
ODD = (
    "\u00a0\u00ad\u0130\u0131\u0149\u01c5\u0345\u0390\u03c2\u0587\u061c\u0640\u0e33\u1e9e\u2028"
    "\u2029\u202f\u2060\u20e3\u2126\u212a\u2160\u3000\u3002\u3007\u309b\u30fc\u4e00\u9fff\uac00"
    "\ud7a3\uf900\ufb01\ufe0f\uff01\uff21\uffe5\U0001d400\U0001f600\U00020000"
)


def texts() -> list[str]:
    """Return the texts, without repetition."""
    found = [
        line[1:].encode("latin-1", "backslashreplace").decode("unicode_escape")
        if "\\" in line and "\\\\" not in line
        else line[1:]
        for line in TRICKY.splitlines()
        if line.startswith("|")
    ]
    for i, odd in enumerate(ODD):
        for host in HOSTS:
            at = (7 * i) % len(host)
            found.append(host[:at] + odd + host[at:])
    found.extend(unicodedata.normalize("NFD", t) for t in list(found) if not t.isascii())
    return list(dict.fromkeys(found))


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the JSON file to write")
    out: Path = parser.parse_args().out
    tokenizer = teacher.load().tokenizer
    tokenizer.encode_special_tokens = True
    entries = [[t, tokenizer.encode(t, add_special_tokens=False).tokens] for t in texts()]
    out.write_text(json.dumps(entries, ensure_ascii=True, indent=0) + "\n", encoding="utf-8")
    print(f"{len(entries)} texts")


if __name__ == "__main__":
    main()
