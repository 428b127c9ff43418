"""Units of measure and currencies, by the words and signs of many languages.

A blank in a form is written "_".
"""

from __future__ import annotations

import re

UNITS = {
    "percent": "% percent prozent pourcent procent por_ciento per_cent процентов процента процент "
    "відсотків yüzde प्रतिशत パーセント",
    "money:usd": "$ usd dollar dollars dólares dollari dolarów "
    "долларов доларів dolar ドル 달러 美元 "
    "美金 "
    "دولار डॉलर",
    "money:eur": "€ eur euro euros евро євро ユーロ 유로 欧元 يورو यूरो",
    "money:gbp": "£ gbp quid фунтов",
    "money:jpy": "jpy yen 円",
    "money:cny": "cny rmb yuan 元 块 人民币",
    "money:inr": "₹ inr rupees रुपये रुपए",
    "money:rub": "₽ rub рублей рубля",
    "money:krw": "₩ 원",
    "length:km": "km kilometer kilometers kilometre kilometres kilometern kilómetros kilomètres "
    "quilômetros chilometri километров кілометрів 公里 キロメートル 킬로미터 किलोमीटर "
    "كيلومتر kilometrów kilometre",
    "length:cm": "cm centimeter centimeters centimetre centimetres zentimeter "
    "centímetros centimètres "
    "centimetri centymetrów сантиметров センチ センチメートル 厘米 公分 센티 센티미터 सेंटीमीटर",
    "length:mile": "mile miles mi meilen millas 英里 マイル",
    "length:m": "meter meters metre metres metern metros mètres metri метров метрів मीटर",
    "length:ft": "ft feet foot",
    "mass:kg": "kg kilo kilos kilogram kilograms kilogramm kilogramos 公斤 千克 キログラム "
    "킬로 킬로그램",
    "mass:lb": "lb lbs",
    "time:s": "seconds sekunden segundos secondes секунд",
    "time:min": "minute minutes minuten minuto minutos minuti минут минуты хвилин minut minuty "
    "dakika "
    "分钟 分間 분 "
    "دقيقة دقائق मिनट",
    "time:h": "hour hours stunde stunden hora horas heure heures ora ore uur часа часов час години "
    "годин godzin "
    "godziny saat 小时 時間 시간 ساعة ساعات घंटे घंटा",
    "time:d": "day days tag tage tagen día días jour jours dia dias giorno giorni dag dagen день "
    "дня "
    "дней дні днів "
    "dzień dni gün 天 日間 يوم أيام दिन",
    "time:w": "week weeks weekend weekends woche wochen semana semanas semaine semaines settimana "
    "settimane weken неделя недели недель "
    "тижні тижнів тиждень tydzień tygodnie tygodni hafta 周 週間 주 أسبوع أسابيع हफ्ते सप्ताह",
    "time:mo": "month months monat monate monaten mes meses mois mês mese mesi maand maanden месяц "
    "месяца месяцев "
    "місяць місяці місяців miesiąc miesiące miesięcy ay 个月 ヶ月 か月 개월 شهر أشهر महीने महीना",
    "time:y": "year years jahr jahre jahren año años an ans ano anos anno anni jaar год года лет "
    "рік "
    "роки років rok "
    "lata lat yıl 年間 年 년 سنة سنوات साल वर्ष",
}
UNIT_OF = {form.replace("_", " "): unit for unit, forms in UNITS.items() for form in forms.split()}
# Units that others are multiples of: a month has no number of days.
BASE_OF = {
    "time:s": ("s", 1.0), "time:min": ("s", 60.0), "time:h": ("s", 3600.0),
    "time:d": ("s", 86_400.0), "time:w": ("s", 604_800.0), "time:mo": ("mo", 1.0),
    "time:y": ("mo", 12.0), "length:cm": ("cm", 1.0), "length:m": ("cm", 100.0),
    "length:km": ("cm", 100_000.0),
}  # fmt: skip
UNSPACED_UNIT = re.compile(
    "|".join(sorted((re.escape(f) for f in UNIT_OF if not f.isascii()), key=len, reverse=True))
)
