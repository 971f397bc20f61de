"""Hours of the day in which nobody is texted or mailed."""


def is_quiet(hour, start, end):
    """Tell whether ``hour`` lies in the quiet hours, which may run over midnight; equal limits mean none.

    >>> is_quiet(22.5, 21, 8), is_quiet(7.99, 21, 8), is_quiet(8, 21, 8)
    (True, True, False)
    >>> is_quiet(13, 12, 14), is_quiet(14, 12, 14), is_quiet(3, 0, 0)
    (True, False, False)
    """
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end
