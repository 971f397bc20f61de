"""Letters that are with their partner, and their answers."""

from datetime import date, datetime

from odoo.tests import TransactionCase

from ..rules.answer_form import Item, Reply
from .common import CUTOFF, LetterCommon

SENT = datetime(2026, 11, 2, 1)
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 not much of a picture \xff\xd9"
SIGNER = {"signer_name": "Mrs Wang", "signer_title": "Accountant", "signer_phone": "021-5550"}


class OwnCompany(TransactionCase):
    """A company of the tests' own below the cast, so that the letters of the database do not count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Letters Test Company"})
        for login in ("root", "admin"):
            cls.env.ref(f"base.user_{login}").company_ids |= company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})


class AnswerCommon(LetterCommon, OwnCompany):
    """A letter of 1,000 to the customer, sent on November 2nd: invoices of 700 and 300."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "accounts@sun.example", "letter_assistant_id": cls.clerk.id})
        for role in ("clerk", "accountant", "supervisor", "purchase_assistant", "salesperson", "auditor"):
            getattr(cls, role).lang = "en_US"

    @classmethod
    def _sent(cls, partner=None, amounts=(700.0, 300.0), state="sent", sent_on=SENT, **values):
        """Return a letter that went out."""
        kind = values.get("kind", "receivable")
        partner = partner or (cls.customer if kind == "receivable" else cls.supplier)
        for amount in amounts:
            cls._entry(amount, values.get("cutoff", CUTOFF), partner, kind=kind)
        values = {
            "name": f"T-{partner.id}-{kind}",
            "partner_name": partner.name,
            "lang": "en_US",
            "reply_by": date(2026, 11, 15),
            "user_id": cls.salesperson.id,
            "assistant_id": cls.clerk.id,
        } | values
        letter = cls._create_letter(partner, **values)
        letter._write_by_flow({"state": state, "sent_on": sent_on, "issue_date": sent_on.date()})
        return letter

    @classmethod
    def _reply(cls, result="agreed", balances=None, items=(), **signer):
        return Reply(result, SIGNER | signer, balances or {}, tuple(items), "")

    @classmethod
    def _answer(cls, letter, result="agreed", theirs=None, items=(), scans=(), by=None):
        """Enter an answer the way a clerk does."""
        balances = {} if theirs is None else {letter.section_ids[:1].id: theirs}
        letter = letter.with_user(by or cls.clerk)
        letter._record_answer(cls._reply(result, balances, items), "paper", scans)
        return letter.with_env(cls.env)

    @classmethod
    def _item(cls, letter, theirs=0.0, reason="goods_transit", line=None):
        line = line or letter.line_ids[:1]
        return Item(line.section_id.id, line.id, reason, line.amount, theirs)

    @classmethod
    def _dispute(cls, letter, theirs=300.0, reason="goods_transit"):
        """The partner lacks the first movement, of 700."""
        return cls._answer(letter, "disputed", theirs, [cls._item(letter, 0.0, reason)])

    @classmethod
    def _resolve(cls, differences):
        """Propose as the clerk, confirm as the accountant."""
        differences.with_user(cls.clerk).write({"resolution": "Arrived since", "resolution_number": "GR-1"})
        differences.with_user(cls.clerk).action_propose()
        differences.with_user(cls.accountant).action_confirm()

    @classmethod
    def _seal(cls, letter, kind="company", by=None, **values):
        letter.with_user(by or cls.clerk)._record_seal(kind, values.pop("scans", [PDF]), **values)

    @classmethod
    def _completed(cls, partner=None, **values):
        letter = cls._sent(partner, **values)
        by = cls.clerk if letter.kind == "receivable" else cls.purchase_assistant
        cls._answer(letter, by=by)
        cls._seal(letter, by=by, original_on=date(2026, 11, 12), original_place="Cabinet 1")
        return letter
