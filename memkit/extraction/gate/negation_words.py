"""Words that deny, end, avoid and hate, by language: patterns of whole words."""

from __future__ import annotations

NEGATORS = {
    "en": r"not|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|hardly|barely|no longer"
    r"|anymore|any more|isnt|doesnt|dont|didnt|wasnt|cant|wont|\w+n['’]t",
    "de": r"nicht|nichts|nie|niemals|kein(?:e[mnrs]?)?|niemand|weder|keinesfalls|nirgends"
    r"|nirgendwo",
    "es": r"no|ni|nunca|jamás|nada|nadie|ningún|ninguna?|tampoco",
    "fr": r"pas|jamais|rien|personne|aucune?|ne|n['’]\w+",
    "pt": r"não|nunca|jamais|nada|ninguém|nenhuma?|nem",
    "it": r"non|mai|niente|nulla|nessun[oa]?|né",
    "nl": r"niet|niets|nooit|geen|niemand|nergens",
    "pl": r"nie|nigdy|nic|nikt|żaden|żadn\w+",
    "ru": r"не|нет|никогда|ничего|никто|ни|нельзя|нету",
    "uk": r"не|немає|ніколи|нічого|ніхто|ні",
    "tr": r"değil\w*|yok|hiç|asla|\w+(?:m[ıiuü]yor\w*|m[ae]d[ıi]\w*|m[ae]z(?:lar|ler|ım|im|sın)?"
    r"|m[ae]yacak\w*|m[ae]yecek\w*|m[ae]m[ıi]ş\w*|m[ae]yan|m[ae]yen"
    r"|(?<!ta)(?<!ha)(?<!keli)m[ae]m|m[ae]y[ıi]z)",
    "ar": r"و?(?:لا|ليس|ليست|لست|لم|لن|ليسوا|غير|أبدا|أبداً)",
    "hi": r"नहीं|नही|ना|न|मत",
    "zh": r"不|没|沒|未(?!来|來|婚)|无(?!论|锡)|無(?!論)|别(?!人|的|墅)|从未|從未|非(?!常|洲)",
    "ja": r"ない|ません|なかった|なく(?!して)|ぬ(?=。|$)|無し|なし(?!て)",
    "ko": r"않|못|없|아니|(?<![가-힣])안(?= ?[가-힣])|말고",
}
WITHOUT = {
    "en": "without|w/o", "de": "ohne", "es": "sin", "fr": "sans", "pt": "sem", "it": "senza",
    "nl": "zonder", "pl": "bez", "ru": "без", "uk": "без", "tr": r"olmadan|\w+s[ıiuü]z",
    "ar": "بدون|دون", "hi": "बिना", "zh": "(?!x)x", "ja": "ずに", "ko": "없이",
}  # fmt: skip
# What was so and is no more.
ENDED = {
    "en": r"stop(?:s|ped)?|quit(?:s|ting)?|gave up|given up|gives up|giving up",
    "de": r"aufgehört|aufgegeben|hörte auf|hört auf",
    "es": r"dej(?:é|ó|e|a|ado|ar|aron)(?!\s+\w+[aei]r\b)|abandon[óéa]\w*",
    "fr": r"arrêt(?:é|e|er|a)|abandonn(?:é|e)|cessé",
    "pt": r"par(?:ou|ei|ado)|deix(?:ou|ei|ado)(?!\s+\w+[aei]r\b)|larg(?:ou|uei)",
    "it": r"smess[oa]|smette|smise|abbandonato",
    "nl": r"gestopt|stopte|opgegeven",
    "pl": r"przesta\w+|rzuci[łl]\w*",
    "ru": r"переста\w+|бросил[аи]?|прекратил[аи]?",
    "uk": r"переста\w+|кинув|кинула|припинив|припинила",
    "tr": r"bırak\w+|vazgeç\w+",
    "ar": r"توقف\w*|أقلع\w*|ترك\w*|توقفت",
    "hi": r"छोड़\S*|बंद",
    "zh": r"戒了|戒掉|戒酒|戒烟|戒菸|停止|放弃|放棄",
    "ja": r"やめ|辞め|止め(?!て)|禁煙|禁酒",
    "ko": r"그만|끊",
}
# A fact may deny the opposite of these: who avoids milk doesn't drink it.
AVERSE = {
    "en": r"ditch\w*|dropped|kicked|cut out|packed in|retir\w+|sober|sold|fired|laid off"
    r"|redundant|broke up|split up|divorc\w+|closed|empty|fed up"
    r"|sick of|locked out|(?:\w+['’][ms]|been|went|now) off (?!to|on|for|in|work)\w+"
    r"|too \w+ (?:to|for)|ran out|out of|intoleran\w+|apologi[sz]\w+|regret\w*|prefer\w*|avoid\w*"
    r"|refus\w+"
    r"|lack\w*|unable|fail(?:s|ed|ing)?|allerg\w+|against"
    r"|former|formerly|ex"
    r"|instead|rather than|except|unlike|left|lost|vegetarian|vegan|teetotal\w*|abstain\w*"
    r"|reject\w*|declin\w+|cancel\w*|only|rarely|seldom|struggl\w+|difficult\w*|impossible"
    r"|miss(?:es|ed|ing)|skip\w*|forgot\w*|un(?:happy|comfortable|employed|married|sure"
    r"|healthy|aware|willing|likely)|single|dis\w{4,}|\w+less|\w+-free",
    "de": r"abgeschafft|verkauft|gekündigt|getrennt|geschieden|geschlossen|pensioniert"
    r"|\w*intoleran\w+|absag\w+|abgesagt|entschuldig\w+|bevorzug\w+|lieber"
    r"|vermeide[t]?|meidet?|ablehn\w+|lehnt|verweiger\w+|ehemalig\w+"
    r"|außer|statt|allergi\w+"
    r"|selten|kaum|vegetari\w+|vegan\w*|\w+frei|\w+los|un(?:glücklich|sicher|möglich"
    r"|verheiratet)|ledig|nur",
    "es": r"vend(?:í|ió|imos|ieron)|jubil\w+|divorci\w+|separ\w+|cerr(?:ó|ado|aron)"
    r"|intoleran\w+|disculp\w+|prefier\w+|evit\w+|rechaz\w+|alérgic[oa]"
    r"|excepto|salvo|vegetarian[oa]|vegan[oa]"
    r"|apenas|solo|sólo"
    r"|imposible|soltero|soltera|falta",
    "fr": r"vendu\w*|retraite\w*|divorcé\w*|séparé\w*|fermé\w*|intoléran\w+"
    r"|excus\w+|préfèr\w+|préfér\w+|plutôt|évit\w+|refus\w+"
    r"|allergique|ancien\w*|végétarien\w*"
    r"|végane?|sauf|seulement|impossible"
    r"|manque|célibataire|que",
    "pt": r"vend(?:i|eu|emos|eram)|aposent\w+|divorci\w+|separ\w+|fech(?:ou|ado)"
    r"|intoleran\w+|desculp\w+|prefer\w+|prefir\w+|evit\w+|recus\w+"
    r"|alérgic[oa]|vegetarian[oa]|vegan[oa]|exceto|só"
    r"|somente|impossível"
    r"|solteir[oa]|falta",
    "it": r"vendut[oaie]|pensione|divorziat\w+|separat\w+|chius\w+|intolleran\w+"
    r"|scus\w+|preferi\w+|evit\w+|rifiut\w+|allergic[oa]"
    r"|vegetarian[oa]|vegan[oa]|tranne|solo"
    r"|impossibile|single"
    r"|manca",
    "nl": r"verkocht|pensioen|gescheiden|gesloten|opgezegd|\w*intoleran\w*|afgezegd"
    r"|afmeld\w*|liever|vermijd\w*|weiger\w*"
    r"|allergisch|vegetari\w+|behalve|alleen|onmogelijk|vrijgezel",
    "pl": r"sprzeda\w+|emerytur\w+|rozwiód\w*|rozwiod\w+|rozsta\w+|zamkni\w+"
    r"|nietoleranc\w+|rezygnuj\w*|przeprasz\w+|woli|wolę|unika\w*|odmawia\w*"
    r"|uczul\w+|wegetarian\w+|wegan\w+|tylko|oprócz|niemożliwe",
    "ru": r"прода[лн]\w*|пенси\w+|разв[её]л\w*|уволи\w+|закры\w+"
    r"|непереносим\w+|извин\w+|предпочита\w+|избега\w+|отказ\w+|аллерги\w+"
    r"|вегетариан\w+|бывш\w+|только|кроме"
    r"|невозможно",
    "uk": r"непереносим\w+|вибач\w+|краще|уника\w+|відмов\w+|алергі\w+"
    r"|вегетаріан\w+|колишн\w+|тільки|крім|неможливо",
    "tr": r"sat[ts]\w+|emekli\w*|boşan\w+|ayrıl\w+|kapan\w+|kaçın\w+|reddet\w+"
    r"|alerj\w+|vejetaryen\w*|vegan\w*|sadece|yalnızca|hariç|bekar",
    "ar": r"[أا]عتذر\w*|[يت]عتذر\w*|يتجنب|تتجنب|أتجنب|يرفض|ترفض|أرفض|حساسية|نباتي"
    r"|نباتية|عدم|فقط|إلا|أعزب|عزباء",
    "hi": r"परहेज|इनकार|एलर्जी|शाकाहारी|पूर्व|केवल|सिर्फ",
    "zh": r"更喜欢|宁愿|避免|拒绝|拒絕|过敏|過敏|素食|只|单身|單身",
    "ja": r"より|苦手|避け|アレルギー|菜食|だけ|独身|しか",
    "ko": r"보다|피하|거부|알레르기|채식|만(?= )|독신|미혼",
}
HATES = {
    "en": r"hat(?:e|es|ed)|dislik\w+|detest\w*|loath\w+|despis\w+",
    "de": r"hass(?:e|t|te|en)|verabscheu\w+",
    "es": r"odi[aoé]\w*|detest\w+|aborrec\w+",
    "fr": r"détest\w+|hais|hait|horreur",
    "pt": r"ode(?:ia|io|iar|iava)|detest\w+",
    "it": r"odi[ao]\w*|detest\w+",
    "nl": r"haat|haatte|verafschuw\w*|hekel",
    "pl": r"nienawidz\w+|nie znosi\w*|nie cierpi\w*",
    "ru": r"ненавид\w+|терпеть не \w+",
    "uk": r"ненавид\w+|терпіти не \w+",
    "tr": r"nefret\w*",
    "ar": r"[يتأ]كره",
    "hi": r"नफरत|नफ़रत",
    "zh": r"讨厌|討厭|恨",
    "ja": r"嫌い|嫌っ",
    "ko": r"싫",
}
LIKES = {
    "en": r"lov\w+|lik(?:e|es|ed)|enjoy\w*|adore\w*|prefer\w*|favou?rite",
    "de": r"lieb(?:t|e|te)|mag|gern|gerne|bevorzugt",
    "es": r"gusta\w*|encanta\w*|ama|adora|disfruta",
    "fr": r"aime\w*|adore\w*|apprécie|préfère",
    "pt": r"gosta\w*|ama|adora|curte",
    "it": r"piac\w+|ama|adora",
    "nl": r"houdt|vindt|graag|geniet",
    "pl": r"lubi\w*|kocha|uwielbia",
    "ru": r"люб\w+|нравит\w*|обожает",
    "uk": r"люб\w+|подоба\w+|обожнює",
    "tr": r"sev\w+|beğen\w+|bayıl\w+",
    "ar": r"[يت]حب|[يت]عشق|[يت]فضل",
    "hi": r"पसंद|प्यार",
    "zh": r"喜欢|喜歡|爱|愛",
    "ja": r"好き|大好き|気に入",
    "ko": r"좋아|사랑",
}
# What looks like a denial and is none.
NOT_MEANT = {
    "en": r"non-?stop|no wait|wait,? no|no hang on|no,? sorry|(?:can['’]?t|cannot"
    r"|couldn['’]?t) wait|couldn['’]?t be (?:happier|more|better"
    r"|prouder)|couldn['’]?t agree more|not only|not just|not to mention|no (?:doubt|problem"
    r"|worries|wonder|matter|way|kidding|big deal)|why (?:not|don['’]?t)|don['’]?t worry"
    r"|don['’]?t you|\b\w+n['’]t (?:it|you|they|we|he|she|that|this)(?=\s*\??$)|nothing but"
    r"|nothing like|never mind|not bad|no la?ter than|no longer than|no (?:less|more) than"
    r"|(?:couldn['’]?t|can['’]?t) (?:help|believe)|never (?:been|felt) (?:so|happier|better"
    r"|more)|not sure if you|not long ago|never fails?|if not|whether or not|or not|what not"
    r"|last but not least|more often than not|don['’]?t mind",
    "de": r"oder nicht|nein,? (?:moment|warte|halt)|nicht nur|nicht wahr|kein problem"
    r"|nicht zuletzt|kaum erwarten|ohne zweifel"
    r"|warum nicht|nicht schlecht",
    "es": r"\bo no\b|no,? (?:espera|perdón|perdona)|no s[oó]lo|sin duda|por qué no|no obstante"
    r"|nada más|sin embargo|¿no\?"
    r"|no hay problema",
    "fr": r"ou (?:non|pas)|non,? (?:attends|pardon)|pas seulement|sans doute|pourquoi pas|pas mal"
    r"|n['’]est-ce pas"
    r"|pas de problème|sans problème|rien de tel|\bne\b[^,.]*\bque\b|\bn['’][^,.]*\bque\b",
    "pt": r"ou não|não,? (?:espera|perdão|desculpa)|não só|não apenas|sem dúvida|por que não"
    r"|nada como|não é\?|sem problema",
    "it": r"\bo no\b|no,? (?:aspetta|scusa)|non solo|senza dubbio|perché no|non vedo l['’]ora"
    r"|niente male",
    "nl": r"of niet|nee,? (?:wacht|sorry)|niet alleen|zonder twijfel|geen probleem|waarom niet"
    r"|niet waar",
    "pl": r"czy nie|nie tylko|bez wątpienia|nie ma problemu|nie ma za co|czemu nie|nie\w{2,}",
    "ru": r"или нет|не только|без сомнения|не за что|почему бы (?:и )?нет|не правда ли|не раз",
    "uk": r"чи ні|не лише|не тільки|без сумніву|нема за що",
    "tr": r"değil mi|hiç şüphe",
    "ar": r"أم لا|أو لا|ليس فقط|لا بأس|لا شك|بدون شك",
    "hi": r"या नहीं|न केवल|न सिर्फ|है ना|है न",
    "zh": r"不仅|不但|不只|不过|不過|不错|不錯|差不多|不久|不同|不断|不斷|不得不|不如|对不起|對不起"
    r"|没问题|沒問題|没关系|忍不住|不光|不停|是不是|有没有|能不能|要不要|会不会|该不该|想不想"
    r"|特别|特別|分别|個别|个别|无论|毫无疑问|非常|不少",
    "ja": r"かもしれない|かもしれません|に違いない|なければなら|なくてはいけ|ないと(?:いけ|だめ)"
    r"|なきゃ|じゃない[?？か]|だけでなく|しかない|間違いない|仕方ない|すみません|少なく"
    r"|少ない|危ない|なくな(?=り)|つまらない|もったいない",
    "ko": r"뿐만 아니라|틀림없|아니라면|안녕|않을까|안경|안내|안전|안정|편안|불안|못지않|아닐까"
    r"|만 아니라|끊임없",
}
