"""What happens to reservations and their draft invoices while others go on working."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..services.quantity_guard import OverReserved
from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestMeanwhile(ReservationCommon):
    """What happens to orders, goods and customers between the reservation and its invoice."""

    def test_a_cancelled_order_releases_what_it_reserved(self):
        order = self._confirmed_order(1_000)
        document = self._approved(order, 4, basis="order")
        issuing = self._approved(order, 2, basis="order")
        move = self._issue(issuing)
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual((document.state, issuing.state, move.state), ("cancelled", "cancelled", "cancel"))
        self.assertStanding(order, basis=1, reserved=0)

    def test_a_reservation_with_other_orders_as_well_says_so_and_is_not_issued(self):
        first, second = self._confirmed_order(1_000), self._confirmed_order(1_000)
        document = self._reserve(first, basis="order")
        line = {"order_line_id": second.order_line.id, "quantity": 2, "basis": "order"}
        document.line_ids = [Command.create(line)]
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        second.action_cancel()
        self.assertEqual(document.state, "approved")
        self.assertIn(second.name, str(document.message_ids.mapped("body")))
        with self.assertRaises(UserError):
            self._issue(document)

    def test_an_order_moved_to_another_customer_is_not_issued(self):
        order = self._delivered(10)
        document = self._approved(order)
        order.partner_id = self._create_customer("Harbour Labels")
        with self.assertRefused(ValidationError, "another customer"):
            self._issue(document)

    def test_a_price_changed_later_changes_no_issued_amount(self):
        order = self._delivered(10)
        issued, draft = self._issued(order, 4), self._reserve(order, 6)
        order.order_line.price_unit = 50
        self.assertEqual((issued.amount_total, draft.amount_total), (400, 300))
        self.assertEqual(issued.move_id.amount_total, 400)

    def test_goods_that_come_back_after_the_invoice_wait_for_the_red_letter(self):
        order = self._delivered(10)
        document = self._issued(order)
        self._return(order.picking_ids, 3)
        self.assertStanding(order, base=7, posted=10, available=0, excess=3)
        self._red_letter(document.move_id, quantity=3)
        self.assertStanding(order, base=7, posted=7, available=0, excess=0)
        self.assertEqual(document.state, "issued")

    def test_a_part_of_a_dozen_is_invoiced_in_its_own_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(lines=[(1, 1_200.0)])
        order.order_line.product_uom_id = dozen
        order.order_line.price_unit = 1_200.0
        order.action_confirm()
        self._deliver(order)
        unit = self.env.ref("uom.product_uom_unit")
        with self.assertRefused(ValidationError, "converts exactly"), self.env.cr.savepoint():
            self._reserve(order, 1, product_uom_id=unit.id)
        total = 0.0
        for _count in range(4):
            move = self._issued(order, 3, product_uom_id=unit.id).move_id
            self.assertEqual(
                (move.invoice_line_ids.quantity, move.invoice_line_ids.product_uom_id), (3, unit)
            )
            total += move.amount_total
        self.assertEqual(total, 1_200)
        self.assertStanding(order, posted=1, available=0)
        self.assertEqual(order.order_line.qty_invoiced, 1)

    def test_what_was_delivered_in_another_unit_can_be_reserved_to_the_last(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(lines=[(1, 1_200.0)])
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1_200.0})
        order.action_confirm()
        self._deliver(order, 10)
        self.assertStanding(order, base=order.order_line.qty_delivered)
        order.with_user(self.users["clerk"]).action_reserve_invoice()
        self.assertEqual(self._register(order).mapped("unreserved"), [0])

    def test_merged_customers_keep_titles_names_and_a_calendar(self):
        other = self._create_customer("Rising Sun Ltd")
        third = self._create_customer("Rising Sun Co")
        for partner in (other, third):
            titles = self.env["invoice.title"].create(
                [{"partner_id": partner.id, "name": name, "is_default": name == "A"} for name in "AB"]
            )
            self.env["invoice.calendar"].create({"partner_id": partner.id})
            names = {"partner_id": partner.id, "product_id": self.product.id, "name": "Paper"}
            self.env["invoice.alias"].create(names)
        order = self._delivered(1, partner=other)
        document = self._reserve(order, invoice_kind="ordinary")
        self.assertEqual(document.title_id.partner_id, other)
        self._merge(other | third, self.partner)
        domain = [("partner_id", "=", self.partner.id)]
        self.assertEqual(self.env["invoice.title"].search_count(domain), 5)
        self.assertEqual(self.env["invoice.title"].search([*domain, ("is_default", "=", True)]), self.title)
        self.assertEqual(self.env["invoice.calendar"].search_count(domain), 1)
        self.assertEqual(self.env["invoice.alias"].search_count(domain), 1)
        self.assertEqual((document.partner_id, document.line_ids.partner_id), (self.partner, self.partner))
        self.assertTrue(document.title_id)
        self.assertTrue(titles.exists())
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        self._issue(document, post=True)
        self.assertEqual(document.state, "issued")

    def _merge(self, sources, target):
        self.env["credit.profile"].sudo().search([("partner_id", "in", sources.ids)]).unlink()
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((sources | target).ids, target)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_archived_products_and_names_do_not_stand_in_the_way(self):
        order = self._delivered(10)
        alias = self.env["invoice.alias"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id, "name": "Old", "active": False}
        )
        self.product.active = False
        document = self._reserve(order, 4)
        document.line_ids.item_name = "New name"
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        move = self._issue(document, post=True)
        self.assertEqual((document.state, move.invoice_line_ids.name), ("issued", "New name"))
        self.assertRecordValues(alias, [{"name": "New name", "active": True}])
        self.assertEqual(self._register(order).unreserved, 6)

    def test_a_draft_takes_the_new_version_of_its_title_a_request_keeps_the_old(self):
        draft, requested = self._reserve(self._delivered(1)), self._reserve(self._delivered(1), submit=True)
        action = self.title.with_user(self.users["clerk"]).action_new_version()
        version = self.env["invoice.title"].browse(action["res_id"])
        self.assertEqual((draft.title_id, requested.title_id), (version, self.title))
        draft.title_id = self.title
        with self.assertRefused(UserError, "archived"):
            draft.action_submit()

    def test_the_remarks_are_on_the_invoice(self):
        documents = self._approved(self._delivered(1), note="Attn. <b>Mrs Sun</b>") + self._approved(
            self._delivered(1), note="PO 77"
        )
        move = self._issue(documents, together=True)
        self.assertIn("PO 77", str(move.narration))
        self.assertNotIn("<b>", str(move.narration))
        self.assertIn("Mrs Sun", str(move.narration))

    def test_an_amount_reserves_the_quantity_that_makes_it(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        order = self._create_order(1_000)
        order.order_line.tax_ids = tax
        order.action_confirm()
        self._deliver(order)
        document = self._reserve(order, 1)
        document.line_ids.amount = 565.0
        self.assertRecordValues(document.line_ids, [{"quantity": 5, "amount": 565}])
        self.assertEqual(document.amount_total, 565)
        with self.assertRefused(OverReserved, "only 10"):
            document.line_ids.amount = 1_130.01 + 113
        order.order_line.price_unit = 0.0
        self.env.flush_all()
        with self.assertRefused(UserError, "no price"):
            document.line_ids.amount = 5.0


@tagged("post_install", "-at_install")
class TestDraftInvoice(ReservationCommon):
    """What an accountant does to the draft a reservation made."""

    def test_a_line_taken_out_is_open_again(self):
        order = self._confirmed_order(lines=[(10, 100.0), (5, 100.0)])
        self._deliver(order)
        action = order.with_user(self.users["clerk"]).action_reserve_invoice()
        document = self.env["invoice.reservation"].browse(action["res_id"])
        document.with_user(self.users["clerk"]).action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        move = self._issue(document)
        move.invoice_line_ids[1:].unlink()
        move.action_post()
        self.assertEqual(document.state, "issued")
        self.assertEqual(sum(self._register(order).mapped("unreserved")), 5)

    def test_less_on_the_invoice_is_open_again_and_more_is_not_taken_from_others(self):
        order = self._delivered(10)
        document, other = self._approved(order, 4), self._reserve(order, 3)
        move = self._issue(document)
        move.invoice_line_ids.quantity = 8
        with self.assertRefused(UserError, other.name), self.env.cr.savepoint():
            move.action_post()
        move.invoice_line_ids.quantity = 3
        move.action_post()
        self.assertStanding(order, posted=3, reserved=3, available=4)

    def test_set_back_and_posted_again_it_is_still_signed_for(self):
        document = self._issued(self._delivered(1))
        document.move_id.tax_invoice_number = self._number()
        self.env["invoice.handover"].with_user(self.users["clerk"]).create(
            {
                "reservation_ids": document.ids,
                "method": "hand",
                "recipient": "Mrs Sun",
                "signed_on": date.today(),
            }
        ).action_confirm()
        document.move_id.button_draft()
        self.assertEqual(document.state, "issuing")
        document.move_id.action_post()
        self.assertEqual(document.state, "signed")

    def test_the_credit_note_wizard_whole_and_in_part(self):
        order = self._delivered(10)
        whole, part = self._issued(order, 4), self._issued(order, 6)
        for document, quantity in ((whole, None), (part, 2)):
            move = document.move_id
            wizard = self.env["account.move.reversal"].with_context(
                active_model="account.move", active_ids=move.ids
            )
            action = wizard.create({"journal_id": move.journal_id.id}).refund_moves()
            refund = self.env["account.move"].browse(action["res_id"])
            if quantity:
                refund.invoice_line_ids.quantity = quantity
            self.assertEqual(document.state, "issued")
            refund.action_post()
        self.assertEqual((whole.state, part.state), ("reversed", "issued"))
        self.assertStanding(order, posted=4, available=6)
