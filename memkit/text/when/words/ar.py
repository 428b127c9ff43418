"""Arabic words of time."""

ORDER = "dmy"
FULL_CLOCK = False
PAST = r"كان|كانت|كنت|كنا|كانوا|ذهبت|ذهب|رأيت|انتقلت|انتقل|اشتريت|زرت|قابلت|تزوجت|تزوج|عملت|درست"
FUTURE = r"سوف \w+|س[أيتن]\w{2,}"
WORDS = """
month 1: يناير, كانون الثاني
month 2: فبراير, شباط
month 3: مارس, آذار
month 4: أبريل, ابريل, إبريل, نيسان
month 5: مايو, أيار
month 6: يونيو, يونيه, حزيران
month 7: يوليو, يوليه, تموز
month 8: أغسطس, اغسطس, آب
month 9: سبتمبر, أيلول
month 10: أكتوبر, اكتوبر, تشرين الأول
month 11: نوفمبر, تشرين الثاني
month 12: ديسمبر, كانون الأول
weekday 0: الاثنين, الإثنين, اثنين
weekday 1: الثلاثاء
weekday 2: الأربعاء, الاربعاء
weekday 3: الخميس
weekday 4: الجمعة
weekday 5: السبت
weekday 6: الأحد
season spring: الربيع, ربيع?
season summer: الصيف, صيف?
season autumn: الخريف, خريف?
season winter: الشتاء, شتاء?
part morning: صباح, صباحا, صباحًا, الصباح
part noon: ظهرا, ظهر
part afternoon: عصرا, عصر, بعد الظهر
part evening: مساء, مساءً, المساء
part night: ليلا, ليلة
day 0: اليوم
day -1: أمس, البارحة, بالأمس, امس
day 1: غدا, غدًا, الغد, غد
day -2: أول أمس, أول من أمس
day 2: بعد غد, بعد الغد
daypart 0 late: الليلة, هذه الليلة
daypart -1 late: الليلة الماضية, ليلة أمس
unit second: ثانية
units second: ثوان, ثواني
unit minute: دقيقة
units minute: دقائق
unit hour: ساعة
units hour: ساعات
unit day: يوم, يوما
units day: الأيام, أيام
unit century: قرن, القرن
unit week: أسبوع, الأسبوع, اسبوع
units week: الأسابيع, أسابيع
unit month: شهر, الشهر
units month: الأشهر, أشهر, شهور
unit quarter: الربع
unit year: سنة, السنة, عام, العام, عاما
units year: السنوات, سنوات, أعوام, سنين
unit decade: عقد
units decade: عقود
amount 2 minute: دقيقتين
amount 2 hour: ساعتين
amount 2 day: يومين
amount 2 week: أسبوعين, اسبوعين
amount 2 month: شهرين
amount 2 year: سنتين, عامين, السنتين, العامين
weekend: نهاية الأسبوع, عطلة نهاية الأسبوع
last: الأخيرة, الأخير, الأخيرين, الأخيرتين, الماضي, الماضية, الفائت, الفائتة, المنصرم
this: هذا, هذه
coming: القادم, القادمة, المقبل, المقبلة
ago pre: قبل, منذ
before: قبل
hence: بعد, خلال
after: بعد
since: منذ, ابتداء من, اعتبارا من
until: حتى, إلى
from: من
to: إلى, حتى
between: بين
and: و
about: حوالي, تقريبا, نحو
the: يوم
at: الساعة, في, عند, خلال, من
of: من
one: واحد, واحدة
numbers
few: بضعة, بضع, عدة
half: نصف
edge early: بداية, أوائل, مطلع
edge mid: منتصف, أواسط
edge late: نهاية, أواخر
decade 1980: الثمانينات, الثمانينيات
decade 1990: التسعينات, التسعينيات
every: كل
recurring: يوميا, أسبوعيا, شهريا, سنويا
amount 1 year: سنة, عام
amount 1 week: أسبوع, اسبوع
amount 1 month: شهر
amount 1 hour: ساعة
amount 1 minute: دقيقة
amount 1 day: يوم
holiday christmas: عيد الميلاد
holiday new_year: رأس السنة
holiday new_year's_eve: ليلة رأس السنة
now: الآن, حاليا, في الوقت الحالي
past_vague: مؤخرا, قبل فترة, منذ زمن, منذ فترة, في الآونة الأخيرة
future_vague: قريبا, يوما ما, في المستقبل
word: بعد الآن, في اليوم, في الأسبوع, في الشهر, في السنة
block: في اليوم التالي, اليوم التالي, الأسبوع التالي, في ذلك اليوم, ذلك اليوم, ذلك العام,
    ذلك الصيف, تلك السنة, عندما كان عمري, عندما كنت, عندما كان عمره, صباح الخير, مساء الخير,
    طوال اليوم, المرة القادمة, المرة الماضية
"""
