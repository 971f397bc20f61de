"""A delivery knows whether it was reviewed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.backoffice_base.rules.company_day import moment_of

from .delivery_review import STATES


class StockPicking(models.Model):
    _inherit = "stock.picking"

    delivery_review_ids = fields.One2many(
        "delivery.review",
        "picking_id",
        copy=False,
        groups="sales_backoffice_review.group_review_reader",
    )
    delivery_review_state = fields.Selection(
        STATES,
        "Review",
        compute="_compute_delivery_review_state",
        compute_sudo=True,
        groups="sales_backoffice_review.group_review_reader",
    )
    can_queue_review = fields.Boolean(compute="_compute_can_queue_review", groups="base.group_user")

    @api.depends("delivery_review_ids.state")
    def _compute_delivery_review_state(self):
        for picking in self:
            picking.delivery_review_state = picking.delivery_review_ids[:1].state

    @api.depends("state", "delivery_review_ids")
    @api.depends_context("uid")
    def _compute_can_queue_review(self):
        reviews = self.env.user.has_group("sales_backoffice_review.group_reviewer")
        for picking in self:
            picking_sudo = picking.sudo()
            picking.can_queue_review = (
                reviews
                and picking.state == "done"
                and picking_sudo.company_id.delivery_review
                and not picking_sudo.delivery_review_ids
                and any(move._crosses_to_customer() for move in picking_sudo.move_ids)
            )

    def action_queue_review(self):
        """Queue deliveries for review today, without waiting for the morning, and open the first."""
        self.check_access("read")
        if not all(picking.can_queue_review for picking in self):
            raise UserError(
                self.env._(
                    "Only the back office queues deliveries, and only those that are done and not queued yet."
                )
            )
        reviews = self.env["delivery.review"]
        for _company, pickings in self.grouped("company_id").items():
            reviews |= self.env["delivery.review.queue"]._queue(pickings)
        return reviews[:1].get_formview_action()

    def action_open_delivery_review(self):
        self.ensure_one()
        return self.delivery_review_ids[:1].get_formview_action()

    # === WHAT STAYS OUT OF INVOICES AND LETTERS === #

    @api.model
    def _get_unreviewed_pickings(self, company=None, partners=None):
        """Return the deliveries and returns that stay out of invoices and letters for now.

        None where the switch of the company is off. ``partners`` limits the answer to these customers (and the
        contacts below them).
        """
        company = company or self.env.company
        if not company.sudo()._holds_unreviewed():
            return self.browse()
        pickings = self.sudo()._search_unreviewed(company)
        if partners is not None:
            holders = partners.commercial_partner_id
            pickings = pickings.filtered(
                lambda picking: (
                    (picking.sale_id.partner_id or picking.partner_id).commercial_partner_id in holders
                )
            )
        return pickings.with_env(self.env)

    @api.model
    def _search_unreviewed(self, company):
        """Return the done transfers with customers that nobody reviewed, whether queued or not."""
        start = moment_of(company.delivery_review_start, 0, company.delivery_tz)
        domain = (
            Domain("state", "=", "done")
            & Domain("company_id", "=", company.id)
            & (Domain("date_done", ">=", start) | Domain("create_date", ">=", start))
            & (Domain("move_ids.location_dest_id.usage", "=", "customer")
               | Domain("move_ids.location_id.usage", "=", "customer"))
        )  # fmt: skip
        reviewed = (
            self.env["delivery.review"]
            .sudo()
            ._search([("state", "=", "reviewed"), ("company_id", "=", company.id)])
        )
        closed = Domain("id", "in", reviewed.subselect("picking_id"))
        return self.sudo().search(domain & ~closed)

    def _awaits_review(self):
        """Return whether what the transfer moved may not be invoiced yet."""
        self.ensure_one()
        company = self.company_id
        if not company._holds_unreviewed() or self.delivery_review_ids[:1].state == "reviewed":
            return False
        start = moment_of(company.delivery_review_start, 0, company.delivery_tz)
        return max(self.date_done or self.create_date, self.create_date) >= start

    def _recompute_invoiceable(self, forced=False):
        """Let the order lines of the transfers compute again what may be invoiced."""
        pickings = self.sudo()
        if not forced:
            pickings = pickings.filtered(lambda picking: picking.company_id._holds_unreviewed())
        lines = pickings.move_ids.sale_line_id
        if lines:
            for name in ("qty_to_invoice", "invoice_status"):
                self.env.add_to_compute(lines._fields[name], lines)
            self.env.add_to_compute(lines.order_id._fields["invoice_status"], lines.order_id)
            lines.order_id.invalidate_recordset(["delivery_review_held"], flush=False)
