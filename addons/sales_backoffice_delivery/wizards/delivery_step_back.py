"""Take back a step, with the reason."""

from odoo import fields, models


class DeliveryStepBack(models.TransientModel):
    _name = "delivery.step.back"
    _description = "Step Back of a Delivery"

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def _open_for(self, picking):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back the Last Step of %(delivery)s", delivery=picking.name),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_picking_id": picking.id},
        }

    def action_confirm(self):
        self.ensure_one()
        self.picking_id._check_may_correct()
        self.picking_id._do_set_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
