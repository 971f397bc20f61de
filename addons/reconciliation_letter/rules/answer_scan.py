"""What an uploaded file really is: its bytes are asked, never its name or what the browser says of it."""

import re
from typing import NamedTuple

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 6  # of one answer
#: leading bytes, what the file must hold near its end, extension, content type
_KINDS = (
    (b"%PDF-", b"%%EOF", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", b"\xff\xd9", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "png", "image/png"),
)
_TAIL = 2048  # some programs append a little after the end mark
# what makes a document act when it is opened; shorter names turn up in pictures by chance
_ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")


class Scan(NamedTuple):
    """A file as it is kept: ``problem`` is empty, or says why it is refused."""

    extension: str = ""
    content_type: str = ""
    problem: str = ""


def sniff(content, limit=MAX_BYTES):
    """Return what ``content`` is, or which of ``empty``, ``large``, ``kind``, ``broken``, ``active`` it is.

    >>> sniff(b"%PDF-1.7 ... %%EOF").extension
    'pdf'
    >>> sniff(b"\\xff\\xd8\\xff\\xe0 picture \\xff\\xd9").content_type
    'image/jpeg'
    >>> [sniff(content).problem for content in (b"", b"MZ program", b"<html>", b"%PDF-1.4 cut off")]
    ['empty', 'kind', 'kind', 'broken']
    >>> sniff(b"%PDF-1.7 " + b"x" * 20 + b" %%EOF", limit=10).problem
    'large'
    >>> sniff(b"%PDF-1.7 << /S /JavaScript >> %%EOF").problem
    'active'
    """
    if not content:
        return Scan(problem="empty")
    if len(content) > limit:
        return Scan(problem="large")
    for start, end, extension, content_type in _KINDS:
        if content.startswith(start):
            if end not in content[-_TAIL:]:
                return Scan(problem="broken")
            if extension == "pdf" and _ACTIVE_PDF.search(content):
                return Scan(problem="active")
            return Scan(extension, content_type)
    return Scan(problem="kind")
