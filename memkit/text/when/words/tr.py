"""Turkish words of time."""

ORDER = "dmy"
FULL_CLOCK = True
PAST = (
    r"(?!(?:şimdi|kedi|kendi|hadi|haydi|yedi|efendi|tatlı)\b)"
    r"\w{2,}(?:[dt][ıiuü](?:m|n|k|lar|ler)?|m[ıiuü]ş(?:t[ıi])?)"
)
FUTURE = r"\w+(?:ecek|acak|eceğ\w+|acağ\w+)(?:ler|lar)?"
WORDS = """
month 1: ocak?, ocakta, ocaktan, ocak'ta
month 2: şubat, şubata, şubatta, şubattan
month 3: mart, marta~, martta, marttan
month 4: nisan, nisana, nisanda, nisandan
month 5: mayıs, mayısa, mayısta, mayıstan
month 6: haziran, hazirana, haziranda, hazirandan
month 7: temmuz, temmuza, temmuzda, temmuzdan
month 8: ağustos, ağustosa, ağustosta, ağustostan
month 9: eylül, eylüle, eylülde, eylülden
month 10: ekim?, ekimde, ekimden
month 11: kasım?, kasımda, kasımdan
month 12: aralık?, aralıkta, aralıktan
weekday 0: pazartesi, pazartesiden
weekday 1: salı, salıdan
weekday 2: çarşamba
weekday 3: perşembe
weekday 4: cuma, cumadan
weekday 5: cumartesi
weekday 6: pazar?
weekdays 0: pazartesileri, pazartesi günleri
weekdays 1: salıları, salı günleri
weekdays 2: çarşambaları, çarşamba günleri
weekdays 3: perşembeleri, perşembe günleri
weekdays 4: cumaları, cuma günleri
weekdays 5: cumartesileri, cumartesi günleri
weekdays 6: pazarları, pazar günleri
season spring: ilkbahar, ilkbaharda, ilkbaharında, bahar?, baharda
season summer: yaz~, yazın, yazı~, yazında~, yazından~
season autumn: sonbahar, sonbaharda, sonbaharında, güz?
season winter: kış~, kışın, kışı~, kışında~
part morning: sabah, sabahı, sabahleyin
part noon: öğlen, öğle?
part afternoon: öğleden sonra
part evening: akşam, akşamında, akşamı, akşamleyin
part night: gece~, geceleyin
day 0: bugün
day -1: dün, dünden, dünkü
day 1: yarın, yarını
day -2: evvelsi gün, evvelki gün, önceki gün
day 2: öbür gün, ertesi gün sonra
daypart 0 evening: bu akşam
daypart 0 night: bu gece
daypart -1 night: dün gece
unit second: saniye
unit minute: dakika
unit hour: saat
units week: haftalarda
units month: aylarda
units year: yıllarda
units day: günlerde
unit day: gün, günü, günde
unit century: yüzyıl, yüzyılda, yüzyılın
unit week: hafta, haftada, haftanın, haftadan
unit month: ay, ayında, ayı, ayının, ayda, ayından
unit quarter: çeyrek, çeyreği, çeyreğinde
unit year: yıl, yılı, yılında, sene, yılın, senesi, yılından, yılda
unit decade: on yıl
weekend: hafta sonu
last: geçen, geçtiğimiz, son
this: bu
next: gelecek, bir sonraki
coming: önümüzdeki
ago: önce, evvel
before: önce, dan önce, den önce, tan önce, ten önce
hence: sonra
after: sonra, dan sonra, den sonra, tan sonra, ten sonra
about: yaklaşık, civarında, civarı, aşağı yukarı
since: beri, dan beri, den beri, tan beri, ten beri, itibaren, dan itibaren, den itibaren
until: kadar, a kadar, e kadar, ya kadar, ye kadar
from: dan, den, tan, ten
to: a, e, ya, ye
between: arasında
and: ve, ile
the: ki
at: saat
at: da, de, ta, te, nda, nde
of: ın, in, un, ün, nın, nin
one: bir
numbers
few: birkaç, bir kaç
half: yarım
more_half: buçuk
edge early: başı, başında, başları, başlarında
edge mid: ortası, ortasında, ortalarında
edge late: sonu, sonunda, sonları, sonlarında
decade 1980: seksenler, seksenlerde
decade 1990: doksanlar, doksanlarda
every: her
recurring: ayda bir, haftada bir, yılda bir, her gün, haftalık, günlük, aylık
holiday christmas: noel
holiday new_year's_eve: yılbaşı gecesi
holiday new_year: yılbaşı
now: şimdi, şu anda, şu an
past_vague: geçenlerde, yakın zamanda, son zamanlarda, uzun zaman önce, bir süre önce
future_vague: yakında, bir gün, ileride
block: ertesi gün, o gün, o yıl, o yaz, ertesi yıl, yaşındayken, yaşında, çocukken, bütün gün,
    tüm gün, iyi geceler, iyi akşamlar, son kez
"""
