"""Random histories: the letter says what a slow recomputation says, and adds up."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from ..models.figures import FIGURES
from .common import CUTOFF, START, LetterCommon
from .recomputation import sections_of

STEP = st.fixed_dictionaries(
    {
        "what": st.sampled_from(
            ("invoice", "refund", "deduction", "pay", "pay_usd", "entry", "entry_usd", "write_off", "match")
        ),
        "amount": st.integers(1, 500_00),
        "day": st.integers(0, 150),
        "term": st.integers(0, 60),
        "who": st.integers(0, 3),
        "company": st.integers(0, 1),
        "parts": st.sampled_from((1, 1, 2)),
        "draft": st.integers(0, 9),
        "other": st.integers(0, 3),
    }
)


@tagged("post_install", "-at_install")
class TestProperty(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls._create_company()
        cls.books_of = {cls.company: cls.books, cls.branch: cls._books_of(cls.branch)}
        rates = [
            Command.create({"name": "2026-01-01", "rate": 1 / 7, "company_id": company.id})
            for company in cls.books_of
        ]
        cls.usd = cls.env["res.currency"].create(
            {"name": "LTR", "symbol": "L", "rounding": 0.01, "rate_ids": rates}
        )
        contact = cls.env["res.partner"].create({"name": "Buyer", "parent_id": cls.customer.id})
        sister = cls._create_partner("Sister")
        cls.people = [cls.customer, contact, sister, cls._create_partner("Quiet")]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=1, max_size=12), st.sampled_from(("receivable", "payable")))
    def test_letters_say_what_the_entries_say(self, history, kind):
        with self.env.cr.savepoint() as savepoint:
            for step in history:
                self._play(step, kind)
            self._compare(kind)
            savepoint.rollback()
            self.env.invalidate_all()

    def _compare(self, kind):
        scope = self.env["reconciliation.snapshot"]._get_scope(kind, self.company, START, CUTOFF)
        for partner in (self.people[0], self.people[2], self.people[3]):
            wanted = sections_of(self.env, partner, kind, self.company, START, CUTOFF)
            self.assertEqual(partner in scope, bool(wanted))
            letter = self._create_letter(partner, kind=kind)
            found = {section.currency_id: section for section in letter.section_ids}
            self.assertEqual(found.keys(), wanted.keys())
            for currency, figures in wanted.items():
                for name in set(FIGURES) - {"uninvoiced"}:
                    self.assertAlmostEqual(found[currency][name], float(figures[name]), 2, name)
                section = found[currency]
                end = section.line_ids[-1:].balance if section.line_ids else section.opening
                self.assertAlmostEqual(end, section.closing, 2)
            self.assertFalse(letter._get_ledger_gaps()[letter.id])
            self._check_company_amounts(letter)

    def _check_company_amounts(self, letter):
        parts = letter.invoiced_open + letter.uninvoiced - letter.advance - letter.deduction
        moved = letter.opening + letter.debit - letter.credit + letter.adjust
        self.assertAlmostEqual(parts, letter.closing, 2)
        self.assertAlmostEqual(moved, letter.closing, 2)
        self.assertAlmostEqual(letter.overdue + letter.not_due, letter.invoiced_open, 2)

    def _play(self, step, kind):
        company = self.company if step["company"] or step["what"] == "match" else self.branch
        amount, day = step["amount"] / 100, date(2026, 7, 1) + timedelta(days=step["day"])
        partner = self.people[step["who"]]
        where = {"kind": kind, "company": company, "books": self.books_of[company], "post": step["draft"] > 0}
        due = day + timedelta(days=step["term"])
        usd = {"currency": self.usd, "balance": amount * 7}
        if step["what"] in ("invoice", "refund", "deduction"):
            sign = 1 if step["what"] == "invoice" else -1
            if step["what"] == "deduction" and kind == "payable":
                where["is_quality_deduction"] = True
            self._invoice(
                sign * amount, day, partner, due=due, ref=f"B{self.env.cr.now()}{step}"[:60], **where
            )
        elif step["what"] in ("entry", "entry_usd"):
            parts = step["parts"] if step["amount"] % 2 == 0 else 1
            further = usd if step["what"] == "entry_usd" else {}
            self._entry(amount, day, partner, due=due, parts=parts, **where, **further)
        elif step["what"] in ("pay", "pay_usd"):
            further = usd if step["what"] == "pay_usd" else {}
            self._pay(amount, day, partner, **where, **further)
        elif step["what"] == "write_off":
            self._entry(-amount, day, partner, **where)
        else:
            self._match_some(kind, partner, self.people[step["other"]])

    def _match_some(self, kind, *partners):
        """Match what is open between two partners, one line of each sign, whatever the currencies."""
        account = self.books[kind]
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("partner_id", "in", [partner.id for partner in partners]),
            ],
            order="id",
        )
        plus = lines.filtered(lambda line: line.balance > 0)[:1]
        minus = lines.filtered(lambda line: line.balance < 0)[:1]
        if plus and minus:
            (plus + minus).reconcile()
