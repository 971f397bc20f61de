"""From planned to signed: what may follow what, who may say so, and what stays out."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestProgress(DeliveryCommon):
    def assertProgress(self, picking, expected):
        picking.invalidate_recordset()
        self.assertEqual(picking.delivery_progress, expected)

    def test_a_delivery_is_planned_and_leaves_when_it_is_validated(self):
        picking = self._picking()
        self.assertProgress(picking, "planned")
        self._validate(picking)
        self.assertProgress(picking, "left")
        self.assertTrue(picking.left_on)

    def test_where_the_vehicle_leaves_later_somebody_says_so(self):
        self.company.delivery_left_on_validation = False
        picking = self._validate(self._picking())
        self.assertProgress(picking, "planned")
        picking.with_user(self.users["clerk"]).action_delivery_left()
        self.assertProgress(picking, "left")

    def test_goods_cannot_leave_before_the_transfer_is_validated(self):
        picking = self._picking().with_user(self.users["clerk"])
        with self.assertRefused(UserError, "not validated"):
            picking.action_delivery_left()

    def test_it_is_not_signed_for_before_it_left(self):
        self.company.delivery_left_on_validation = False
        picking = self._validate(self._picking()).with_user(self.users["clerk"])
        with self.assertRefused(UserError, "Planned"):
            picking.action_delivery_sign()

    def test_it_goes_on_the_road_and_arrives(self):
        picking = self._shipped().with_user(self.users["warehouse"])
        picking.action_delivery_transit()
        picking.action_delivery_arrived()
        self.assertProgress(picking, "transit")
        self.assertTrue(picking.arrived_on)

    def test_arrived_without_in_transit_is_in_transit(self):
        picking = self._shipped()
        picking.action_delivery_arrived()
        self.assertProgress(picking, "transit")

    def test_one_wrong_delivery_holds_the_batch(self):
        left, planned = self._shipped(), self._picking()
        with self.assertRefused(UserError, planned.name):
            (left | planned).action_delivery_transit()
        self.assertProgress(left, "left")

    def test_each_step_is_in_the_log_with_its_author(self):
        picking = self._shipped()
        picking = picking.with_user(self.users["seller"]).with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.precommit.run()  # what is made and changed in one transaction is not tracked
        picking.action_delivery_transit()
        self.env.flush_all()
        self.env.cr.precommit.run()
        message = picking.sudo().message_ids[:1]
        self.assertEqual(message.author_id, self.users["seller"].partner_id)
        self.assertIn("delivery_progress", message.tracking_value_ids.field_id.mapped("name"))

    def test_a_cancelled_delivery_drops_out(self):
        picking = self._picking()
        picking.action_cancel()
        self.assertProgress(picking, False)
        self.assertFalse(self._board(picking))

    def test_what_was_done_before_anybody_followed_it_stays_out(self):
        picking = self._shipped()
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_picking SET delivery_progress = NULL WHERE id = %s", [picking.id])
        picking.invalidate_recordset()
        self.env.add_to_compute(picking._fields["delivery_progress"], picking)
        self.assertProgress(picking, False)

    def test_only_what_crosses_the_customers_door_is_followed(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        internal = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": warehouse.lot_stock_id.id,
            }
        )
        self.assertFalse(internal.delivery_progress)

    def test_a_backorder_starts_anew(self):
        picking = self._picking()
        picking.write({"waybill": "W1", "vehicle_plate": "苏E12345"})
        self._validate(picking, [4.0])
        backorder = picking.backorder_ids
        self.assertRecordValues(
            backorder, [{"delivery_progress": "planned", "waybill": False, "vehicle_plate": False}]
        )

    def test_a_step_back_is_for_a_supervisor_and_says_why(self):
        picking = self._shipped()
        self._sign(picking)
        with self.assertRefused(UserError, "supervisor"):
            picking.with_user(self.users["clerk"]).action_delivery_set_back()
        picking.with_user(self.users["supervisor"]).action_delivery_set_back()
        back = self.env["delivery.step.back"].with_user(self.users["supervisor"])
        back.create({"picking_id": picking.id, "reason": "Wrong delivery tapped"}).action_confirm()
        self.assertProgress(picking, "transit")
        self.assertRecordValues(picking, [{"signed_on": False, "signed_by_name": False}])
        self.assertFalse(picking.move_ids.is_signed)
        self.assertIn("Wrong delivery tapped", picking.message_ids[:1].body)

    def test_nothing_is_taken_back_before_the_start(self):
        with self.assertRefused(UserError, "nothing to take back"):
            self._picking()._do_set_back("x")


@tagged("post_install", "-at_install")
class TestTrip(DeliveryCommon):
    def _change(self, picking, by, **values):
        action = picking.with_user(self.users[by]).action_delivery_eta()
        change = self.env[action["res_model"]].with_user(self.users[by]).browse(action["res_id"])
        change.write(values)
        change.action_confirm()

    def test_the_haulier_names_the_carrier(self):
        picking = self._picking()
        self._change(
            picking, "warehouse", haulier_id=self.haulier.id, vehicle_plate="苏E12345", waybill="YD1"
        )
        self.assertRecordValues(
            picking, [{"carrier_name": "Swift Haulage", "vehicle_plate": "苏E12345", "waybill": "YD1"}]
        )

    def test_a_carrier_outside_the_list_is_named_in_words(self):
        picking = self._picking()
        self._change(picking, "clerk", carrier_name="A friend's van")
        self.assertEqual(picking.carrier_name, "A friend's van")

    def test_past_its_eta_it_is_late_until_it_arrives(self):
        picking = self._shipped()
        picking.eta = self._now() - timedelta(minutes=5)
        self.assertTrue(self._board(picking).is_late)
        self.assertIn(self._board(picking), self.env["delivery.board"].search([("is_late", "=", True)]))
        picking.action_delivery_arrived()
        self.assertFalse(self._board(picking).is_late)

    def test_planned_for_an_earlier_day_it_is_late(self):
        picking = self._picking()
        picking.planned_departure = self._now() - timedelta(days=2)
        self.assertTrue(self._board(picking).is_late)

    def test_after_the_signature_only_a_supervisor_corrects_the_trip(self):
        picking = self._shipped()
        self._sign(picking)
        with self.assertRefused(UserError, "supervisor"):
            picking.with_user(self.users["seller"]).write({"waybill": "W2"})
        picking.with_user(self.users["supervisor"])._do_change_trip({"waybill": "W3"})
        self.assertEqual(picking.waybill, "W3")


@tagged("post_install", "-at_install")
class TestException(DeliveryCommon):
    def _report(self, picking, by="seller", **values):
        action = picking.with_user(self.users[by]).action_delivery_exception()
        report = self.env[action["res_model"]].with_user(self.users[by]).browse(action["res_id"])
        report.write({"reason_id": self.exception_reason.id, "note": "Flat tyre", **values})
        report.action_confirm()

    def test_an_exception_stands_beside_the_progress_until_it_is_resolved(self):
        picking = self._shipped()
        self._report(picking)
        self.assertRecordValues(
            picking,
            [{"has_delivery_exception": True, "delivery_progress": "left", "exception_note": "Flat tyre"}],
        )
        self.assertEqual(self._board(picking).board_status, "exception")
        picking.with_user(self.users["seller"]).action_delivery_resolve()
        self.assertEqual(self._board(picking).board_status, "left")
        self.assertTrue(picking.exception_resolved_on)

    def test_the_handler_gets_an_activity(self):
        picking = self._shipped()
        self._report(picking, handler_id=self.users["warehouse"].id)
        self.assertEqual(picking.activity_ids.user_id, self.users["warehouse"])

    def test_there_is_nothing_to_resolve_where_nothing_is_wrong(self):
        with self.assertRefused(UserError, "no open exception"):
            self._shipped().action_delivery_resolve()


@tagged("post_install", "-at_install")
class TestReturn(DeliveryCommon):
    def test_a_return_travels_before_the_warehouse_receives_it(self):
        picking = self._shipped()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 4.0
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.assertRecordValues(back, [{"delivery_progress": "planned", "is_customer_return": True}])
        back.with_user(self.users["clerk"]).action_delivery_left()
        self._validate(back)
        self.assertRecordValues(back, [{"delivery_progress": "signed", "has_signed_receipt": True}])
        self.assertEqual(back.move_ids.signed_quantity, 4.0)

    def test_a_delivery_that_came_back_entirely_drops_out(self):
        picking = self._shipped()
        self._return(picking, 4.0)
        self.assertTrue(self._board(picking))
        self._return(picking, 6.0)
        self.assertFalse(self._board(picking))


@tagged("post_install", "-at_install")
class TestWhoFollows(DeliveryCommon):
    def test_the_roles_that_follow_every_delivery(self):
        for role in ("clerk", "supervisor", "warehouse", "sales_manager", "general_manager"):
            with self.subTest(role=role):
                self._shipped().with_user(self.users[role]).action_delivery_transit()

    def test_a_salesperson_follows_own_customers(self):
        picking = self._shipped()
        with self.assertRefused(AccessError, "own customers"):
            picking.with_user(self.users["other_seller"]).action_delivery_transit()
        picking.with_user(self.users["seller"]).action_delivery_transit()

    def test_who_only_reads_cannot_move_it(self):
        for role in ("auditor", "accountant"):
            with self.subTest(role=role), self.assertRefused(AccessError):
                self._shipped().with_user(self.users[role]).action_delivery_transit()

    def test_a_salesperson_does_not_write_the_trip_of_a_colleague(self):
        picking = self._shipped()
        with self.assertRefused(AccessError, "own customers"):
            picking.with_user(self.users["other_seller"]).write({"waybill": "W"})
        picking.with_user(self.users["seller"]).write({"waybill": "W"})

    def test_everybody_who_may_ship_still_validates(self):
        picking = self._picking()
        picking.move_ids.write({"quantity": 10.0, "picked": True})
        picking.with_user(self.users["warehouse"]).with_context(skip_sms=True).button_validate()
        self.assertEqual(picking.delivery_progress, "left")
