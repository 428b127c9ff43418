"""Polish words of time."""

ORDER = "dmy"
FULL_CLOCK = True
PAST = (
    r"(?!(?:jeśli|czyli|kości\w+|stół|szkoł\w+|mał[ya]|cał[ya]|biał[ya]|mił[ya]|zł[ya])\b)"
    r"\w+(?:łem|łam|łeś|łaś|ł|ła|ło|li|ły|liśmy|łyśmy)"
)
FUTURE = r"będę|będziesz|będzie|będziemy|będziecie|będą|zamierzam|planuję|chcę"
WORDS = """
month 1: styczeń, stycznia, styczniu, sty~
month 2: lutego, lutym, luty?
month 3: marzec, marca, marcu
month 4: kwiecień, kwietnia, kwietniu
month 5: maj?, maja?, maju
month 6: czerwiec, czerwca, czerwcu
month 7: lipiec, lipca, lipcu
month 8: sierpień, sierpnia, sierpniu
month 9: wrzesień, września, wrześniu
month 10: październik, października, październiku
month 11: listopad, listopada, listopadzie
month 12: grudzień, grudnia, grudniu
weekday 0: poniedziałek, poniedziałku
weekday 1: wtorek, wtorku
weekday 2: środa?, środę, środy, środzie
weekday 3: czwartek, czwartku
weekday 4: piątek, piątku
weekday 5: sobota, sobotę, soboty, sobocie
weekday 6: niedziela, niedzielę, niedzieli
weekdays 0: poniedziałki
weekdays 1: wtorki
weekdays 2: środy
weekdays 3: czwartki
weekdays 4: piątki
weekdays 5: soboty
weekdays 6: niedziele
weekdays: weekendy
season spring: wiosna?, wiosny?, wiosną, wiosnę
season summer: lato?, lata~, latem, lecie
season autumn: jesień?, jesieni?, jesienią
season winter: zima?, zimy?, zimą, zimę
part morning: rano, ranek, rankiem, ranka, przed południem
part noon: południe, w południe
part afternoon: po południu, popołudnie, popołudniu
part evening: wieczorem, wieczór?, wieczoru?
part night: nocą, w nocy
day 0: dziś, dzisiaj
day -1: wczoraj
day 1: jutro
day -2: przedwczoraj
day 2: pojutrze
daypart 0 evening: dziś wieczorem, dzisiaj wieczorem
daypart -1 night: zeszłej nocy, ubiegłej nocy, ostatniej nocy
unit second: sekunda, sekundę
units second: sekundy, sekund
unit minute: minuta, minutę
units minute: minuty, minut
unit hour: godzina, godzinę
units hour: godziny, godzin
unit day: dzień, dnia
units day: dni
unit century: wiek, wieku, wieki
unit week: tydzień, tygodnia, tygodniu
units week: tygodnie, tygodni
unit month: miesiąc, miesiąca, miesiącu
units month: miesiące, miesięcy
unit quarter: kwartał, kwartale, kwartału
unit year: rok, roku, rokiem, r
units week: tygodniach
units month: miesiącach
units day: dniach
units year: lata, lat
unit decade: dekada
units decade: dekady, dekad
weekend: weekend, weekendu
last: zeszły, zeszłym, zeszłego, zeszłą, zeszłej, zeszła, ubiegły, ubiegłym, ubiegłego, ubiegłą,
    ubiegłej, ostatni, ostatnim, ostatnią, ostatnie, ostatnich, ostatniego, poprzedni, poprzednim
this: ten, tym, tego, tę, tej, ta, obecnym, bieżącym
next: przyszły, przyszłym, przyszłego, przyszłą, przyszłej, następny, następnym, następnego,
    następną
coming: najbliższy, najbliższą, najbliższym, najbliższe, nadchodzący, nadchodzącym
ago: temu
about: ponad, prawie, około, mniej więcej, ok
hence: za
before: przed
after: po!
since: od, począwszy od
until: do, aż do
from: od, z
to: do
between: między, pomiędzy
and: a, i
at: w, we, na, o, podczas, w ciągu, przez, gdzieś w
of: z
one: jeden, jedna, jedną
numbers
few: kilka, kilku, parę, paru
half: pół, połowa, połowie
amount 1.5 year: półtora roku
edge early: początek, początkiem, początku, na początku
edge mid: połowy, połowie, w połowie, połowa
edge late: koniec, końca, końcem, końcu, pod koniec, w końcu
decade 1960: latach sześćdziesiątych, lata sześćdziesiąte
decade 1970: latach siedemdziesiątych, lata siedemdziesiąte
decade 1980: latach osiemdziesiątych, lata osiemdziesiąte
decade 1990: latach dziewięćdziesiątych, lata dziewięćdziesiąte
units year: latach
every: każdy, każdego, każdą, każdym, co
recurring: codziennie, co tydzień, co miesiąc, co rok, cotygodniowo
times: raz w, dwa razy w, razy w
amount 1 year: rok
amount 1 week: tydzień
amount 1 month: miesiąc
amount 1 hour: godzinę
amount 1 minute: minutę
amount 1 day: dzień
holiday christmas: boże narodzenie, bożego narodzenia
holiday christmas_eve: wigilia, wigilię, wigilii
holiday new_year's_eve: sylwester, sylwestra
holiday new_year: nowy rok
holiday easter: wielkanoc
holiday good_friday: wielki piątek
now: teraz, obecnie, w tej chwili
past_vague: niedawno, ostatnio, dawno temu, jakiś czas temu, kiedyś dawno
future_vague: wkrótce, niedługo, kiedyś w przyszłości, w przyszłości
block: cały, całą, całe, całego, wesołych świąt, dzień dobry, następnego dnia, tego dnia,
    tego samego dnia, tamtego roku, tamtego lata, kiedy miałem, kiedy miałam, gdy miałem,
    gdy miałam, lat później, dni później, rok później, jako dziecko, cały dzień, cały rok,
    lata świetlne, ostatni raz, następnym razem
"""
