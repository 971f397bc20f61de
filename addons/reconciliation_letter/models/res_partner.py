"""Who looks after a partner's letters, and whom they go to."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    letter_assistant_id = fields.Many2one(
        "res.users",
        "Letters Looked After By",
        index="btree_not_null",
        help="Sends the reconciliation letters of this partner and sees that they return sealed.",
    )

    def _get_letter_contacts(self):
        """Return, partner by partner, the contact a letter goes to: the invoicing contact."""
        return self.browse([partner.address_get(["invoice"])["invoice"] for partner in self])
