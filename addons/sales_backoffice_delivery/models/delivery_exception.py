"""What went wrong on the way, who handles it, and that it is over."""

from odoo import fields, models


class DeliveryException(models.AbstractModel):
    """A flag beside the progress: goods in trouble still are where they are."""

    _name = "delivery.exception"
    _description = "Delivery Exception"

    has_delivery_exception = fields.Boolean("Open Exception", copy=False, readonly=True, tracking=True)
    exception_reason_id = fields.Many2one(
        "delivery.reason", "Exception", copy=False, readonly=True, check_company=True, tracking=True
    )
    exception_note = fields.Text("What Happened", copy=False, readonly=True)
    exception_handler_id = fields.Many2one(
        "res.users", "Handled By", copy=False, readonly=True, tracking=True
    )
    exception_on = fields.Datetime("Reported On", copy=False, readonly=True)
    exception_resolved_on = fields.Datetime("Resolved On", copy=False, readonly=True, tracking=True)
