"""Date and time expressions in a message, each with its place.

An own grammar and no library: the one for both languages, `recognizers-text-date-time`, took 8 to 25 ms a message on the machine
where all of this was measured, reads 下下週一, 上上週四 and "in two weeks" wrongly and does not find 月底, 10.27, 28號 or "tmrw".
"""

from bot.understanding.dates.mentions import DateMention, find_dates
from bot.understanding.dates.times import TimeMention, find_times

__all__ = ["DateMention", "TimeMention", "find_dates", "find_times"]
