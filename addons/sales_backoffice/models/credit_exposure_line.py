"""The documents behind the figures of a credit profile."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import exposure_figures
from .credit_figures_mixin import FIGURE_SOURCES

BUCKETS = [
    ("receivable", "A Receivable"),
    ("payment", "A Unallocated payment"),
    ("credit", "A Unallocated credit"),
    ("delivered", "B Delivered, not invoiced"),
    ("ordered", "C Ordered, not delivered"),
    ("draft", "D Draft invoice"),
    ("bill", "N Bill not matured"),
    ("prepayment", "P Payment not booked"),
    ("late", "Uninvoiced delivery (ageing)"),
]


class CreditExposureLine(models.Model):
    _name = "credit.exposure.line"
    _description = "Document Using Credit"
    _auto = False
    _depends = FIGURE_SOURCES
    _order = "profile_id, bucket, date_due, id"

    profile_id = fields.Many2one("credit.profile", readonly=True)
    bucket = fields.Selection(
        BUCKETS,
        readonly=True,
        help="Uninvoiced deliveries are part of B; they are listed again by delivery because they age.",
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    document_company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True, help="In the currency of the document.")
    date = fields.Date(readonly=True)
    date_due = fields.Date("Due", readonly=True, help="Under the credit term of the profile.")
    is_overdue = fields.Boolean("Overdue", readonly=True)
    move_id = fields.Many2one("account.move", "Invoice or Entry", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    payment_id = fields.Many2one("account.payment", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Delivery", readonly=True)
    document_name = fields.Char("Document", compute="_compute_document_name", compute_sudo=True)

    @property
    def _table_query(self):
        self.env.cr.execute("SET LOCAL jit = off")  # compiling the statement takes longer than running it
        today = fields.Date.context_today(self)
        return exposure_figures.documents_of_profiles(today, self.env.tz.zone)

    def _get_document(self):
        self.ensure_one()
        return self.picking_id or self.order_id or self.payment_id or self.move_id

    def _compute_document_name(self):
        for line in self:
            line.document_name = line._get_document().display_name

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
