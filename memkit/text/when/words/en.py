"""English words of time. Which of 3/4/2025 is the month, only a region tells."""

ORDER = None
FULL_CLOCK = False
# With a present perfect no time in the past is named, and "for" reaches to now.
PERFECT = (
    r"(?:have|haven't|has|hasn't|\w+['’]ve|\w+['’]s)\s+(?:\w+\s+)?"
    r"(?:been|known|had|seen|gone|done|taken|kept|slept|\w+ed)"
)
PAST = (
    r"was|were|wasn't|weren't|did|didn't|had|hadn't|went|saw|met|got|bought|came|took|made|"
    r"said|told|left|found|began|ate|drank|gave|knew|thought|lost|won|sold|born|wrote|felt|kept|"
    r"slept|spent|taught|drove|flew|ran|rode|sang|stood|swam|wore|broke|built|caught|chose|fell|"
    r"forgot|grew|heard|held|led|paid|sent|shot|spoke|stole|threw|woke|became|brought|fought|"
    r"(?!(?:need|indeed|speed|feed|seed|hundred|bleed|exceed|proceed|succeed|breed|greed|weed|"
    r"embed|shed|sled|excited|interested|tired|scared|worried|married|supposed|prepared|stressed|"
    r"inspired|motivated|concerned|related|used|called|named|located|based|dedicated|relaxed|"
    r"pleased|thrilled|confused|involved|determined|talented|advanced|detailed|beloved)\b)\w{2,}ed"
)
FUTURE = (
    r"can't wait|look(?:ing)? forward|will|won't|\w+['’]ll|shall|going to|gonna|about to|"
    r"(?:plan|hope|want|intend)s?(?:ning)? to|"
    r"(?:are|is|am|\w+['’](?:re|m|s)) (?:get|go|com|leav|mov|mov|start|fly|visit|hav|do|plan)\w*ing"
)
WORDS = """
month 1: january, jan~
month 2: february, feb~
month 3: march?, mar~
month 4: april?, apr~
month 5: may?
month 6: june?, jun~
month 7: july?, jul~
month 8: august?, aug~
month 9: september, sept~, sep~
month 10: october, oct~
month 11: november, nov~
month 12: december, dec~
several_weekdays 0: mondays
weekday 0: monday, mon~
several_weekdays 1: tuesdays
weekday 1: tuesday, tue~, tues~
several_weekdays 2: wednesdays
weekday 2: wednesday, wed~, weds~
several_weekdays 3: thursdays
weekday 3: thursday, thu~, thur~, thurs~
several_weekdays 4: fridays
weekday 4: friday, fri~
several_weekdays 5: saturdays
weekday 5: saturday, sat~
several_weekdays 6: sundays
weekday 6: sunday, sun~
weekdays 0: mondays
weekdays 1: tuesdays
weekdays 2: wednesdays
weekdays 3: thursdays
weekdays 4: fridays
weekdays 5: saturdays
weekdays 6: sundays
weekdays: weekdays, weekends
season spring: spring?, springtime?
several_seasons summer: summers
season summer: summer?, summertime?
season autumn: autumn?, fall?
several_seasons winter: winters
season winter: winter?, wintertime?
part morning: morning?, morn?
part noon: midday
part afternoon: afternoon?
part evening: evening?
part late: night?
noon: noon, at noon, twelve noon
midnight: midnight
day 0: today, earlier today, later today
day -1: yesterday
day 1: tomorrow, tmrw
day -2: day before yesterday
day 2: day after tomorrow, overmorrow
daypart -1 late: last night, yesterday night
daypart 0 late: tonight
daypart -1 evening: yestereve
unit second: second, sec
units second: seconds, secs
unit minute: minute, min
units minute: minutes, mins
unit hour: hour, hr
units hour: hours, hrs
unit day: day
units day: days
unit century: century, centuries
unit week: week, wk
units week: weeks, wks
unit fortnight: fortnight
units fortnight: fortnights
unit month: month
units month: months
unit quarter: quarter
units quarter: quarters
unit year: year, yr
units year: years, yrs
unit decade: decade
units decade: decades
weekend: weekend?, the weekend, a weekend in
units weekend: weekends
rel week -2: week before last
rel month -2: month before last
rel year -2: year before last
rel week 2: week after next
rel month 2: month after next
rel year 2: year after next
last: last, previous
rolling: past, this past
this: this, current, earlier this, later this
next: next
coming: coming, upcoming, this coming
ago: ago, back
hence post: from now, from today, hence
hence: in, within
before: before, prior to
after: after, following
since: since, ever since
until: until, till, up to, up until, through, by
from: from
since post: onwards, onward
since: starting, starting in, starting on, starting from, as of, beginning in
to: to
between: between
and: and
about: more than, almost, nearly, over, about, around, circa, ca, approximately, roughly,
    some time around
the: the, sometime, some time, exactly
at: in, on, at, during, within, over, throughout
of: of, s
one: a, an, one
numbers
few: a few, few, several, some, many, a number of
couple: a couple of, couple of, a couple, a pair of
half: half
more_half: and a half, and one half
edge early: early, beginning, the beginning, start, early in, early on in
edge mid: mid, middle, midway through
edge late: late, end, close, late in
decade 1950: fifties
decade 1960: sixties
decade 1970: seventies
decade 1980: eighties
decade 1990: nineties
decade 2000: noughties, two thousands
every: every, each
other: other, second
times: once a, twice a, once per, twice per, times a, times per, once every
recurring: daily?, weekly?, monthly?, yearly?, annually, nightly?, hourly?, fortnightly?,
    quarterly?, every now and then, on weekends, on weekdays
for: for, for about, for almost, for nearly, for over, for more than
oclock: o clock, oclock
ampm am: am, a m, in the morning
ampm pm: pm, p m, in the afternoon, in the evening
holiday christmas: christmas day, christmas, xmas
holiday christmas_eve: christmas eve
holiday boxing_day: boxing day
holiday new_year's_eve: new year s eve, new years eve, nye
holiday new_year: new year s day, new years day, new year, new year s
holiday easter: easter sunday, easter
holiday easter_monday: easter monday
holiday good_friday: good friday
holiday pentecost: pentecost, whit sunday
holiday palm_sunday: palm sunday
holiday ash_wednesday: ash wednesday
holiday halloween: halloween
holiday thanksgiving: thanksgiving, thanksgiving day
holiday black_friday: black friday
holiday valentine: valentine s day, valentines day
holiday st_patrick: st patrick s day
holiday women's_day: women s day
holiday april_fools: april fools day, april fool s day
holiday independence_day: independence day
holiday juneteenth: juneteenth
holiday all_saints: all saints day
holiday chinese_new_year: chinese new year, lunar new year, spring festival
now: now, right now, currently, at the moment, at present, presently, just now, at this moment
past_vague: recently, lately, in recent days, in recent weeks, in recent months, in recent years,
    a long time ago, long ago, ages ago, the other day, a while ago, a while back, not long ago,
    some time ago, a short time ago, a little while ago
future_vague: soon, someday, some day, one day soon, in the near future, in the future, shortly,
    before long, sooner or later
word: as soon as, or two, or three, one may, one march, a march, all morning, all afternoon,
    all evening, all week, all month, whole day, whole week, whole month, whole year,
    whole summer, whole morning, whole weekend, entire day, entire week, entire year,
    merry christmas, happy christmas, happy new year, happy easter, summer vacation,
    summer vacations, summer holiday, summer holidays, summer break, spring break, winter break,
    christmas tree, christmas present, christmas presents, christmas card, christmas cards,
    easter egg, easter eggs, halloween costume, summer job, summer olympics, winter olympics,
    winter coat, winter clothes, from now on, most of the, may be, may we, may you, may he,
    may she, may it, may they, may the, march on, march for, marched, in a sec, in a second,
    just a second, in a minute, just a minute, in a moment, wait a minute, one of these days,
    once in a blue moon, any day now, at the end of the day, end of the day, now that,
    now and then, until now that, all day, all night, all day long, day by day, day to day,
    day in day out, week in week out, year round, day after day, back in the day, these days,
    those days, for ages, once upon a time, time after time, last name, last but not least,
    last one, next one, next to, next of kin, second hand, second half, split second, this one,
    spring water, spring roll, summer school, summer camp, good morning, good evening,
    good afternoon, good night, by now, from now on, even now, now now
block: monday week, tuesday week, wednesday week, thursday week, friday week, saturday week,
    sunday week,
    next day, following day, following week, following month, following year,
    following morning, following evening, following summer, following winter, following spring,
    next morning, next evening, previous day, previous evening, previous night, weeks later,
    days later, months later, years later, week later, day later, month later, year later,
    same day, same week, same month, same year, same time, that day, that week, that month,
    that year, that time, that summer, that winter, that spring, that autumn, that fall,
    that morning, that night, that evening, that afternoon, that weekend
word: when i was, when he was, when she was, when we were, when they were, years old, year old,
    years of age, at age, at the age of, aged, as a child, as a kid, as a teenager
"""
