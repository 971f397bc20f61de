"""What a row of the tax platform may stand for, and the reservations it issues."""

from odoo import api, models
from odoo.exceptions import UserError

from ..rules import issued_rows
from .availability_sql import INVOICED

INVOICES, RESERVATIONS = "account.move", "invoice.reservation"


class OtherAmount(UserError):
    """Reservations came to other amounts than the file says; nothing was issued. ``keys`` are their ids."""

    def __init__(self, message, keys):
        super().__init__(message)
        self.keys = keys


class IssuedCandidates(models.AbstractModel):
    """Keys of candidates are ``(model, id)``."""

    _name = "invoice.issued.candidates"
    _description = "Documents Issued Invoices Are Matched To"

    @api.model
    def _get(self, company):
        """Return the candidates of ``company`` the user may read."""
        documents = self._get_reservations(company)
        invoices = self.env[INVOICES].search(self._get_invoice_domain(company))
        return [self._of_invoice(move) for move in invoices] + [
            self._of_reservation(document) for document in documents
        ]

    def _get_invoice_domain(self, company):
        """Invoices of reservations, and all that have a number already."""
        return [
            ("company_id", "=", company.id),
            "|",
            ("tax_invoice_number", "!=", False),
            "&",
            ("state", "!=", "cancel"),
            "&",
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("line_ids.reservation_line_id", "!=", False),
        ]

    def _get_reservations(self, company):
        """Return what is approved and on no draft yet; the platform's amounts are in the company's currency."""
        return self.env[RESERVATIONS].search(
            [
                ("company_id", "=", company.id),
                ("currency_id", "=", company.currency_id.id),
                ("state", "=", "approved"),
                ("kind", "=", "invoice"),
            ]
        )

    def _of_invoice(self, move):
        documents_sudo = move.sudo().line_ids.reservation_line_id.reservation_id
        documents_sudo = documents_sudo.filtered(lambda document: document.state in INVOICED)
        sign = -1 if move.move_type == "out_refund" else 1
        return issued_rows.Candidate(
            (INVOICES, move.id),
            *self._get_buyer(documents_sudo, move.commercial_partner_id),
            sign * move.amount_total,
            move.invoice_date or None,
            move.tax_invoice_code or "",
            move.tax_invoice_number or "",
            move.state == "cancel",
        )

    def _of_reservation(self, document):
        return issued_rows.Candidate(
            (RESERVATIONS, document.id),
            *self._get_buyer(document, document.partner_id),
            document._get_invoice_total(),
            None,
            outcome="issue",
        )

    def _get_buyer(self, documents, partner):
        """Return the names and tax numbers an invoice may be made out to."""
        names = {*documents.mapped("title_name"), partner.name}
        vats = {*documents.mapped("title_vat"), partner.vat}
        return (
            frozenset(issued_rows.simplify(name) for name in names if name),
            frozenset(vat.upper() for vat in vats if vat),
        )

    @api.model
    def _issue(self, rows):
        """Issue ``{reservation id: Row}`` as the button does, all or none; return ``{id: draft invoice}``.

        The tax platform has issued the amount of the row: a draft of another amount would not be that invoice.
        """
        documents = self.env[RESERVATIONS].browse(rows)
        documents._do_issue()
        moves, problems = {}, {}
        for document in documents:
            move = moves[document.id] = document.sudo().move_id.with_env(self.env)
            if move.currency_id.compare_amounts(move.amount_total, rows[document.id].amount) != 0:
                problems[document.id] = self._explain_other_amount(document, move, rows[document.id])
        if problems:
            raise OtherAmount("\n".join(problems.values()), problems.keys())
        return moves

    def _explain_other_amount(self, document, move, row):
        return self.env._(
            "Row %(row)s: the invoice of %(document)s comes to %(amount)s and not to %(given)s; issue it by hand.",
            row=row.line,
            document=document.name,
            amount=move.currency_id.format(move.amount_total),
            given=move.currency_id.format(row.amount),
        )
