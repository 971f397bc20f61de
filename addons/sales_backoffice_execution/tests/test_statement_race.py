"""The scheduled draft in two workers at once, and killed in the middle. These tests commit."""

import os
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.backoffice_base.rules.periods import period_of
from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase


@tagged("post_install", "-at_install")
class TestScheduledDraftRace(CommittedCase):
    def _prepare(self, env):
        """A company of its own with one contract signed last month and no statement yet."""
        company = env["res.company"].create({"name": f"Raced {os.urandom(3).hex()}"})
        partner = env["res.partner"].create({"name": "Raced customer", "is_company": True})
        product = env["product.product"].create({"name": "Raced paper", "type": "consu"})
        first = period_of(fields.Date.today(), "month").previous().start
        contract = (
            env["sale.contract"]
            .with_company(company)
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "valid_from": first,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": product.id,
                                "product_uom_id": product.uom_id.id,
                                "quantity": 5,
                                "price_unit": 10,
                                "tax_ids": [],
                            },
                        )
                    ],
                }
            )
        )
        contract._write_by_flow({"state": "active", "date_signed": first + timedelta(days=1)})
        return company.id

    def _statements(self, company_id):
        def work(env):
            found = env["contract.statement"].search([("company_id", "=", company_id)])
            return sorted((one.kind, one.row_count, len(one.activity_ids), one.is_intact) for one in found)

        return self.committed(work)

    def _run(self, env):
        env["contract.statement"]._cron_prepare()

    def test_two_workers_prepare_one_draft_each_period(self):
        company_id = self.committed(self._prepare)
        self.race(self._run, self._run)
        found = self._statements(company_id)
        self.committed(self._run)
        self.assertEqual(self._statements(company_id), found)
        kinds = [kind for kind, *_rest in found]
        self.assertEqual(len(kinds), len(set(kinds)))
        self.assertIn("month", kinds)
        self.assertTrue(all(rows == 1 and intact for _kind, rows, _activities, intact in found))

    def _run_and_die(self):
        """Run the job in another process that the system kills while the first draft is being filled."""
        self.run_until_killed("""
                Statement = type(env["contract.statement"])
                calculate = Statement._calculate
                def dying(self):
                    calculate(self)
                    self.env.flush_all()
                    die()
                Statement._calculate = dying
                env["contract.statement"]._cron_prepare()
        """)

    def test_a_killed_job_leaves_nothing_half_done(self):
        company_id = self.committed(self._prepare)
        self._run_and_die()
        self.assertEqual(self._statements(company_id), [])
        self.committed(self._run)
        found = self._statements(company_id)
        self.assertIn("month", [kind for kind, *_rest in found])
        self.assertTrue(all(rows == 1 and intact for _kind, rows, _activities, intact in found))

    def _file(self, env):
        """Two filed statements of a company, and a contract signed back into them."""
        company_id = self._prepare(env)
        statements = env["contract.statement"].sudo()
        last = period_of(fields.Date.today(), "month").previous()
        for period in (last, last.previous()):
            statements |= statements.create({"company_id": company_id, "kind": "month", "day": period.start})
        statements._write_by_flow({"state": "approved"})
        contract = env["sale.contract"].search([("company_id", "=", company_id)])
        contract._write_by_flow({"date_signed": last.previous().start})
        return statements.ids

    def _compare(self, env):
        env["contract.statement"]._cron_compare()

    def _compared(self, ids):
        def work(env):
            statements = env["contract.statement"].browse(ids)
            return [
                (bool(one.compared_on), one.difference_count, len(one.difference_ids)) for one in statements
            ]

        return self.committed(work)

    def test_two_workers_find_each_difference_once(self):
        ids = self.committed(self._file)
        self.race(self._compare, self._compare)
        self.committed(self._compare)
        for compared, count, lines in self._compared(ids):
            self.assertTrue(compared and count)
            self.assertEqual(count, lines)

    def test_a_killed_comparison_goes_on_where_it_was(self):
        ids = self.committed(self._file)
        self.run_until_killed(f"""
                Statement, done = type(env["contract.statement"]), []
                compare = Statement._compare
                def dying(self):
                    compare(self)
                    if self.id in {ids}:
                        done.append(1)
                    if len(done) > 1:
                        self.env.flush_all()
                        die()
                Statement._compare = dying
                env["contract.statement"]._cron_compare()
        """)
        self.assertEqual(sorted(compared for compared, *_rest in self._compared(ids)), [False, True])
        self.committed(self._compare)
        self.assertTrue(
            all(compared and count == lines > 0 for compared, count, lines in self._compared(ids))
        )
