"""Which of many things have their turn tonight. Values only."""

NIGHTS = 7


def share_of_tonight(total, overdue):
    """Return how many of ``total`` things come tonight, so that each comes once a week and no night has them all.

    Of those left behind, because the job did not run for a while, all come.

    >>> share_of_tonight(14, 0), share_of_tonight(15, 0), share_of_tonight(15, 9), share_of_tonight(0, 0)
    (2, 3, 9, 0)
    """
    return max(-(-total // NIGHTS), overdue)
