"""The builders of the reservation tests; other addons import ``ReservationCommon``."""

from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.sales_backoffice.tests.common import CreditCommon

TITLE = {"name": "Rising Sun Printing Ltd", "vat": "91110000600037341L", "address": "1 Paper Street"}
NUMBERS = iter(range(1, 10_000))


class ReservationCommon(CreditCommon):
    """The cast of the credit tests, a customer with a title, and a second person who reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.credit_control = False  # another add-on's business
        cls.title = cls.env["invoice.title"].create(
            {"partner_id": cls.partner.id, "is_default": True, **TITLE}
        )
        cls.portal = new_test_user(cls.env, "reservation_portal", groups="base.group_portal", name="Mrs Sun")
        cls.portal.partner_id.parent_id = cls.partner

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _delivered(cls, quantity=10.0, **values):
        """A confirmed order of ``quantity`` at 100, delivered; the order."""
        order = cls._confirmed_order(quantity * 100.0, **values)
        cls._deliver(order)
        return order

    @classmethod
    def _reserve(cls, order, quantity=None, by="clerk", move=None, submit=False, **values):
        """A reservation of the first line of ``order``; of everything unless ``quantity`` says less."""
        line_values = {name: values.pop(name) for name in ("basis", "product_uom_id") if name in values}
        line = order.order_line[:1]
        quantity = line.product_uom_qty if quantity is None else quantity
        vals = {
            "partner_id": order.partner_id.commercial_partner_id.id,
            "currency_id": order.currency_id.id,
            "line_ids": [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "quantity": quantity,
                        "stock_move_id": move.id if move else False,
                        **line_values,
                    }
                )
            ],
            **values,
        }
        document = cls.env["invoice.reservation"].with_user(cls.users[by]).create(vals)
        if submit:
            document.action_submit()
        return document

    @classmethod
    def _approved(cls, order, quantity=None, decider="supervisor", **values):
        document = cls._reserve(order, quantity, submit=True, **values)
        document.with_user(cls.users[decider]).action_approve()
        return document

    @classmethod
    def _issue(cls, documents, post=False, together=False):
        """Issue as the accountant and return the invoices."""
        documents = documents.with_user(cls.users["accountant"])
        documents.action_issue_together() if together else documents.action_issue()
        moves = documents.sudo().move_id
        moves.invoice_date = date.today()
        if post:
            moves.action_post()
        return moves

    @classmethod
    def _issued(cls, order, quantity=None, **values):
        document = cls._approved(order, quantity, **values)
        cls._issue(document, post=True)
        return document.with_env(cls.env)

    @classmethod
    def _red_letter(cls, move, quantity=None, price_share=1.0):
        refund = move._reverse_moves([{"invoice_date": date.today()}])
        for line in refund.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            line.quantity = line.quantity if quantity is None else quantity
            line.price_unit *= price_share
        refund.action_post()
        return refund

    @staticmethod
    def _number():
        return str(next(NUMBERS)).zfill(20)

    # --- assertions -------------------------------------------------------------

    def assertStanding(self, order, basis=0, **expected):
        """Compare what stands on the first line of ``order``."""
        line = order.order_line[:1]
        standing = self.env["invoice.availability"]._get_standings(line)[line.id][basis]
        actual = {name: round(getattr(standing, name), 6) for name in expected}
        self.assertEqual(actual, expected)

    def _register(self, order):
        self.env.invalidate_all()
        return self.env["invoice.register"].search([("order_id", "=", order.id)], order="delivered_on, id")

    def _give_alerts(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_backoffice_reservation.cron_invoice_alert").method_direct_trigger()
        self.env.invalidate_all()


class UnorderedCommon(ReservationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.company.invoice_goods_since = False

    @classmethod
    def _hand_out(cls, quantity=10.0, product=None, partner=None, back=False, origin=None, on=None, **values):
        """A transfer made by hand, to a customer or ``back`` from it; its move."""
        partner = cls.partner if partner is None else partner
        places = cls.warehouse.lot_stock_id, cls.customers
        source, target = reversed(places) if back else places
        kind = cls.warehouse.in_type_id if back else cls.warehouse.out_type_id
        where = {"location_id": source.id, "location_dest_id": target.id}
        move = {
            "product_id": (product or cls.product).id,
            "product_uom_qty": quantity,
            "origin_returned_move_id": origin and origin.id,
            **where,
            **values,
        }
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": partner.id,
                "picking_type_id": kind.id,
                "move_ids": [Command.create(move)],
                **where,
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        if on:
            picking.move_ids.date = f"{on} 12:00:00"
        return picking.move_ids

    def _rows(self, moves, user=None):
        self.env.invalidate_all()
        register = self.env["invoice.register"].with_user(user or self.env.user)
        return register.search([("stock_move_id", "in", moves.ids)], order="delivered_on, id")

    def _excuse(self, move, quantity=10.0, by="clerk", **values):
        vals = {
            "kind": "no_invoice",
            "reason": "Samples.",
            "partner_id": self.partner.id,
            "goods_ids": [Command.create({"stock_move_id": move.id, "quantity": quantity})],
            **values,
        }
        return self.env["invoice.reservation"].with_user(self.users[by]).create(vals)

    def _excused(self, move, quantity=10.0):
        document = self._excuse(move, quantity)
        document.action_submit()
        document.with_user(self.users["sales_manager"]).action_approve()
        return document
