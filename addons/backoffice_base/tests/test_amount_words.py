"""Amounts in capital characters: vectors of the trade, and every amount read back."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..rules.amount_words import SIMPLIFIED, TRADITIONAL, amount_in_words

# amount: Traditional, Simplified
VECTORS = {
    0: ("零元整", "零元整"),
    0.01: ("壹分", "壹分"),
    0.1: ("壹角整", "壹角整"),
    0.5: ("伍角整", "伍角整"),
    1: ("壹元整", "壹元整"),
    10: ("壹拾元整", "壹拾元整"),
    101: ("壹佰零壹元整", "壹佰零壹元整"),
    325.04: ("參佰貳拾伍元零肆分", "叁佰贰拾伍元零肆分"),
    1680.32: ("壹仟陸佰捌拾元參角貳分", "壹仟陆佰捌拾元叁角贰分"),
    6007.14: ("陸仟零柒元壹角肆分", "陆仟零柒元壹角肆分"),
    10020: ("壹萬零貳拾元整", "壹万零贰拾元整"),
    16409.02: ("壹萬陸仟肆佰零玖元零貳分", "壹万陆仟肆佰零玖元零贰分"),
    100000: ("壹拾萬元整", "壹拾万元整"),
    409003: ("肆拾萬玖仟零參元整", "肆拾万玖仟零叁元整"),
    1000001: ("壹佰萬零壹元整", "壹佰万零壹元整"),
    10000010: ("壹仟萬零壹拾元整", "壹仟万零壹拾元整"),
    20030405: ("貳仟零參萬零肆佰零伍元整", "贰仟零叁万零肆佰零伍元整"),
    100050000: ("壹億零伍萬元整", "壹亿零伍万元整"),
    1234567890.12: (
        "壹拾貳億參仟肆佰伍拾陸萬柒仟捌佰玖拾元壹角貳分",
        "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
    ),
    -1500: ("負壹仟伍佰元整", "负壹仟伍佰元整"),
}


def read_back(words, script):
    """Return the amount the words say, by a reading that knows nothing of how they were written."""
    sign, words = (-1, words[1:]) if words.startswith(script.negative) else (1, words)
    total = section = digit = Decimal(0)
    for character in words:
        if character in script.digits:
            digit = Decimal(script.digits.index(character))
        elif character in script.small[1:]:
            section += digit * 10 ** script.small.index(character)
            digit = Decimal(0)
        elif character in script.large[1:]:
            total += (section + digit) * 10_000 ** script.large.index(character)
            section = digit = Decimal(0)
        elif character == script.unit:
            total += section + digit
            section = digit = Decimal(0)
        elif character in script.parts:
            total += digit / 10 ** (script.parts.index(character) + 1)
            digit = Decimal(0)
    return sign * total


class TestAmountWords(BaseCase):
    def test_the_vectors_hold_in_both_scripts(self):
        for amount, (traditional, simplified) in VECTORS.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount, "zh_TW"), traditional)
                self.assertEqual(amount_in_words(amount, "zh_CN"), simplified)

    def test_a_binary_fraction_loses_no_cent(self):
        self.assertEqual(amount_in_words(1.005), "壹元零壹分")
        self.assertEqual(amount_in_words(0.1 + 0.2), "參角整")

    def test_what_cannot_be_written_is_refused(self):
        with self.assertRaises(ValueError):
            amount_in_words(10**24)

    @settings(deadline=None, max_examples=500)
    @given(cents=st.integers(-(10**14), 10**14))
    def test_every_amount_reads_back(self, cents):
        amount = Decimal(cents) / 100
        for lang, script in (("zh_TW", TRADITIONAL), ("zh_CN", SIMPLIFIED)):
            words = amount_in_words(amount, lang)
            self.assertEqual(read_back(words, script), amount, words)
            self.assertNotIn("零零", words)
            self.assertNotIn("零元", words if abs(amount) >= 1 else "")
