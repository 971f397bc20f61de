"""The ledgers of a contract as it comes to be: signed, called off, delivered, invoiced, collected."""

from odoo.tests import tagged

from odoo.addons.sales_backoffice_contract.tests.common import ContractCommon


@tagged("post_install", "-at_install")
class TestLedgerOfAContract(ContractCommon):
    def test_a_called_off_contract_shows_in_every_ledger(self):
        contract = self._active_contract()
        order = self._call_off(contract, 10.0)
        self._deliver(order, 6)
        invoice = self._invoice(order, quantity=4)
        self._pay(invoice, 150.0)
        self.env.flush_all()
        domain = [("contract_id", "=", contract.id)]
        entries = self.env["sales.ledger.entry"].search(domain)
        sums = [
            round(sum(entries.mapped(name)), 2) for name in ("ordered", "delivered", "invoiced", "collected")
        ]
        self.assertEqual(sums, [1_000, 600, 400, 150])
        rows = self.env["sales.receivable.line"].search(domain)
        self.assertEqual({row.kind: row.amount for row in rows}, {"invoice": 250, "delivery": 200})
        month = self.env["sales.ledger.balance"].search(domain)
        self.assertEqual(
            (month.open_orders_closing, month.uninvoiced_closing, month.receivable_closing), (400, 200, 250)
        )
        tied = self.env["sales.ledger.tieout"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual((tied.general, tied.unexplained), (250, 0))
