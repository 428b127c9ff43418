"""Korean words of time."""

ORDER = "ymd"
FULL_CLOCK = False
PAST = r"[았었했였됐갔왔샀봤났컸]|ㅆ다"
FUTURE = r"겠|예정|할 거|할게|거예요|것이다|을 거|계획"
WORDS = """
weekday 0: 월요일
weekday 1: 화요일
weekday 2: 수요일
weekday 3: 목요일
weekday 4: 금요일
weekday 5: 토요일
weekday 6: 일요일
rel year -1: 작년, 지난해
rel year -2: 재작년
rel year 0: 올해, 금년
rel year 1: 내년
rel year 2: 내후년
rel week -1: 지난주, 저번주
rel week -2: 지지난주
rel week 0: 이번주
rel week 1: 다음주
rel week 2: 다다음주
rel month -1: 지난달, 저번달
rel month -2: 지지난달
rel month 0: 이번달
rel month 1: 다음달
rel weekend -1: 지난 주말
rel weekend 0: 이번 주말
rel weekend 1: 다음 주말
weekend: 주말
season spring: 봄~, 봄에
season summer: 여름?
season autumn: 가을?
season winter: 겨울?
part dawn: 새벽
part morning: 아침, 오전
part noon: 점심, 정오
part afternoon: 오후
part evening: 저녁
part late: 밤~, 밤에
day 0: 오늘
day -1: 어제
day -2: 그저께, 그제
day 1: 내일
day 2: 모레
daypart -1 late: 어젯밤, 어제밤, 간밤
daypart 0 late: 오늘밤
unit second: 초
unit minute: 분
unit hour: 시간
unit day: 일, 날
unit century: 세기
unit week: 주, 주일, 주간
unit month: 달, 개월
unit quarter: 분기
unit year: 년
amount 1 day: 하루
amount 2 day: 이틀
amount 3 day: 사흘
amount 4 day: 나흘
amount 0.5 year: 반년
last: 지난, 저번, 최근
this: 이번
next: 다음, 앞으로
ago: 전, 전에
before: 전, 이전, 전에, 이전에
hence: 후, 뒤, 후에, 뒤에
after: 후, 이후, 후에, 이후에
since: 부터, 이래, 이후로
until: 까지
from: 에서, 부터
to: 에서
between: 사이, 사이에
and: 과, 와
about: 약, 쯤, 경, 정도, 대략
the: 의
at: 에, 동안
one: 한
numbers
few: 몇
amount few day: 며칠
amount 10 day: 열흘
amount 1 week: 일주일
amount 1 year: 일 년
amount 15 day: 보름
half: 반
edge early: 초?, 초에?, 초반?
edge mid: 중순?, 중반?
edge late: 말?, 말에?, 하순?
every: 매, 마다
recurring: 한 달에 한 번, 일주일에 한 번, 매일, 매주, 매달, 매년, 매월
holiday christmas: 크리스마스, 성탄절
holiday christmas_eve: 크리스마스 이브
holiday new_year: 새해 첫날, 신정
holiday chinese_new_year: 설날, 구정
holiday halloween: 할로윈, 핼러윈
holiday valentine: 발렌타인데이
now: 지금, 현재
past_vague: 최근에, 얼마 전, 오래 전, 요전에
half_year 1: 상반기
half_year 2: 하반기
future_vague: 곧, 언젠가, 조만간, 나중에
block: 다음 날, 다음날, 그날, 그해, 그 여름, 같은 날, 살 때, 어렸을 때, 하루 종일, 일 년 내내
word: 날씨, 전화, 주소, 전주, 초대, 달리, 사람, 해야, 후회, 다음에, 전체, 전부, 완전, 안전,
    오전에만
"""
