"""Frequent words of substance by language: they tell it in notes too short for function words."""

from __future__ import annotations

ENGLISH = """appointment birthday bought brother called car cat city coffee daughter day dog
evening family father favorite favourite friday friend garden goes going good got great house
husband kids know like likes liked lives living love loves made make meeting moved mom monday
morning mother name need new old parents people played prefers really saturday school see sister
son street summer sunday thanks thing think thursday time today tomorrow trip tuesday use used
uses using visited wants wednesday week weekend went wife winter work worked works year years
yesterday"""

OTHERS = {
    "de": """abend arbeit arbeitet arzt auto bruder eltern essen fahre fährt familie frau
freitag freund freundin gehe geht geld geburtstag gern gerne gestern gibt haus heißt heute hund
isst jahr jahre katze kauft kaufen kind kinder kommt lernt liebt lieber mag mann mittwoch monat
montag morgen mutter nachbar neue neuen oma opa reise samstag schule schwester sohn sommer sonntag
spielt stadt straße stunde tag tage termin tochter trinkt trägt uhr urlaub vater wagen wasser
woche wohnt wohnung zeit donnerstag dienstag gekauft gefahren gegangen geboren studiert reist
heißen sprechen spricht schläft schreibt liest besucht möchte wollen""",
    "nl": """avond auto broer dag dochter drinkt eten fiets gaat gisteren goed hond houdt huis
jaar kat kind kinderen komt koopt leert maandag man maand moeder morgen naam nieuwe ouders oma
school speelt stad straat tijd tuin uur vader vakantie vandaag vriend vriendin vrijdag vrouw week
werk werkt winkel woont zaterdag zoon zondag zus zomer fietst kocht gekocht dinsdag woensdag
donderdag afspraak verjaardag leest schrijft slaapt reist heet""",
    "es": """abuela abuelo agua amiga amigo amigos año años ayer barrio bien bueno calle casa
ciudad coche comer comida compra compró cumpleaños domingo escuela esposa familia fiesta gato
gusta gustan hace hermana hermano hija hijo hijos hoy jueves libro llama lunes madre mañana martes
marido mes mesa miércoles muchacha mujer niño niños nombre noche novia nueva nuevo padre perro
playa prefiere quiere sábado semana tarde tiempo toca trabaja trabajo vacaciones vecino verano
viaje viernes vive viven vivo estudia viaja bebe duerme escribe cita médico""",
    "fr": """ami amie amis an année années anniversaire aime aiment appartement appelle achète
acheté boit chat chien dimanche dort école enfant enfants été femme fille fils fois frère garçon
grand habite hier heure heures homme jardin jeudi jour jours livre lundi maison mange mardi mari
matin mercredi mère mois nouveau nouvelle père petit petite préfère rendez-vous rue samedi semaine
soir soeur sœur temps travail travaille vacances vendredi veut vie ville vit voiture voyage joue
parle étudie écrit demain aujourd""",
    "pt": """amanhã amiga amigo amigos ano anos apartamento avó avô bairro bebe cachorro carro
casa cidade chama comida comprou comer dia dias domingo escola esposa família festa filha filho
filhos fim gato gosta gostam hoje irmã irmão jantar joga livro mãe manhã marido mês mora moram
mulher namorada nome nova novo noite ontem pai praia prefere quarta quer rua sábado segunda semana
sexta tarde tempo terça toca trabalha trabalho férias vizinho verão viagem vive aniversário médico
consulta estuda viaja dorme""",
    "it": """abita abitano acqua amica amico amici anni anno appuntamento automobile beve
bambini bambino cane casa chiama città comprato compra compleanno cucina domani domenica donna
estate famiglia figlia figlio figli fratello gatto gioca giorno giorni giovedì ieri lavora lavoro
legge libro lunedì macchina madre mangia mare marito martedì mattina medico mercoledì mese moglie
nome nonna nonno nuova nuovo oggi ore padre piace piacciono preferisce ragazza ragazzo sabato
scuola sera settimana sorella strada studia suona tempo vacanza vacanze venerdì viaggio vive vuole
dorme scrive""",
    "pl": """babcia brat chodzi córka czas czwartek czyta dom domu dziadek dziecko dzieci dzień
dzisiaj dziś gra godzina godzinie imię jutro kobieta kot kocha kolega kupił kupiła lat lato lata
lubi lubię ma mama matka mąż miasto miesiąc mieszka mieszkanie mieszkam mówi nazywa niedziela
niedzielę nowy nowa nowe ojciec pan pani piątek pies pije poniedziałek praca pracuje pracy
przyjaciel przyjaciółka rano rok roku rodzina rodzice samochód siostra sobota sobotę syn szkoła
środa tata tydzień tygodniu ulica uczy urodziny wakacje wczoraj wieczorem wizyta wtorek woli żona
je śpi pisze""",
    "tr": """abla adı adres ailem aile akşam alışveriş anne annem arkadaş arkadaşım arkadaşı
araba baba babam bugün cuma cumartesi çalışıyor çarşamba çocuk çocuklar çocuğu dün doğum eş eşi
eşim ev evde evi gece geçen gidiyor gün günü güzel hafta içiyor içer iş işe istanbul istiyor
kardeş kardeşi kedi kedisi kız kızı kitap köpek köpeği oğlu okul okuyor oturuyor oynuyor pazar
pazartesi perşembe randevu randevusu saat sabah salı sever seviyor severim şehir tatil yarın
yaşıyor yaz yeni yemek yıl yıllık yıldır yiyor gitti aldı geldi""",
    "ru": """брат бабушка вечером вторник врач вчера говорит год года город дети день дедушка
дом дома друг дочь жена живет живёт завтра зовут играет книга кошка купил купила лет лето любит
мама мать машина месяц муж неделя новый новая отец отпуск папа понедельник предпочитает пьет пьёт
пятница работа работает ребенок ребёнок родители собака среда суббота сегодня семья сестра спит
сын учится улица утром хочет читает школа""",
    "uk": """батько будинок бабуся вечір вівторок вчора вчиться грає день діти дідусь дім друг
дочка дружина живе завтра зовуть зустріч кіт книга книгу купив купила лікар любить літо мама мати
машина місто місяць народження неділя новий нова працює робота родина рік років сестра син собака
собаку середа сьогодні субота тиждень тато хоче чоловік читає четвер школа п'ятниця понеділок
відпустка вулиця ранок вранці грати""",
}
