"""Who may close a review, and what has to be said first."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.backoffice_base.rules.blocker import Blocker


class DeliveryReviewClosing(models.AbstractModel):
    """The buttons of a review and what stands in their way."""

    _name = "delivery.review.closing"
    _description = "Closing of a Delivery Review"
    _inherit = ["backoffice.flow.mixin"]

    # === BUTTONS === #

    def action_review(self):
        """Close the reviews; differences need their handling, and somebody else than who opened the order."""
        self._move_to("reviewed")

    def action_review_passing(self):
        """Close every selected review without findings; without a selection, all of them that wait."""
        self.check_access("write")
        reviews = self or self.search(self._get_passing_domain())
        reviews = reviews.filtered(lambda review: review.state == "open")
        self.env["delivery.review.queue"]._refresh(reviews)
        passing = reviews.filtered(lambda review: review.result == "passed")
        passing._move_to("reviewed")
        left = len(reviews - passing)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if passing else "warning",
                "message": self.env._(
                    "%(done)s reviewed, %(left)s with findings left.", done=len(passing), left=left
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _get_passing_domain(self):
        return (
            Domain("state", "=", "open")
            & Domain("result", "=", "passed")
            & Domain("company_id", "in", self.env.companies.ids)
        )

    def action_refresh(self):
        """Compute the findings again from the delivery, the order, the receipt and the prices as they are now."""
        self.check_access("write")
        if any(review.state != "open" for review in self):
            raise UserError(self.env._("The findings of a reviewed delivery are kept; re-open it first."))
        self.env["delivery.review.queue"]._refresh(self)

    def action_reopen(self, reason=None):
        """Take a review back; without a reason, ask for it."""
        if not (reason or "").strip():
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Re-open"),
                "res_model": "delivery.review.reopen",
                "view_mode": "form",
                "target": "new",
                "context": {"default_review_ids": self.ids},
            }
        for review in self:
            review._do_reopen(reason.strip())
        return None

    def _do_reopen(self, reason):
        self.ensure_one()
        reviewer = self.reviewed_by_id
        self._move_to("open")
        self.message_post(
            body=self.env._(
                "Re-opened; it was reviewed by %(reviewer)s. %(reason)s",
                reviewer=reviewer.name or "—",
                reason=reason,
            )
        )
        self.env["delivery.review.queue"]._refresh(self)

    def action_open_picking(self):
        self.ensure_one()
        return self.picking_id.get_formview_action()

    def action_open_order(self):
        self.ensure_one()
        return self.order_id.get_formview_action()

    # === BLOCKERS === #

    def _blockers(self, target):
        blockers = super()._blockers(target)
        found = {}
        if target == "reviewed":
            found = self._get_closing_blockers()
            stale = self.env["delivery.review.queue"]._get_stale(self)
            for review in stale:
                reason = self.env._("it was changed since its findings were computed; refresh them.")
                found[review.id].append(Blocker("changed", reason))
        elif target == "open" and not self._may("group_review_reopener"):
            reason = self.env._("only the supervisor re-opens a review.")
            found = {review.id: [Blocker("no_role", reason)] for review in self}
        for review_id, reasons in found.items():
            blockers[review_id] += reasons
        return blockers

    def _may(self, group):
        return self.env.user.has_group(f"sales_backoffice_review.{group}")

    def _get_closing_blockers(self):
        """Return ``{id: [Blocker]}`` of what keeps the present user from closing each review as it is kept."""
        return {review.id: review._get_own_blockers() for review in self}

    def _get_own_blockers(self):
        self.ensure_one()
        if not self._may("group_reviewer"):
            return [Blocker("no_role", self.env._("only the back office reviews deliveries."))]
        differing = self.line_ids.filtered("reasons")
        found = []
        openers = self._get_openers() if differing else self.env["res.users"]
        # a second login of the same person is the same person
        if self.env.user in openers or self.env.user.partner_id in openers.sudo().partner_id:
            reason = self.env._("you opened the order, so somebody else closes its differences.")
            found.append(Blocker("own_order", reason))
        silent = differing.filtered(lambda line: not line.handling or not (line.explanation or "").strip())
        if silent:
            reason = self.env._(
                "say how it is handled, and why: %(products)s.",
                products=", ".join(silent.product_id.mapped("display_name")),
            )
            found.append(Blocker("no_handling", reason))
        return found

    def _get_openers(self):
        """Return who opened the orders of the delivery or a line that differs, and who sells them.

        Who sold them when the delivery was queued counts as well: an order given to a colleague afterwards does not
        make its salesperson a stranger. Without an order it is who made the transfer.
        """
        review_sudo = self.sudo()
        lines = review_sudo.line_ids
        orders = review_sudo.order_id | lines.order_id | lines.sale_line_id.order_id
        if not orders:
            return review_sudo.picking_id.create_uid
        added = lines.filtered("reasons").sale_line_id
        return orders.create_uid | orders.user_id | added.create_uid | review_sudo.user_id

    # === WHAT A MOVE BRINGS === #

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        if target == "reviewed":
            return vals | {"reviewed_by_id": self.env.uid, "reviewed_on": fields.Datetime.now()}
        return vals | {
            "reviewed_by_id": False,
            "reviewed_on": False,
            "on_time": 0,
            "reopened_on": fields.Datetime.now(),
            "changed_on": False,
            "changed_hash": False,
        }

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "reviewed":
            on_time = self.filtered(lambda review: review.reviewed_on <= review.due_on)
            on_time._write_by_flow({"on_time": 1})
        self.sudo().picking_id._recompute_invoiceable()
        return result
