"""Search by words in many languages that lie in one memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.inflected import NOTES
from memkit import Memory
from memkit.builtin.local_store import postings, sidecar
from memkit.text import languages, terms
from memkit.text.bm25 import K1, B, inverse_document_frequency
from memkit.text.tokens import normal, split

Open = Callable[..., Memory]

# A note, and a question that shares a word with it in another form alone.
PAIRS = {
    "en": [
        ("The orchids bloomed on the windowsill.", "Which orchid is blooming?"),
        ("Tobias mended both kites.", "Who can mend a kite?"),
    ],
    "de": [
        ("Die Orchideen blühen am Küchenfenster.", "Welche Orchidee?"),
        ("Tobias flickte die Drachen der Enkel.", "Hat er den Enkeln geholfen?"),
        ("Das Regenwasser steht in Fässern.", "Fass für Wasser"),
        ("Beim Steuerberater war es voll.", "Wann gehe ich zum Berater wegen der Steuern?"),
        ("Die Wanderschuhe drücken.", "Schuhe"),
        ("Wir brauchen einen Termin für das Klavier.", "Klaviertermin"),
    ],
    "nl": [
        ("De orchideeën bloeien in de serre.", "Welke orchidee bloeide?"),
        ("De vliegers hangen in de schuur.", "Waar is mijn vlieger?"),
        ("Mijn wandelschoenen knellen.", "schoen"),
    ],
    "es": [
        ("Las orquídeas florecen en la ventana.", "¿Qué orquídea?"),
        ("Tobías remendó las cometas.", "¿Dónde está la cometa?"),
    ],
    "fr": [
        ("Les orchidées fleurissent près de la fenêtre.", "Quelle orchidée ?"),
        ("Tobie a recousu les cerfs-volants.", "Où est mon cerf-volant ?"),
    ],
    "pt": [
        ("As orquídeas florescem na varanda.", "Que orquídea?"),
        ("O Tobias consertou os papagaios de papel.", "Onde está o papagaio?"),
    ],
    "it": [
        ("Le orchidee fioriscono sul davanzale.", "Quale orchidea?"),
        ("Tobia ha rattoppato gli aquiloni.", "Dove è il mio aquilone?"),
    ],
    "pl": [
        ("Storczyki kwitną na parapecie.", "Jaki storczyk?"),
        ("Tobiasz załatał oba latawce.", "Czyj jest ten latawiec, gdzie są latawce?"),
    ],
    "tr": [
        ("Orkideler pencerenin önünde açtı.", "Hangi orkide?"),
        ("Uçurtmaları Tolga onardı.", "Uçurtma kimde?"),
    ],
    "ru": [
        ("Орхидеи цветут на подоконнике.", "Какая орхидея?"),
        ("Тимофей заклеил воздушных змеев.", "Где воздушный змей?"),
    ],
    "uk": [
        ("Орхідеї квітнуть на підвіконні.", "Яка орхідея?"),
        ("Тимофій залатав парасольки.", "Чия це парасолька?"),
    ],
    "ar": [
        ("تتفتح الزهور قرب النافذة.", "أين زهور النوافذ؟"),
        ("أصلح طارق المظلة.", "من أصلح مظلتي؟"),
    ],
    "hi": [
        ("खिड़की पर गुलाब खिले हैं।", "खिड़कियों पर क्या है?"),
        ("तुषार ने पतंगें ठीक कीं।", "पतंग किसकी है?"),
    ],
    "zh": [
        ("窗台上的兰花开了。", "我的兰花怎么样了？"),
        ("小东补好了风筝。", "那个风筝是谁的？"),
        ("他在京都学吉他。", "谁会弹吉他？"),
    ],
    "ja": [
        ("窓辺で蘭が咲いています。", "蘭は咲きましたか？"),
        ("拓也が凧を直した。", "凧はどこですか？"),
    ],
    "ko": [
        ("창가에 난초가 피었어요.", "난초는 어디에 있나요?"),
        ("태호가 연을 고쳤다.", "태호는 무엇을 고쳤나요?"),
    ],
}
CASES = [(language, *pair) for language, pairs in PAIRS.items() for pair in pairs]
OTHERS = [note for notes in NOTES.values() for note, _ in notes]


@pytest.fixture(scope="module", params=["first", "last"])
def crowded(request: pytest.FixtureRequest) -> Any:
    """A memory of more than 200 notes in 16 languages, the wanted ones at one end."""
    wanted = [note for _, note, _ in CASES]
    fillers = [*OTHERS, *(f"{note} ({i})" for i, note in enumerate(OTHERS[:80]))]
    notes = [*wanted, *fillers] if request.param == "first" else [*fillers, *wanted]
    with Memory(":memory:", embedder="hash") as memory:
        memory.add_many(notes, user_id="a", progress=False)
        yield memory


@pytest.mark.parametrize(("language", "note", "question"), CASES)
def test_a_question_finds_other_forms_of_its_words(
    crowded: Memory, language: str, note: str, question: str
) -> None:
    hits = crowded.search(question, mode="text", k=5, user_id="a")
    assert note in [hit.memory for hit in hits]


@pytest.mark.parametrize("note", [note for _, note, _ in CASES])
def test_a_note_is_found_by_itself(crowded: Memory, note: str) -> None:
    assert crowded.search(note, mode="text", k=1, user_id="a")[0].memory == note


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wo wohnt die Oma?", "de"),
        ("Waar woont oma?", "nl"),
        ("¿Dónde vive la abuela?", "es"),
        ("Où habite la grand-mère ?", "fr"),
        ("Onde mora a avó?", "pt"),
        ("Dove abita la nonna?", "it"),
        ("Gdzie mieszka babcia?", "pl"),
        ("Büyükannem nerede oturuyor?", "tr"),
        ("Где живёт бабушка?", "ru"),
        ("Де живе бабуся?", "uk"),
        ("أين تسكن جدتي؟", "ar"),
        ("दादी कहाँ रहती हैं?", "hi"),
        ("książki", "pl"),
        ("canción", "es"),
        ("çalışıyor", "tr"),
    ],
)
def test_a_short_text_shows_its_language(text: str, language: str) -> None:
    tokens = split(normal(text))
    script = languages.script_of(tokens[0]) or "latin"
    assert not languages.is_english(tokens)
    assert languages.likely(languages.evidence(tokens), script=script)[0] == language


@pytest.mark.parametrize(
    "text",
    [
        "Where does grandma live?",
        "The die is cast, and the war was long.",
        "My son has no plan for the den.",
        "José is in the café with Zoë.",
    ],
)
def test_english_stays_english(text: str) -> None:
    found = terms.document(text).terms
    assert not [term for term in found if "·" in term]


@pytest.mark.parametrize(
    ("query", "content"),
    [
        ("die hard", ["die", "hard"]),
        ("war and peace", ["war", "peac"]),
        ("Wo ist die Katze?", ["katz"]),
        ("Was war das für ein Krieg?", ["krieg"]),
        ("¿Dónde está mi gato?", ["gat"]),
        ("Où sont mes clés ?", ["cle"]),
        ("Где моя кошка?", ["кошк"]),
        ("лампа на окне", ["лампа", "окне"]),
        ("no", ["no"]),
        ("der die", ["der", "die"]),
    ],
)
def test_only_function_words_of_the_language_are_left_out(query: str, content: list[str]) -> None:
    assert [term.name for term in terms.query_terms(query)] == content


def test_what_matched_is_shown_as_a_stem(crowded: Memory) -> None:
    (hit,) = crowded.search("Welche Orchidee?", mode="text", k=1, user_id="a", explain=True)
    assert hit.details["matched_terms"] == ["orchide"]
    (hit,) = crowded.search("blooming orchid", mode="text", k=1, user_id="a", explain=True)
    assert hit.details["matched_terms"] == ["bloom", "orchid"]


def test_names_are_found_across_languages(open_memory: Open) -> None:
    memory = open_memory(embedder="hash")
    memory.add_many(OTHERS, user_id="a", progress=False)
    memory.add("Frau Müller wohnt mit ihrer Tochter Annika in Paris.", user_id="a")
    for query in (
        "Where does Annika live?",
        "Müller",
        "Mueller",
        "Muller",
        "¿Quién vive en París?",
    ):
        found = memory.search(query, mode="text", k=1, user_id="a")
        assert found[0].memory.startswith("Frau Müller"), query


def test_words_of_an_earlier_analyser_are_made_anew(
    open_memory: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index that lies beside the journal would not hold what a query asks for."""
    analyses: list[int] = []

    def before(text: str) -> terms.Document:
        words = terms.plain_terms(text)
        return terms.Document(words, len(words))

    def counted(text: str) -> terms.Document:
        analyses.append(1)
        return terms.document(text)

    with monkeypatch.context() as earlier:
        earlier.setattr(postings, "document", before)
        earlier.setattr(sidecar, "ANALYSER", terms.ANALYSER - 1)
        memory = open_memory(embedder="hash")
        memory.add_many(
            [f"note {i} about nothing" for i in range(2000)], user_id="a", progress=False
        )
        memory.add("Am See stehen alte Häuser.", user_id="a")
        memory.close()
    monkeypatch.setattr(postings, "document", counted)
    memory = open_memory(embedder="hash")
    found = memory.search("Haus", mode="text", k=1, user_id="a")
    assert [hit.memory for hit in found] == ["Am See stehen alte Häuser."]
    assert len(analyses) == 2001
    memory.close()
    # What was made anew is kept.
    del analyses[:]
    assert open_memory(embedder="hash").search("Haus", mode="text", k=1, user_id="a")
    assert len(analyses) == 0


def test_a_word_in_several_forms_counts_as_one(open_memory: Open) -> None:
    """The documented formula, with the most frequent form of a word as the word's frequency."""
    texts = [*OTHERS, "Haus, Häuser, Haus und Häusern: alle Häuser sind Haus.", "das Haus am See"]
    memory = open_memory(embedder="hash")
    memory.add_many(texts, user_id="a", progress=False)
    held = {text: terms.document(text) for text in texts}
    average = sum(found.length for found in held.values()) / len(held)
    for query in ("Haus am See", "Welche Häuser?", "casa", "кран сломан", "hus och hem"):
        scores, ceiling = dict.fromkeys(held, 0.0), 0.0
        for term in terms.query_terms(query):
            counts = {t: max(d.terms.count(form) for form in term.forms) for t, d in held.items()}
            idf = inverse_document_frequency(sum(map(bool, counts.values())), len(held))
            ceiling += idf
            for text, count in counts.items():
                norm = K1 * (1 - B + B * held[text].length / average)
                scores[text] += idf * count * (K1 + 1) / (count + norm)
        expected = {text: min(1.5, score / ceiling) for text, score in scores.items() if score}
        hits = memory.search(query, mode="text", k=200, user_id="a")
        assert {hit.memory: hit.score for hit in hits} == pytest.approx(expected, abs=1e-5)


def test_a_text_of_two_languages_has_the_stems_of_both(open_memory: Open) -> None:
    memory = open_memory(embedder="hash")
    memory.add_many(OTHERS, user_id="a", progress=False)
    note = "My landlady said: Die Mülleimer stehen hinter den Garagen, and she waters the hedges."
    memory.add(note, user_id="a")
    for query in ("Wo ist die Garage?", "hedge", "watering", "Wo steht der Eimer?"):
        assert memory.search(query, mode="text", k=1, user_id="a")[0].memory == note, query
