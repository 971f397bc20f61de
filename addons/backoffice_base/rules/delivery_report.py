"""Reports of mail servers about a mail: whether it arrived, and where it did not."""

import re


def final_recipient(report):
    """Return the address a report of delivery names, also where the mail was forwarded to; or nothing.

    >>> final_recipient("Action: failed\\nFinal-Recipient: rfc822; away@example.net\\n")
    'away@example.net'
    """
    found = re.search(
        r"^Final-Recipient:[^;\n]*;\s*<?([^\s<>]+@[^\s<>]+)", report, re.MULTILINE | re.IGNORECASE
    )
    return found and found[1]


def is_failure(report):
    """Tell whether a report of delivery says that the mail did not arrive; not that it waits, was passed on or read.

    >>> is_failure("Action: failed\\n"), is_failure("Action: delayed\\n"), is_failure("550 mailbox unavailable")
    (True, False, True)
    >>> is_failure("Action: relayed\\n\\nAction: failed\\n"), is_failure("Disposition: automatic-action; displayed")
    (True, False)
    """
    actions = re.findall(r"^Action:\s*(\w+)", report, re.MULTILINE | re.IGNORECASE)
    if actions:
        return "failed" in map(str.lower, actions)
    return not re.search(r"^Disposition:", report, re.MULTILINE | re.IGNORECASE)
