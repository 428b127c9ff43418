"""German words of time."""

ORDER = "dmy"
FULL_CLOCK = True
# "Freitagabend" is written as one word.
COMPOUND = (
    r"(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(morgen|vormittag|mittag|nachmittag|abend|nacht)"
)
PAST = (
    r"war|waren|warst|hatte|hatten|wurde|wurden|ging|gingen|kam|kamen|gab|sah|fand|"
    r"(?:habe|hab|hast|hat|haben|habt|bin|bist|ist|sind|seid)\b.{0,80}?\b"
    r"(?:\w*ge\w{2,}(?:t|en)|\w+iert|(?:ver|be|er|ent|zer)\w+(?:t|en)|gewesen|worden)|"
    r"(?:mach|sag|woll|muss|konn|soll|durf|kauf|leb|wohn|arbeite|reis|lern|spiel|dach|brach|wuss|"
    r"kann|frag|zeig|heirate|studier|besuch|lieb|hör|feier|starte|bau)(?:te|ten|test)|"
    r"(?:traf|fuhr|flog|zog|bekam|begann|fand|verlor|schrieb|las|aß|trank|schlief|starb|blieb|"
    r"hieß|lief|half|nahm|saß|stand|lag|sprach|rief|wuchs|trug|schloss)(?:en)?"
)
FUTURE = (
    r"werde|wirst|wird|werden(?! \w+ (?:ist|sind))|werdet|will|wollen|möchte|möchten|habe vor|plane"
)
WORDS = """
month 1: januar, jänner, jan~
month 2: februar, feber, feb~
month 3: märz, maerz, mär~
month 4: april?, apr~
month 5: mai?
month 6: juni?, jun~
month 7: juli?, jul~
month 8: august?, aug~
month 9: september, sept~, sep~
month 10: oktober, okt~
month 11: november, nov~
month 12: dezember, dez~
weekday 0: montag, mo~
weekday 1: dienstag, di~
weekday 2: mittwoch, mi~
weekday 3: donnerstag, do~
weekday 4: freitag, fr~
weekday 5: samstag, sonnabend, sa~
weekday 6: sonntag, so~
weekdays 0: montags
weekdays 1: dienstags
weekdays 2: mittwochs
weekdays 3: donnerstags
weekdays 4: freitags
weekdays 5: samstags, sonnabends
weekdays 6: sonntags
weekdays: wochentags, werktags
season spring: frühling?, frühjahr?, frühlings?, frühjahrs?
season summer: sommer?, sommers?
season autumn: herbst?, herbstes?
season winter: winter?, winters?
part morning: morgen, früh, vormittag?, morgens
part noon: mittag?
part afternoon: nachmittag?
part evening: abend?
part night: nacht?
day 0: heute
day -1: gestern
day 1: morgen
day -2: vorgestern
day 2: übermorgen
daypart 0 evening: heute abend
daypart 0 night: heute nacht
daypart -1 night: letzte nacht, vergangene nacht
unit second: sekunde
units second: sekunden
unit minute: minute
units minute: minuten
unit hour: stunde
units hour: stunden
unit day: tag, tages
units day: tage, tagen
unit century: jahrhundert, jahrhunderts, jahrhunderten
unit week: woche
units week: wochen
unit month: monat, monats
units month: monate, monaten
unit quarter: quartal, quartals
unit year: jahr, jahres
units year: jahre, jahren
unit decade: jahrzehnt
units decade: jahrzehnte, jahrzehnten
weekend: wochenende, wochenendes
rel week -2: vorletzte woche, vorletzter woche
rel month -2: vorletzten monat, vorletzten monats
rel year -2: vorletztes jahr, vorletzten jahres
rel week 2: übernächste woche
rel month 2: übernächsten monat
rel year 2: übernächstes jahr
rel year 0: heuer
rel year -1: vorjahr
last: letzte, letzten, letztes, letzter, letztem, vergangene, vergangenen, vergangenes,
    vergangener, vorige, voriges, vorigen, voriger, letztens
this: diese, diesen, dieses, dieser, diesem
next: nächste, nächsten, nächstes, nächster, nächstem
coming: kommende, kommenden, kommendes, kommender
ago pre: vor
about: etwa, ungefähr, circa, ca, rund, um, gegen, knapp, gut, fast, mehr als, über
hence: in
before: vor, vor dem, vor der
after: nach!, nach dem, nach der
since: seit, seit dem, seit der, ab, ab dem, schon seit
until: bis, bis zum, bis zur, bis in den, bis in die
from: von, vom, ab
to: bis, bis zum
between: zwischen
and: und
the: der, die, das, des, dem, den, irgendwann, so
at: im, in, am, an, um, zu, zum, zur, in der, in den, in dem, in diesem, während, über, gegen, vom
of: des, der, von
one: ein, eine, einem, einer, einen, eines, eins
numbers
few: ein paar, paar, einige, einigen, mehrere, mehreren, wenige, wenigen
half: hälfte, halb, halbe, halben, halbes, halber
edge early: anfang, beginn, früh im, anfangs
edge mid: mitte
edge late: ende, spät im
decade 1960: sechzigern, sechziger, sechzigerjahren, sechzigerjahre
decade 1970: siebzigern, siebziger, siebzigerjahren, siebzigerjahre
decade 1980: achtzigern, achtziger, achtzigerjahren, achtzigerjahre
decade 1990: neunzigern, neunziger, neunzigerjahren, neunzigerjahre
every: jede, jeden, jedes, jeder, alle
recurring: täglich?, wöchentlich?, monatlich?, jährlich?, stündlich?, morgens?, abends?, nachts?,
    mittags?, vormittags?, nachmittags?
times: einmal die, einmal im, einmal pro, zweimal die, zweimal im, zweimal pro, mal pro, mal die,
    mal im
oclock: uhr
holiday christmas_eve: heiligabend, heiliger abend, heiligen abend
holiday christmas: weihnachten, weihnachtstag, erster weihnachtsfeiertag,
    ersten weihnachtsfeiertag
holiday boxing_day: zweiter weihnachtsfeiertag, zweiten weihnachtsfeiertag
holiday new_year's_eve: silvester, sylvester
holiday new_year: neujahr, neujahrstag
holiday easter: ostern, ostersonntag
holiday easter_monday: ostermontag
holiday good_friday: karfreitag
holiday ascension: christi himmelfahrt
holiday pentecost: pfingsten, pfingstsonntag
holiday shrove_monday: rosenmontag
holiday ash_wednesday: aschermittwoch
holiday st_nicholas: nikolaus, nikolaustag
holiday german_unity: tag der deutschen einheit
holiday halloween: halloween
holiday valentine: valentinstag
now: jetzt, zurzeit, derzeit, momentan, im moment, aktuell, zur zeit
past_vague: vor kurzem, kürzlich, neulich, vor langer zeit, vor einiger zeit, unlängst,
    vor einer weile, letztens, jüngst
future_vague: bald, demnächst, irgendwann einmal, in naher zukunft, in zukunft, in kürze
daypart 1 morning: morgen früh, morgen vormittag
day 0: heutige tag
block: ganzen morgen, ganzen tag, ganzen abend, ganze woche, ganze nacht, ganzen monat,
    ganzes jahr, ganzen sommer, ganze wochenende, in diesen tagen, dieser tage, frohe weihnachten,
    fröhliche weihnachten, frohe ostern, frohes neues, sommerferien, guten morgen, guten abend,
    gute nacht, guten tag, am nächsten tag, am nächsten morgen, am folgenden tag, am selben tag,
    am tag davor, am tag danach, am vortag, tag für tag, eines tages, jahre alt, jahr alt,
    tage später, wochen später, monate später, jahre später, tag später, jahr später, als ich,
    als kind, damals, in jenem jahr, in jenem sommer, das ganze jahr, den ganzen tag, herr mittag,
    herr freitag, frau freitag, herr montag, frau sommer, herr sommer, herr winter, frau winter,
    herr mai, frau mai, herr august, in dem alter
"""
