"""Who is told before a contract ends: once per stage, however often the job runs."""

from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestExpiryNotices(ContractCommon):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_backoffice_contract.cron_notify_contract_expiry").method_direct_trigger()
        self.env.invalidate_all()

    def _notices(self, contract):
        return contract.activity_ids.filtered(lambda activity: "ends in" in (activity.summary or ""))

    def test_the_salesperson_is_told_once_per_stage(self):
        contract = self._active_contract(valid_to=date.today() + timedelta(days=40))
        self._run()
        self.assertFalse(self._notices(contract))
        for days, count in ((10, 1), (15, 1), (33, 2), (39, 2), (41, 2)):
            with freeze_time(date.today() + timedelta(days=days)):
                self._run()
                self._run()
                self.assertEqual(len(self._notices(contract)), count, days)
        self.assertEqual(self._notices(contract).user_id, self.users["seller"])

    def test_a_contract_that_is_over_tells_nobody(self):
        contract = self._active_contract(valid_to=date.today() + timedelta(days=5))
        contract.with_user(self.users["supervisor"])._close("terminated", "Insolvent")
        self._run()
        self.assertFalse(self._notices(contract))

    def test_validity_is_searched_as_it_is_shown(self):
        today = date.today()
        contracts = self.env["sale.contract"]
        for start, end in ((-30, None), (-30, 0), (-30, -1), (-30, 30), (-30, 31), (1, 10), (0, 0)):
            contracts |= self._create_contract(
                kind="single",
                valid_from=today + timedelta(days=start),
                valid_to=end is not None and today + timedelta(days=end),
            )
        for value in ("later", "valid", "ending", "over"):
            found = contracts.search([("id", "in", contracts.ids), ("validity", "=", value)])
            self.assertEqual(
                found, contracts.filtered(lambda c, value=value: c.validity == value).sorted(), value
            )
            others = contracts.search([("id", "in", contracts.ids), ("validity", "!=", value)])
            self.assertEqual(others, (contracts - found).sorted())
