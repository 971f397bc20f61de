"""Issued invoices from the tax platform: a preview first, then the numbers onto our invoices."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.invoice_reservation_issue import INVOICED, ISSUER
from ..rules import issued_rows

HEADING_ROWS = 10  # a platform's export may have a title above its header
GOOD = ("match", "known")


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
    known_count = fields.Integer("Imported Before", compute="_compute_counts")
    bad_count = fields.Integer("Cannot Be Imported", compute="_compute_counts")
    accept_good = fields.Boolean(
        "Import the Good Rows Only", help="Without it nothing is imported while a row is bad."
    )

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for wizard in self:
            results = wizard.line_ids.mapped("result")
            wizard.good_count = results.count("match")
            wizard.known_count = results.count("known")
            wizard.bad_count = len(results) - wizard.good_count - wizard.known_count

    # --- buttons ------------------------------------------------------------

    def action_preview(self):
        """Read the file and show what would happen; nothing is written on invoices."""
        self.ensure_one()
        self._check_issuer()
        found = self._read_rows()
        self.line_ids.unlink()
        self.write({"line_ids": [(0, 0, self._prepare_line_vals(*item)) for item in found], "is_read": True})
        return self._reopen()

    def action_import(self):
        """Write the numbers of the good rows; refuse while a row is bad and nobody accepted the good ones."""
        self.ensure_one()
        self._check_issuer()
        found = self._read_rows()
        bad = [item for item in found if item[3] not in GOOD]
        if bad and not self.accept_good:
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s rows cannot be. Correct them, or accept the good rows only.",
                    count=len(bad),
                )
            )
        moves = self.env["account.move"]
        for _line, row, move, result in found:
            if result == "match":
                move.write(
                    {
                        "tax_invoice_code": row.code,
                        "tax_invoice_number": row.number,
                        "tax_invoice_date": row.day,
                    }
                )
                moves |= move
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        return {**action, "domain": [("id", "in", moves.ids)], "context": {}}

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
        }

    # --- reading and matching -----------------------------------------------

    def _read_rows(self):
        """Return ``[(sheet row, Row or what can be shown of it, invoice, code)]`` of every row of the file."""
        rows, start, columns = self._find_header(self.env["invoice.xlsx.reader"]._read(self.file))
        candidates = issued_rows.Candidates(self._get_candidates())
        taken, numbers, found = set(), set(), []
        for line, cells in enumerate(rows[start:], start=start + 1):
            row, problem = issued_rows.read_row(line, cells, columns)
            if row is None:
                if problem:
                    texts = issued_rows.read_texts(cells, columns)
                    found.append((line, texts, self.env["account.move"], problem))
                continue
            key, result = None, "duplicate"
            if (row.code, row.number) not in numbers:
                candidate, result = issued_rows.match(row, candidates, taken)
                key = candidate and candidate.key
            numbers.add((row.code, row.number))
            if result == "match":
                taken.add(key)
            found.append((line, row, self.env["account.move"].browse(key or []), result))
        if not found:
            raise UserError(self.env._("The file has no invoice below its header."))
        return found

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

    def _get_candidates(self):
        """Return our invoices a row may stand for: those of reservations, and those with a number already."""
        domain = [
            ("company_id", "=", self.company_id.id),
            "|",
            ("tax_invoice_number", "!=", False),
            "&",
            ("state", "!=", "cancel"),
            "&",
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("line_ids.reservation_line_id", "!=", False),
        ]
        return [self._get_candidate(move) for move in self.env["account.move"].search(domain)]

    def _get_candidate(self, move):
        documents = move.sudo().line_ids.reservation_line_id.reservation_id
        documents = documents.filtered(lambda document: document.state in INVOICED)
        partner = move.commercial_partner_id
        names = {*documents.mapped("title_name"), partner.name}
        vats = {*documents.mapped("title_vat"), partner.vat}
        sign = -1 if move.move_type == "out_refund" else 1
        return issued_rows.Candidate(
            move.id,
            frozenset(issued_rows.simplify(name) for name in names if name),
            frozenset(vat.upper() for vat in vats if vat),
            sign * move.amount_total,
            move.invoice_date or None,
            move.tax_invoice_code or "",
            move.tax_invoice_number or "",
            move.state == "cancel",
        )

    def _prepare_line_vals(self, line, row, move, result):
        vals = {"row": line, "result": result, "move_id": move.id}
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
