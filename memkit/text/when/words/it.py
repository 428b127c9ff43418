"""Italian words of time."""

ORDER = "dmy"
FULL_CLOCK = True
PAST = (
    r"ero|era|eravamo|erano|avevo|aveva|avevano|"
    r"(?:ho|hai|ha|abbiamo|avete|hanno|sono|sei|è|siamo|siete)\b.{0,20}?"
    r"\b\w{2,}(?:ato|uto|ito|ata|ita|uta|ati|iti|ate|sto|tto|so|sa|rto|nato|nata)"
)
FUTURE = r"\w{2,}r(?:ò|ai|à|emo|ete|anno)|(?:voglio|vorrei|intendo) \w+re"
WORDS = """
month 1: gennaio, gen~
month 2: febbraio, feb~
month 3: marzo?
month 4: aprile, apr~
month 5: maggio, mag~
month 6: giugno, giu~
month 7: luglio, lug~
month 8: agosto?
month 9: settembre, set~
month 10: ottobre, ott~
month 11: novembre, nov~
month 12: dicembre, dic~
weekday 0: lunedì
weekday 1: martedì
weekday 2: mercoledì
weekday 3: giovedì
weekday 4: venerdì
weekday 5: sabato
weekday 6: domenica
season spring: primavera?
season summer: estate?
season autumn: autunno?
season winter: inverno?
part morning: mattina~, mattino~, di mattina, della mattina, del mattino
part noon: mezzogiorno
part afternoon: pomeriggio?, del pomeriggio, nel pomeriggio
part evening: sera~, di sera, della sera
part night: notte~, di notte
day 0: oggi
day -1: ieri
day 1: domani
day -2: l'altro ieri, altroieri, avantieri, ieri l'altro
day 2: dopodomani
daypart 0 evening: stasera, questa sera
daypart 0 morning: stamattina, stamane, questa mattina
daypart 0 night: stanotte
daypart -1 night: la notte scorsa, ieri notte
unit second: secondo
units second: secondi
unit minute: minuto
units minute: minuti
unit hour: ora
units hour: ore
unit day: giorno
units day: giorni
unit century: secolo, secoli
unit week: settimana
units week: settimane
unit month: mese
units month: mesi
unit quarter: trimestre
unit year: anno
units year: anni
unit decade: decennio
units decade: decenni
weekend: fine settimana, weekend, week end
last: scorso, scorsa, scorsi, scorse, passato, passata, ultimo, ultima, ultimi, ultime
this: questo, questa, questi, queste, quest
coming: prossimo, prossima, prossimi, prossime, che viene
ago: fa, circa fa
about: più di, quasi, circa, verso, intorno al, attorno al
hence: tra, fra
before: prima di, prima del, prima della, prima dell
after: dopo, dopo il, dopo la
since: da, dal, dalla, a partire da, a partire dal, fin da, fin dal
until: fino a, fino al, fino alla, entro
from: da, dal, dalla
to: a, al, alla
between: tra, fra
and: e
the: giorno, il, lo, la, i, gli, le, l, un giorno di
at: a, in, nel, nella, nei, negli, nell, al, alla, alle, all, durante, ad, di
of: di, del, della, dei, degli, dell, dello
one: un, una, uno
numbers
few: alcuni, alcune, qualche, diversi, diverse, parecchi, pochi, poche
couple: un paio di
half: mezzo, mezza, metà, semestre
amount 0.5 hour: mezz ora, mezzora
amount 1.5 year: un anno e mezzo
edge early: inizio, inizio di, inizio del, all'inizio di, all'inizio del, inizi di, inizi del,
    primi di
edge mid: metà, metà di, metà del, a metà di
edge late: fine, fine di, fine del, alla fine di, alla fine del, fine dell
every: ogni, tutti i, tutte le
recurring: ogni giorno, quotidianamente, settimanalmente, mensilmente, annualmente, tutti i giorni
times: una volta a, una volta alla, una volta al, due volte a, due volte alla, due volte al,
    volte a, volte alla, volte al
holiday christmas: natale
holiday christmas_eve: vigilia di natale
holiday boxing_day: santo stefano
holiday new_year's_eve: san silvestro, vigilia di capodanno
holiday new_year: capodanno
holiday epiphany: epifania
holiday easter: pasqua
holiday easter_monday: pasquetta, lunedì dell'angelo
holiday good_friday: venerdì santo
holiday all_saints: ognissanti
holiday valentine: san valentino
now: adesso, ora, attualmente, in questo momento, al momento
past_vague: recentemente, di recente, ultimamente, poco fa, poco tempo fa, tempo fa,
    molto tempo fa, l'altro giorno
future_vague: in futuro, prossimamente, tra poco, fra poco
block: un ora, l ora, è ora di, è ora che, non è ora, che ora, quest ora, ora di, buon natale,
    buon anno, buona pasqua, vacanze di natale, tutta la, tutto il, buona sera, buona notte,
    buon pomeriggio, il giorno dopo, il giorno seguente, la settimana seguente, l'anno seguente,
    lo stesso giorno, quel giorno, quell'anno, quell'estate, quando avevo, quando ero,
    quando aveva, anni dopo, giorni dopo, mesi dopo, settimane dopo, anni di età, da bambino,
    da bambina, tutto il giorno, ultima volta, prossima volta
"""
