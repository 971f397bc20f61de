"""Takes the figures of letters from the books: one statement for all letters of a run, however many."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.date_utils import subtract

from ..models.figures import FIGURES
from ..rules.uninvoiced import Uninvoiced
from . import snapshot_sql, uninvoiced_sql

#: Where an uninvoiced row goes in the arrays of the statement.
ARRAYS = (
    ("partners", "partner_id"),
    ("currencies", "currency_id"),
    ("dates", "date"),
    ("dues", "due_date"),
    ("references", "reference"),
    ("models", "res_model"),
    ("ids", "res_id"),
    ("amounts", "amount"),
    ("bases", "company_amount"),
)
#: What tells the letters of one run from those of another.
OF_RUN = ["kind", "company_id", "period_start:day", "cutoff:day"]


class ReconciliationSnapshot(models.AbstractModel):
    _name = "reconciliation.snapshot"
    _description = "Figures of reconciliation letters"
    _inherit = ["reconciliation.ledger"]

    # --- hooks --------------------------------------------------------------

    @api.model
    def _get_uninvoiced(self, kind, partners, cutoff, company):
        """Return the ``Uninvoiced`` rows of commercial ``partners`` (``None``: all) at the end of ``cutoff``."""
        return []

    @api.model
    def _get_transfer_tz(self, company):
        """Return the time zone in which the moment of a delivery or receipt becomes a day."""
        return company._get_company_tz()

    @api.model
    def _read_uninvoiced(self, partners, read, order_lines, transfers, invoices):
        """Return the ``Uninvoiced`` rows of the fragments a bridge makes with ``uninvoiced_sql``.

        ``read``: ``{model: names}`` of what they read, written to the database first.
        """
        for model, names in read.items():
            self.env[model].flush_model(names)
        with self._joined_by_hash(partners):
            found = self.env.execute_query(uninvoiced_sql.open_deliveries(order_lines, transfers, invoices))
        return [
            Uninvoiced(
                partner,
                currency,
                date,
                reference or "",
                "stock.picking" if picking else False,
                picking,
                float(amount),
                float(base or 0),
            )
            for partner, currency, date, reference, picking, amount, base in found
        ]

    # --- who gets a letter --------------------------------------------------

    @api.model
    def _get_scope(self, kind, company, period_start, cutoff):
        """Return the commercial partners with a balance at the cut-off or a movement in the period."""
        balances = self._get_scope_balances(kind, company, period_start, cutoff)
        return self.env["res.partner"].browse(sorted(balances))

    @api.model
    def _get_scope_balances(self, kind, company, period_start, cutoff):
        """Return ``{commercial partner id: balance at the cut-off}`` in the currency of the company."""
        balances = self._get_active_balances(kind, company, period_start, cutoff)
        for row in self._get_uninvoiced(kind, None, subtract(period_start, days=1), company):
            balances.setdefault(row.partner_id, 0.0)
        for row in self._get_uninvoiced(kind, None, cutoff, company):
            balances[row.partner_id] = balances.get(row.partner_id, 0.0) + row.company_amount
        return balances

    # --- the figures --------------------------------------------------------

    @api.model
    def _take(self, letters):
        """Fill in sections, movements and totals of drafts from the books, replacing what they held."""
        letters_sudo = letters.sudo()  # the rows belong to nobody; whoever makes the letter was checked
        for *key, of_run, partner_ids in letters_sudo._read_group(
            [("id", "in", letters.ids)], OF_RUN, ["id:recordset", "partner_id:array_agg"]
        ):
            self._take_run(of_run, self.env["res.partner"].browse(partner_ids), *key)
        self.env.invalidate_all()  # what others wrote meanwhile is flushed, not lost

    @api.model
    def _take_run(self, letters, partners, kind, company, period_start, cutoff):
        self._flush_ledger()
        letters.flush_recordset()
        self.env.execute_query(
            SQL("DELETE FROM reconciliation_letter_line WHERE letter_id = ANY(%s)", letters.ids)
        )
        self.env.execute_query(
            SQL("DELETE FROM reconciliation_letter_section WHERE letter_id = ANY(%s)", letters.ids)
        )
        params = self._ledger_params(
            kind,
            company,
            cutoff,
            partners.ids,
            letters=letters.ids,
            period_start=period_start,
            currency=company.currency_id.id,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            mark=self._mark_sql(),
            reference=self._reference_sql(kind),
            is_deduction=SQL(snapshot_sql.IS_DEDUCTION[kind]),
            **self._get_uninvoiced_arrays(kind, partners, company, period_start, cutoff),
        )
        with self._joined_by_hash(letters):
            self.env.execute_query(self._take_sql(params))

    @api.model
    def _take_sql(self, params):
        """Return the statement that writes sections, lines and totals at once."""
        names = [SQL.identifier(figure) for figure in FIGURES]
        bases = [SQL.identifier(f"base_{figure}") for figure in FIGURES]
        columns = {
            "figures": SQL(", ").join(names),
            "values": SQL(", ").join(SQL("figures.%s", name) for name in names),
            "assignments": SQL(", ").join(SQL("%s = total.%s", name, name) for name in names),
            "totals": SQL(", ").join(
                SQL("COALESCE(SUM(figures.%s), 0) AS %s", base, name)
                for base, name in zip(bases, names, strict=True)
            ),
        }

        def fragment(code):
            # the code is a constant of snapshot_sql
            return SQL(code, **params, **columns)  # pylint: disable=sql-injection

        with_ledger = self._with_ledger(
            params,
            ("letters", fragment(snapshot_sql.LETTERS)),
            ("uninvoiced", fragment(snapshot_sql.UNINVOICED)),
            ("uninvoiced_moves", fragment(snapshot_sql.UNINVOICED_MOVES)),
            ("books", fragment(snapshot_sql.BOOKS)),
            ("period", fragment(snapshot_sql.PERIOD)),
            ("facts", fragment(snapshot_sql.FACTS)),
            ("figures", snapshot_sql.figures_sql()),
            ("sections", fragment(snapshot_sql.SECTIONS)),
            ("lines", fragment(snapshot_sql.LINES)),
        )
        return SQL("%s %s", with_ledger, fragment(snapshot_sql.HEADERS))

    @api.model
    def _get_uninvoiced_arrays(self, kind, partners, company, period_start, cutoff):
        """Return the uninvoiced rows before the period and at the cut-off as columns."""
        before = self._get_uninvoiced(kind, partners, subtract(period_start, days=1), company)
        now = self._get_uninvoiced(kind, partners, cutoff, company)
        rows = [*before, *now]
        arrays = {name: [getattr(row, field) for row in rows] for name, field in ARRAYS}
        return arrays | {"before": [True] * len(before) + [False] * len(now)}

    @api.model
    def _reference_sql(self, kind):
        """Return the number the partner knows: its own on what it issued, ours otherwise."""
        if kind == "payable":
            return SQL("COALESCE(NULLIF(move.ref, ''), move.name)")
        return SQL("move.name")
