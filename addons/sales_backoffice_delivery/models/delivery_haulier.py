"""Who carries the goods."""

from odoo import fields, models


class DeliveryHaulier(models.Model):
    """A carrier with the person to call; deliveries may also name a carrier in words."""

    _name = "delivery.haulier"
    _description = "Haulier"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "contact_name", "phone"]

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    contact_name = fields.Char("Contact", help="Whom to ask where the goods are.")
    phone = fields.Char()
    note = fields.Text()
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
