"""Texts in fifteen languages with the names that are in them, and words that only look like names.

Sentence starts, months, weekdays, languages, German nouns, titles and "I" are there on purpose.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[list[str], set[str]]] = {
    "en": (
        [
            "I moved to Lisbon in March with my sister Nina.",
            "Meeting notes: we talked about the budget on Monday.",
            "Nina's boss at Northwind Bank is called Tom O'Neil.",
            "May I ask something? Perhaps I should visit New York in May.",
            "Breakfast was great. Pancakes, coffee and Sunday sun!",
            "She speaks English and German, and I met her at the University of Leeds.",
            "Yesterday Tom called from Oslo. Thanks for asking!",
            "My favourite film is on TV at Christmas.",
        ],
        {"Lisbon", "Nina", "Northwind Bank", "Tom O'Neil", "New York", "University of Leeds",
         "Tom", "Oslo"},
    ),
    "de": (
        [
            "Gestern habe ich mit meiner Schwester Nina in Hamburg gegessen.",
            "Der Hund meiner Nachbarin bellt jeden Morgen im Garten.",
            "Meine Arbeit bei Siemens macht mir Freude, aber der Weg ist weit.",
            "Im März fahre ich nach Köln, am Montag nach Bremen.",
            "Die Wohnung hat drei Zimmer, einen Balkon und viel Licht.",
            "Ich lerne Deutsch und Musik. Kaffee trinke ich ohne Zucker.",
            "Anna Berger wohnt in Leipzig und arbeitet als Ärztin.",
            "Herr Vogel kommt aus Wien und mag Fußball.",
        ],
        {"Nina", "Hamburg", "Siemens", "Köln", "Bremen", "Anna Berger", "Leipzig", "Vogel", "Wien"},
    ),
    "es": (
        [
            "Ayer comí con mi hermana Lucía en Sevilla.",
            "Trabajo en la empresa Telmar desde enero.",
            "Los lunes voy al gimnasio con Pedro. Después cenamos.",
            "Mi jefa se llama Carmen Ortega y vive en Buenos Aires.",
            "Hablo español y francés. Me gusta el café.",
            "En Navidad viajamos a Lima con Lucía.",
        ],
        {"Lucía", "Sevilla", "Telmar", "Pedro", "Carmen Ortega", "Buenos Aires", "Lima"},
    ),
    "fr": (
        [
            "Hier j'ai déjeuné avec ma sœur Élodie à Lyon.",
            "Je travaille chez Renaud depuis janvier.",
            "Demain, Paul part à Montréal. Merci beaucoup !",
            "Mon chat s'appelle Filou et il dort sur l'ordinateur.",
            "Le lundi je parle anglais avec Élodie près de l'Opéra.",
            "Il vient d'Italie et habite à Nice.",
        ],
        {"Élodie", "Lyon", "Renaud", "Paul", "Montréal", "Filou", "Opéra", "Italie", "Nice"},
    ),
    "pt": (
        [
            "Ontem almocei com a minha irmã Beatriz em Coimbra.",
            "Trabalho na Vortal desde março.",
            "O João mora em São Paulo. Amanhã vem a Lisboa.",
            "Gosto de café e falo inglês com a Beatriz.",
            "Na segunda-feira vou ao médico com o João.",
        ],
        {"Beatriz", "Coimbra", "Vortal", "João", "São Paulo", "Lisboa"},
    ),
    "it": (
        [
            "Ieri ho cenato con mia sorella Giulia a Torino.",
            "Lavoro per Lavazza da gennaio.",
            "Domani Marco parte per Bologna. Grazie mille!",
            "Il lunedì studio inglese con Giulia all'università.",
            "Il mio cane si chiama Briciola.",
        ],
        {"Giulia", "Torino", "Lavazza", "Marco", "Bologna", "Briciola"},
    ),
    "nl": (
        [
            "Gisteren at ik met mijn zus Femke in Utrecht.",
            "Ik werk bij Philips sinds januari.",
            "Morgen gaat Daan naar Gent. Bedankt!",
            "Op maandag leer ik Engels met Femke.",
            "Mijn hond heet Boef en slaapt veel.",
        ],
        {"Femke", "Utrecht", "Philips", "Daan", "Gent", "Boef"},
    ),
    "pl": (
        [
            "Wczoraj jadłem obiad z siostrą Zofią w Krakowie.",
            "Kraków jest piękny w maju.",
            "Pracuję w firmie Allegro od stycznia.",
            "Jutro Marek jedzie do Gdańska. Dziękuję!",
            "Moja siostra Zofia uczy się angielskiego w poniedziałki.",
        ],
        {"Zofia", "Kraków", "Allegro", "Marek", "Gdańska"},
    ),
    "ru": (
        [
            "Вчера я обедал с сестрой Анной в Казани.",
            "Моя сестра Анна работает в Яндексе с января.",
            "Завтра Пётр едет в Омск. Спасибо!",
            "По понедельникам я учу английский с Анной.",
            "Казань красива в мае.",
        ],
        {"Анна", "Казани", "Яндексе", "Пётр", "Омск"},
    ),
    "tr": (
        [
            "Dün kız kardeşim Elif ile İzmir'de yemek yedim.",
            "Ocaktan beri Arçelik'te çalışıyorum.",
            "Yarın Emre Ankara'ya gidiyor. Teşekkürler!",
            "Köpeğimin adı Pamuk.",
            "Pazartesi günleri Elif'le İngilizce çalışıyorum.",
        ],
        {"Elif", "İzmir", "Arçelik", "Emre", "Ankara", "Pamuk"},
    ),
    "ar": (
        [
            "أختي اسمها ليلى وتعيش في عمان.",
            "أعمل في شركة أرامكس منذ يناير.",
            "أحب القهوة في الصباح.",
            "أخي سمير يدرس في القاهرة.",
        ],
        {"ليلى", "عمان", "أرامكس", "سمير", "القاهرة"},
    ),
    "hi": (
        [
            "मेरी बहन नीना दिल्ली में रहती है।",
            "मैं सुबह चाय पीता हूँ।",
            "मेरा भाई राहुल मुंबई में काम करता है।",
            "हम जनवरी में मिले थे।",
        ],
        {"नीना", "दिल्ली", "राहुल", "मुंबई"},
    ),
    "zh": (
        [
            "我妹妹尼娜住在柏林。",
            "我在医院工作。",
            "他叫王磊，喜欢喝咖啡。",
            "我们去杭州旅游，每天早上喝茶。",
        ],
        {"尼娜", "柏林", "王磊", "杭州"},
    ),
    "ja": (
        [
            "妹の美咲は京都に住んでいます。",
            "田中さんと会社で話しました。",
            "コーヒーとスポーツが好きです。",
            "来月、大阪へ出張します。",
        ],
        {"美咲", "京都", "田中", "大阪"},
    ),
    "ko": (
        [
            "제 여동생 지민은 부산에서 살아요.",
            "회사에서 커피를 마셔요.",
            "민수씨는 서울로 이사했어요.",
            "저는 아침에 운동해요.",
        ],
        {"지민", "부산", "민수", "서울"},
    ),
}  # fmt: skip
