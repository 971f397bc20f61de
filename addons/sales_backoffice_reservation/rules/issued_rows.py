"""Reads the rows of a tax platform's export, whatever its columns are called, and matches them to invoices."""

from datetime import date, datetime
from typing import NamedTuple

from .invoice_number import check, normalise

#: Headers are compared without blanks and brackets, in small letters.
HEADERS = {
    "code": "invoicecode 發票代碼 发票代码",
    "number": "invoicenumber number 發票號碼 发票号码 數電票號碼 数电票号码 數電發票號碼 数电发票号码",
    "date": "invoicedate date 開票日期 开票日期 發票日期",
    "buyer": "buyer buyername 購買方名稱 购买方名称 購方名稱 购方名称 買受人 買方名稱",
    "vat": "taxnumber vat 購買方識別號 购买方识别号 購方識別號 购方识别号 购买方纳税人识别号 買方統編 統一編號",
    "amount": "total amount totalamount 價稅合計 价税合计 總計 含稅金額 含税金额",
}
NEEDED = ("number", "date", "buyer", "amount")
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
LONGEST_TEXT = 200


class Row(NamedTuple):
    """One row that can be read; ``line`` is its number in the sheet."""

    line: int
    code: str
    number: str
    day: date
    buyer: str
    vat: str
    amount: float


class Candidate(NamedTuple):
    """An invoice a row may stand for."""

    key: int
    names: frozenset
    vats: frozenset
    amount: float
    day: date | None
    code: str = ""
    number: str = ""


def simplify(text):
    """Return a name as it is compared: no blanks or brackets, small letters.

    >>> simplify(" Rising Sun（Printing）LTD "), simplify(None)
    ('risingsunprintingltd', '')
    """
    text = "".join(str(text or "").split()).lower()
    return text.translate({ord(char): None for char in "()（）.,，。'\"*"})


def find_columns(headers):
    """Return ``({name: position}, names that are missing)``.

    >>> find_columns(["发票号码", "开票日期", "购买方名称", "价税合计（元）", None])[1]
    ['amount']
    >>> find_columns(["Number", "Date", "Buyer", "Total"])
    ({'number': 0, 'date': 1, 'buyer': 2, 'amount': 3}, [])
    """
    known = {word: name for name, words in HEADERS.items() for word in words.split()}
    found = {}
    for position, header in enumerate(headers):
        name = known.get(simplify(header))
        if name:
            found.setdefault(name, position)
    return found, [name for name in NEEDED if name not in found]


def read_day(value):
    """Return a date cell or a date written as text, or None.

    >>> read_day(datetime(2026, 1, 31, 8)), read_day("2026/1/31"), read_day("31 Jan"), read_day(None)
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31), None, None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for pattern in FORMATS:
        try:
            return datetime.strptime(str(value or "").strip(), pattern).date()
        except ValueError:
            continue
    return None


def read_amount(value):
    """Return a number cell or an amount written as text, or None.

    >>> read_amount(12.5), read_amount("¥1,234.50"), read_amount("x"), read_amount(True), read_amount("nan")
    (12.5, 1234.5, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        number = float(value)
    else:
        try:
            number = float(str(value or "").strip().lstrip("¥￥$").replace(",", "").replace("，", ""))
        except ValueError:
            return None
    return number if abs(number) < 1e15 else None


def read_row(line, cells, columns):
    """Return ``(Row, None)`` or ``(None, code of what is wrong)``; ``(None, None)`` for an empty row."""

    def cell(name):
        position = columns.get(name)
        value = cells[position] if position is not None and position < len(cells) else None
        return (
            str(int(value)) if isinstance(value, float) and value.is_integer() and name != "amount" else value
        )

    if all(cell in (None, "") for cell in cells):
        return None, None
    code, number = normalise(str(cell("code") or "")), normalise(str(cell("number") or ""))
    if not number:
        return None, "number_missing"
    finding = check(code, number)
    if finding:
        return None, finding.code
    day, amount = read_day(cell("date")), read_amount(cell("amount"))
    buyer = str(cell("buyer") or "").strip()[:LONGEST_TEXT]
    if day is None or amount is None or not buyer:
        return None, "date" if day is None else "amount" if amount is None else "buyer"
    vat = "".join(str(cell("vat") or "").split()).upper()[:LONGEST_TEXT]
    return Row(line, code, number, day, buyer, vat, amount), None


def match(row, candidates, taken=frozenset()):
    """Return ``(candidate, code)``: ``match``, ``known`` (imported before), or why there is none.

    ``taken`` are the keys other rows of the file stand for.

    >>> a = Candidate(1, frozenset({"sun"}), frozenset({"9"}), 100.0, date(2026, 1, 2))
    >>> row = Row(2, "", "0" * 20, date(2026, 1, 2), "Sun", "9", 100.0)
    >>> match(row, [a])[1], match(row._replace(amount=99.0), [a])[1], match(row._replace(buyer="M", vat=""), [a])[1]
    ('match', 'no_amount', 'no_buyer')
    >>> match(row, [a, a._replace(key=2)])[1], match(row, [a, a._replace(key=2, day=date(2026, 1, 9))])[0].key
    ('several', 1)
    >>> match(row, [a._replace(number="0" * 20)])[1], match(row._replace(amount=1.0), [a._replace(number="0" * 20)])[1]
    ('known', 'number_used')
    """
    for candidate in candidates:
        if (candidate.code, candidate.number) == (row.code, row.number):
            same = abs(candidate.amount - row.amount) < 0.005
            return (candidate, "known") if same else (candidate, "number_used")
    free = [candidate for candidate in candidates if not candidate.number]
    buyer = simplify(row.buyer)
    of_buyer = [
        candidate
        for candidate in free
        if (row.vat in candidate.vats if row.vat and candidate.vats else buyer in candidate.names)
    ]
    if not of_buyer:
        return None, "no_buyer"
    fitting = [
        candidate
        for candidate in of_buyer
        if candidate.key not in taken and abs(candidate.amount - row.amount) < 0.005
    ]
    if not fitting:
        return None, "no_amount"
    same_day = [candidate for candidate in fitting if candidate.day == row.day]
    fitting = same_day or fitting
    return (fitting[0], "match") if len(fitting) == 1 else (None, "several")
