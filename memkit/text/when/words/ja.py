"""Japanese words of time."""

ORDER = "ymd"
FULL_CLOCK = True
PAST = r"ました|でした|だった|かった|った|いた|えた|した|んだ(?=[。、]|$)|いだ"
FUTURE = r"つもり|予定|でしょう|たい(?:です|と)|ましょう|よう(?:と|か)"
_DAYS = "月火水木金土日"
_WEEKDAYS = "\n".join(f"weekday {number}: {day}曜日, {day}曜" for number, day in enumerate(_DAYS))
WORDS = f"""
{_WEEKDAYS}
rel year -1: 去年, 昨年
rel year -2: 一昨年, おととし
rel year 0: 今年, 本年, ことし
rel year 1: 来年, 翌年度
rel year 2: 再来年
rel month -1: 先月
rel month -2: 先々月
rel month 0: 今月
rel month 1: 来月
rel month 2: 再来月
rel week -1: 先週
rel week -2: 先々週
rel week 0: 今週
rel week 1: 来週
rel week 2: 再来週
rel weekend -1: 先週末
rel weekend 0: 今週末
rel weekend 1: 来週末
weekend: 週末
season spring: 春?
season summer: 夏?, 夏休み?
season autumn: 秋?
season winter: 冬?
part dawn: 未明, 明け方
part morning: 朝, 午前, 午前中
part noon: 正午, お昼
part afternoon: 午後
part evening: 夕方
part late: 夜, 晩
day 0: 今日, 本日
day -1: 昨日, きのう
day -2: 一昨日, おととい
day 1: 明日, あした
day 2: 明後日, あさって
daypart -1 late: 昨夜, 昨晩
daypart 0 late: 今夜, 今晩
daypart 0 morning: 今朝
daypart 1 morning: 明朝
unit second: 秒, 秒間
unit minute: 分, 分間
unit hour: 時間
unit day: 日, 日間
unit century: 世紀
unit week: 週間, 週
unit month: ヶ月, か月, カ月, ケ月, ヵ月, 箇月, ヶ月間, か月間
unit quarter: 四半期
unit year: 年, 年間
last: 過去, ここ, この前の, 前の, 直近, 最近
next: 次の, 今後の
coming: 今度の
this: この, 今の
ago: 前, まえ
before: 前, 以前, より前
hence: 後, あと
after: 後, 以降より後, のあと
since: から, 以来, 以降
until: まで, までに
from: から
to: から, ～
between: の間, 間
and: と
about: 約, 頃, ほど, ごろ, ころ, くらい, ぐらい, およそ, だいたい
the: の, 、
at: に, で
few: 数, 何
half: 半
amount 0.5 year: 半年
edge early: 初め?, はじめ?, 始め?, 初旬?, 上旬?, 初頭?
edge mid: 中旬?, 半ば?, 中頃?
edge late: 末?, 終わり?, 下旬?, 終わり頃?, 月末, 年末
every: 毎
recurring: 毎日, 毎朝, 毎晩, 毎年, 毎月, 毎週, 毎回
holiday christmas: クリスマス
holiday christmas_eve: クリスマスイブ, クリスマスイヴ
holiday new_year: 元日, 元旦, お正月, 正月
holiday new_year's_eve: 大晦日, おおみそか
holiday halloween: ハロウィン, ハロウィーン
holiday valentine: バレンタインデー, バレンタイン
now: 今, 現在, いまは
past_vague: 最近, 先日, この前, この間, ずっと前, 近頃, しばらく前
half_year 1: 前半, 上半期
half_year 2: 後半, 下半期
future_vague: 今後, そのうち, いつか, 近いうち, まもなく, 将来
block: 次の日, 翌日, 翌週, 翌年, 翌月, 翌朝, その日, その年, その夏, 同じ日, 歳の時, 歳のとき,
    才の時, 歳の頃, 子供の頃, 子どもの頃, 一日中, 一年中
word: 代前半, 代後半, 数十, 何十, 日本, 今回, 前回, 次回, 最後, 名前, 今更, 今すぐ, 今にも,
    今まで, 今から, 食後, 春日, 秋葉, 秋田, 夏目, 冬美, 春樹, 小春, 夜中, 前向き, 人前, 午前様,
    半分, 自分, 部分, 十分, 気分, 多分, 何分, 分かり, 分から, 分かる, 分かっ, 間違
"""
