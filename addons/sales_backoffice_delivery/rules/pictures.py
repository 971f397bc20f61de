"""Which files may be the proof of a delivery: photographs, told by their content and not by their name."""

MAX_BYTES = 10 * 1024 * 1024
MAX_PICTURES = 6  # per delivery

JPEG, PNG = "JPEG", "PNG"
MIMETYPES = {JPEG: "image/jpeg", PNG: "image/png"}
EXTENSIONS = {JPEG: "jpg", PNG: "png"}


def kind_of(data):
    """Return the kind of picture ``data`` begins like, or ``None``.

    >>> kind_of(bytes.fromhex("ffd8ffe0") + b"rest")
    'JPEG'
    >>> kind_of(b"<svg onload='alert(1)'/>") is None
    True
    >>> kind_of(b"") is None
    True
    """
    if data[:3] == b"\xff\xd8\xff":
        return JPEG
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    return None
