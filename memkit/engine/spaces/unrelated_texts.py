"""Texts about nothing in particular, in sixteen languages: what no query is close to.

Each is about something else, so that a query which happens to meet one meets only one. Four of a
language, because an embedder may find any two texts of one language alike. All are our own words.
"""

from __future__ import annotations

UNRELATED = (
    # en
    "The tram was late again, so I walked to the office in the rain.",
    "Her grandmother taught her how to knit socks with five needles.",
    "You can store the result in a list and sort it afterwards.",
    "Yes, that sounds good to me, let us do it that way.",
    # de
    "Meine Schwester verträgt keine Nüsse und fragt immer nach den Zutaten.",
    "Die Heizung im Keller macht seit gestern seltsame Geräusche.",
    "Ich habe den Vertrag unterschrieben und schicke ihn morgen zurück.",
    "Der Hund hat schon wieder einen Schuh zerbissen.",
    # es
    "El partido terminó en empate y nos fuimos a casa temprano.",
    "Compré una bicicleta usada, pero le falta un freno.",
    "Mi abuelo cultiva tomates y pimientos detrás de la casa.",
    "La impresora no funciona desde que cambiamos el cartucho.",
    # fr
    "Nous avons repeint la cuisine en jaune le week-end dernier.",
    "Le film était trop long et la salle était glaciale.",
    "Je cherche un appartement avec un balcon et deux chambres.",
    "Mon collègue a renversé du café sur le clavier.",
    # pt
    "O gato dorme o dia inteiro em cima da máquina de lavar.",
    "Perdi a carteira no mercado e tive de cancelar os cartões.",
    "A reunião de quinta-feira foi adiada para a semana seguinte.",
    "Aprendi a tocar duas canções na guitarra.",
    # it
    "Abbiamo prenotato una tenda vicino al lago per agosto.",
    "Il professore ha corretto i compiti con la penna verde.",
    "Mi fa male la schiena quando sto seduto troppo a lungo.",
    "La torta è venuta secca perché il forno era troppo caldo.",
    # nl
    "De fietsenmaker heeft de ketting vervangen en de banden opgepompt.",
    "Mijn dochter leert zwemmen en is bang voor het diepe bad.",
    "We eten op vrijdag altijd friet met appelmoes.",
    "De winkel neemt de jas niet terug zonder bon.",
    # pl
    "Zgubiłem klucze w parku i musiałem wezwać ślusarza.",
    "Babcia piecze sernik według starego przepisu.",
    "Egzamin z matematyki przesunięto na przyszły miesiąc.",
    "W moim telefonie pękła szybka, ale działa.",
    # ru
    "Сосед снизу играет на трубе каждое утро.",
    "Мы посадили две яблони и одну вишню.",
    "Я заказал новые очки, они будут готовы в среду.",
    "В нашем лифте опять не горит свет.",
    # uk
    "Брат служить на кораблі й пише листи раз на місяць.",
    "Ми купили килим, але він завеликий для кімнати.",
    "Учора весь вечір не було води.",
    "Вона викладає хімію в сільській школі.",
    # tr
    "Amcam pazarda zeytin ve peynir satıyor.",
    "Dün gece komşunun düğünü yüzünden uyuyamadım.",
    "Bilgisayarın ekranı titriyor, yenisini almam lazım.",
    "Çocuklar karda kızak kaymayı çok sevdi.",
    # ar
    "يعمل أخي حارسا في مستودع للأثاث.",
    "اشترينا ساعة حائط جديدة لكنها تتأخر كل يوم.",
    "أحب رائحة الياسمين في حديقة جدتي.",
    "نسيت المظلة في سيارة الأجرة.",
    # hi
    "मेरे चाचा खेत में गन्ना उगाते हैं।",
    "पंखा बहुत आवाज़ करता है, उसे ठीक कराना है।",
    "उसने अपनी बेटी के लिए लाल फ्रॉक सिली।",
    "क्रिकेट खेलते समय खिड़की का शीशा टूट गया।",
    # zh
    "楼下的理发店换了老板,价钱也涨了。",
    "弟弟养的乌龟冬天一直不吃东西。",
    "我把毛衣洗缩水了,只好送给侄女。",
    "下个月要考驾照,可是我还不会倒车。",
    # ja
    "近所の銭湯が先月で閉まってしまいました。",
    "娘の運動会は雨で来週に延びました。",
    "冷蔵庫の奥から賞味期限切れの豆腐が出てきた。",
    "毎晩寝る前に日記を三行だけ書いています。",
    # ko
    "옆집 아이가 피아노를 치기 시작했어요.",
    "어제 산 수박이 하나도 달지 않았다.",
    "이번 주말에는 이불 빨래를 해야 합니다.",
    "지하철에서 우산을 잃어버렸어요.",
)
