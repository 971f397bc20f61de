"""Pages of ledgers: the rows and how many there are, from one run of the statement behind them."""

from odoo import api, fields, models
from odoo.tools import SQL

_PAGE = object()  # compared by identity: no RPC client can send it


class SalesLedgerPage(models.AbstractModel):
    """A list asks for its rows and, where they fill the page, for their number: a ledger would be worked out twice."""

    _name = "sales.ledger.page"
    _description = "Page of a Ledger"

    row_total = fields.Integer(readonly=True, exportable=False, aggregator=None)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        # EXTENDS base: nothing to search, group or show by
        described = super().fields_get(allfields, attributes)
        described.pop("row_total", None)
        return described

    def _field_to_sql(self, alias, field_expr, query=None):
        # EXTENDS base: counted where a page asks for it, and empty elsewhere
        if field_expr == "row_total":
            is_page = self.env.context.get("ledger_page") is _PAGE
            return SQL("COUNT(*) OVER ()") if is_page else SQL("NULL::int")
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        # OVERRIDES web
        page = self.with_context(ledger_page=_PAGE)
        page.invalidate_model(["row_total"], flush=False)  # another page in the same transaction
        # what the record rules ask of each row comes along, or they would read the ledger once more
        names = [*specification, "row_total", "company_id", "salesperson_id"]
        rows = page.search_fetch(domain, names, offset=offset, limit=limit, order=order).with_env(self.env)
        total = rows[:1].row_total
        shown = offset + len(rows) if rows else 0
        return {
            "length": max(shown, min(total, count_limit)) if count_limit else total,
            "records": rows.web_read(specification),
        }
