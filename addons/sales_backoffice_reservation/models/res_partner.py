"""Titles, item names and the calendar of a customer on its own form."""

from odoo import fields, models

READERS = "sales_backoffice_reservation.group_invoice_reader"


class ResPartner(models.Model):
    _inherit = "res.partner"

    invoice_title_ids = fields.One2many("invoice.title", "partner_id", "Invoice Titles", groups=READERS)
    invoice_alias_ids = fields.One2many("invoice.alias", "partner_id", "Invoice Item Names", groups=READERS)
    invoice_calendar_ids = fields.One2many(
        "invoice.calendar", "partner_id", "Calendar of Invoices", groups=READERS
    )

    invoice_asked_on = fields.Datetime(
        "Asked for an Invoice On",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="On the portal.",
    )

    def action_open_invoice_register(self):
        """Open the deliveries of the customer with what became of them."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_reservation.invoice_register_action"
        )
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}}
