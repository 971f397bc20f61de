"""Days and hours in the time zone of a company; Odoo stores moments in UTC without time zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo


def day_of(moment, tz):
    """Return the day of a moment given in UTC without time zone, as Odoo stores it.

    >>> day_of(datetime(2026, 3, 31, 16, 30), "Asia/Shanghai")
    datetime.date(2026, 4, 1)
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz)).date()


def moment_of(day, hour, tz):
    """Return the moment of a day at ``hour`` (17.5 is half past five), in UTC without time zone.

    >>> from datetime import date
    >>> moment_of(date(2026, 4, 1), 17.5, "Asia/Shanghai")
    datetime.datetime(2026, 4, 1, 9, 30)
    >>> moment_of(date(2026, 4, 1), 24.0, "UTC")
    datetime.datetime(2026, 4, 1, 23, 59)
    """
    minutes = min(round(hour * 60), 24 * 60 - 1)
    local = datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(tz))
    return local.astimezone(UTC).replace(tzinfo=None)
