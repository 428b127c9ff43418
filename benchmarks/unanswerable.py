"""Two hundred questions that no memory answers, and questions that only sound as if one did.

A hundred are written by hand in ten languages; a hundred are drawn from templates, with a seed.
They ask about what nobody tells an assistant about their life: antiquity, particles, grammar,
machines, or plain nonsense. All are our own words.
"""

from __future__ import annotations

import random

BY_HAND = {
    "en": (
        "purple elephant tax law",
        "How many neutrons does an atom of hafnium have?",
        "Who signed the treaty that ended the Punic wars?",
        "What is the melting point of tungsten carbide?",
        "colourless green ideas sleep furiously",
        "Which enzyme unwinds the double helix?",
        "Explain the offside trap used by ice hockey referees on Mars",
        "What did Charlemagne decree about coinage?",
        "quantum umbrella jurisprudence",
        "Why do basalt columns form hexagons?",
        "Name the moons of Neptune in order of mass",
        "How is sulphuric acid produced industrially?",
        "When did the Ostrogoths take Ravenna?",
        "Which theorem bounds the zeros of a holomorphic function?",
        "What was the gross domestic product of Bhutan in 1993?",
        "asdf qwer zxcv uiop",
        "Is the platypus older than the marsupial lion?",
        "How does a scramjet compress its intake?",
        "Which pope excommunicated Emperor Frederick?",
        "What makes a sonnet Petrarchan?",
        "Do trilobites have calcite lenses?",
        "velvet algorithm volcano parliament",
        "What torque does a wind turbine of six megawatts produce?",
        "How many verses has the Rigveda?",
    ),
    "de": (
        "Wie hoch ist der Dampfdruck von Quecksilber?",
        "Welcher Kaiser unterzeichnete die Goldene Bulle?",
        "Warum krümmt Masse die Raumzeit?",
        "lila Elefanten im Steuerrecht",
        "Wie viele Planeten hat der Stern Trappist?",
        "Was unterscheidet den Konjunktiv vom Optativ?",
        "Welche Säure steckt in Ameisengift?",
        "Wann begann die Völkerwanderung der Goten?",
        "Wie entsteht ein Nordlicht auf dem Jupiter?",
        "gläserne Quadratwurzel der Demokratie",
    ),
    "es": (
        "¿Cuántos protones tiene el núcleo del uranio?",
        "¿Qué faraón mandó construir la pirámide escalonada?",
        "¿Por qué los agujeros negros emiten radiación?",
        "elefantes morados y derecho tributario",
        "¿Cuál es la densidad del osmio?",
        "¿En qué año cayó el imperio visigodo?",
        "¿Cómo se reproducen los helechos arborescentes?",
        "¿Qué tratado repartió el océano entre dos coronas?",
        "paraguas cuántico del senado romano",
        "¿Quién demostró el teorema de la incompletitud?",
    ),
    "fr": (
        "Quelle est la masse volumique de l'iridium ?",
        "Quel roi mérovingien fut baptisé à Reims ?",
        "Pourquoi le mercure est-il liquide ?",
        "éléphants violets et droit fiscal",
        "Combien de vertèbres possède un plésiosaure ?",
        "Comment fonctionne un accélérateur de particules ?",
        "Qui a déchiffré les hiéroglyphes ?",
        "la racine carrée d'un parlement de velours",
        "Quelle enzyme coupe les protéines dans l'estomac ?",
        "Quand les Vandales ont-ils pillé Rome ?",
    ),
    "pt": (
        "Qual é o ponto de ebulição do hélio?",
        "Que imperador romano construiu a muralha da Bretanha?",
        "Por que o núcleo da Terra é magnético?",
        "elefantes roxos no direito tributário",
        "Quantas luas tem Saturno?",
        "Como se mede a vida média de um muão?",
        "Quem escreveu o código de leis da Babilónia?",
        "guarda-chuva quântico do parlamento",
    ),
    "it": (
        "Quanti elettroni ha un atomo di xeno?",
        "Quale console sconfisse i Cartaginesi alle Egadi?",
        "elefanti viola e diritto tributario",
        "Perché le stelle di neutroni ruotano così in fretta?",
        "Che cos'è una varietà riemanniana?",
        "Quando si estinsero gli ittiosauri?",
    ),
    "ru": (
        "Сколько нейтронов в ядре плутония?",
        "Какой фараон построил ступенчатую пирамиду?",
        "Почему пульсары так быстро вращаются?",
        "фиолетовые слоны и налоговое право",
        "Когда вымерли трилобиты?",
        "Чему равна плотность осмия?",
        "Кто доказал теорему о неполноте?",
        "бархатный алгоритм вулканического парламента",
    ),
    "zh": (
        "钨的熔点是多少度?",
        "秦始皇为什么统一度量衡?",
        "紫色大象的税法",
        "黑洞的视界半径怎样计算?",
        "三叶虫是什么时候灭绝的?",
        "哪种酶能解开双螺旋?",
        "土星有多少颗卫星?",
        "天鹅绒算法火山议会",
    ),
    "ja": (
        "タングステンの融点は何度ですか",
        "縄文土器の模様は何を表していますか",
        "紫色の象と租税法",
        "ブラックホールの温度はどう計算しますか",
        "三葉虫はいつ絶滅しましたか",
        "不完全性定理を証明したのは誰ですか",
        "土星の衛星はいくつありますか",
        "ビロードの火山議会アルゴリズム",
    ),
    "tr": (
        "Tungstenin erime noktası kaç derecedir?",
        "Hangi firavun basamaklı piramidi yaptırdı?",
        "mor filler ve vergi hukuku",
        "Kara delikler neden ışınım yayar?",
        "Trilobitler ne zaman yok oldu?",
        "Satürn'ün kaç uydusu vardır?",
        "Osmiyumun yoğunluğu nedir?",
        "kadife algoritma yanardağ meclisi",
    ),
}

_THINGS = (
    "hafnium", "the Etruscans", "a tokamak", "the Devonian period", "gallium arsenide",
    "the Byzantine exarchate", "a pulsar", "the subjunctive in Gothic", "a Lie algebra",
    "the Cambrian explosion", "an isotope of thorium", "the Hanseatic diet of 1358",
    "a ribosome", "the Antikythera mechanism", "chloroplasts", "a cuneiform tablet",
    "the Higgs field", "a mass spectrometer", "the Ming dynasty's tribute", "plate tectonics",
)  # fmt: skip
_TEMPLATES = (
    "What is the origin of {}?",
    "Who first described {}?",
    "How do scholars measure {}?",
    "Why did {} matter to the Romans?",
    "Give three properties of {}",
    "What is the difference between {} and {}?",
    "When was {} discovered?",
    "Which country exports the most {}?",
    "{} and its symmetries",
    "How is {} related to {}?",
)
_ADJECTIVES = (
    "iridescent", "bureaucratic", "trigonometric", "feudal", "radioactive", "syllabic",
    "gelatinous", "papal", "recursive", "tectonic",
)  # fmt: skip
_NOUNS = (
    "walrus", "tariff", "asymptote", "obelisk", "photon", "gerund", "cathode", "stalactite",
    "sultanate", "plasma",
)  # fmt: skip

# What is asked of people whom a memory knows well, and what it doesn't hold of anybody.
UNKNOWN_OF_PEOPLE = (
    "What is {}'s blood type?",
    "Which chromosome carries {}'s colour blindness?",
    "What is {}'s passport number?",
    "How fast can {} type on a Dvorak keyboard?",
    "What did {} score in the chess Olympiad?",
    "Which embassy issued {}'s visa for Mongolia?",
    "What is {}'s IQ?",
    "On which parachute jump did {} break a rib?",
)


def unanswerable(seed: int = 12) -> list[str]:
    """Return two hundred questions: those by hand, and as many from templates as they leave."""
    asked = [text for texts in BY_HAND.values() for text in texts]
    chance = random.Random(seed)
    while len(asked) < 200:
        if chance.random() < 0.7:
            template = chance.choice(_TEMPLATES)
            text = template.format(*chance.sample(_THINGS, template.count("{}")))
        else:
            text = f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} {chance.choice(_NOUNS)}"
        if text not in asked:
            asked.append(text)
    return asked
