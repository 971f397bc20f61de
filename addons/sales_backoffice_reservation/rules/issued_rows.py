"""Reads the rows of a tax platform's export, whatever its columns are called, and matches them to invoices."""

from collections.abc import Hashable
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
FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日",
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S",
)  # fmt: skip
MOST_DIGITS = 15  # a spreadsheet keeps no more of a figure
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
    """An invoice a row may stand for, or an approved reservation that has none yet."""

    key: Hashable
    names: frozenset
    vats: frozenset
    amount: float
    day: date | None
    code: str = ""
    number: str = ""
    is_void: bool = False  # a cancelled invoice keeps its number from others and takes none
    outcome: str = "match"  # what becomes of a row that stands for it


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
    >>> {read_day(text) for text in ("2026年1月31日", "20260131", 20260131.0, "2026-01-31 10:20:30", "2026/1/31 9:05")}
    {datetime.date(2026, 1, 31)}
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for pattern in FORMATS:
        try:
            return datetime.strptime(str(_plain(value) or "").strip(), pattern).date()
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


def read_digits(value):
    """Return a code or number as text, or None where the spreadsheet has lost its last digits.

    >>> read_digits(12345678.0), read_digits("26312000000001234501"), read_digits(None)
    ('12345678', '26312000000001234501', '')
    >>> read_digits(26312000000001234501), read_digits(2.63120000000012e19)
    (None, None)
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if abs(value) >= 10**MOST_DIGITS:
            return None
        value = int(value) if float(value).is_integer() else value
    return normalise(str(value or ""))


def read_row(line, cells, columns):
    """Return ``(Row, None)`` or ``(None, code of what is wrong)``; ``(None, None)`` for an empty row."""

    def cell(name):
        position = columns.get(name)
        return cells[position] if position is not None and position < len(cells) else None

    if all(cell in (None, "") for cell in cells):
        return None, None
    code, number = read_digits(cell("code")), read_digits(cell("number"))
    if code is None or number is None:
        return None, "digits_lost"
    finding = check(code, number) if number else None
    if finding or not number:
        return None, finding.code if finding else "number_missing"
    day, amount = read_day(cell("date")), read_amount(cell("amount"))
    buyer = str(cell("buyer") or "").strip()[:LONGEST_TEXT]
    if day is None or amount is None or not buyer:
        return None, "date" if day is None else "amount" if amount is None else "buyer"
    vat = "".join(str(_plain(cell("vat")) or "").split()).upper()[:LONGEST_TEXT]
    return Row(line, code, number, day, buyer, vat, amount), None


def read_texts(cells, columns):
    """Return number and buyer as they stand in the sheet, to show a row that cannot be read.

    >>> read_texts(("123", None, "Sun"), {"number": 0, "date": 1, "buyer": 2}), read_texts((), {"number": 0})
    ({'number': '123', 'buyer': 'Sun'}, {'number': '', 'buyer': ''})
    """

    def cell(name):
        position = columns.get(name)
        value = cells[position] if position is not None and position < len(cells) else None
        return "" if value is None else str(_plain(value))[:LONGEST_TEXT]

    return {name: cell(name) for name in ("number", "buyer")}


def _plain(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Candidates:
    """The invoices rows are matched to, found by number, tax number and name without reading them all."""

    def __init__(self, candidates):
        self.by_number, self._by_vat, self._by_name, self._without_vat = {}, {}, {}, {}
        for candidate in candidates:
            if candidate.number:
                self.by_number[candidate.code, candidate.number] = candidate
            elif not candidate.is_void:
                self._note(candidate)

    def _note(self, candidate):
        for vat in candidate.vats:
            self._by_vat.setdefault(vat, []).append(candidate)
        for name in candidate.names:
            self._by_name.setdefault(name, []).append(candidate)
            if not candidate.vats:
                self._without_vat.setdefault(name, []).append(candidate)

    def of_buyer(self, row):
        """Return what is open of a buyer: by tax number where both have one, else by name."""
        name = simplify(row.buyer)
        if not row.vat:
            return self._by_name.get(name, [])
        return self._by_vat.get(row.vat, []) + self._without_vat.get(name, [])


def match(row, candidates, taken=frozenset()):
    """Return ``(candidate, code)``: its outcome, ``known`` (imported before), or why there is none.

    ``taken`` are the keys other rows of the file stand for.

    >>> def of(*found, **other): return match(row._replace(**other), Candidates(found))
    >>> a = Candidate(1, frozenset({"sun"}), frozenset({"9"}), 100.0, date(2026, 1, 2))
    >>> row = Row(2, "", "0" * 20, date(2026, 1, 2), "Sun", "9", 100.0)
    >>> of(a)[1], of(a, amount=99.0)[1], of(a, buyer="M", vat="")[1], of(a, vat="8")[1]
    ('match', 'no_amount', 'no_buyer', 'no_buyer')
    >>> of(a, a._replace(key=2))[1], of(a, a._replace(key=2, day=date(2026, 1, 9)))[0].key
    ('several', 1)
    >>> reserved = a._replace(key=2, day=None, outcome="issue")
    >>> of(reserved)[1], of(a._replace(day=None), reserved)[1], of(a, reserved)[0].key
    ('issue', 'several', 1)
    >>> used = a._replace(number="0" * 20)
    >>> of(used)[1], of(used, amount=1.0)[1], of(used._replace(is_void=True))[1], of(a._replace(is_void=True))[1]
    ('known', 'number_used', 'number_used', 'no_buyer')
    """
    known = candidates.by_number.get((row.code, row.number))
    if known:
        same = abs(known.amount - row.amount) < 0.005 and not known.is_void
        return (known, "known") if same else (known, "number_used")
    of_buyer = candidates.of_buyer(row)
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
    return (fitting[0], fitting[0].outcome) if len(fitting) == 1 else (None, "several")
