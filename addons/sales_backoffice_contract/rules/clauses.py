"""How the clauses of a contract differ from those of its template, and how their blanks are filled. Values only."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

BLANK = re.compile(r"\{\s*(\w*)\s*\}")
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+(?:[.,]\d+)*|\s+|.", re.UNICODE)
CHINESE_DIGITS = "零一二三四五六七八九"
KEPT, GONE, NEW = "kept", "gone", "new"


class Clause(NamedTuple):
    """A clause as a template or a contract has it; ``key`` ties the two together."""

    key: int
    title: str
    body: str
    fixed: bool = False


class Deviation(NamedTuple):
    """A clause that is not as in the template: ``changed``, ``removed`` or ``added``."""

    kind: str
    title: str
    fixed: bool
    pieces: tuple  # ((kept / gone / new, text), …)


def tidy(text):
    """Return the text without the blanks at its lines' ends that no reader sees.

    >>> tidy(" Payment within 30 days. \\r\\n\\n")
    'Payment within 30 days.'
    """
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def words_of(text):
    """Return the words, a Chinese character being a word of its own.

    >>> words_of("付款 30 days")
    ['付', '款', ' ', '30', ' ', 'days']
    """
    return TOKEN.findall(text)


def compare(before, after):
    """Return what was kept, taken out and put in, word by word.

    >>> compare("pay within 30 days", "pay within 90 days")
    (('kept', 'pay within '), ('gone', '30'), ('new', '90'), ('kept', ' days'))
    >>> compare("月結三十天", "月結九十天")
    (('kept', '月結'), ('gone', '三'), ('new', '九'), ('kept', '十天'))
    """
    old, new = words_of(before), words_of(after)
    pieces = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((KEPT, "".join(old[start:end])))
            continue
        if end > start:
            pieces.append((GONE, "".join(old[start:end])))
        if new_end > new_start:
            pieces.append((NEW, "".join(new[new_start:new_end])))
    return tuple(pieces)


def deviations(template, contract):
    """Return how the clauses of a contract differ from those of its template, in the order of the template.

    A clause whose key is unknown or used twice counts as added; whether a clause is fixed says the template. An added
    clause may contradict a fixed one, so it counts as fixed as soon as the template fixes anything.

    >>> old = [Clause(1, "Payment", "30 days", True), Clause(2, "Court", "Taipei")]
    >>> new = [Clause(1, "Payment", "90 days"), Clause(0, "Penalty", "none")]
    >>> [(found.kind, found.title, found.fixed) for found in deviations(old, new)]
    [('changed', 'Payment', True), ('removed', 'Court', False), ('added', 'Penalty', True)]
    >>> deviations(old, old)
    []
    """
    known = {clause.key for clause in template}
    kept, added = {}, []
    for clause in contract:
        if clause.key in known and clause.key not in kept:
            kept[clause.key] = clause
        else:
            added.append(clause)
    found = []
    for clause in template:
        other = kept.get(clause.key)
        before = _text(clause)
        if other is None:
            found.append(Deviation("removed", clause.title, clause.fixed, ((GONE, before),)))
        elif before != _text(other):
            found.append(Deviation("changed", clause.title, clause.fixed, compare(before, _text(other))))
    strict = any(clause.fixed for clause in template)
    return found + [Deviation("added", clause.title, strict, ((NEW, _text(clause)),)) for clause in added]


def _text(clause):
    return "\n".join(filter(None, (tidy(clause.title), tidy(clause.body))))


def fill(text, values):
    """Return the text with its blanks filled in; nothing in it is ever evaluated, unknown blanks stay.

    >>> values = {"customer": "Sun", "payment_terms": "30 d"}
    >>> fill("{customer} pays {payment_terms}; {customer.env} and {0} stay", values)
    'Sun pays 30 d; {customer.env} and {0} stay'
    """
    return BLANK.sub(lambda match: str(values.get(match[1], match[0])), text or "")


def unknown_blanks(text, names):
    """Return the blanks nobody fills in, in their order.

    >>> unknown_blanks("{customer} pays {fee} of {fee} {}", {"customer"})
    ['fee', '']
    """
    return list(dict.fromkeys(name for name in BLANK.findall(text or "") if name not in names))


def clause_number(number, lang):
    """Return the number of a clause as it is printed.

    >>> clause_number(3, "en_US"), clause_number(3, "zh_TW"), clause_number(12, "zh_CN"), clause_number(20, "zh_TW")
    ('3.', '第三條', '第十二条', '第二十條')
    """
    if not (lang or "").startswith("zh"):
        return f"{number}."
    tens, ones = divmod(number, 10)
    words = (CHINESE_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    words += CHINESE_DIGITS[ones] if ones or not tens else ""
    return f"第{words}{'条' if lang == 'zh_CN' else '條'}"
