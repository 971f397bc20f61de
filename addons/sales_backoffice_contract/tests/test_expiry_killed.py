"""The job that tells of contracts about to end: run twice, in two workers, and killed in the middle."""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase

from .common import SCAN


@tagged("post_install", "-at_install")
class TestKilledContractExpiry(CommittedCase):
    COUNT = 5

    def _prepare(self, env):
        """Active contracts that end in 20 days and whose salespeople were not told."""
        unique = uuid.uuid4().hex[:6]
        partner = env["res.partner"].create({"name": f"Race {unique}", "is_company": True})
        product = env["product.product"].create(
            {"name": f"Raced paper {unique}", "type": "consu", "taxes_id": [Command.clear()]}
        )
        line = {"product_id": product.id, "quantity": 10.0, "price_unit": 1.0}
        contracts = env["sale.contract"].create(
            [
                {
                    "kind": "framework",
                    "partner_id": partner.id,
                    "valid_to": date.today() + timedelta(days=20),
                    "line_ids": [Command.create(line)],
                }
                for _number in range(self.COUNT)
            ]
        )
        for contract in contracts:
            contract._write_by_flow({"state": "approved", "approval_hash": contract._get_fingerprint()})
            contract._do_sign(date.today(), [("signed.pdf", SCAN)])
        self.addCleanup(self.committed, lambda env: self._end(env, contracts.ids))
        return contracts.ids

    @staticmethod
    def _end(env, ids):
        """Leave nothing for the jobs of the tests that run on the database afterwards."""
        contracts = env["sale.contract"].browse(ids)
        contracts.activity_ids.unlink()
        contracts._close("terminated", "End of the test")

    def _told(self, ids):
        def work(env):
            return [
                (contract.notified_days, len(contract.activity_ids))
                for contract in env["sale.contract"].browse(ids)
            ]

        return self.committed(work)

    def _notify(self):
        self.committed(lambda env: env["sale.contract"]._cron_notify_expiry())

    def _run_and_die(self, ids, after):
        """Run the job in another process that the system kills while it works on one more of ours after ``after``."""
        self.run_until_killed(f"""
                Contract, done = type(env["sale.contract"]), []
                notify = Contract._do_notify_expiry
                def dying(self):
                    notify(self)
                    if self.id in {ids!r}:
                        done.append(self.id)
                    if len(done) > {after}:
                        self.env.flush_all()
                        die()
                Contract._do_notify_expiry = dying
                env["sale.contract"]._cron_notify_expiry()
        """)

    def test_a_killed_job_goes_on_where_it_was_and_tells_everyone_once(self):
        ids = self.committed(self._prepare)
        self._run_and_die(ids, after=2)
        self.assertEqual(sorted(self._told(ids)), [(0, 0)] * (self.COUNT - 2) + [(30, 1)] * 2)
        self._notify()
        self.assertEqual(self._told(ids), [(30, 1)] * self.COUNT)
        self._notify()
        self.assertEqual(self._told(ids), [(30, 1)] * self.COUNT)

    def test_two_workers_at_once_tell_everyone_once(self):
        ids = self.committed(self._prepare)
        self.race(*[lambda env: env["sale.contract"]._cron_notify_expiry()] * 2)
        self._notify()
        self.assertEqual(self._told(ids), [(30, 1)] * self.COUNT)
