"""Parts of German and Dutch compounds: "Schlüssel" and "Haustür" of "Haustürschlüssel".

A compound is taken apart where one of its parts is among those that are frequent in everyday
compounds; the other part may be any word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

Stem = Callable[[str], str]

_PARTS = {
    "de": """abend abfall abteilung allergie amt angebot angst anlage anruf antrag apfel
apotheke apparat arbeit arm art arzt aufgabe auge ausflug ausweis auto bad bahn bahnhof balkon
ball band bank bau bauch baum becher behandlung bein bereich berg beruf besitzer besprechung
besuch betrieb bett bier bild blatt blume boden bohne boot box brief brille brot brücke bruder
buch büro bus butter café chef computer creme dach datum decke dienst dorf drucker eimer eis eisen
eltern energie entwicklung erdbeere essen fach fahrer fahrrad fahrt fall familie farbe fehler
feier feld fenster ferien fest feuer film finger fisch flasche fleisch flug flughafen fluss form
foto frau freund freundin frucht frühling fuß fußball garten gast gebäude gebühr geburt geburtstag
gefühl geld gemüse gepäck gerät gericht geschäft geschenk geschichte geschwindigkeit gesellschaft
gesetz gespräch getränk gewicht gitarre glas gold grenze größe gruppe gurke gürtel haar hafen
halle hals haltestelle hand handschuh handy hase haupt haus haustür haut heft heim heizung hemd
herbst herz hilfe himmel hochzeit hof holz hose hotel huhn hund hut insel jacke jahr jugend junge
kaffee kalender kamera kammer karte kartoffel käse kasse kasten katze keller kette kind kino
kirche kissen kiste klasse klavier kleid klinik knie koffer kollege kollegin kommode konferenz
kongress konto konzert kopf kopie korb kosten kraft kranken krankheit küche kuchen kugel kultur
kunde kunst kurs küste lampe land laden lager lauf leben leder lehrer leistung leiter leitung
licht lied liebe linie liste löffel luft macher mal maler mann mannschaft mantel markt marmelade
maschine maus medizin meer meister mensch messer miete milch minute mittag mitglied möbel monat
motor müll mund museum musik mutter mütze nachbar nacht nagel name nase netz nummer nuss obst ofen
ohr öl oper opa oma ordnung ort papier park partei partner pass pause pfanne pferd pflanze pflege
pilz plan planung platte platz politik polizei post preis probe problem programm projekt prüfung
pullover quelle rad radio rahmen raum rechner rechnung regal regen reifen reihe reis reise
reparatur restaurant richter ring rock rose rücken ruhe saal sache saft salat salz sammlung sand
sänger satz schaden schal schein schiff schinken schirm schlaf schloss schlüssel schmerz schmuck
schnee schokolade schrank schritt schuh schüler schule schutz schwester see seife seite sekunde
sendung sessel sicherheit silber sitz sitzung sohn sommer sonne spaß speise spiegel spiel spieler
spitze sport sprache stadt stahl stand start station stein stelle stern steuer stiefel stift
stimme stock stoff strand straße strom strumpf stück student studium stuhl stunde sturm suche süd
suppe system tablett tablette tag tante tasche tasse tat tee teich teil telefon teller teppich
termin test text theater tier tisch titel tochter tomate topf tor torte tour traube training traum
treffen treppe tuch tür turm tüte uhr umzug unfall unterlage unterricht urlaub vater verband
verein verkäufer verkehr versicherung vertrag verwaltung vogel vorhang wagen wahl wald wand
wanderung wandern wärme wäsche wasser wecker weg wein welle welt werk werkstatt wetter wiese wind
winter wissen woche wohnung wolle wort wunsch wurst zahl zahn zeichen zeit zeitung zelt zentrum
zettel zeug zeugnis ziel zimmer zitrone zoo zucker zug zukunft zwiebel""",
    "nl": """aardbei adres afdeling afspraak appel arts auto avond baan bad bak bakker bal band
bank bed beker berg beurs bier bloem boek boer bol boom boot bord bos boter brief bril broek broer
brood brug bus club computer cursus dag dak deel deken deur dief dienst dier doos dorp douche
draad eten feest fiets film fles foto gang gebouw geld glas groente groep grond haar hal ham hand
haven hemd hoek hond hoofd horloge hotel huis huur hut jas jurk kaart kaas kamer kantoor kast kat
keuken kind klok koek koffie koning kop kraam krant kussen laars lamp land leiding lepel les
leraar lijn lijst lucht maand maaltijd machine man markt mes middag minuut moeder molen motor muur
muziek naam nacht nummer oma oog oor opa ouder oven paard pad pan papier park pas pen pijn plaats
plan plant plein prijs programma project raad raam regen reis rekening restaurant ring rok rug
schaal schema school schoen schoon schuur slaap sla slag sleutel sneeuw soep spel speler spoor
sport spreek staat stad station steen stoel straat stuk suiker taal taart tafel tand tas team
telefoon tijd tocht toets tuin uur vader vak vakantie vergadering verjaardag verzekering vis vlees
vliegtuig vloer voet vogel vrouw wagen wal wand was water weg weer week wedstrijd werk werknemer
winkel winter woning woord zaak zaal zak zee zieken ziekte zoon zomer zon zorg zuster zwem""",
}
LANGUAGES = tuple(_PARTS)
_LINKS = ("", "s", "n", "en", "es", "er", "e")
# What stands before a verb, or before what was made of one.
_PREFIXES = frozenset(
    "ab an auf aus be bei ein ent er fort ge her hin los miss mit nach nieder ruck uber um un "
    "unter ver vor weg zer zu zuruck zusammen aan af bij door in mee om on op over toe uit voor "
    "ont".split()
)
_VERBAL = re.compile("(?:be|ge|ver|ent|zer)$")
_VOWEL = re.compile("[aeiouy]")
_SHORTEST = 7


def parts(stem: str, language: str, *, stemmed: Stem) -> tuple[str, ...]:
    """Return the stems of the parts of a word; none if it isn't a compound as far as one sees.

    Args:
        stem: The word's own stem.
        language: "de" or "nl".
        stemmed: Returns stems of the language.
    """
    return tuple(dict.fromkeys(_parts(stem, _frequent(language, stemmed), stemmed)))


def are_frequent(stems: Sequence[str], language: str, *, stemmed: Stem) -> bool:
    """Tell whether all parts of a word are known, and there are any."""
    return bool(stems) and _frequent(language, stemmed).issuperset(stems)


@functools.lru_cache(maxsize=4)
def _frequent(language: str, stemmed: Stem) -> frozenset[str]:
    return frozenset(stemmed(word) for word in _PARTS[language].split())


def _parts(stem: str, frequent: frozenset[str], stemmed: Stem) -> Iterator[str]:
    cut = _cut(stem, frequent) if len(stem) >= _SHORTEST else None
    if cut is None:
        return
    first = _unlinked(stem[:cut], frequent)
    for part in (stem[cut:], first if first in frequent else stemmed(first)):
        yield part
        if part not in frequent:
            yield from _parts(part, frequent, stemmed)


def _cut(stem: str, frequent: frozenset[str]) -> int | None:
    """Return where a compound's last part begins: where both parts are known, if they are."""
    before: int | None = None
    behind: int | None = None
    for cut in range(3, len(stem) - 2):
        first, last = stem[:cut], stem[cut:]
        known = _unlinked(first, frequent) in frequent
        if last in frequent:
            if known:
                return cut
            is_word = first not in _PREFIXES and _VOWEL.search(first) and not _VERBAL.search(first)
            if behind is None and len(last) > 3 and is_word:
                behind = cut
        elif known and cut > 3 and len(last) > 4 and _VOWEL.search(last[:3]):
            before = cut
    return before if behind is None else behind


def _unlinked(first: str, frequent: frozenset[str]) -> str:
    """Return the first part of a compound without what joins it to the next."""
    for link in _LINKS:
        bare = first.removesuffix(link)
        if first.endswith(link) and bare in frequent:
            return bare
        if first.endswith(link) and link == "" and first + "e" in frequent:
            return first + "e"
    return first
