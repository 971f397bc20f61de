"""The proof of a statement: a hash over its rows and over the files filed with it."""

import hashlib

from odoo import api, fields, models

from odoo.addons.backoffice_base.rules.fingerprint import fingerprint

PDF = "sales_backoffice_execution.action_report_contract_statement"
XLSX = "sales_backoffice_execution.contract_statement_xlsx"


class ContractStatementSeal(models.AbstractModel):
    _name = "contract.statement.seal"
    _description = "Proof of a Contract Statement"

    content_hash = fields.Char(
        "Proof", readonly=True, copy=False, help="SHA-256 over the period and every row of the statement."
    )
    files_hash = fields.Char("Proof of the Files", readonly=True, copy=False)
    pdf_id = fields.Many2one("ir.attachment", "PDF", readonly=True, copy=False, ondelete="restrict")
    xlsx_id = fields.Many2one("ir.attachment", "XLSX", readonly=True, copy=False, ondelete="restrict")
    is_intact = fields.Boolean(
        "Intact",
        compute="_compute_is_intact",
        help="The rows and files are still the ones the proof was made of. Nothing in the product changes them; "
        "whoever changes the database shows here.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"content_hash", "files_hash", "pdf_id", "xlsx_id"}

    @api.depends("content_hash", "files_hash", "state")
    def _compute_is_intact(self):
        for statement in self:
            statement_sudo = statement.sudo()
            statement.is_intact = statement_sudo._is_content_intact() and (
                not statement.files_hash or statement.files_hash == statement_sudo._get_files_hash()
            )

    def _is_content_intact(self):
        # earlier proofs took the rows by the date of the contract, which is entered later at times
        return self.content_hash in (self._get_content_hash(), self._get_content_hash(order="contract_id"))

    def _get_content_hash(self, order="id"):
        """Return the proof of the period and its rows, as they are now."""
        self.ensure_one()
        rows = self.env["contract.statement.row"].search([("statement_id", "=", self.id)], order=order)
        return fingerprint(
            {
                "company": self.company_id.id,
                "kind": self.kind,
                "from": self.date_from,
                "to": self.date_to,
                "tz": self.tz,
                "rows": [row._get_proof() for row in rows],
            }
        )

    def _get_files_hash(self):
        """Return the proof of the files; a file that is gone leaves nothing to prove."""
        self.ensure_one()
        # clients ask for the size of files instead of their content
        files = (self.pdf_id | self.xlsx_id).with_context(bin_size=False).exists().sorted("id")
        return hashlib.sha256(b"".join(file.raw or b"" for file in files)).hexdigest()

    def _attach_files(self):
        """Print the statement and keep the files with it, in the language of the company."""
        self.ensure_one()
        report = self.env["ir.actions.report"].with_context(lang=self.company_id.partner_id.lang)
        pdf, _kind = report._render_qweb_pdf(PDF, self.ids)
        xlsx, _kind = report._render_xlsx(XLSX, self.ids, {})
        name = self.name.replace("/", "_")
        self._write_by_flow(
            {
                "pdf_id": self._attach(f"{name}.pdf", pdf, "application/pdf").id,
                "xlsx_id": self._attach(
                    f"{name}.xlsx", xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                ).id,
            }
        )
        self._write_by_flow({"files_hash": self._get_files_hash()})

    def _attach(self, name, content, mimetype):
        return self.env["ir.attachment"].create(
            {"name": name, "raw": content, "mimetype": mimetype, "res_model": self._name, "res_id": self.id}
        )

    def action_download_pdf(self):
        """Download the PDF that was filed."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.pdf_id.id}?download=true"}

    def action_download_xlsx(self):
        """Download the spreadsheet that was filed."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.xlsx_id.id}?download=true"}
