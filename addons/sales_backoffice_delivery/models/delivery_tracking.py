"""Where a delivery is: planned, left, in transit, signed."""

from odoo import api, fields, models

PROGRESS = [
    ("planned", "Planned"),
    ("left", "Left"),
    ("transit", "In Transit"),
    ("signed", "Signed"),
]


class DeliveryTracking(models.AbstractModel):
    """The way of the goods of one transfer, from the dock to the customer (and back, for returns)."""

    _name = "delivery.tracking"
    _description = "Delivery Tracking"

    delivery_progress = fields.Selection(
        PROGRESS,
        compute="_compute_delivery_progress",
        store=True,
        copy=False,
        tracking=True,
        help="Only deliveries to customers and their returns are followed; a cancelled one drops out.",
    )
    haulier_id = fields.Many2one(
        "delivery.haulier", "Haulier", copy=False, check_company=True, index="btree_not_null", tracking=True
    )
    carrier_name = fields.Char(
        "Carrier", compute="_compute_carrier_name", store=True, readonly=False, copy=False, tracking=True
    )
    driver_name = fields.Char("Driver", copy=False)
    driver_phone = fields.Char("Driver's Phone", copy=False)
    vehicle_plate = fields.Char("Plate", copy=False, tracking=True)
    waybill = fields.Char("Waybill", copy=False, tracking=True, index="btree_not_null")
    planned_departure = fields.Datetime(
        "Planned Departure", compute="_compute_planned_departure", store=True, readonly=False, copy=False
    )
    left_on = fields.Datetime("Left On", copy=False, readonly=True, tracking=True)
    eta = fields.Datetime("ETA", copy=False, tracking=True, help="When the goods should reach the customer.")
    arrived_on = fields.Datetime("Arrived On", copy=False, readonly=True, tracking=True)
    delay_reason_id = fields.Many2one("delivery.reason", "Delay Reason", copy=False, check_company=True)

    @api.model
    def _get_tracked_usages(self):
        """Return the usages of locations that are outside the company, on the customer's side."""
        return ("customer",)

    @api.depends("picking_type_id", "location_id.usage", "location_dest_id.usage", "state")
    def _compute_delivery_progress(self):
        usages = self._get_tracked_usages()
        for picking in self:
            crosses = (picking.location_id.usage in usages) != (picking.location_dest_id.usage in usages)
            if not crosses or picking.state == "cancel":
                picking.delivery_progress = False
            elif picking.state == "done":  # what was done before anybody followed it stays out
                picking.delivery_progress = picking.delivery_progress
            else:
                picking.delivery_progress = picking.delivery_progress or "planned"

    @api.depends("haulier_id")
    def _compute_carrier_name(self):
        for picking in self:
            picking.carrier_name = picking.haulier_id.name or picking.carrier_name

    @api.depends("scheduled_date", "state")
    def _compute_planned_departure(self):
        for picking in self:
            if picking.state not in ("done", "cancel") or not picking.planned_departure:
                picking.planned_departure = picking.scheduled_date
