"""How and to whom an invoice went, and that it was signed for."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tax_invoice_handover import METHODS


class InvoiceHandover(models.TransientModel):
    _name = "invoice.handover"
    _description = "Hand Over an Invoice"

    reservation_ids = fields.Many2many("invoice.reservation", required=True)
    method = fields.Selection(
        METHODS, required=True, compute="_compute_from_invoice", store=True, readonly=False, precompute=True
    )
    recipient = fields.Char(
        required=True, compute="_compute_from_invoice", store=True, readonly=False, precompute=True
    )
    sent_on = fields.Date(
        "Handed Over On",
        required=True,
        compute="_compute_from_invoice",
        store=True,
        readonly=False,
        precompute=True,
    )
    signed_on = fields.Date("Signed For On", help="Leave it empty until the customer signed.")
    proof = fields.Binary("Proof of Receipt")
    proof_name = fields.Char()

    @api.depends("reservation_ids")
    def _compute_from_invoice(self):
        for wizard in self:
            move_sudo = wizard.reservation_ids[:1].sudo().move_id
            wizard.method = move_sudo.handover_method
            wizard.recipient = move_sudo.handover_recipient
            wizard.sent_on = move_sudo.handover_sent_on or fields.Date.context_today(wizard)

    def action_confirm(self):
        """Write it on the invoices and move the reservations on."""
        documents = self.reservation_ids
        documents.check_access("write")
        today = fields.Date.context_today(self)
        if max(self.sent_on, self.signed_on or self.sent_on) > today:
            raise UserError(self.env._("What is to come cannot be noted as done: check the dates."))
        if self.signed_on and self.signed_on < self.sent_on:
            raise UserError(self.env._("It cannot be signed for before it was handed over."))
        target = "signed" if self.signed_on else "delivered"
        documents._check_blockers(target)
        moves_sudo = documents.sudo().move_id
        moves_sudo.write(self._prepare_handover_vals())
        everybody = moves_sudo.reservation_ids.filtered(
            lambda document: document.state in documents._flow[target]
        )
        everybody._move_to(target)

    def _prepare_handover_vals(self):
        vals = {
            "handover_method": self.method,
            "handover_recipient": self.recipient,
            "handover_sent_on": self.sent_on,
            "handover_signed_on": self.signed_on,
        }
        if self.proof:
            vals |= {"handover_proof": self.proof, "handover_proof_name": self.proof_name}
        return vals
