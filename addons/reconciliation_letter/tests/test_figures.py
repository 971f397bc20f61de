"""What a letter says: opening, movements, closing, what is open and how old it is."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import CUTOFF, START, LetterCommon


@tagged("post_install", "-at_install")
class TestFigures(LetterCommon):
    def assertFigures(self, letter, **figures):
        self.assertRecordValues(letter, [figures])

    def test_opening_and_movements_make_the_closing_balance(self):
        self._invoice(1000, date(2026, 9, 5))
        self._invoice(500, date(2026, 10, 5))
        self._invoice(-80, date(2026, 10, 6))
        self._pay(300, date(2026, 10, 7))
        self._entry(-5, date(2026, 10, 8))  # written off
        self._invoice(9999, date(2026, 11, 1))  # after the cut-off
        self._invoice(7777, date(2026, 10, 9), post=False)
        letter = self._create_letter()
        self.assertFigures(letter, opening=1000, debit=500, credit=300, adjust=-85, closing=1115)
        self.assertFigures(letter.section_ids, opening=1000, debit=500, credit=300, adjust=-85, closing=1115)
        self.assertEqual(
            letter.line_ids.mapped(lambda line: (line.kind, line.amount, line.balance)),
            [
                ("invoice", 500, 1500),
                ("refund", -80, 1420),
                ("payment", -300, 1120),
                ("other", -5, 1115),
            ],
        )

    def test_two_lines_of_one_amount_and_due_date_are_two(self):
        self._entry(200, date(2026, 10, 5), due=date(2026, 10, 10), parts=2)
        letter = self._create_letter()
        self.assertFigures(letter, closing=200, invoiced_open=200, due_1_30=200, overdue=200)
        self.assertEqual(letter.line_ids.mapped("amount"), [100, 100])

    def test_ageing_counts_from_the_due_date_to_the_cut_off(self):
        for amount, due in (
            (1, date(2026, 11, 1)),
            (2, CUTOFF),
            (4, date(2026, 10, 30)),
            (8, date(2026, 10, 1)),
            (16, date(2026, 9, 30)),
            (32, date(2026, 9, 1)),
            (64, date(2026, 8, 31)),
            (128, date(2026, 8, 2)),
            (256, date(2026, 8, 1)),
        ):
            self._entry(amount, date(2026, 7, 1), due=due)
        letter = self._create_letter()
        self.assertFigures(
            letter, not_due=3, due_1_30=12, due_31_60=48, due_61_90=192, due_over_90=256, overdue=508
        )

    def test_what_was_matched_after_the_cut_off_is_open_in_the_letter(self):
        invoice = self._invoice(100, date(2026, 10, 5))
        self._pay(100, date(2026, 11, 2), match=invoice)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(self._create_letter(), closing=100, invoiced_open=100, advance=0)

    def test_what_is_not_matched_is_paid_in_advance(self):
        self._invoice(100, date(2026, 10, 5))
        self._pay(30, date(2026, 10, 6))
        self.assertFigures(self._create_letter(), closing=70, invoiced_open=100, advance=30)

    def test_contacts_follow_their_company(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self._entry(70, date(2026, 10, 5), contact)
        self._entry(30, date(2026, 10, 5))
        self.assertFigures(self._create_letter(), closing=100)
        scope = self.env["reconciliation.snapshot"]._get_scope("receivable", self.company, START, CUTOFF)
        self.assertIn(self.customer, scope)
        self.assertNotIn(contact, scope)

    def test_payable_letters_turn_the_sign(self):
        self._invoice(400, date(2026, 10, 5), kind="payable", ref="MILL-7")
        self._pay(150, date(2026, 10, 9), kind="payable")
        letter = self._create_letter(kind="payable")
        self.assertFigures(letter, debit=400, credit=150, closing=250, invoiced_open=400, advance=150)
        self.assertEqual(letter.line_ids[0].reference, "MILL-7")

    def test_one_section_per_currency(self):
        usd = self._other_currency()
        self._entry(100, date(2026, 10, 5), currency=usd, balance=700)
        self._entry(50, date(2026, 10, 6))
        letter = self._create_letter()
        self.assertRecordValues(
            letter.section_ids,
            [
                {"currency_id": self.company.currency_id.id, "closing": 50},
                {"currency_id": usd.id, "closing": 100},
            ],
        )
        self.assertEqual(letter.closing, 750)

    def test_paid_in_another_currency_is_settled_in_both(self):
        usd = self._other_currency()
        invoice = self._entry(100, date(2026, 10, 5), currency=usd, balance=700)
        self._match(invoice, self._pay(700, date(2026, 10, 9)))
        letter = self._create_letter()
        self.assertEqual(letter.section_ids.mapped("closing"), [0, 0])
        self.assertEqual(
            letter.line_ids.filtered(lambda line: line.kind == "transfer").mapped("amount"), [700, -100]
        )
        self.assertFigures(letter, closing=0, invoiced_open=0, advance=0)

    def test_paid_by_a_sister_is_settled_for_both(self):
        sister = self._create_partner("Rising Moon Printing")
        invoice = self._invoice(100, date(2026, 9, 5))
        self._match(invoice, self._pay(100, date(2026, 10, 9), sister))
        self.assertFigures(self._create_letter(), opening=100, adjust=-100, closing=0, invoiced_open=0)
        self.assertFigures(
            self._create_letter(sister), opening=0, credit=100, adjust=100, closing=0, advance=0
        )

    def test_other_companies_stay_out(self):
        branch = self._create_company()
        self._entry(900, date(2026, 10, 5), company=branch, books=self._books_of(branch))
        self._entry(100, date(2026, 10, 5))
        self.assertFigures(self._create_letter(), closing=100)

    def test_scope_is_a_balance_or_a_movement(self):
        quiet, settled, moved = map(self._create_partner, ("Quiet", "Settled", "Moved"))
        self._entry(10, date(2026, 8, 5), quiet)
        for partner, day in ((settled, 5), (moved, 31)):
            month = 9 if partner == settled else 10
            self._entry(10, date(2026, month, day), partner)
            self._entry(-10, date(2026, month, day), partner)
        scope = self.env["reconciliation.snapshot"]._get_scope("receivable", self.company, START, CUTOFF)
        self.assertEqual(scope & (quiet | settled | moved), quiet | moved)

    def _other_currency(self):
        """One of it is seven of ours."""
        rate = Command.create({"name": "2026-01-01", "rate": 1 / 7, "company_id": self.company.id})
        return self.env["res.currency"].create(
            {"name": "LTR", "symbol": "L", "rounding": 0.01, "rate_ids": [rate]}
        )
