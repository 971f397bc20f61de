"""The story of a contract, told by a browser: on a desk and on a phone."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ContractCommon


class ContractTours(ContractCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", "False")
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"
        cls.template = cls.env["sale.contract.template"].create(
            {"name": "Short", "clause_ids": [Command.create({"title": "Payment", "body": "Within 30 days."})]}
        )

    def _tell(self):
        contract = self._create_contract(template_id=self.template.id, lang="en_US")
        contract.clause_ids.body = "Within 90 days."
        page = f"/odoo/sales-contracts/{contract.id}"
        self.start_tour("/odoo/sales-contracts", "sales_backoffice_contract_submit", login="credit_seller")
        self.start_tour(
            "/odoo/contracts-to-review", "sales_backoffice_contract_approve", login="credit_sales_manager"
        )
        self.start_tour(page, "sales_backoffice_contract_sign", login="credit_seller")
        self.assertEqual((contract.state, contract.scan_ids.file_name), ("active", "signed.pdf"))
        order = self._call_off(contract, 1200.0, confirm=False)
        url = f"/odoo/sales/{order.id}"
        self.start_tour(url, "sales_backoffice_contract_over_called", login="credit_seller")
        self.start_tour(page, "sales_backoffice_contract_call_off", login="credit_seller")
        self.assertCalled(contract.line_ids, 400.0, planned=1200.0)


@tagged("post_install", "-at_install")
class TestContractTourOnADesk(ContractTours):
    def test_from_the_draft_to_the_order(self):
        self._tell()


@tagged("post_install", "-at_install")
class TestContractTourOnAPhone(ContractTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_the_draft_to_the_order(self):
        self._tell()
