"""Words of time by what they mean: months, weekdays, seasons, parts of a day, "last", "next".

Each entry is a pattern of whole words; endings that grammar adds are part of it.
"""

from __future__ import annotations

import re

# 1 to 12. What is also another word stands apart: it needs a sign that it is a month.
MONTHS = (
    "january|januar|januari|jänner|janvier|enero|janeiro|gennaio|stycze[ńn]|styczni[au]|январ[ьяе]"
    "|січ(?:ень|ня|ні)|ocak|يناير|जनवरी",
    "february|februar|februari|février|febrero|fevereiro|febbraio|luty|lutego|lutym|феврал[ьяе]"
    "|лют(?:ий|ого|ому)|şubat|فبراير|फ़?रवरी|फरवरी",
    "märz|maart|marzo|março|marzec|marc[au]|март[ае]?|берез(?:ень|ня|ні)|مارس|मार्च",
    "april|avril|abril|aprile|kwie(?:cień|tnia|tniu)|апрел[ьяе]|квіт(?:ень|ня|ні)|nisan|أبريل"
    "|ابريل|अप्रैल",
    "mayo|maio|maggio|maj[au]?|ма[йяе]|трав(?:ень|ня|ні)|mayıs|مايو|मई",
    "june|juni|juin|junio|junho|giugno|czerw(?:iec|ca|cu)|июн[ьяе]|черв(?:ень|ня|ні)|haziran"
    "|يونيو|जून",
    "july|juli|juillet|julio|julho|luglio|lip(?:iec|ca|cu)|июл[ьяе]|лип(?:ень|ня|ні)|temmuz"
    "|يوليو|जुलाई",
    "august|augustus|août|agosto|sierp(?:ień|nia|niu)|август[ае]?|серп(?:ень|ня|ні)|ağustos"
    "|أغسطس|अगस्त",
    "september|septembre|septiembre|setiembre|setembro|settembre|wrze(?:sień|śnia|śniu)"
    "|сентябр[ьяе]|верес(?:ень|ня|ні)|eylül|سبتمبر|सितंबर|सितम्बर",
    "october|oktober|octobre|octubre|outubro|ottobre|październik[au]?|октябр[ьяе]|жовт(?:ень|ня|ні)"
    "|ekim|أكتوبر|اكتوبر|अक्टूबर|अक्तूबर",
    "november|novembre|noviembre|novembro|listopad(?:a|zie)?|ноябр[ьяе]|листопад[аі]?|kasım|نوفمبر"
    "|नवंबर|नवम्बर",
    "december|dezember|décembre|diciembre|dezembro|dicembre|grud(?:zień|nia|niu)|декабр[ьяе]"
    "|груд(?:ень|ня|ні)|aralık|ديسمبر|दिसंबर|दिसम्बर",
)
# With a capital, beside a number or after a word such as "in": "May", German "Mai", "Mar".
UNSURE_MONTHS = (
    "Jan", "Feb", "March|Mar|Mart|mars|marz", "Apr", "May|Mai|mei|mai", "Jun", "Jul", "Aug",
    "Sept?|set", "Oct|Okt|out", "Nov", "Dec|Dez|dic",
)  # fmt: skip
# From Monday.
WEEKDAYS = (
    "mondays?|montag[se]?|maandag|lundi|lunes|segunda(?:-feira)?|lunedì|poniedział(?:ek|ku"
    "|ki)|понедельник[аи]?"
    "|понеділ(?:ок|ка)|pazartesi|الاثنين|الإثنين|सोमवार|(?:星期|周|週|礼拜|禮拜)一|月曜日?|월요일",
    "tuesdays?|dienstag[se]?|dinsdag|mardi|martes|terça(?:-feira)?|martedì|wtor(?:ek|ku|ki)"
    "|вторник[аи]?"
    "|вівтор(?:ок|ка)|salı|الثلاثاء|मंगलवार|(?:星期|周|週|礼拜|禮拜)二|火曜日?|화요일",
    "wednesdays?|mittwochs?|woensdag|mercredi|miércoles|quarta(?:-feira)?|mercoledì|środ[aęy]"
    "|сред[ауы]|серед[ауи]"
    "|çarşamba|الأربعاء|الاربعاء|बुधवार|(?:星期|周|週|礼拜|禮拜)三|水曜日?|수요일",
    "thursdays?|donnerstag[se]?|donderdag|jeudi|jueves|quinta(?:-feira)?|giovedì|czwart(?:ek"
    "|ku|ki)|четверг[аи]?"
    "|четвер[га]?|perşembe|الخميس|गुरुवार|(?:星期|周|週|礼拜|禮拜)四|木曜日?|목요일",
    "fridays?|freitag[se]?|vrijdag|vendredi|viernes|sexta(?:-feira)?|venerdì|piąt(?:ek|ku|ki)"
    "|пятниц[ауы]|п'?ятниц[яюі]"
    "|cuma|الجمعة|शुक्रवार|(?:星期|周|週|礼拜|禮拜)五|金曜日?|금요일",
    "saturdays?|samstag[se]?|sonnabend|zaterdag|samedi|sábado|sabato|sobot[aęy]|суббот[ауы]"
    "|субот[ауи]"
    "|cumartesi|السبت|शनिवार|(?:星期|周|週|礼拜|禮拜)六|土曜日?|토요일",
    "sundays?|sonntag[se]?|zondag|dimanche|domingo|domenica|niedziel[aęie]|воскресень[ея]"
    "|неділ[яюі]|pazar|الأحد|रविवार|इतवार"
    "|(?:星期|周|週|礼拜|禮拜)[日天]|日曜日?|일요일",
)
# English short forms, with a capital.
SHORT_WEEKDAYS = (
    "Mon",
    "Tues?",
    "Wed",
    "Thurs?|Thu",
    "Fri",
    "Sat",
    "Sun(?=[,.!?]| at| the| \\d|$)",
)
SEASONS = (
    "spring(?=time|[ .,;:!?)]|$)|frühling|frühjahr|lente|printemps|primavera|wiosn[aęy]"
    "|весн[аоыуіи]й?|ilkbahar(?:da)?|الربيع|वसंत|春天|春|봄",
    "summers?|sommers?|zomer|été|verano|verão|estate|lato|lata|lecie|летом|лето|літо|влітку"
    "|yazın|الصيف|गर्मियों|夏天|夏|여름",
    "autumn|herbst|herfst|automne|otoño|outono|autunno|jesie(?:ń|ni|nią)|осень[юи]?|осені"
    "|восени|sonbahar(?:da)?|الخريف|पतझड़|秋天|秋|가을",
    "winters?|hiver|invierno|inverno|zim[aęyi]|зим[аоыуи]й?|взимку|kışın|الشتاء|सर्दियों|冬天"
    "|冬|겨울",
)
PARTS_OF_DAY = (
    "mornings?|morgens|vormittags?|ochtends?|matin|por la mañana|manhã|mattina|ran[oek]+"
    "|утр[оа]м?|вранці|ранок|sabah(?:ları)?|صباحا?|الصباح|सुबह|早上|上午|朝|아침|오전",
    "afternoons?|nachmittags?|middags?|après-midi|por la tarde|pomeriggio|po południu"
    "|после обеда|öğleden sonra|بعد الظهر|दोपहर|下午|午後|오후",
    "evenings?|tonight|abends?|avonds?|vanavond|soirs?|soirée|noite|sera|wiecz(?:ór|orem)"
    "|вечер(?:ом)?|ввечері|увечері|akşam(?:ları)?|مساء|المساء|शाम|晚上|夕方|저녁",
    "nights?|nachts?|nuit|por la noche|notte|nocy|noc|ночью|ночь|вночі|gece(?:leri)?|ليلا|रात"
    "|夜里|半夜|夜中|밤",
)
# Direction and unit of what is told from today: (-1, "day") is yesterday.
RELATIVE: dict[tuple[int, str], str] = {
    (-1, "day"): (
        "yesterday|last night|gestern|gisteren|hier|ayer|anoche|ontem|ieri|wczoraj|вчера"
        "|вчора|учора|dün|أمس|امس|البارحة|昨天|昨日|昨夜|昨晚|어제"
    ),
    (0, "day"): (
        "today|tonight|this (?:morning|afternoon|evening)|heute|vandaag|vanavond"
        "|aujourd'hui|ce (?:matin|soir)|hoy|hoje|oggi|stasera|dzisiaj|dziś|сегодня"
        "|сьогодні|bugün|اليوم|आज|今天|今日|今朝|今晚|今晩|오늘"
    ),
    (1, "day"): (
        "tomorrow|morgen(?= (?:früh|abend|um|fahr|geh|hab|muss|werd|flieg|treff))|demain"
        "|mañana(?! por)|amanhã|domani|jutro|завтра|yarın|غدا|明天|明日|내일"
    ),
    (-2, "day"): (
        "the day before yesterday|vorgestern|eergisteren|avant-hier|anteayer|anteontem"
        "|przedwczoraj|позавчера|позавчора|前天|一昨日|おととい|그저께"
    ),
    (2, "day"): (
        "the day after tomorrow|übermorgen|overmorgen|après-demain|pasado mañana"
        "|depois de amanhã|dopodomani|pojutrze|послезавтра|післязавтра|后天|明後日"
        "|あさって|모레"
    ),
    (-1, "week"): (
        "(?:last|past|previous) week(?:end)?|(?:letzte|vorige"
        "|vergangene)[sn]? woche(?:nende)?|(?:vorige|afgelopen) week(?:end)?"
        "|la semana pasada|el fin de semana pasado|(?:la semaine|le week-end) (?:dernière"
        "|dernier)|(?:a )?semana passada|(?:na )?semana passada|(?:la )?settimana scorsa"
        "|(?:la )?scorsa settimana|w zeszłym tygodniu|в? ?прошл(?:ой|ую|ые) недел[ею]"
        "|на прошлой неделе|минулого тижня|geçen hafta|الأسبوع الماضي|पिछले हफ्ते|上周"
        "|上週|上个星期|上星期|先週|지난주|지난 주"
    ),
    (0, "week"): (
        "this week(?:end)?|diese[sr]? woche(?:nende)?|deze week|dit weekend|esta semana"
        "|cette semaine|ce week-end|questa settimana|w tym tygodniu|на этой неделе"
        "|цього тижня|bu hafta|هذا الأسبوع|इस हफ्ते|这周|本周|今週|이번 주|이번주"
    ),
    (1, "week"): (
        "(?:next|coming) week(?:end)?|(?:nächste|kommende)[sn]? woche(?:nende)?"
        "|volgende? week(?:end)?|(?:la semana|el fin de semana) que viene"
        "|la próxima semana|(?:la semaine|le week-end) prochaine?"
        "|(?:a )?(?:semana que vem|próxima semana)|(?:la )?(?:settimana prossima"
        "|prossima settimana)|w przyszłym tygodniu|на следующей неделе|наступного тижня"
        "|gelecek hafta|önümüzdeki hafta|haftaya|الأسبوع القادم|الأسبوع المقبل|अगले हफ्ते"
        "|下周|下週|下个星期|下星期|来週|다음 주|다음주"
    ),
    (-1, "month"): (
        "(?:last|past|previous) month|(?:letzten|vorigen|vergangenen|letzter"
        "|letztem) monats?|vorige maand|afgelopen maand|(?:el )?mes pasado"
        "|le mois dernier|(?:no |o )?mês passado|(?:il )?mese scorso|(?:lo )?scorso mese"
        "|w zeszłym miesiącu|в прошлом месяце|минулого місяця|geçen ay|الشهر الماضي"
        "|पिछले महीने|上个月|上個月|先月|지난달|지난 달"
    ),
    (0, "month"): (
        "this month|diesen monat|deze maand|este mes|ce mois-ci|este mês|questo mese"
        "|w tym miesiącu|в этом месяце|цього місяця|bu ay|هذا الشهر|इस महीने|这个月|本月"
        "|今月|이번 달|이번달"
    ),
    (1, "month"): (
        "(?:next|coming) month|(?:nächsten|kommenden|nächster) monats?|volgende maand"
        "|(?:el )?(?:mes que viene|próximo mes)|le mois prochain|(?:o "
        "|no )?(?:mês que vem|próximo mês)|(?:il )?(?:mese prossimo|prossimo mese)"
        "|w przyszłym miesiącu|в следующем месяце|наступного місяця|gelecek ay"
        "|önümüzdeki ay|الشهر القادم|الشهر المقبل|अगले महीने|下个月|下個月|来月|다음 달"
        "|다음달"
    ),
    (-1, "year"): (
        "(?:last|past|previous) year|(?:letzte[ns]?|vorige[ns]?"
        "|vergangene[ns]?) jahr(?:es)?|vorig jaar|afgelopen jaar|(?:el )?año pasado"
        "|l'année dernière|l'an dernier|(?:o |no )?ano passado|(?:l')?anno scorso"
        "|(?:lo )?scorso anno|w zeszłym roku|zeszłego roku|в прошлом году|минулого року"
        "|торік|geçen yıl|geçen sene|العام الماضي|السنة الماضية|पिछले साल|去年|昨年|작년"
        "|지난해"
    ),
    (0, "year"): (
        "this year|dieses jahr|dit jaar|este año|cette année|este ano|quest'anno"
        "|w tym roku|в этом году|цього року|bu yıl|bu sene|هذا العام|هذه السنة|इस साल"
        "|今年|올해"
    ),
    (1, "year"): (
        "(?:next|coming) year|(?:nächste[ns]?|kommende[ns]?) jahr(?:es)?|volgend jaar"
        "|(?:el )?(?:año que viene|próximo año)|l'année prochaine|l'an prochain|(?:o "
        "|no )?(?:ano que vem|próximo ano)|(?:l')?(?:anno prossimo|prossimo anno)"
        "|w przyszłym roku|в следующем году|наступного року|gelecek yıl|önümüzdeki yıl"
        "|seneye|العام القادم|العام المقبل|السنة القادمة|अगले साल|明年|来年|내년"
    ),
    (-1, "some"): (
        r"(?:last|letzte[nrsm]?|vorige[nrs]?) (?=[^\W\d_])(?!(?:night|week|month|year"
        r"|name|minute|resort|time|straw|few|two|three|woche|monat|jahr))"
    ),
    (1, "some"): (
        r"(?:next|coming|nächste[nrsm]?|kommende[nrs]?) (?=[^\W\d_])(?!(?:week|month|year"
        r"|to|door|time|steps?|level|few|two|three|woche|monat|jahr))"
    ),
}  # fmt: skip


def compiled(pattern: str, *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern that matches whole words, and anywhere in scripts without blanks."""
    unspaced = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
    return re.compile(
        rf"(?:(?<![\w\u0900-\u094f])|(?<=[{unspaced}\d]))(?:{pattern})"
        rf"(?:(?![\w\u0900-\u094f])|(?=[{unspaced}])|(?<=[{unspaced}]))",
        flags,
    )
