"""Hindi words of time: "कल" is yesterday and tomorrow, which only a tense tells apart."""

ORDER = "dmy"
FULL_CLOCK = False
PAST = (
    r"था|थी|थे|थीं|गया|गयी|गई|गए|किया|की थी|हुआ|हुई|मिला|मिली|देखा|खरीदा|आया|आई|"
    r"लिया|दिया|खाया|बनाया|लिखा|पढ़ा|बसीं|बसी"
)
FUTURE = r"\S+(?:गा|गी|गे)|वाला है|वाली है|वाले हैं|वालें हैं"
WORDS = """
month 1: जनवरी
month 2: फरवरी, फ़रवरी
month 3: मार्च
month 4: अप्रैल
month 5: मई
month 6: जून
month 7: जुलाई
month 8: अगस्त
month 9: सितंबर, सितम्बर
month 10: अक्टूबर, अक्तूबर
month 11: नवंबर, नवम्बर
month 12: दिसंबर, दिसम्बर
weekday 0: सोमवार
weekday 1: मंगलवार
weekday 2: बुधवार
weekday 3: गुरुवार, बृहस्पतिवार
weekday 4: शुक्रवार
weekday 5: शनिवार
weekday 6: रविवार, इतवार
season spring: वसंत?, बसंत?
season summer: गर्मियों, गर्मी?, गर्मियां
season autumn: पतझड़, शरद?
season winter: सर्दियों, सर्दी?, सर्दियां
part morning: सुबह, सवेरे
part noon: दोपहर
part evening: शाम
part late: रात
day 0: आज
day_either 1: कल
day_either 2: परसों
daypart 0 late: आज रात
unit second: सेकंड
unit minute: मिनट
unit hour: घंटे, घंटा
units hour: घंटों
unit day: दिन
units day: दिनों
unit century: सदी, शताब्दी
unit week: हफ्ते, हफ़्ते, हफ्ता, हफ़्ता, सप्ताह
units week: हफ्तों
unit month: महीने, महीना, माह
units month: महीनों
unit quarter: तिमाही
unit year: साल, वर्ष
units year: सालों
unit decade: दशक
weekend: सप्ताहांत
last: पिछले, पिछली, पिछला, गत, बीते
this: इस
next: अगले, अगली, अगला
ago: पहले, पूर्व
before: से पहले, के पहले
hence: बाद
after: के बाद
since: से
until: तक
from: से
to: से, तक
between: के बीच
and: और
about: करीब, लगभग
the: को
at: में, पर, को, के दौरान
of: के, की, का
one: एक
numbers
few: कुछ, कई
half: आधे, आधा
edge early: शुरुआत, शुरू
edge mid: मध्य
edge late: अंत, आखिर
every: हर, प्रत्येक
recurring: रोज?, रोज़?, प्रतिदिन, हर दिन, हर रोज
holiday christmas: क्रिसमस
holiday new_year: नए साल, नया साल
now: इस समय, अब, फिलहाल
past_vague: हाल ही में, कुछ समय पहले, बहुत पहले, हाल में
future_vague: जल्द ही, जल्दी ही, भविष्य में, किसी दिन
block: अगले दिन, उस दिन, उस साल, उस समय, जब मैं, जब वह, की उम्र, साल का था, साल की थी, पूरे दिन,
    शुभ रात्रि
"""
