"""When and for whom a contract may be called off."""

from datetime import date, datetime, time, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestConditions(ContractCommon):
    """Outside its validity, its parties and its state nothing is called off."""

    def assertNotCalled(self, contract, code, *words, **values):
        order = self._call_off(contract, 1.0, confirm=False, **values)
        self.assertRefusedAndKept(contract.line_ids, order.action_confirm, *words)
        found = self.env["contract.call.off"]._assess(order)[order]
        self.assertEqual([blocker.code for blocker in found], [code])

    def test_a_draft_takes_no_orders(self):
        self.assertNotCalled(self._create_contract(), "not_active", "Draft")

    def test_an_approved_contract_waits_for_its_signature(self):
        self.assertNotCalled(self._approved_contract(), "not_active", "To Sign")

    def test_the_last_day_is_still_valid(self):
        contract = self._active_contract(valid_to=date.today())
        self._call_off(contract, 1.0)
        self.assertCalled(contract.line_ids, 1.0)
        self.assertEqual(contract.validity, "ending")

    def test_the_day_after_is_too_late(self):
        contract = self._active_contract(valid_to=date.today())
        with freeze_time(date.today() + timedelta(days=1)):
            contract.invalidate_recordset()
            self.assertEqual(contract.validity, "over")
            self.assertNotCalled(contract, "expired", "ended on")
        contract.invalidate_recordset()
        self.assertEqual(contract.state, "active")

    def test_nobody_lives_a_day_longer_by_the_own_time_zone(self):
        self.company.partner_id.tz = False
        contract = self._active_contract(valid_to=date.today())
        tomorrow = datetime.combine(date.today() + timedelta(days=1), time(8))
        self.users["seller"].tz = "Pacific/Pago_Pago"
        with freeze_time(tomorrow):
            contract.invalidate_recordset()
            self.assertEqual(contract.with_user(self.users["seller"]).validity, "over")

    def test_before_the_first_day_is_too_early(self):
        contract = self._active_contract(valid_from=date.today() + timedelta(days=2))
        self.assertNotCalled(contract, "too_early", "not valid before")

    def test_contacts_of_the_same_company_may_order(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.partner.id})
        contract = self._active_contract(partner_id=contact.id)
        self._call_off(contract, 1.0, partner_id=self.partner.id)
        self._call_off(contract, 1.0)
        self.assertCalled(contract.line_ids, 2.0)

    def test_another_customer_may_not(self):
        stranger = self._create_customer("Harbour Labels")
        self.assertNotCalled(
            self._active_contract(), "wrong_customer", "another customer", partner_id=stranger.id
        )

    def test_another_currency_may_not(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        self.assertNotCalled(self._active_contract(), "wrong_currency", "EUR", pricelist_id=pricelist.id)

    def test_another_company_may_not(self):
        contract = self._active_contract()
        other = self.env["res.company"].create({"name": "Second House"})
        self.env.user.company_ids += other
        with self.assertRaises(UserError):
            self._call_off(contract, 1.0, company_id=other.id)

    def test_ended_means_ended(self):
        for target in ("suspended", "terminated", "fulfilled"):
            contract = self._active_contract()
            contract.with_user(self.users["supervisor"])._close(target, "Agreed by telephone")
            self.assertNotCalled(contract, "not_active")

    def test_an_approval_that_is_void_takes_no_orders(self):
        contract = self._active_contract()
        self.env.cr.execute(
            "UPDATE sale_contract_line SET price_unit = 1 WHERE contract_id = %s", [contract.id]
        )
        contract.invalidate_recordset()
        self.env.invalidate_all()
        self.assertNotCalled(contract, "changed", "changed after its approval")

    def test_a_tax_archived_later_voids_nothing(self):
        tax = self.env["account.tax"].create({"name": "5 %", "amount": 5.0, "type_tax_use": "sale"})
        line = {"quantity": 1000.0, "price_unit": 100.0, "tax_ids": [Command.set(tax.ids)]}
        contract = self._active_contract(lines=[line])
        tax.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(contract.approval_valid)

    def test_an_amount_cap_holds(self):
        contract = self._active_contract(amount_cap=50_000.0)
        self._call_off(contract, 400.0)
        order = self._call_off(contract, 200.0, confirm=False)
        self.assertRefusedAndKept(contract.line_ids, order.action_confirm, "capped at", "10,000.00")
        self._call_off(contract, 100.0)
        self.assertEqual((contract.called_amount, contract.remaining_amount), (50_000.0, 0.0))

    def test_a_price_raised_later_does_not_exceed_the_cap(self):
        contract = self._active_contract(amount_cap=50_000.0)
        order = self._call_off(contract, 500.0)
        order.order_line._check_contract_line()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.order_line.price_unit = 101.0
