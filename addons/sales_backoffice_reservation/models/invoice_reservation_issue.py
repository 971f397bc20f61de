"""From an approved reservation to its invoice, hand-over and red letter, and the way back."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context, float_is_zero, plaintext2html

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..services.availability_sql import INVOICED

ISSUER = "sales_backoffice_reservation.group_invoice_issuer"


class InvoiceReservationIssue(models.AbstractModel):
    """The part of ``invoice.reservation`` that follows its invoice."""

    _name = "invoice.reservation.issue"
    _description = "Issue of a Reservation"
    _inherit = ["backoffice.flow.mixin"]

    move_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    move_state = fields.Selection(related="move_id.state", string="Status of the Invoice", compute_sudo=True)
    tax_invoice_display = fields.Char(related="move_id.tax_invoice_display", compute_sudo=True)
    tax_invoice_date = fields.Date(related="move_id.tax_invoice_date", compute_sudo=True)
    handover_method = fields.Selection(related="move_id.handover_method", compute_sudo=True)
    handover_recipient = fields.Char(related="move_id.handover_recipient", compute_sudo=True)
    handover_sent_on = fields.Date(related="move_id.handover_sent_on", compute_sudo=True)
    handover_signed_on = fields.Date(related="move_id.handover_signed_on", compute_sudo=True)
    tax_invoice_chain = fields.Char(related="move_id.tax_invoice_chain", compute_sudo=True)
    can_issue = fields.Boolean(compute="_compute_can_issue")
    can_cancel = fields.Boolean(compute="_compute_can_issue")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_issue(self):
        issuer, editor = self.env.user.has_group(ISSUER), self.has_access("write")
        for document in self:
            document.can_issue = issuer and document.state == "approved" and document.kind == "invoice"
            document.can_cancel = editor and document.state in self._flow["cancelled"]

    # --- buttons ------------------------------------------------------------

    def action_issue(self):
        """Create the draft invoice of each reservation."""
        return self._open_invoices(self._do_issue())

    def action_issue_together(self):
        """Create one draft invoice per customer and title."""
        return self._open_invoices(self._do_issue(merge=True))

    def action_cancel(self):
        """Give the quantity back (作廢)."""
        self._move_to("cancelled")

    def action_open_invoice(self):
        self.ensure_one()
        return self.move_id.get_formview_action()

    def action_hand_over(self):
        """Note how and to whom the invoice went, or that it was signed for."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "invoice.handover",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reservation_ids": self.ids},
        }

    def _open_invoices(self, moves):
        if len(moves) == 1:
            action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
            return {**action, "res_id": moves.id, "views": [(False, "form")]}
        return self._list_invoices(moves)

    @api.model
    def _list_invoices(self, moves):
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        shown = {"default_move_type": "out_invoice"}  # by it the list of Odoo shows the customer
        return {**action, "domain": [("id", "in", moves.ids)], "context": shown}

    # --- issuing ------------------------------------------------------------

    def _do_issue(self, merge=False):
        """Bring approved reservations onto draft invoices and return these."""
        if not self.env.user.has_group(ISSUER):
            raise AccessError(self.env._("Only who may issue invoices can do this; ask the accountant."))
        self.check_access("read")
        # nothing a client sends as a default may end up on the invoice
        documents_sudo = self.with_context(clean_context(self.env.context)).sudo()
        documents_sudo._check_blockers("issuing")
        documents_sudo._check_approval_valid()
        documents_sudo.line_ids._check_belongs()
        moves = self.env["invoice.issuer"]._issue(documents_sudo, merge=merge)
        documents_sudo._move_to("issuing")
        return moves

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for document in self:
            if target == "issuing" and document.kind == "no_invoice":
                reason = self.env._("its deliveries are to stay without invoice.")
                blockers[document.id].append(Blocker("no_invoice", reason))
            if target in ("delivered", "signed") and not document.sudo().move_id.tax_invoice_number:
                reason = self.env._("enter the official invoice number first.")
                blockers[document.id].append(Blocker("no_number", reason))
        return blockers

    def _prepare_tax_invoice_vals(self):
        """Return what the request asks of its invoice, for the values of the draft."""
        first, notes = self[:1], [note for note in self.mapped("note") if note]
        vals = {"tax_invoice_kind": first.invoice_kind, "tax_invoice_form": first.invoice_form}
        return vals | ({"narration": plaintext2html("\n".join(notes))} if notes else {})

    def _get_issue_problems(self):
        """Return ``{id: why it cannot be issued now}``; what can be has no entry."""
        documents_sudo = self.sudo()
        found = {
            document_id: " ".join(blocker.message for blocker in blockers)
            for document_id, blockers in documents_sudo._get_move_blockers("issuing").items()
            if blockers
        }
        for document in documents_sudo.filtered(lambda document: document.id not in found):
            problem = document._get_own_issue_problem()
            if problem:
                found[document.id] = problem
        ready = documents_sudo.filtered(lambda document: document.id not in found)
        for lines, reason in self.env["invoice.issuer"]._get_refusals(ready):
            found.update(dict.fromkeys(lines.reservation_id.ids, reason))
        return found

    def _get_own_issue_problem(self):
        if not self.approval_valid:
            return self.env._("Something was changed after the review: revoke it and request again.")
        problem = next(filter(None, (line._get_problem() for line in self.line_ids)), None)
        return problem or self.env["invoice.issuer"]._get_misfit(self)

    def _get_invoice_total(self):
        """Return what the invoice will come to: taxes rounded as on a whole invoice, down payments taken off."""
        self.ensure_one()
        taxes, company, currency = self.env["account.tax"], self.company_id, self.currency_id
        base_lines = [
            line.order_line_id._prepare_base_line_for_taxes_computation(quantity=line.quantity_in_line_uom)
            for line in self.sudo().line_ids
        ]
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        totals = taxes._get_tax_totals_summary(base_lines, currency, company)
        total = totals["total_amount_currency"]
        return total - min(total, self.down_payment_open) if self.deduct_down_payments else total

    # --- the invoice decides ------------------------------------------------

    def _refresh_from_invoices(self):
        """Follow what happened to the invoices: posted, reset, cancelled, deleted, reversed."""
        documents = self.filtered(lambda document: document.state in INVOICED)
        posted = documents._get_posted()
        for document in documents:
            state, move = document._get_state_by_invoice(posted.get(document.id, 0.0))
            if (state, move) != (document.state, document.move_id):
                document._write_by_flow({"state": state, "move_id": move.id})

    def _get_state_by_invoice(self, posted):
        """Return ``(state, invoice)`` the one document should have, ``posted`` being what it still invoices."""
        self.ensure_one()
        move = self.move_id
        if move.state == "draft":
            return "issuing", move
        if move.state != "posted":
            return "approved", move.browse()
        if float_is_zero(posted, precision_digits=6):
            return "reversed", move
        if self.state == "reversed":
            newest = self.line_ids.invoice_line_ids.move_id.filtered(
                lambda candidate: candidate.state == "posted" and candidate.move_type == "out_invoice"
            )
            return "issued", newest.sorted("id")[-1:] or move
        return (self._get_handover_state() if self.state == "issuing" else self.state), move

    def _get_handover_state(self):
        """Return how far the hand-over of the posted invoice is; one set back and posted again keeps it."""
        if self.move_id.handover_signed_on:
            return "signed"
        return "delivered" if self.move_id.handover_sent_on else "issued"

    def _get_posted(self):
        """Return ``{id: quantity on posted invoices less red letters}``, freshly read."""
        posted = {}
        by_line = self.line_ids._get_posted()
        for line in self.line_ids:
            if line.id in by_line:
                posted[line.reservation_id.id] = posted.get(line.reservation_id.id, 0.0) + by_line[line.id]
        return posted
