"""Portuguese words of time."""

ORDER = "dmy"
FULL_CLOCK = True
PAST = (
    r"fui|foi|fomos|foram|era|eram|tinha|tinham|estava|estavam|fiz|fez|vi|viu|vim|veio|nasci|"
    r"(?!\w+[aei]rei\b)\w{2,}(?:ei|ou|eu|iu|aram|eram|iram|ava|avam|ámos)"
)
FUTURE = r"(?:vou|vai|vamos|vão) \w+r|\w+[aei]r(?:ei|á|emos|ão)|(?:quero|pretendo|planejo) \w+r"
WORDS = """
month 1: janeiro, jan~
month 2: fevereiro, fev~
month 3: março
month 4: abril, abr~
month 5: maio?
month 6: junho
month 7: julho
month 8: agosto
month 9: setembro
month 10: outubro
month 11: novembro
month 12: dezembro
weekday 0: segunda feira, segunda~
weekday 1: terça feira, terça?
weekday 2: quarta feira, quarta~
weekday 3: quinta feira, quinta~
weekday 4: sexta feira, sexta~
weekday 5: sábado
weekday 6: domingo
weekdays 0: segundas feiras, às segundas
weekdays 1: terças feiras, às terças
weekdays 2: quartas feiras, às quartas
weekdays 3: quintas feiras, às quintas
weekdays 4: sextas feiras, às sextas
weekdays 5: sábados, aos sábados
weekdays 6: domingos, aos domingos
weekdays: fins de semana
season spring: primavera?
season summer: verão?
season autumn: outono?
season winter: inverno?
part morning: manhã, de manhã, da manhã, pela manhã
part noon: meio dia
part tarde: tarde~, à tarde, da tarde, de tarde
part late: noite~, à noite, da noite, de noite
part dawn: madrugada~, de madrugada
day 0: hoje
day -1: ontem
day 1: amanhã
day -2: anteontem, antes de ontem
day 2: depois de amanhã
daypart 0 late: esta noite, hoje à noite
daypart -1 late: ontem à noite, noite passada
unit second: segundo
units second: segundos
unit minute: minuto
units minute: minutos
unit hour: hora
units hour: horas
unit day: dia
units day: dias
unit century: século, séculos
unit week: semana
units week: semanas
unit month: mês
units month: meses
unit quarter: trimestre
unit year: ano
units year: anos
unit decade: década
units decade: décadas
weekend: fim de semana
rel week -2: semana retrasada
rel month -2: mês retrasado
rel year -2: ano retrasado
last: passado, passada, passados, passadas, último, última, últimos, últimas
this: este, esta, esse, essa, neste, nesta, nesse, nessa
coming: próximo, próxima, próximos, próximas, que vem
ago pre: há, faz
ago: atrás
about: mais de, quase, uns, umas, cerca de, aproximadamente, por volta de, mais ou menos em
hence: daqui a, dentro de, em
before: antes de, antes do, antes da
after: depois de, depois do, depois da, após
since: desde, desde o, desde a, a partir de, há
until: até, até o, até a
from: de, do, da
to: a, ao, até, à
between: entre
and: e
the: dia, o, a, os, as, algum momento de
at: em, no, na, nos, nas, às, à, ao, num, numa
of: de, do, da, dos, das
one: um, uma
numbers
few: alguns, algumas, uns, umas, vários, várias
couple: um par de, uns dois
half: meio, meia, metade, semestre
amount 1.5 year: um ano e meio, ano e meio
edge early: início, início de, início do, começo, começo de, começo do, princípio de, princípio
edge mid: meados, meados de, meados do, meio de
edge late: final, final de, final do, fim, fim de, fim do, finais de
every: cada, todo, toda, todos os, todas as, todo o, toda a
recurring: diariamente, semanalmente, mensalmente, anualmente, todos os dias, todo dia
times: uma vez por, duas vezes por, vezes por, vezes ao
ampm am: da manhã
oclock: horas
holiday christmas: natal, dia de natal
holiday christmas_eve: véspera de natal
holiday new_year's_eve: véspera de ano novo, réveillon
holiday new_year: ano novo
holiday easter: páscoa, domingo de páscoa
holiday good_friday: sexta feira santa
holiday halloween: halloween
now: agora, atualmente, neste momento, no momento
past_vague: recentemente, ultimamente, há pouco, há pouco tempo, há muito tempo, outro dia,
    há tempos
future_vague: em breve, no futuro, logo mais
block: feliz natal, feliz ano novo, férias de verão, férias de inverno, toda a manhã,
    toda a tarde, toda a noite, toda a semana, todo o dia, todo o ano, de agora em diante,
    bom dia, boa tarde, boa noite, no dia seguinte, dia seguinte, semana seguinte, ano seguinte,
    mesmo dia, naquele dia, naquele ano, naquele verão, quando eu tinha, quando eu era,
    quando tinha, quando era, anos depois, dias depois, meses depois, semanas depois,
    anos de idade, o dia todo, segunda vez, quinta vez, última vez, próxima vez, mais tarde
"""
