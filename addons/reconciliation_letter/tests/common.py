"""The cast of the letters and builders of what they are made from; bridges import ``LetterCommon``."""

from datetime import date

from odoo.fields import Command

from odoo.addons.backoffice_base.tests.common import BackofficeCommon

START, CUTOFF = date(2026, 10, 1), date(2026, 10, 31)


class LetterCommon(BackofficeCommon):
    """One company with books, one customer and one supplier; October is reconciled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.purchase_assistant = cls._create_user("purchase_assistant", "Petra Purchase")
        cls.books = cls._books_of(cls.company)
        cls.customer = cls._create_partner("Rising Sun Printing", user_id=cls.salesperson.id)
        cls.supplier = cls._create_partner("Northern Mill")

    # --- builders -----------------------------------------------------------

    @classmethod
    def _create_partner(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "is_company": True, "lang": "en_US", **values})

    @classmethod
    def _books_of(cls, company):
        """Return the accounts and journals of ``company`` by name, made where its chart lacks them."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": [company.id]})
        types = {
            "receivable": "asset_receivable",
            "payable": "liability_payable",
            "bank": "asset_cash",
            "income": "income",
            "expense": "expense",
        }
        books = {}
        for name, account_type in types.items():
            values = {
                "name": f"Letters {name}",
                "code": f"L{company.id}{name[:3].upper()}",
                "account_type": account_type,
                "reconcile": name in ("receivable", "payable"),
                "company_ids": [Command.set(company.ids)],
            }
            books[name] = env["account.account"].create(values)
        for name, kind in (
            ("sales", "sale"),
            ("purchases", "purchase"),
            ("money", "bank"),
            ("misc", "general"),
        ):
            values = {"name": f"Letters {name}", "code": f"L{name[:3].upper()}", "type": kind}
            books[name] = env["account.journal"].create({**values, "company_id": company.id})
        return books

    @classmethod
    def _entry(cls, amount, on=CUTOFF, partner=None, *, kind="receivable", due=None, post=True, **values):
        """Post ``amount`` on the partner's account: positive is what the partner owes, or is owed.

        ``journal``: sales, purchases, money or misc; ``move_type``: an invoice, credit note or entry; ``currency`` and
        ``balance`` for another currency; ``parts`` splits the amount over several lines.
        """
        company = values.pop("company", cls.company)
        books = values.pop("books", cls.books)
        journal = values.pop("journal", "misc")
        currency = values.pop("currency", company.currency_id)
        balance = values.pop("balance", amount)
        parts = values.pop("parts", 1)
        partner = partner or (cls.customer if kind == "receivable" else cls.supplier)
        sign = 1 if kind == "receivable" else -1
        line = {"currency_id": currency.id, "partner_id": partner.id}
        own = [
            {
                **line,
                "account_id": books[kind].id,
                "amount_currency": sign * amount / parts,
                "balance": sign * balance / parts,
                "date_maturity": due or on,
            }
            for _part in range(parts)
        ]
        other = {
            **line,
            "account_id": books["bank" if journal == "money" else "income"].id,
            "amount_currency": -sign * amount,
            "balance": -sign * balance,
        }
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "date": on,
                    "journal_id": books[journal].id,
                    "line_ids": [Command.create(vals) for vals in (*own, other)],
                    **values,
                }
            )
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _invoice(cls, amount, on=CUTOFF, partner=None, *, kind="receivable", due=None, post=True, **values):
        """Post an invoice, or a credit note when ``amount`` is negative."""
        books = values.pop("books", cls.books)
        company = values.pop("company", cls.company)
        direction = "out" if kind == "receivable" else "in"
        partner = partner or (cls.customer if kind == "receivable" else cls.supplier)
        partner.with_company(company).write(
            {
                "property_account_receivable_id": books["receivable"].id,
                "property_account_payable_id": books["payable"].id,
            }
        )
        line = {
            "name": "Offset paper",
            "quantity": 1.0,
            "price_unit": abs(amount),
            "tax_ids": [Command.clear()],
            "account_id": books["income" if kind == "receivable" else "expense"].id,
        }
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": f"{direction}_{'invoice' if amount >= 0 else 'refund'}",
                    "partner_id": partner.id,
                    "invoice_date": on,
                    "date": on,
                    "invoice_date_due": due or on,
                    "journal_id": books["sales" if kind == "receivable" else "purchases"].id,
                    "invoice_line_ids": [Command.create(line)],
                    **values,
                }
            )
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _pay(cls, amount, on=CUTOFF, partner=None, *, match=None, **values):
        """Post money received, or paid out; ``match``: the entries it pays."""
        if "balance" in values:
            values["balance"] = -values["balance"]
        entry = cls._entry(-amount, on, partner, journal="money", **values)
        if match:
            cls._match(entry, match)
        return entry

    @classmethod
    def _match(cls, *moves):
        """Match the receivable or payable lines of the entries."""
        lines = cls.env["account.move"].union(*moves).line_ids
        types = ("asset_receivable", "liability_payable")
        lines.filtered(lambda line: line.account_id.account_type in types and not line.reconciled).reconcile()

    @classmethod
    def _create_letter(cls, partner=None, **values):
        """Return a draft with its figures taken, outside any run."""
        kind = values.get("kind", "receivable")
        values = {
            "partner_id": (partner or (cls.customer if kind == "receivable" else cls.supplier)).id,
            "company_id": cls.company.id,
            "cutoff": CUTOFF,
            "period_start": START,
            **values,
        }
        letters = cls.env["reconciliation.letter"].create(values)
        cls.env["reconciliation.snapshot"]._take(letters)
        return letters
