"""Chinese words of time, in both scripts."""

ORDER = "ymd"
FULL_CLOCK = False
PAST = r"了|过(?!去|年|得)|過(?!去|年|得)|曾"
FUTURE = r"会|會|将|將|打算|准备|準備|计划|計劃|要去"
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEKS = ("周", "週", "星期", "礼拜", "禮拜")
_SHIFTS = {"上上": -2, "上": -1, "上个": -1, "上個": -1, "这": 0, "這": 0, "这个": 0, "這個": 0,
           "本": 0, "下": 1, "下个": 1, "下個": 1, "下下": 2,
           "上上个": -2, "上上個": -2, "下下个": 2, "下下個": 2}  # fmt: skip
_WEEKDAYS = "\n".join(
    f"weekday {number}: " + ", ".join(f"{week}{day}" for week in _WEEKS)
    for day, number in _DAYS.items()
)
_IN_WEEKS = "\n".join(
    f"rel_weekday {ahead} {number}: " + ", ".join(f"{shift}{week}{day}" for week in _WEEKS)
    for day, number in _DAYS.items()
    for shift, ahead in _SHIFTS.items()
)
_SHIFTED = "\n".join(
    f"rel {unit} {ahead}: " + ", ".join(f"{shift}{word}" for word in words.split())
    for unit, words in (("week", "周 週 星期 礼拜 禮拜"), ("month", "月"), ("quarter", "季度"))
    for shift, ahead in _SHIFTS.items()
)
WORDS = f"""
{_WEEKDAYS}
{_IN_WEEKS}
{_SHIFTED}
rel year -1: 去年
rel year -2: 前年
rel year 0: 今年, 本年
rel year 1: 明年
rel year 2: 后年, 後年
rel weekend -1: 上周末, 上週末, 上个周末
rel weekend 0: 这周末, 這週末, 本周末, 这个周末
rel weekend 1: 下周末, 下週末
weekend: 周末, 週末
season spring: 春天?, 春季?
season summer: 夏天?, 夏季?
season autumn: 秋天?, 秋季?
season winter: 冬天?, 冬季?
part dawn: 凌晨
part morning: 早上, 上午, 早晨, 清晨
part noon: 中午
part afternoon: 下午
part evening: 傍晚
part late: 晚上, 夜里, 夜裡, 深夜, 晚
day 0: 今天, 今日
day -1: 昨天, 昨日
day -2: 前天
day -3: 大前天
day 1: 明天, 明日
day 2: 后天, 後天
day 3: 大后天, 大後天
daypart -1 late: 昨晚, 昨夜
daypart 0 late: 今晚, 今夜
daypart 1 late: 明晚
daypart 0 morning: 今早, 今晨
daypart 1 morning: 明早
unit second: 秒, 秒钟, 秒鐘
unit minute: 分钟, 分鐘
unit hour: 小时, 小時, 个小时, 個小時, 个钟头
unit day: 天
unit century: 世纪, 世紀
unit week: 周, 週, 星期, 礼拜, 个星期, 個星期, 个礼拜
unit month: 个月, 個月
unit quarter: 季度, 个季度
unit year: 年
unit decade: 个年代
last: 过去, 過去, 最近, 过去的, 最近的
next: 未来, 未來, 接下来, 接下來
ago: 前, 以前, 之前
before: 前, 以前, 之前
hence: 后, 後, 以后, 以後, 之后, 之後
after: 后, 後, 以后, 以後, 之后, 之後
since: 以来, 以來, 起, 开始, 開始, 至今
until: 为止, 為止
until pre: 截至, 直到, 到
from pre: 从, 從, 自, 自从
to: 到, 至
between: 之间, 之間
and: 和, 与
about: 大约, 大約, 左右, 大概, 约
the: 的
at: 在, 于, 於
num 0.5: 半~
one: 一个, 一個
few: 几, 幾, 数, 數, 好几
half: 半
amount 0.5 year: 半年
amount 0.5 month: 半个月
amount 0.5 hour: 半小时, 半个小时, 半个钟头
edge early: 初?, 年初, 月初, 开头
edge mid: 中旬, 年中, 中期, 中?
edge late: 底?, 末?, 年底, 月底, 年末, 下旬, 月末
edge early: 上旬
every: 每, 每个, 每個, 每逢
recurring: 每天, 每年, 每月, 每周, 每週, 天天, 每晚
times: 一周一次, 每周一次, 一年一次
holiday christmas: 圣诞节, 聖誕節, 圣诞
holiday christmas_eve: 平安夜
holiday new_year: 元旦
holiday new_year's_eve: 跨年夜
holiday chinese_new_year: 春节, 春節, 大年初一
holiday chinese_national_day: 国庆节, 國慶節, 国庆
holiday singles'_day: 双十一
holiday valentine: 情人节
holiday labour_day: 劳动节
holiday easter: 复活节
now: 现在, 現在, 目前, 此刻
past_vague: 最近, 不久前, 前不久, 近来, 很久以前, 前些天, 前几天, 前阵子
half_year 1: 上半年
half_year 2: 下半年
future_vague: 今后, 今後, 不久以后, 将来, 将来某天, 不久后, 改天, 不久的将来
block: 第二天, 那天, 那年, 那个夏天, 同一天, 同年, 岁的时候, 歲的時候, 岁时, 歲時, 小时候, 小時候,
    有一天
word: 几十, 幾十, 十几, 十幾, 数十, 數十, 几百, 一天到晚, 一年到头, 一年到頭, 整天, 全天, 天才,
    月饼, 月餅, 上次, 下次, 年轻, 年輕, 周围, 周圍, 天气, 天氣, 前面, 后面, 後面, 后来, 後來,
    三天两头, 中年, 老年, 年纪, 年紀, 中国, 中國, 中文, 中间, 中心, 初中, 高中, 到底, 底下, 初次,
    以前从未, 期末, 周到, 后悔, 後悔, 从前, 之前从未
"""
