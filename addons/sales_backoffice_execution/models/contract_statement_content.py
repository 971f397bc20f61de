"""What a statement holds: rows frozen from the documents, totals, and where the books differ from them by now."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..services.execution_documents import Window
from ..services.execution_figures import AMOUNTS, PERIOD
from .contract_statement_row import BY_STATEMENT, FROZEN_FIGURES

# amounts compared with the books; the drafts of today are no part of a period
COMPARED = ("amount_agreed", *(name for name in AMOUNTS if name != "amount_draft"), "period_signed", *PERIOD)


class ContractStatementContent(models.AbstractModel):
    _name = "contract.statement.content"
    _description = "Content of a Contract Statement"
    _inherit = ["contract.period.print"]

    row_ids = fields.One2many("contract.statement.row", "statement_id", "Contracts", readonly=True)
    row_count = fields.Integer("Number of Contracts", compute="_compute_row_count")
    calculated_on = fields.Datetime(readonly=True, copy=False)
    difference_ids = fields.One2many(
        "contract.statement.difference", "statement_id", "Differences", readonly=True
    )
    difference_count = fields.Integer("Differences Found", readonly=True, copy=False)
    compared_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("row_ids")
    def _compute_row_count(self):
        groups = self.env["contract.statement.row"]._read_group(
            [("statement_id", "in", self.ids)], ["statement_id"], ["__count"]
        )
        counts = {statement.id: count for statement, count in groups}
        for statement in self:
            statement.row_count = counts.get(statement.id or statement._origin.id, 0)

    @api.model
    def _get_guarded_fields(self):
        guarded = {"calculated_on", "difference_count", "compared_on"}
        return super()._get_guarded_fields() | guarded

    # --- calculating --------------------------------------------------------------

    def _read_books(self):
        """Return ``{contract id: values}`` of the period as the documents tell it now."""
        names = (
            "contract_id",
            "name",
            "partner_id",
            "user_id",
            "payment_term_id",
            "date_signed",
            "currency_id",
        )
        books = self._select_books(*names, *FROZEN_FIGURES)
        rows = self.env.execute_query_dict(SQL("%s ORDER BY date_signed, contract_id", books))
        return {row["contract_id"]: row for row in rows}

    def _has_books(self):
        """Return whether any contract lived in the period; a statement that is not created yet may ask."""
        return bool(self.env.execute_query(SQL("%s LIMIT 1", self._select_books("contract_id"))))

    def _select_books(self, *names):
        self.ensure_one()
        self.env.flush_all()
        window = Window(min(self.date_to, fields.Date.context_today(self)), self.tz, self.date_from)
        return SQL(
            "SELECT %s FROM (%s) rows",
            SQL(", ").join(SQL.identifier(name) for name in names),
            self.env["contract.statistics"]._statistics_sql(window, self.company_id),
        )

    def _calculate(self):
        """Fill the rows of drafts from the books and prove them."""
        rows = self.env["contract.statement.row"].sudo().with_context(statement_token=BY_STATEMENT)
        for statement in self:
            statement_sudo = statement.sudo()
            statement_sudo.row_ids.with_context(statement_token=BY_STATEMENT).unlink()
            books = statement_sudo._read_books().values()
            rows.create([statement_sudo._prepare_row_vals(row) for row in books])
            statement_sudo.invalidate_recordset(["row_ids", "row_count"])
            statement_sudo._write_by_flow(
                {"calculated_on": fields.Datetime.now(), "content_hash": statement_sudo._get_content_hash()}
            )

    def _prepare_row_vals(self, row):
        """Return the values of a frozen row; names are copied, so that renaming somebody does not rewrite it."""
        env = self.with_context(lang=self.company_id.partner_id.lang).env
        names = {
            "partner_name": env["res.partner"].browse(row["partner_id"]).display_name,
            "user_name": env["res.users"].browse(row["user_id"] or ()).name,
            "payment_term_name": env["account.payment.term"].browse(row["payment_term_id"] or ()).name,
        }
        kept = {name: value for name, value in row.items() if name != "payment_term_id"}
        return {**kept, **names, "statement_id": self.id}

    # --- comparing -------------------------------------------------------------

    def action_compare(self):
        """Compare filed statements with the books of today, and show what differs."""
        self.check_access("read")
        self.sudo()._compare()
        return self.action_open_differences()

    def action_open_differences(self):
        """Show where the books differ from the statement."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_execution.contract_statement_difference_action"
        )
        return {**action, "domain": [("statement_id", "in", self.ids)], "context": {}}

    def _compare(self):
        """List every figure that reads differently in the books now; what was found earlier keeps its date."""
        for statement in self.filtered(lambda statement: statement.state in ("approved", "bound")):
            found = statement._find_differences()
            known = {(line.contract_id.id, line.figure): line for line in statement.difference_ids}
            gone = [line.id for key, line in known.items() if key not in found]
            statement.difference_ids.browse(gone).unlink()
            for key in known.keys() & found.keys():
                known[key]._update(found[key])
            statement.difference_ids.create([found[key] for key in found.keys() - known.keys()])
            statement._write_by_flow({"difference_count": len(found), "compared_on": fields.Datetime.now()})

    def _find_differences(self):
        """Return ``{(contract id, figure): values}``; a contract that is new or gone differs from zero."""
        self.ensure_one()
        frozen, books = {row.contract_id.id: row for row in self.row_ids}, self._read_books()
        found = {}
        for contract_id in frozen.keys() | books.keys():
            row, book = frozen.get(contract_id), books.get(contract_id)
            change = "changed" if row and book else "added" if book else "removed"
            currency = row.currency_id if row else self.env["res.currency"].browse(book["currency_id"])
            for figure in COMPARED:
                old, new = (row[figure] if row else 0.0), float(book[figure] or 0.0) if book else 0.0
                if currency.compare_amounts(old, new):
                    found[contract_id, figure] = {
                        "statement_id": self.id,
                        "contract_id": contract_id,
                        "figure": figure,
                        "change": change,
                        "amount_filed": old,
                        "amount_now": currency.round(new),
                        "currency_id": currency.id,
                    }
        return found
