"""The words of a letter: whose, in which language, with which places."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import LetterCommon


@tagged("post_install", "-at_install")
class TestWording(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wordings = cls.env["reconciliation.wording"]

    def test_there_are_words_for_both_kinds_in_three_languages(self):
        for kind in ("receivable", "payable"):
            for lang in ("zh_TW", "zh_CN", "en_US"):
                self.assertEqual(self.wordings._find(kind, self.company, lang).lang, lang)

    def test_other_languages_get_the_english_letter(self):
        self.assertEqual(self.wordings._find("receivable", self.company, "fr_FR").lang, "en_US")

    def test_the_own_wording_of_a_company_comes_first(self):
        shared = self.wordings._find("receivable", self.company, "zh_TW")
        own = shared.copy({"company_id": self.company.id, "title": "本公司對帳單"})
        self.assertEqual(self.wordings._find("receivable", self.company, "zh_TW"), own)
        self.assertEqual(self.wordings._find("receivable", self._create_company(), "zh_TW"), shared)
        own.active = False
        self.assertEqual(self.wordings._find("receivable", self.company, "zh_TW"), shared)

    def test_unknown_places_are_refused_in_one_sentence(self):
        wording = self.wordings._find("receivable", self.company, "en_US")
        for text in ("{total}", "{customer.env.cr}", "{0}", "{", "{{no}} }", "{no!r}", "{no:>99999999}"):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, "is not known. Use only"):
                wording.purpose = text

    def test_supervisors_write_it_clerks_do_not(self):
        wording = self.wordings._find("receivable", self.company, "en_US")
        wording.with_user(self.supervisor).title = "Statement"
        with self.assertRaises(AccessError):
            wording.with_user(self.clerk).title = "Mine"

    def test_a_later_wording_changes_no_letter(self):
        self._invoice(100)
        letter = self._create_letter(partner_name="Rising Sun Printing")
        letter.action_review()
        letter.wording_id.title = "Something else"
        self.assertEqual(letter._get_printed_text()["title"], "Statement of Account for Confirmation")
        self.assertTrue(letter.is_intact)

    def test_a_letter_without_wording_is_blocked(self):
        self._invoice(100)
        letter = self._create_letter()
        self.wordings.search([("kind", "=", "receivable")]).active = False
        self.assertBlocked(letter, "reviewed", ["no_wording"])
