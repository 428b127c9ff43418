"""Function words by language: what a language is known by, and what a query is not found by."""

from __future__ import annotations

ENGLISH = """a about above after again all also am an and any are aren't as at be because been
before being below between both but by can can't could couldn't did didn't do does doesn't doing
don't down during each few for from further had hadn't has hasn't have haven't having he he'd
he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into
is isn't it it's its itself just let's me more most mustn't my myself no nor not now of off on
once only or other ought our ours ourselves out over own same shan't she she'd she'll she's should
shouldn't so some such than that that's the their theirs them themselves then there there's these
they they'd they'll they're they've this those through to too under until up us very was wasn't we
we'd we'll we're we've were weren't what what's when when's where where's which while who who's
whom whose why why's will with won't would wouldn't you you'd you'll you're you've your yours
yourself yourselves"""

# By ISO 639-1 code, as they are written in running text.
OTHERS = {
    "de": """aber alle allem allen aller alles als also am an ander andere anderen anderer
anderes auch auf aus bei beim bin bis bist da dabei dafür damit danach dann daran darauf daraus
darf darin darüber das dass davon dazu dein deine deinem deinen deiner dem den denen denn der
deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
einem einen einer eines einige er es etwas euch euer eure für gegen gewesen hab habe haben habt
hat hatte hatten hattest hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in
ins ist ja jede jedem jeden jeder jedes jene jetzt kann kannst kein keine keinem keinen keiner
können könnte machen macht mal man manche mehr mein meine meinem meinen meiner meines mich mir mit
muss musst müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen
seiner seines seit selbst sich sie sind so soll sollen sollte sondern sonst über um und uns unser
unsere unserem unseren unter viel vom von vor wann war waren warst warum was weil welche welchem
welchen welcher welches wem wen wenn wer werde werden weshalb wessen wie wieder wieso will wir
wird wirst wo wofür woher wohin womit worüber wurde wurden würde zu zum zur zwar zwischen""",
    "nl": """aan al alle alles als altijd andere ben bij daar dan dat de deze die dit doe doen
door dus een eens en er ge geen geweest haar had hadden heb hebben hebt heeft hem hen het hier hij
hoe hoeveel hun ik in is ja je jij jou jouw jullie kan kon kunnen maar me meer men met mij mijn
moet moeten na naar niet niets nog nu of om omdat ons onze ook op over sinds te tegen toch toen
tot u uit uw van veel voor waar waarom wanneer want waren was wat we weer wel welke werd wezen wie
wij wil word worden wordt zal ze zei zich zij zijn zo zonder zou""",
    "es": """a al algo algunas algunos ante antes aquel aquella aquí así aún aunque cada como
con contra cosa cuál cuáles cual cuando cuándo cuánta cuánto cuántos cómo de del desde donde dónde
durante e el él ella ellas ellos en entre era eran eres es esa ese eso esos esta está están estaba
estamos estar este esto estos estoy fue fueron fui ha había han has hasta hay haya he hemos la las
le les lo los más me mi mis mí mía mío mucho muchos muy nada ni no nos nosotros nuestra nuestro o
os otra otras otro otros para pero poco por porque qué que quién quien quiénes se sea ser si sí
sido sin sobre sois somos son soy su sus suyo también tampoco tan tanto te tengo tiene tienen todo
todos tu tú tus un una uno unos vosotros y ya yo""",
    "fr": """à ai aie alors après as au aucun aussi autre autres aux avait avant avec avez avoir
avons c ça car ce ceci cela ces cet cette ceux chaque chez combien comme comment d dans de depuis
des donc dont du elle elles en encore entre es est et étaient étais était être eu eux fait faut il
ils j jamais je l la là laquelle le lequel les leur leurs lors lorsque lui m ma mais me même mes
moi moins mon n ne ni nos notre nous on ont ou où par parce pas peu peut plus pour pourquoi puis
qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sous suis sur t ta te
tes toi ton toujours tous tout toute toutes très tu un une va vers voici vos votre vous y""",
    "pt": """a à ainda além algum alguma alguns ali ao aos apenas aquela aquele aquilo as às até
cada com como contra da das de dela dele deles depois desde do dos e é ela elas ele eles em entre
era eram essa esse esta está estão estava estavam este estes estou eu foi foram fui há isso isto
já lhe lhes mais mas me mesmo meu meus mim minha minhas muito muitos na não nas nem nenhum no nos
nós nossa nosso num numa o onde os ou outra outro outros para pela pelas pelo pelos perto por
porque porquê pra qual quais quando quanto quantos que quê quem se sem ser seu seus si sobre sou
sua suas também te tem têm tenho ter teu teve tinha toda todo todos tu tua tudo um uma umas uns
você vocês vos""",
    "it": """a ad agli ai al alla alle allo anche ancora avere aveva avevo c che chi ci ciò coi
col come con cosa cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello
dentro di dopo dove e è ed era erano essere fa fra fu gli già ha hai hanno ho i il in io l la le
lei li lo loro lui ma mi mia mie miei mio molto ne negli nei nel nella nelle nello nessuno noi non
nostra nostro o ogni oppure per perché però più poi prima quale quali quando quanta quante quanti
quanto quella quelle quelli quello questa queste questi questo qui se sei sempre senza si sia
siamo siete solo sono sopra sotto sta stata stato sto su sua sue sugli sui sul sulla suo suoi ti
tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno vi voi vostro""",
    "pl": """a aby albo ale ani aż bardzo bez bo być był była było były bym byś chce ci cię
ciebie co coś czego czemu czy czyj dla dlaczego do dokąd gdy gdzie go i ich ile im inne inny ja
jak jaka jaki jakie jako je jego jej jemu jest jestem jesteś jeszcze jeśli już każdy kiedy kiedyś
kim kogo komu która które którego której którym który którzy kto ku lub ma mam mamy mają masz mi
mną mnie moi moim moich moja moją moje mojego mojej może mój mu my na nad nam nami nas nasz nasza
nasze nic nich nie niego niej nią nim niż o obok od on ona one oni ono oraz po pod ponieważ przed
przez przy sam są się skąd sobie swoja swoje swojego swojej swój ta tak taki tam te tego tej ten
teraz też to tobą tobie tu twoja twoje twój ty tych tylko tym u w was wasz we wszystko więc wy z
za ze że żeby""",
    "tr": """acaba ama ancak artık aslında az bana bazı belki ben benden beni benim beri bile
bir biraz biri birkaç biz bizde bizden bizi bizim bu buna bunda bundan bunu bunun burada çok çünkü
da daha de defa değil diğer diye en fakat gibi hangi hangisi hem henüz hep her hepsi herkes hiç
için ile ilgili ise işte kaç kadar kendi kez ki kim kime kimi kimin kimse madem mı mi mu mü nasıl
ne neden nedir nerede nereden nereye niçin niye o olan olarak oldu olduğu olduğunu olsa olur ona
ondan onlar onların onu onun orada oysa önce pek rağmen sana sanki sen senden seni senin siz sizde
sizden sizi sizin sonra şey şu şunu tarafından tüm üzere var vardı ve veya ya yani yok zaten""",
    "ru": """а без более бы был была были было быть в вам вас весь во вот все всего всех вы где
да даже для до его ее её если есть еще ещё же за здесь и из или им их к как какая какие какой
когда кого кому которая которые который кто куда ли лишь между меня мне много может мой моя моё
мое мои моего моей моих моим мы на над надо нам нас наш наша не него нее неё нет ни них но ну о об
однако он она они оно от откуда очень по под после потому почему при про с сам свой свои своего
своей своих свою себе себя сейчас сколько со так также такой там тебе тебя то тогда того тоже той
только том тот ты тут у уже хотя чего чей чем через что чтобы чья эта эти это этого этой этом этот
эту я""",
    "uk": """а або адже але без би був була були було бути в вам вас весь ви від він вона вони
воно все всі всіх де для до дуже є ж за зараз звідки з зі і із її їй їм їх й його йому кого коли
кому крім куди лише між мене мені мій моя моє мої мого моєї моїх моїм моєму ми може можна на над
нам нас наш наша не немає ні них ніж нього о один однак ось от по під після при про проти саме
свій своя своє свої свого своєї своїх себе скільки собі та так такий також там те тебе теж ти тим
тільки той тобі тому то тоді тут у хто хоча це цей ця ці цього цьому через чи чий чия чим чого
чому що щоб як яка яке який які якого якої""",
    "ar": """إلى الى على في من عن مع هذا هذه ذلك تلك هو هي هم هن أنا انا أنت انت نحن أن ان إن أو
او ثم لا لم لن ما ماذا متى أين اين كيف لماذا كم هل قد كان كانت يكون كل بعد قبل عند لدى لي له لها
لك لهم لنا التي الذي الذين أي اي بين حتى حيث إذا اذا لكن ليس فيه فيها منه منها عليه عليها أيضا
ايضا كنت يا و ف ب ل لديه لديها لديك عنده عندها عندي هناك""",
    "fa": """از است این آن به با برای بر تا که را در و یا هم من تو او ما شما آنها
چه چرا کجا کی کدام چگونه
چند هست نیست بود شد شده می هر اما اگر یک های ها خود""",
    "hi": """और का की के को में से पर है हैं था थी थे हो हूँ हूं यह ये वह वे वो मैं मेरा मेरी
मेरे मुझे मुझको हम हमारा हमारी हमारे हमें तुम तुम्हारा तुम्हारी तुम्हारे आप आपका आपकी आपके उसका
उसकी उसके उसे उनका उनकी उनके उन्हें इसका इसकी इसके इसे जो जब तब तो भी ही नहीं न ना कि क्या कौन कब
कहाँ कहां क्यों कैसे कैसा कैसी कितना कितने कितनी किस किसका किसकी किसके किसने किसी कुछ ने एक तक लिए
साथ बाद पहले या लेकिन अगर कर करता करती करते किया रहा रही रहे गया गई गए हुआ हुई
हुए अपना अपनी अपने""",
    "el": """ο η το οι τα του της των τον την τους τις ένας μια μία ένα και κι ή αλλά να θα δεν
μην με σε από για προς που πού πώς πως ποιος ποια ποιο τι πότε γιατί είναι είμαι ήταν εγώ εσύ
αυτός αυτή αυτό μου σου μας σας στο στη στην στον στα στις στους όταν αν όπως πόσο""",
}

# Function words of one language that are words of substance in another: they say little about
# the language of a text that holds nothing else of it.
AMBIGUOUS = frozenset(
    """ah ai al ale alle an ante art as bar bed ben bin bis can car ces chi col come con
cosa dan das de dem den der des die dit do doe dos dove due e el em en er era es eu fa fin for fu
gegen ha habla had has hat hem hen her hin ho i ici il im in io is ja la las le les lo los ma mal
man mas me men mes mi mir mis mit mon more most my na no non nor nos not o of om on once one or os
ou over par pas per pod pour pro sam same sans se sei ses si sin so sole son sono sous su sue suis
sur ta te ten tes that ton tot tous tout toute tu tut um un und us va van vendo via vie voor vos
wand want war was wel wen wer wie will won y ya yo zu z u w t s m n d c l j go met plus biz door
solo word ad ed ins pan fan pub far fare tan mare pale bet been toe aux""".split()
)
