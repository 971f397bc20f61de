"""The cast of the ledger tests: credit's customer and documents, contracts, and ledgers freshly read."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.sales_backoffice.tests.common import CreditCommon

BALANCES = ("open_orders_balance", "uninvoiced_balance", "receivable_balance")


class LedgerCommon(CreditCommon):
    """Neither credit nor contracts hold an order: what may be sold is not the question here, only what the ledgers say.

    ``test_call_offs.py`` has contracts as they come to be.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.credit_control = False
        guard = cls.env.registry["contract.call.off"]
        cls.startClassPatcher(patch.object(guard, "_enforce", lambda self, before: None))
        for user in cls.users.values():
            user.lang = "en_US"
        cls.receivable_account = cls.partner.property_account_receivable_id

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _create_contract(cls, partner=None, **values):
        """A contract in force; how it came to be is tested where contracts are."""
        contract = cls.env["sale.contract"].create(
            {
                "partner_id": (partner or cls.partner).id,
                "kind": "framework",
                "user_id": cls.users["seller"].id,
            }
            | values
        )
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE sale_contract SET state = 'active' WHERE id = %s", [contract.id])
        contract.invalidate_recordset()
        return contract

    @classmethod
    def _call_off(cls, contract, order):
        """Put the order under the contract, whatever its lines are."""
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE sale_order SET contract_id = %s WHERE id = %s", [contract.id, order.id])
        order.invalidate_recordset()
        return order

    @classmethod
    def _entry(cls, amount, against="income", on=None, partner=None, account=None):
        """A posted entry: ``amount`` on the receivable account against an account of that type."""
        counterpart = cls.env["account.account"].search(
            [("account_type", "=like", against), ("company_ids", "in", cls.company.ids)], limit=1
        )
        receivable = account or cls.receivable_account
        lines = [
            (receivable.id, amount, partner if partner is not None else cls.partner),
            (counterpart.id, -amount, cls.env["res.partner"]),
        ]
        entry = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": on or fields.Date.today(),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account_id,
                            "debit": max(balance, 0),
                            "credit": max(-balance, 0),
                            "partner_id": owner.id,
                        }
                    )
                    for account_id, balance, owner in lines
                ],
            }
        )
        entry.action_post()
        return entry

    # --- ledgers ----------------------------------------------------------------

    @classmethod
    def _read(cls, model, domain=(), user=None, order=None, **context):
        """Return rows as ``user`` reads them in a request of its own."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        records = cls.env[model].with_user(user or cls.env.user).with_context(**context)
        return records.search([("partner_id", "=", cls.partner.id), *domain], order=order)

    @classmethod
    def _entries(cls, **context):
        return cls._read("sales.ledger.entry", **context)

    @classmethod
    def _receivables(cls, **context):
        return cls._read("sales.receivable.line", **context)

    @classmethod
    def _tieout(cls, domain=(), **context):
        cls.env.flush_all()
        cls.env.invalidate_all()
        return (
            cls.env["sales.ledger.tieout"]
            .with_context(**context)
            .search([("account_id", "=", cls.receivable_account.id), *domain])
        )

    def assertBalances(self, entries, open_orders, uninvoiced, receivable):
        """The last entry leaves these balances."""
        last = entries[-1:]
        self.assertEqual([round(last[name], 2) for name in BALANCES], [open_orders, uninvoiced, receivable])

    @staticmethod
    def _day(days_ago):
        return str(date.today() - timedelta(days=days_ago))
