"""Issued invoices from the tax platform: a preview first, then the numbers onto our invoices."""

from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.invoice_reservation_issue import ISSUER
from ..rules import issued_rows
from ..services.issued_candidates import INVOICES, RESERVATIONS, OtherAmount

HEADING_ROWS = 10  # a platform's export may have a title above its header
TAKING = ("match", "issue")
GOOD = (*TAKING, "known")


class Found(NamedTuple):
    """A row of the sheet and what it stands for."""

    line: int
    row: Any  # an ``issued_rows.Row``, or what can be shown of a row that cannot be read
    invoice: Any
    reservation: Any
    result: str
    why: str = ""


class InvoiceImport(models.TransientModel):
    """The preview is shown from lines; importing reads the file again, so a changed line imports nothing."""

    _name = "invoice.import"
    _description = "Import Issued Invoices"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    file = fields.Binary("XLSX File", required=True)
    file_name = fields.Char()
    line_ids = fields.One2many("invoice.import.line", "import_id", "Rows", readonly=True)
    is_read = fields.Boolean(readonly=True)
    good_count = fields.Integer("Will Be Imported", compute="_compute_counts")
    issue_count = fields.Integer("Reservations to Issue", compute="_compute_counts")
    known_count = fields.Integer("Imported Before", compute="_compute_counts")
    bad_count = fields.Integer("Cannot Be Imported", compute="_compute_counts")
    accept_good = fields.Boolean(
        "Import the Good Rows Only", help="Without it nothing is imported while a row is bad."
    )

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for wizard in self:
            results = wizard.line_ids.mapped("result")
            wizard.good_count = sum(result in TAKING for result in results)
            wizard.issue_count = results.count("issue")
            wizard.known_count = results.count("known")
            wizard.bad_count = len(results) - wizard.good_count - wizard.known_count

    # --- buttons ------------------------------------------------------------

    def action_preview(self):
        """Read the file and show what would happen; nothing is written on invoices."""
        self.ensure_one()
        self._check_issuer()
        found = self._read_rows()
        self.line_ids.unlink()
        self.write({"line_ids": [(0, 0, self._prepare_line_vals(item)) for item in found], "is_read": True})
        return self._reopen()

    def action_import(self):
        """Write the numbers of the good rows; refuse while a row is bad and nobody accepted the good ones.

        A reservation a row stands for is issued into its draft invoice first.
        """
        self.ensure_one()
        self._check_issuer()
        found = self._read_rows()
        bad = [item for item in found if item.result not in GOOD]
        if bad and not self.accept_good:
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s rows cannot be. Correct them, or accept the good rows only.",
                    count=len(bad),
                )
            )
        issued, left_out = self._issue(found)
        moves = self.env["account.move"]
        for item in found:
            move = item.invoice if item.result == "match" else issued.get(item.reservation.id)
            if move:
                move.write(self._prepare_number_vals(item.row))
                moves |= move
        return self._show(moves, left_out)

    def _issue(self, found):
        """Issue the reservations of the rows; return ``({reservation id: invoice}, what was left out and why)``."""
        candidates = self.env["invoice.issued.candidates"]
        rows = {item.reservation.id: item.row for item in found if item.result == "issue"}
        if not rows:
            return {}, ""
        try:
            with self.env.cr.savepoint():
                return candidates._issue(rows), ""
        except OtherAmount as other:
            if not self.accept_good:
                raise
            rows = {key: row for key, row in rows.items() if key not in other.keys}
            return (candidates._issue(rows) if rows else {}), str(other)

    def _prepare_number_vals(self, row):
        return {
            "tax_invoice_code": row.code,
            "tax_invoice_number": row.number,
            "tax_invoice_date": row.day,
        }

    def _show(self, moves, left_out):
        """Open the invoices that got a number, and say which rows were left out after all."""
        action = self.env[RESERVATIONS]._list_invoices(moves)
        if not left_out:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": left_out, "type": "warning", "sticky": True, "next": action},
        }

    def _check_issuer(self):
        if not self.env.user.has_group(ISSUER):
            raise AccessError(self.env._("Only who may issue invoices can import them; ask the accountant."))

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Issued Invoices"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # --- reading and matching -----------------------------------------------

    def _read_rows(self):
        """Return a ``Found`` of every row of the file."""
        rows, start, columns = self._find_header(self.env["invoice.xlsx.reader"]._read(self.file))
        candidates = issued_rows.Candidates(self.env["invoice.issued.candidates"]._get(self.company_id))
        taken, numbers, found = set(), set(), []
        for line, cells in enumerate(rows[start:], start=start + 1):
            row, problem = issued_rows.read_row(line, cells, columns)
            if row is None:
                if problem:
                    texts = issued_rows.read_texts(cells, columns)
                    found.append(self._prepare_found(line, texts, None, problem))
                continue
            candidate, result = None, "duplicate"
            if (row.code, row.number) not in numbers:
                candidate, result = issued_rows.match(row, candidates, taken)
            numbers.add((row.code, row.number))
            if result in TAKING:
                taken.add(candidate.key)
            found.append(self._prepare_found(line, row, candidate, result))
        if not found:
            raise UserError(self.env._("The file has no invoice below its header."))
        return self._hold_back(found)

    def _prepare_found(self, line, row, candidate, result):
        model, key = candidate.key if candidate else (None, None)
        invoice, reservation = (
            self.env[name].browse([key] if name == model else []) for name in (INVOICES, RESERVATIONS)
        )
        return Found(line, row, invoice, reservation, result)

    def _hold_back(self, found):
        """Say of reservations that cannot be issued now why, before anybody relies on it."""
        reservations = self.env[RESERVATIONS].union(
            *(item.reservation for item in found if item.result == "issue")
        )
        problems = reservations._get_issue_problems()
        return [
            item._replace(result="held", why=problems[item.reservation.id])
            if item.reservation.id in problems
            else item
            for item in found
        ]

    def _find_header(self, sheets):
        """Return ``(rows, number of the first row below the header, {name: column})`` of the sheet that has one."""
        best = ["number"]
        for rows in sheets:
            for position, cells in enumerate(rows[:HEADING_ROWS]):
                columns, missing = issued_rows.find_columns(cells)
                if not missing:
                    return rows, position + 1, columns
                if columns:
                    best = missing
        labels = {
            "number": self.env._("invoice number"),
            "date": self.env._("invoice date"),
            "buyer": self.env._("buyer"),
            "amount": self.env._("total amount"),
        }
        raise UserError(
            self.env._(
                "The file has no column for: %s. Export the list of issued invoices.",
                ", ".join(labels[name] for name in best),
            )
        )

    def _prepare_line_vals(self, item):
        row = item.row
        vals = {
            "row": item.line,
            "result": item.result,
            "move_id": item.invoice.id,
            "reservation_id": item.reservation.id,
            "why": item.why,
        }
        if isinstance(row, dict):
            return vals | row
        number = f"{row.code} {row.number}".strip()
        return vals | {
            "number": number,
            "date": row.day,
            "buyer": row.buyer,
            "vat": row.vat,
            "amount": row.amount,
        }
