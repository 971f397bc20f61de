"""Rows of ledgers that come from a document each lead to it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesLedgerDocument(models.AbstractModel):
    _name = "sales.ledger.document"
    _description = "Row of a Ledger that Comes from a Document"
    _inherit = ["sales.ledger.row"]

    order_id = fields.Many2one("sale.order", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Delivery", readonly=True)
    move_id = fields.Many2one("account.move", "Invoice or Entry", readonly=True)
    payment_id = fields.Many2one("account.payment", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    document_name = fields.Char("Document", compute="_compute_document_name", compute_sudo=True)

    def _get_document(self):
        """Return the document the row comes from; the customer where it sums up several."""
        self.ensure_one()
        return self.picking_id or self.payment_id or self.move_id or self.order_id or self.partner_id

    @api.depends("picking_id", "payment_id", "move_id", "order_id")
    def _compute_document_name(self):
        for row in self:
            document = row.picking_id or row.payment_id or row.move_id or row.order_id
            row.document_name = document.display_name

    def action_open_document(self):
        """Open the order, delivery, invoice or payment of the row."""
        document = self._get_document()
        if not document.has_access("read"):
            raise UserError(
                self.env._(
                    "You may see the amount of %(document)s only; ask its owner.", document=self.document_name
                )
            )
        return document.get_formview_action()
