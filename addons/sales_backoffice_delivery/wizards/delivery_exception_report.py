"""Report trouble on the way."""

from odoo import fields, models


class DeliveryExceptionReport(models.TransientModel):
    _name = "delivery.exception.report"
    _description = "Exception of a Delivery"

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, readonly=True, ondelete="cascade"
    )
    reason_id = fields.Many2one("delivery.reason", required=True, domain=[("kind", "=", "exception")])
    note = fields.Text("What Happened")
    handler_id = fields.Many2one(
        "res.users",
        "Handled By",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Gets an activity.",
    )

    def _open_for(self, picking):
        first = self.env["delivery.reason"].search(
            [("kind", "=", "exception"), ("company_id", "in", [False, picking.company_id.id])], limit=1
        )
        report = self.create({"picking_id": picking.id, "reason_id": first.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exception of %(delivery)s", delivery=picking.name),
            "res_model": self._name,
            "res_id": report.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        self.picking_id._check_may_track()
        self.picking_id._do_report_exception(self.reason_id, self.note, self.handler_id)
        return {"type": "ir.actions.act_window_close"}
