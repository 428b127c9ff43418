"""French words of time."""

ORDER = "dmy"
FULL_CLOCK = True
PAST = (
    r"étais|était|étions|étaient|avais|avait|avions|avaient|fut|fus|"
    r"(?:ai|as|a|avons|avez|ont|suis|es|est|sommes|êtes|sont)\b.{0,20}?"
    r"\b(?!(?:peu|lieu|jeu|bleu|dieu|milieu|feu|été)\b)(?:\w{2,}(?:é|ée|és|ées|ert)|"
    r"\w{2,}[^q\W]u(?:e|s|es)?|(?:fin|chois|part|sort|dorm|serv|sent|réuss|rempl|grand|suiv)ie?s?|"
    r"(?:p|m|app|comp|ass|perm|prom|surp|acqu)r?is|dit|écrit|fait)|"
    r"(?!(?:jamais|désormais|français|anglais|portugais|parfait|palais|mauvais|relais)\b)"
    r"\w{3,}(?:ais|ait|aient)"
)
FUTURE = (
    r"\w{2,}r(?:ai|as|ons|ez|ont)|sera|aura|ira|fera|viendra|partira|"
    r"(?:vais|vas|va|allons|allez|vont) \w+(?:er|ir|re|oir)"
)
WORDS = """
month 1: janvier, janv~
month 2: février, févr~
month 3: mars?
month 4: avril, avr~
month 5: mai?
month 6: juin?
month 7: juillet, juil~
month 8: août?
month 9: septembre
month 10: octobre
month 11: novembre
month 12: décembre
weekday 0: lundi
weekday 1: mardi
weekday 2: mercredi
weekday 3: jeudi
weekday 4: vendredi
weekday 5: samedi
weekday 6: dimanche
weekdays 0: lundis
weekdays 1: mardis
weekdays 2: mercredis
weekdays 3: jeudis
weekdays 4: vendredis
weekdays 5: samedis
weekdays 6: dimanches
weekdays: le lundi et
season spring: printemps?
season summer: été~, l'été?, en été
season autumn: automne?
season winter: hiver?
part morning: matin, matinée, au matin, du matin
part noon: midi?
part afternoon: après midi, l'après midi
part evening: soir, soirée?, au soir, du soir
part night: nuit?
noon: à midi
midnight: minuit, à minuit
day 0: aujourd'hui, aujourd hui
day -1: hier
day 1: demain
day -2: avant hier
day 2: après demain
daypart 0 evening: ce soir
daypart 0 morning: ce matin
daypart 0 afternoon: cet après midi
daypart 0 night: cette nuit
daypart -1 night: la nuit dernière, la nuit passée
unit second: seconde
units second: secondes
unit minute: minute
units minute: minutes
unit hour: heure
units hour: heures
unit day: jour
units day: jours
unit century: siècle, siècles
unit week: semaine
units week: semaines
unit fortnight: quinzaine
unit month: mois
unit quarter: trimestre
units quarter: trimestres
unit year: an, année
units year: ans, années
unit decade: décennie
units decade: décennies
weekend: week end, weekend, fin de semaine
last: dernier, dernière, derniers, dernières, passé, passée
this: ce, cet, cette, ces
coming: prochain, prochaine, prochains, prochaines, qui vient
ago pre: il y a, ça fait, voici
about: plus de, presque, environ, vers, autour de, aux alentours de, à peu près
hence: dans, d'ici
before: avant, avant le, avant la, avant l'
after: après, après le, après la
since: depuis, depuis le, depuis la, depuis l', à partir de, à partir du, dès
until: jusqu'à, jusqu'au, jusqu'en, jusque, jusqu
from: de, du, depuis
to: à, au, à la
between: entre
and: et
the: le, la, les, l, un jour de
at: en, au, aux, à, dans, à la, dans les, dans le, au cours de, au cours du, courant
of: de, du, de la, des, d, de l
one: un, une
numbers
few: quelques, plusieurs
couple: deux ou trois, une paire de
half: demi, demie, moitié, semestre
amount 1.5 year: un an et demi
amount 0.5 hour: une demi heure, demi heure
edge early: début, au début de, début de, au début du, début du, au début, commencement de
edge mid: mi, milieu, au milieu de, au milieu du, milieu de
edge late: fin, à la fin de, fin de, à la fin du, à la fin
every: chaque, tous les, toutes les
recurring: quotidiennement, hebdomadairement, mensuellement, tous les jours, tous les mois,
    le soir et
times: une fois par, deux fois par, fois par
oclock: heures, heure
holiday christmas: noël, jour de noël
holiday christmas_eve: veille de noël, réveillon de noël
holiday new_year's_eve: saint sylvestre, réveillon du nouvel an, veille du nouvel an
holiday new_year: jour de l'an, nouvel an
holiday easter: pâques, dimanche de pâques
holiday easter_monday: lundi de pâques
holiday good_friday: vendredi saint
holiday ascension: ascension
holiday pentecost: pentecôte
holiday all_saints: toussaint
holiday valentine: saint valentin
holiday epiphany: épiphanie
holiday halloween: halloween
now: maintenant, actuellement, en ce moment, désormais, à présent
past_vague: récemment, dernièrement, il y a longtemps, il y a peu, il y a peu de temps,
    l'autre jour, naguère
future_vague: bientôt, prochainement, dans le futur, à l'avenir, sous peu
block: en huit, en quinze, joyeux noël, bonne année, vacances d'été, toute la, tout le,
    il y a un problème, le lendemain, le jour suivant, la semaine suivante, le même jour,
    ce jour là, cette année là, cet été là, quand j'avais, quand j'étais, quand il avait,
    quand elle avait, à l'âge de, ans plus tard, jours plus tard, mois plus tard,
    semaines plus tard, jour après jour, toute la journée, toute l'année, planète mars,
    bonne nuit, dernière fois, prochaine fois, de nos jours, de temps en temps
"""
