"""Two real connections at once. These tests commit: the database they run on is thrown away afterwards."""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase

ROUNDS = 4


@tagged("post_install", "-at_install")
class TestPriceRace(CommittedCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.committed, self._forget_sheets)

    @staticmethod
    def _forget_sheets(env):
        """Let the company be without sheets again, for the tests that run on the database afterwards."""
        pricelists = env["product.pricelist"].search([("name", "=like", "Race %")])
        env["product.pricelist.item"]._by_sheet().search([("pricelist_id", "in", pricelists.ids)]).unlink()
        pricelists.price_sheet_ids._write_by_flow({"in_force_from": False, "in_force_to": False})
        env["res.company"].search([("price_pricelist_id", "in", pricelists.ids)]).price_pricelist_id = False
        env.registry.clear_cache()

    def _prepare(self, env, price=100.0):
        """A customer with a list of its own, paper at 100 and a quotation at ``price``; return the order's id."""
        unique = uuid.uuid4().hex[:6]
        env.company.root_id.price_guard = True
        pricelist = env["product.pricelist"].create({"name": f"Race {unique}"})
        partner = env["res.partner"].create(
            {
                "name": f"Race {unique}",
                "is_company": True,
                "specific_property_product_pricelist": pricelist.id,
            }
        )
        product = env["product.product"].create(
            {"name": f"Raced paper {unique}", "type": "consu", "taxes_id": [Command.clear()]}
        )
        self._sheet(env, pricelist, product, 100.0)
        line = {"product_id": product.id, "product_uom_qty": 10, "price_unit": price}
        return (
            env["sale.order"]
            .create(
                {
                    "partner_id": partner.id,
                    "pricelist_id": pricelist.id,
                    "order_line": [Command.create(line)],
                }
            )
            .id
        )

    def _sheet(self, env, pricelist, product, price):
        sheet = env["sale.price.sheet"].create(
            {
                "pricelist_id": pricelist.id,
                "valid_from": date.today(),
                "line_ids": [Command.create({"product_id": product.id, "price": price})],
            }
        )
        self._approve(sheet)
        sheet._write_by_flow({"in_force_from": sheet.in_force_from - timedelta(minutes=1)})
        return sheet

    def _approve(self, document):
        """Let two other people ask and decide."""
        env = document.env
        people = env["res.users"].search([("login", "=like", "race-price-%")], order="id")
        if len(people) < 2:
            people = env["res.users"].create(
                [
                    {
                        "name": name,
                        "login": f"race-price-{uuid.uuid4().hex}",
                        "group_ids": [Command.link(env.ref("backoffice_base.group_general_manager").id)],
                    }
                    for name in ("Asking", "Deciding")
                ]
            )
        document.with_user(people[0]).sudo().action_submit()
        document.with_user(people[1]).action_approve()

    def _release(self, env, order_id):
        order = env["sale.order"].browse(order_id)
        Release = env["sale.price.release"]
        release = Release.create({"order_id": order_id, "reason": "x", **Release._prepare_for_order(order)})
        self._approve(release)
        return release.id

    def _state(self, model, record_id):
        return self.committed(lambda env: env[model].browse(record_id).state)

    def _confirm(self, order_id):
        return lambda env: env["sale.order"].browse(order_id).action_confirm()

    @staticmethod
    def _change_line(order_id, values):
        return lambda env: env["sale.order"].browse(order_id).order_line.write(values)

    def _decider(self, env):
        return env["res.users"].search([("login", "=like", "race-price-%")], order="id")[1]

    def test_an_order_confirmed_while_its_release_is_revoked(self):
        for _round in range(ROUNDS):
            order_id = self.committed(lambda env: self._prepare(env, 80.0))
            release_id = self.committed(lambda env, i=order_id: self._release(env, i))

            def revoke(env, release_id=release_id):
                release = env["sale.price.release"].browse(release_id)
                release.with_user(self._decider(env)).action_revoke("Too late")

            refusals = self.race(self._confirm(order_id), revoke)
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            states = self._state("sale.order", order_id), self._state("sale.price.release", release_id)
            self.assertIn(states, (("sale", "used"), ("draft", "revoked")))

    def test_an_order_confirmed_while_its_price_is_lowered(self):
        for values in ({"price_unit": 50.0}, {"discount": 50.0}):
            for _round in range(ROUNDS):
                order_id = self.committed(self._prepare)

                self.race(self._confirm(order_id), self._change_line(order_id, values))
                self._assertSane(order_id)

    def test_an_order_confirmed_while_a_free_line_slips_in(self):
        for _round in range(ROUNDS):
            order_id = self.committed(self._prepare)

            def give_away(env, order_id=order_id):
                order = env["sale.order"].browse(order_id)
                env["sale.order.line"].create(
                    {
                        "order_id": order_id,
                        "product_id": order.order_line.product_id.id,
                        "product_uom_qty": 5,
                        "price_unit": 0.0,
                    }
                )

            self.race(self._confirm(order_id), give_away)
            self._assertSane(order_id)

    def test_two_confirmations_use_a_release_once(self):
        order_id = self.committed(lambda env: self._prepare(env, 80.0))
        release_id = self.committed(lambda env: self._release(env, order_id))
        self.race(self._confirm(order_id), self._confirm(order_id))
        self.assertEqual(self._state("sale.price.release", release_id), "used")
        self.assertEqual(self._state("sale.order", order_id), "sale")

    def test_two_sheets_approved_at_once_leave_one_rule_in_force(self):
        order_id = self.committed(self._prepare)

        def prepare(env):
            order = env["sale.order"].browse(order_id)
            ids = []
            for price in (110.0, 120.0):
                sheet = env["sale.price.sheet"].create(
                    {
                        "pricelist_id": order.pricelist_id.id,
                        "valid_from": date.today(),
                        "line_ids": [
                            Command.create({"product_id": order.order_line.product_id.id, "price": price})
                        ],
                    }
                )
                asking = env["res.users"].search([("login", "=like", "race-price-%")], order="id")[0]
                sheet.with_user(asking).sudo().action_submit()
                ids.append(sheet.id)
            return ids

        def approve(sheet_id):
            def work(env):
                env["sale.price.sheet"].browse(sheet_id).with_user(self._decider(env)).action_approve()

            return work

        self.race(*[approve(sheet_id) for sheet_id in self.committed(prepare)])

        def rules(env):
            order = env["sale.order"].browse(order_id)
            line = order.order_line
            items = order.pricelist_id.item_ids.filtered(lambda item: not item.date_end)
            return items.mapped("fixed_price"), line._get_prices_in_force()[line].price

        prices, in_force = self.committed(rules)
        self.assertEqual(prices, [in_force])

    def _assertSane(self, order_id):
        """Confirmed at approved prices, or not confirmed."""

        def read(env):
            order = env["sale.order"].browse(order_id)
            return order.state, order.order_line.mapped("price_status")

        state, statuses = self.committed(read)
        self.assertTrue(state == "draft" or set(statuses) <= {"ok"}, (state, statuses))
