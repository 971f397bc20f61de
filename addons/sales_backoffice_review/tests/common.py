"""The cast and the builders of the review tests; other addons import ``ReviewCommon``."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.sales_backoffice.tests.common import CreditCommon

# a Wednesday; deliveries of Tuesday are due on it
TODAY = datetime(2031, 3, 12, 1, 0)
PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class ReviewCommon(CreditCommon):
    """One company in UTC that reviews since eleven days, a price sheet at 100 (floor 80, -5 % / +10 %), every role.

    The clock stands at ``TODAY``; where a client takes part, ``frozen`` is off and it is now.
    """

    frozen = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moment = TODAY if cls.frozen else fields.Datetime.now()
        if cls.frozen:
            freezer = freeze_time(TODAY)
            freezer.start()
            cls.addClassCleanup(freezer.stop)
        cls.company.write(
            {
                "delivery_tz": "UTC",
                "delivery_review_start": cls.moment.date() - timedelta(days=11),
                "delivery_review_receipt": False,
            }
        )
        cls.profile.base_limit = 1e9
        cls.queue = cls.env["delivery.review.queue"]
        cls.sheet = cls._create_sheet({cls.product: 100.0})
        cls.reviewer = cls.users["clerk"]
        cls.company.partner_id.email = "company@example.com"

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _create_sheet(cls, prices, floor=0.8, **values):
        """An approved price sheet of the general price list."""
        pricelist = cls.env["product.pricelist"].search(
            [("company_id", "in", [False, cls.company.id])], limit=1
        )
        pricelist = pricelist or cls.env["product.pricelist"].create({"name": "General"})
        sheet = (
            cls.env["sale.price.sheet"]
            .with_user(cls.users["supervisor"])
            .create(
                {
                    "pricelist_id": pricelist.id,
                    "valid_from": cls.moment.date(),
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price": price,
                                "floor_price": price * floor,
                                "min_quantity": 0.0,
                            }
                        )
                        for product, price in prices.items()
                    ],
                    **values,
                }
            )
        )
        sheet.action_submit()
        sheet.with_user(cls.users["general_manager"]).action_approve()
        since = values.get("valid_from") or cls.moment - timedelta(days=90)
        sheet.sudo()._write_by_flow({"in_force_from": since, "approved_on": since})
        cls.company.price_pricelist_id = pricelist
        return sheet

    @classmethod
    def _delivered(cls, quantity=10, price=100.0, on=None, deliver=None, order=None, **values):
        """A delivery of yesterday noon: ``quantity`` ordered at ``price``, ``deliver`` of it (all) delivered."""
        company = cls.company
        guard, company.price_guard = company.price_guard, False  # it would hold the order before us
        if order is None:
            order = cls._create_order(lines=[(quantity, price)], **values)
        if order.state != "sale":
            order.action_confirm()
            order.date_order = values.get("date_order", cls.moment - timedelta(days=9))
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE sale_order SET price_confirmed_on = date_order WHERE id = %s", [order.id]
            )
            order.invalidate_recordset()
        picking = cls._deliver(order, deliver)
        cls._date(picking, on)
        company.price_guard = guard
        return picking

    @classmethod
    def _amend(cls, picking, **values):
        """Change the order line of a delivery behind the back of the price guard."""
        guard, cls.company.price_guard = cls.company.price_guard, False
        picking.sale_id.order_line.write(values)
        cls.company.price_guard = guard

    @classmethod
    def _date(cls, picking, on=None):
        picking.date_done = on or (cls.moment - timedelta(hours=13))
        return picking

    @classmethod
    def _sign(cls, picking, quantity=None):
        """The customer signs for ``quantity`` (or everything) of every line."""
        picking = picking.sudo()
        quantities = {
            move: (move.quantity if quantity is None else quantity, 0.0, cls.env["delivery.reason"])
            for move in picking.move_ids
        }
        picking._do_sign("Mr. Wang", quantities, fields.Datetime.now(), [PIXEL])
        return picking

    @classmethod
    def _queued(cls, *pickings):
        return cls.queue._queue(cls.env["stock.picking"].union(*pickings))

    @classmethod
    def _review(cls, review, user=None):
        review.with_user(user or cls.reviewer).action_review()
        return review

    @classmethod
    def _handle(cls, review, handling="accepted", user=None):
        lines = review.line_ids.filtered("reasons").with_user(user or cls.reviewer)
        lines.write({"handling": handling, "explanation": "Agreed with the customer."})

    @classmethod
    def _switch(cls, on=True):
        cls.company.delivery_review_hold_invoices = on

    # --- assertions -------------------------------------------------------------

    def assertReasons(self, pickings, *reasons):
        """The one line of each delivery shows exactly these reasons, freshly computed."""
        lines = self.env["delivery.review.facts"]._get_lines(pickings)
        for own in lines.values():
            self.assertEqual([reason for line in own for _code, reason in line.found], list(reasons))

    def assertBlockedBy(self, review, *codes, target="reviewed", user=None):
        found = review.with_user(user or self.reviewer)._get_move_blockers(target)
        self.assertEqual([blocker.code for blocker in found[review.id]], list(codes))

    @contextmanager
    def at(self, moment):
        with freeze_time(moment):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()
