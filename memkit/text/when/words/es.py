"""Spanish words of time."""

ORDER = "dmy"
FULL_CLOCK = False
PAST = (
    r"fui|fue|fuimos|fueron|vi|hice|hizo|tuve|tuvo|estuve|estuvo|era|eran|éramos|dije|dijo|vine|"
    r"vino|había|habían|conocí|nací|nació|di|dio|"
    r"(?:he|has|ha|hemos|han)\b \w+(?:ado|ido|cho|sto|rto)|"
    r"(?!(?:\w+[aei]r(?:é|á)|qué|porqué|café|acaban?|graban?|caban?)\b)"
    r"\w{2,}(?:é|ó|aste|iste|aron|ieron|aba|aban|ábamos)|"
    r"(?!(?:allí|aquí|ahí|así)\b)\w{3,}í"
)
FUTURE = (
    r"\w+[aei]r(?:é|ás|á|emos|éis|án)|(?:voy|vas|va|vamos|van) a|tendré|tendremos|vendrá|haré|hará|"
    r"(?:quiero|pienso|planeo|espero) \w+r"
)
WORDS = """
month 1: enero, ene~
month 2: febrero, feb~
month 3: marzo
month 4: abril, abr~
month 5: mayo?
month 6: junio
month 7: julio?
month 8: agosto
month 9: septiembre, setiembre, sept~
month 10: octubre, oct~
month 11: noviembre, nov~
month 12: diciembre, dic~
weekday 0: lunes
weekday 1: martes
weekday 2: miércoles
weekday 3: jueves
weekday 4: viernes
weekday 5: sábado
weekday 6: domingo
weekdays 0: los lunes
weekdays 1: los martes
weekdays 2: los miércoles
weekdays 3: los jueves
weekdays 4: los viernes
weekdays 5: sábados
weekdays 6: domingos
weekdays: entre semana, los fines de semana
season spring: primavera?
season summer: verano?
season autumn: otoño?
season winter: invierno?
day 1: mañana
part morning: mañana, por la mañana, de la mañana, en la mañana
part noon: mediodía
part tarde: tarde~, por la tarde, de la tarde, en la tarde
part late: noche~, por la noche, de la noche, en la noche
part dawn: madrugada~, de madrugada, de la madrugada, por la madrugada
day 0: hoy
day -1: ayer
day -2: anteayer, antes de ayer, antier
day 2: pasado mañana
daypart -1 late: anoche, ayer noche
daypart -2 late: anteanoche
daypart 0 late: esta noche
unit second: segundo
units second: segundos
unit minute: minuto
units minute: minutos
unit hour: hora
units hour: horas
unit day: día
units day: días
unit century: siglo, siglos
unit week: semana
units week: semanas
unit fortnight: quincena
unit month: mes
units month: meses
unit quarter: trimestre
unit year: año
units year: años
unit decade: década
units decade: décadas
weekend: fin de semana, finde
last: pasado, pasada, pasados, pasadas, último, última, últimos, últimas, anterior
this: este, esta, estos, estas
coming: próximo, próxima, próximos, próximas, que viene, siguiente que viene, entrante
ago pre: hace, hará
ago: atrás
about: más de, casi, unos, unas, como, alrededor de, aproximadamente, más o menos en, hacia,
    cerca de, sobre
hence: dentro de, en, de aquí a
before: antes de, antes del
after: después de, después del, tras
since: desde, desde hace, a partir de, a partir del, desde el, desde la
until: hasta, hasta el, hasta la
from: de, del, desde
to: a, al, hasta, hasta el
between: entre
and: y, e
the: día, el, la, los, las, algún momento de, unos, unas
at: en, el, a, al, en el, en la, a las, a la, allá por
of: de, del, de la, de las, de los
one: un, una, uno
numbers
few: unos, unas, unos pocos, unas pocas, algunos, algunas, varios, varias, unos cuantos,
    unas cuantas
couple: un par de
half: medio, media, mitad, semestre
amount 1.5 year: un año y medio, año y medio
edge early: principios de, a principios de, principios del, a principios del, comienzos de,
    a comienzos de, inicios de, a inicios de, principio de, principios
edge mid: mediados de, a mediados de, mediados del, a mediados del
edge late: finales de, a finales de, finales del, a finales del, fines de, a fines de, final de,
    fin de
decade 1960: los sesenta
decade 1970: los setenta
decade 1980: los ochenta
decade 1990: los noventa
every: cada, todos los, todas las, todos los días, cada uno de los
recurring: diariamente, semanalmente, mensualmente, anualmente, a diario, todos los días
times: una vez por, una vez al, una vez a la, dos veces por, dos veces al, dos veces a la,
    veces por, veces a la, veces al
ampm am: de la mañana
oclock: en punto, horas
for: llevo, lleva, llevamos, llevan
holiday christmas: navidad, navidades
holiday christmas_eve: nochebuena
holiday new_year's_eve: nochevieja, fin de año
holiday new_year: año nuevo
holiday epiphany: día de reyes
holiday easter: domingo de pascua, pascua
holiday good_friday: viernes santo
holiday valentine: san valentín
holiday all_saints: todos los santos
holiday halloween: halloween
now: ahora, ahora mismo, actualmente, en este momento
past_vague: hace poco, recientemente, últimamente, hace tiempo, hace mucho, hace mucho tiempo,
    el otro día
future_vague: pronto, algún día, en breve, en el futuro, dentro de poco
block: toda la, todo el, feliz navidad, feliz año, hace mucho calor, hace mucho frío,
    hace mucho viento, hace mucho sol, vacaciones de, de ahora en adelante, buenos días,
    buenas tardes, buenas noches, al día siguiente, el día siguiente, la semana siguiente,
    el año siguiente, el mismo día, ese día, ese año, ese verano, aquel año, aquel día,
    aquel verano, cuando tenía, cuando era, años de edad, años después, días después,
    semanas después, meses después, de niño, de niña, todo el día, todo el año, segunda vez,
    primera vez, última vez, próxima vez, esta vez, hace calor, hace frío, llego tarde, más tarde,
    de mayo a mayor
"""
