"""Reserving: what is available, who may take it, what a request keeps."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..services.quantity_guard import OverReserved
from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestReserving(ReservationCommon):
    def test_what_is_delivered_and_not_taken_is_available(self):
        order = self._delivered(10)
        self.assertStanding(order, base=10, reserved=0, available=10)
        self._reserve(order, 4)
        self.assertStanding(order, base=10, reserved=4, available=6)

    def test_a_return_lowers_it_and_never_below_nothing(self):
        order = self._delivered(10)
        self._reserve(order, 8)
        self._return(order.picking_ids, 5)
        self.assertStanding(order, base=5, reserved=8, available=0, excess=3)

    def test_reserving_too_much_names_what_is_available(self):
        order = self._delivered(10)
        self._reserve(order, 4)
        with self.assertRefused(OverReserved, "only 6 Units", "not 7"):
            self._reserve(order, 7)

    def test_every_way_in_is_guarded(self):
        order = self._delivered(10)
        document = self._reserve(order, 4)
        line, lines = document.line_ids, self.env["invoice.reservation.line"].with_user(self.users["clerk"])
        vals = {"reservation_id": document.id, "order_line_id": order.order_line.id}
        for way in (
            lambda: line.write({"quantity": 11}),
            lambda: document.write({"line_ids": [Command.update(line.id, {"quantity": 11})]}),
            lambda: document.write({"line_ids": [Command.create({**vals, "quantity": 7})]}),
            lambda: lines.create({**vals, "quantity": 7}),
            lambda: lines.with_context(default_quantity=7).create(vals),
            lambda: line.copy({"quantity": 7}),
        ):
            with self.assertRaises(OverReserved), self.env.cr.savepoint():
                way()
        self.assertStanding(order, reserved=4)

    def test_an_import_is_guarded_as_well(self):
        order = self._delivered(10)
        rows = [[self.partner.name, str(order.order_line.id), "11"]]
        fields = ["partner_id", "line_ids/order_line_id/.id", "line_ids/quantity"]
        result = self.env["invoice.reservation"].with_user(self.users["clerk"]).load(fields, rows)
        self.assertFalse(result["ids"])
        self.assertIn("only 10 Units", str(result["messages"]))

    def test_two_lines_of_one_reservation_share_the_quantity(self):
        order = self._delivered(10)
        vals = {"order_line_id": order.order_line.id, "quantity": 6}
        with self.assertRaises(OverReserved):
            self.env["invoice.reservation"].create(
                {"partner_id": self.partner.id, "line_ids": [Command.create(vals), Command.create(vals)]}
            )

    def test_less_may_always_be_reserved_even_after_a_return(self):
        order = self._delivered(10)
        document = self._reserve(order, 8)
        self._return(order.picking_ids, 5)
        document.line_ids.quantity = 6
        self.assertStanding(order, excess=1)
        with self.assertRaises(OverReserved):
            document.line_ids.quantity = 7

    def test_units_are_converted(self):
        order = self._delivered(24)
        dozen = self.env.ref("uom.product_uom_dozen")
        document = self._reserve(order, 2, product_uom_id=dozen.id)
        self.assertEqual((document.line_ids.quantity_in_line_uom, document.amount_total), (24, 2_400))
        self.assertStanding(order, available=0)
        with self.assertRaises(ValidationError):
            self._reserve(order, 1, product_uom_id=self.env.ref("uom.product_uom_kgm").id)

    def test_invoice_first_takes_what_is_ordered(self):
        order = self._confirmed_order(1_000)
        with self.assertRaises(OverReserved), self.env.cr.savepoint():
            self._reserve(order, 1)
        self._reserve(order, 4, basis="order")
        self.assertStanding(order, basis=1, available=6)
        self._deliver(order)
        self.assertStanding(order, available=6)
        with self.assertRefused(OverReserved, "only 6"):
            self._reserve(order, 7)

    def test_one_delivery_gives_no_more_than_it_brought(self):
        order = self._confirmed_order(1_000)
        first = self._deliver(order, 6).move_ids
        self._deliver(order)
        with self.assertRefused(OverReserved, "only 6"):
            self._reserve(order, 7, move=first)
        self._reserve(order, 6, move=first)
        with self.assertRefused(OverReserved, "only 0"):
            self._reserve(order, 1, move=first)
        self._reserve(order, 4)

    def test_a_foreign_order_is_refused(self):
        order = self._delivered(10, partner=self._create_customer("Harbour Labels"))
        line = Command.create({"order_line_id": order.order_line.id, "quantity": 1})
        with self.assertRefused(ValidationError, "another customer"):
            self.env["invoice.reservation"].create({"partner_id": self.partner.id, "line_ids": [line]})

    def test_a_draft_invoice_made_elsewhere_takes_its_quantity(self):
        order = self._delivered(10)
        self._invoice(order, post=False, quantity=3)
        self.assertStanding(order, drafted=3, available=7)

    def test_cancelling_gives_back(self):
        order = self._delivered(10)
        document = self._reserve(order, 4)
        document.action_cancel()
        self.assertStanding(order, reserved=0, available=10)
        with self.assertRaises(UserError):
            document.line_ids.quantity = 3

    def test_the_button_reserves_everything_open_by_delivery(self):
        order = self._confirmed_order(1_000)
        self._deliver(order, 6)
        self._deliver(order)
        self._reserve(order, 3)
        action = order.with_user(self.users["clerk"]).action_reserve_invoice()
        document = self.env["invoice.reservation"].browse(action["res_id"])
        self.assertEqual(
            document.line_ids.mapped("quantity"), [4, 3] if document.line_ids[0].quantity == 4 else [3, 4]
        )
        self.assertStanding(order, available=0)
        with self.assertRefused(UserError, "nothing left"):
            order.action_reserve_invoice()


@tagged("post_install", "-at_install")
class TestRequesting(ReservationCommon):
    def test_a_request_lacks_nothing(self):
        order = self._delivered(10)
        document = self._reserve(order, title_id=False, planned_date=False)
        codes = [blocker.code for blocker in document._get_request_blockers()]
        self.assertEqual(codes, ["no_title", "no_date"])
        self.title.vat = False
        document.write({"title_id": self.title.id, "planned_date": date.today()})
        self.assertEqual([blocker.code for blocker in document._get_request_blockers()], ["no_vat"])
        document.invoice_kind = "ordinary"
        document.action_submit()
        self.assertEqual(document.state, "submitted")

    def test_the_requester_does_not_review(self):
        document = self._reserve(self._delivered(10), by="supervisor", submit=True)
        with self.assertRefused(UserError, "somebody else must decide"):
            document.action_approve()
        with self.assertRefused(UserError, "group"):
            document.with_user(self.users["clerk"]).action_approve()

    def test_the_title_is_kept_as_it_was_requested(self):
        document = self._reserve(self._delivered(10), submit=True)
        self.assertEqual((document.title_name, document.title_vat), (self.title.name, self.title.vat))
        with self.assertRefused(UserError, "make a new version"):
            self.title.name = "Setting Sun"
        action = self.title.with_user(self.users["clerk"]).action_new_version()
        version = self.env["invoice.title"].browse(action["res_id"])
        version.name = "Setting Sun"
        self.assertRecordValues(
            version, [{"version": 2, "previous_id": self.title.id, "is_default": True, "vat": self.title.vat}]
        )
        self.assertEqual((document.title_name, document.title_version), ("Rising Sun Printing Ltd", 1))
        self.assertEqual(self._reserve(self._delivered(1)).title_id, version)

    def test_nobody_writes_the_copied_title(self):
        document = self._reserve(self._delivered(10), submit=True)
        for vals in (
            {"title_name": "Forged"},
            {"title_vat": False},
            {"state": "approved"},
            {"move_id": False},
        ):
            with self.assertRaises(AccessError):
                document.write(vals)

    def test_lines_are_locked_once_requested(self):
        document = self._reserve(self._delivered(10), 5, submit=True)
        line = document.line_ids
        for way in (
            lambda: line.write({"quantity": 4}),
            lambda: line.write({"item_name": "Other"}),
            lambda: line.unlink(),
            lambda: line.copy({"quantity": 1}),
            lambda: document.write({"title_id": False}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()

    def test_names_a_customer_wants_are_remembered(self):
        document = self._reserve(self._delivered(10), 5)
        document.line_ids.write({"item_name": "*Paper* Copying paper", "item_spec": "80 g"})
        document.action_submit()
        again = self._reserve(self._delivered(1))
        self.assertRecordValues(again.line_ids, [{"item_name": "*Paper* Copying paper", "item_spec": "80 g"}])

    def test_the_planned_date_follows_the_calendar(self):
        today = date.today()
        day = today.day % 28 + 1
        self.env["invoice.calendar"].create(
            {"partner_id": self.partner.id, "start_day": day, "cutoff_day": day, "shift": "0"}
        )
        document = self._reserve(self._delivered(1))
        self.assertEqual(
            document.planned_date,
            self.env["invoice.calendar"]._propose_day(self.partner, self.company, today),
        )
        self.assertGreater(document.planned_date, today)

    def test_the_date_may_move_after_the_request(self):
        document = self._approved(self._delivered(10))
        document.planned_date = date(2030, 1, 31)
        self.assertTrue(document.approval_valid)


@tagged("post_install", "-at_install")
class TestNoInvoice(ReservationCommon):
    def test_a_delivery_without_invoice_needs_a_reason_and_an_approval(self):
        order = self._delivered(10)
        document = self._reserve(order, kind="no_invoice")
        with self.assertRefused(UserError, "say why"):
            document.action_submit()
        document.reason = "Samples."
        document.action_submit()
        self.assertEqual(self._register(order).status, "unreserved")
        document.with_user(self.users["sales_manager"]).action_approve()
        self.assertRecordValues(
            self._register(order), [{"status": "no_invoice", "unreserved": 0, "exempt": 10}]
        )
        self.assertStanding(order, available=0)

    def test_it_is_never_issued(self):
        document = self._approved(
            self._delivered(10), kind="no_invoice", reason="Samples.", decider="sales_manager"
        )
        with self.assertRefused(UserError, "stay without invoice"):
            document.with_user(self.users["accountant"]).action_issue()

    def test_a_large_amount_is_for_the_general_manager(self):
        document = self._reserve(self._delivered(2_000), kind="no_invoice", reason="Samples.", submit=True)
        with self.assertRaises(UserError):
            document.with_user(self.users["sales_manager"]).action_approve()
        document.with_user(self.users["general_manager"]).action_approve()
        decision = self.env["backoffice.approval.decision"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertEqual(decision.kind, "invoice_exemption")
