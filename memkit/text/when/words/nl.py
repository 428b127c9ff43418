"""Dutch words of time."""

ORDER = "dmy"
FULL_CLOCK = True
# "vrijdagavond" is written as one word.
COMPOUND = (
    r"(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
    r"(ochtend|morgen|middag|namiddag|avond|nacht)"
)
PAST = (
    r"was|waren|had|hadden|ging|gingen|kwam|werd|werden|zag|"
    r"(?:heb|hebt|heeft|hebben|ben|bent|is|zijn)\b.{0,80}?\b(?:ge\w+(?:d|t|en)|(?:ver|be|ont)\w+(?:d|t|en))|"
    r"(?:woon|reis|leer|speel|verhuis|trouw|studeer|wil|kon)(?:de|den)|"
    r"(?:werk|maak|ontmoet|start)(?:te|ten)|"
    r"(?:koch|dach|brach|moes|moch|bezoch|zoch)(?:t|ten)|zei|zeiden|vond|vonden|kon|begon|kreeg|"
    r"nam|schreef|dronk|sliep|stierf|bleef|liep|stond|zat|sprak|reed|vloog|verloor"
)
FUTURE = r"zal|zullen|zult|(?:ga|gaat|gaan)\b.{0,80}?\b\w+en|wil|willen"
WORDS = """
month 1: januari, jan~
month 2: februari, feb~
month 3: maart
month 4: april?, apr~
month 5: mei
month 6: juni?, jun~
month 7: juli?, jul~
month 8: augustus, aug~
month 9: september, sept~
month 10: oktober, okt~
month 11: november, nov~
month 12: december, dec~
weekday 0: maandag
weekday 1: dinsdag
weekday 2: woensdag
weekday 3: donderdag
weekday 4: vrijdag
weekday 5: zaterdag
weekday 6: zondag
weekdays 0: maandags
weekdays 1: dinsdags
weekdays 2: woensdags
weekdays 3: donderdags
weekdays 4: vrijdags
weekdays 5: zaterdags
weekdays 6: zondags
season spring: lente?, voorjaar?
season summer: zomer?
season autumn: herfst?, najaar?
season winter: winter?
day 1: morgen
part morning: ochtend, morgen, voormiddag
part afternoon: middag?, namiddag?
part evening: avond?
part night: nacht?
day 0: vandaag
day -1: gisteren
day -2: eergisteren
day 2: overmorgen
daypart 0 evening: vanavond
daypart 0 morning: vanochtend, vanmorgen
daypart 0 afternoon: vanmiddag
daypart 0 night: vannacht
daypart -1 evening: gisteravond
daypart -1 afternoon: gistermiddag
daypart -1 morning: gisterochtend, gistermorgen
daypart -1 night: gisternacht, afgelopen nacht
daypart 1 morning: morgenochtend, morgenvroeg
daypart 1 afternoon: morgenmiddag
daypart 1 evening: morgenavond
unit second: seconde
units second: seconden
unit minute: minuut
units minute: minuten
unit hour: uur
units hour: uren
unit day: dag
units day: dagen
unit century: eeuw, eeuwen
unit week: week
units week: weken
unit month: maand
units month: maanden
unit quarter: kwartaal
unit year: jaar
units year: jaren
unit decade: decennium
units decade: decennia
weekend: weekend, weekeinde
rel year -2: eervorig jaar
rel week -2: eervorige week
last: vorige, vorig, afgelopen, laatste, verleden
this: deze, dit
next: volgende, volgend
coming: komende, komend, aanstaande, eerstvolgende
ago: geleden
about: meer dan, bijna, ongeveer, rond, omstreeks, circa
hence: over, binnen
before: voor!, vóór, voor de
after: na!
since: sinds, sedert, vanaf, al sinds
until: tot, tot en met, tot aan
from: van, vanaf
to: tot, tot en met, t m
between: tussen
and: en
the: de, het, ergens, een keer
at: in, op, om, tijdens, gedurende, rond, in de, in het
of: van, van de, van het
one: een, één
numbers
few: een paar, paar, enkele, enige, meerdere, verschillende
half: half, halve, helft
amount 1.5 year: anderhalf jaar
edge early: begin, begin van
edge mid: medio, midden, half, halverwege
edge late: eind, einde, eind van, einde van
decade 1990: negentiger
every: elke, elk, iedere, ieder
recurring: dagelijks, wekelijks, maandelijks, jaarlijks
times: een keer per, één keer per, twee keer per, keer per
oclock: uur
for: al
holiday christmas: kerst, kerstmis, eerste kerstdag
holiday boxing_day: tweede kerstdag
holiday christmas_eve: kerstavond
holiday new_year's_eve: oudejaarsavond, oud en nieuw, oudjaar
holiday new_year: nieuwjaar, nieuwjaarsdag
holiday easter: pasen, eerste paasdag
holiday easter_monday: tweede paasdag
holiday good_friday: goede vrijdag
holiday ascension: hemelvaart, hemelvaartsdag
holiday pentecost: pinksteren
holiday valentine: valentijnsdag
now: nu, momenteel, op dit moment, tegenwoordig
past_vague: onlangs, kort geleden, de laatste tijd, pas geleden, lang geleden, een tijdje geleden,
    een tijd geleden
future_vague: binnenkort, ooit eens, spoedig, in de toekomst
block: gelukkig nieuwjaar, vrolijk kerstfeest, zomervakantie, de hele, het hele, goede morgen,
    goede avond, de volgende dag, de volgende ochtend, dezelfde dag, die dag, dat jaar, die zomer,
    toen ik, als kind, jaar oud, jaar later, dagen later, weken later, maanden later, de hele dag,
    het hele jaar, dag na dag, laatste keer, volgende keer, deze keer
"""
