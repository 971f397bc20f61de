"""Say when the goods will arrive, and with whom they travel."""

from odoo import fields, models

TRIP = (
    "haulier_id",
    "carrier_name",
    "driver_name",
    "driver_phone",
    "vehicle_plate",
    "waybill",
    "eta",
    "delay_reason_id",
)


class DeliveryEtaChange(models.TransientModel):
    _name = "delivery.eta.change"
    _description = "Trip of a Delivery"

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, readonly=True, ondelete="cascade"
    )
    haulier_id = fields.Many2one("delivery.haulier")
    carrier_name = fields.Char("Carrier", help="Where the haulier is not in the list.")
    driver_name = fields.Char("Driver")
    driver_phone = fields.Char("Driver's Phone")
    vehicle_plate = fields.Char("Plate")
    waybill = fields.Char()
    eta = fields.Datetime("ETA")
    delay_reason_id = fields.Many2one("delivery.reason", domain=[("kind", "=", "delay")])

    def _open_for(self, picking):
        values = {name: picking._fields[name].convert_to_write(picking[name], picking) for name in TRIP}
        change = self.create({"picking_id": picking.id, **values})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trip of %(delivery)s", delivery=picking.name),
            "res_model": self._name,
            "res_id": change.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        self.picking_id._check_may_track()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in TRIP}
        if self.haulier_id and self.haulier_id != self.picking_id.haulier_id:
            values["carrier_name"] = self.haulier_id.name
        self.picking_id._do_change_trip(values)
        return {"type": "ir.actions.act_window_close"}
