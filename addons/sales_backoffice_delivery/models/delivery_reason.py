"""Why a delivery is late, in trouble or not accepted."""

from odoo import fields, models

KINDS = [
    ("exception", "Exception on the Way"),
    ("delay", "Delay"),
    ("reject", "Rejected by the Customer"),
]


class DeliveryReason(models.Model):
    """A reason people choose from a list, so that it can be counted."""

    _name = "delivery.reason"
    _description = "Delivery Reason"
    _order = "kind, sequence, code, id"
    _rec_names_search = ["name", "code"]

    kind = fields.Selection(KINDS, required=True, default="exception", index=True)
    code = fields.Char(required=True, help="Short and lasting: reports count by it.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")

    _code_uniq = models.UniqueIndex(
        "(kind, code, COALESCE(company_id, 0))", "This code is already in the list; change that line."
    )
