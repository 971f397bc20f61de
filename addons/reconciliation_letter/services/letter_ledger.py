"""What the general ledger says of partners at a cut-off, as SQL that other services compose.

Rows keep the id of their entry line until they are summed: two lines of one amount and one due date are two. What is
open at the cut-off comes from the matchings of exactly these lines that existed by then, found from the lines of the
partners asked for, never from the matchings of everybody.
"""

from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

FEW = 20  # so many partners are joined well however the planner does it
ACCOUNT_TYPES = {"receivable": "asset_receivable", "payable": "liability_payable"}
#: Entry fields the statements read; written to the database before they are run.
READ_FIELDS = {
    "account.move.line": (
        "account_id amount_currency balance company_id currency_id date date_maturity move_id parent_state partner_id"
    ).split(),
    "account.move": "is_quality_deduction journal_id move_type name origin_payment_id ref statement_line_id".split(),
    "account.partial.reconcile": (
        "amount credit_amount_currency credit_move_id debit_amount_currency debit_move_id max_date"
    ).split(),
    "account.account": ["account_type"],
    "account.journal": ["type"],
    "res.partner": ["commercial_partner_id", "parent_id", "is_company"],
}

# One row per entry line of the partners up to the cut-off; positive is what the debtor of the letter owes.
LEDGER = """
    SELECT line.id, line.move_id, partner.commercial_partner_id AS partner_id, line.currency_id, line.date,
           COALESCE(line.date_maturity, line.date) AS due_date,
           %(plus)s line.amount_currency AS amount, %(plus)s line.balance AS base
      FROM account_move_line line
      JOIN res_partner partner ON partner.id = line.partner_id
     WHERE line.company_id = %(company)s AND line.parent_state = 'posted' AND line.date <= %(cutoff)s
       AND line.account_id IN (SELECT id FROM account_account WHERE account_type = %(account_type)s)
       AND %(of_partners)s
"""
# What each matching up to the cut-off takes off a line; it crosses when the other line is of another partner,
# currency or company, and so moves the balance from one letter or section to another.
EFFECTS = """
    SELECT matched.*, (other.partner_id = matched.partner_id AND other.currency_id = matched.currency_id) IS NOT TRUE
           AS crosses
      FROM (SELECT ledger.id AS line_id, part.credit_move_id AS other_id, ledger.partner_id, ledger.currency_id,
                   part.max_date AS date, %(minus)s part.debit_amount_currency AS amount,
                   %(minus)s part.amount AS base
              FROM ledger JOIN account_partial_reconcile part ON part.debit_move_id = ledger.id
             WHERE part.max_date <= %(cutoff)s
             UNION ALL
            SELECT ledger.id, part.debit_move_id, ledger.partner_id, ledger.currency_id,
                   part.max_date, %(plus)s part.credit_amount_currency, %(plus)s part.amount
              FROM ledger JOIN account_partial_reconcile part ON part.credit_move_id = ledger.id
             WHERE part.max_date <= %(cutoff)s) matched
      LEFT JOIN ledger other ON other.id = matched.other_id
"""
# What is left of each line at the cut-off; settled lines are left out.
OPEN_ITEMS = """
    SELECT ledger.id, ledger.partner_id, ledger.currency_id, ledger.due_date,
           ledger.amount - COALESCE(taken.amount, 0) AS amount, ledger.base - COALESCE(taken.base, 0) AS base
      FROM ledger
      LEFT JOIN (SELECT line_id, -SUM(amount) AS amount, -SUM(base) AS base FROM effects GROUP BY line_id) taken
             ON taken.line_id = ledger.id
     WHERE taken.line_id IS NULL OR taken.amount <> ledger.amount OR taken.base <> ledger.base
"""
# Everything that changed the balance of a partner in a currency: entry lines, and what matchings moved elsewhere.
MOVEMENTS = """
    SELECT id AS line_id, move_id, partner_id, currency_id, date, due_date, amount, base, FALSE AS transfer
      FROM ledger
     UNION ALL
    SELECT NULL, other.move_id, effects.partner_id, effects.currency_id, effects.date, NULL, effects.amount,
           effects.base, TRUE
      FROM effects JOIN account_move_line other ON other.id = effects.other_id
     WHERE effects.crosses
"""


class ReconciliationLedger(models.AbstractModel):
    _name = "reconciliation.ledger"
    _description = "Balances of partners in the general ledger"

    @api.model
    def _ledger_params(self, kind, company, cutoff, partner_ids=None, **params):
        """Return what the fragments need; without ``partner_ids``, every partner of the company."""
        of_partners = SQL("TRUE")
        if partner_ids is not None:
            of_partners = SQL("partner.commercial_partner_id = ANY(%s)", list(partner_ids))
        signs = (SQL("+"), SQL("-"))
        plus, minus = signs if kind == "receivable" else reversed(signs)
        return {
            "plus": plus,
            "minus": minus,
            "account_type": ACCOUNT_TYPES[kind],
            "company": company.id,
            "cutoff": cutoff,
            "of_partners": of_partners,
            **params,
        }

    @api.model
    def _with_ledger(self, params, *further):
        """Return ``WITH ledger, effects, open_items, movements`` and the ``further`` fragments ``(name, code)``."""
        fragments = (
            ("ledger", SQL("MATERIALIZED (%s)", SQL(LEDGER, **params))),
            ("effects", SQL("MATERIALIZED (%s)", SQL(EFFECTS, **params))),
            ("open_items", SQL("(%s)", SQL(OPEN_ITEMS))),
            ("movements", SQL("(%s)", SQL(MOVEMENTS))),
            *((name, SQL("(%s)", code)) for name, code in further),
        )
        return SQL(
            "WITH %s", SQL(", ").join(SQL("%s AS %s", SQL.identifier(name), code) for name, code in fragments)
        )

    @api.model
    def _flush_ledger(self):
        """Write what is still in memory; the statements below read the tables."""
        for model, names in READ_FIELDS.items():
            self.env[model].flush_model(names)

    @contextmanager
    def _joined_by_hash(self, partners=None):
        """Keep the planner, who cannot know how large the fragments are, from joining many rows one by one."""
        many = partners is None or len(partners) > FEW
        if many:
            self.env.cr.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
        yield
        if many:
            self.env.cr.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT")

    @api.model
    def _get_active_balances(self, kind, company, period_start, cutoff):
        """Return ``{commercial partner id: company amount}`` of a balance in any currency, or a movement since."""
        self._flush_ledger()
        params = self._ledger_params(kind, company, cutoff)
        query = SQL(
            """%s
            SELECT partner_id, SUM(base) FROM (
                SELECT partner_id, SUM(base) AS base,
                       SUM(amount) <> 0 OR COUNT(*) FILTER (WHERE date >= %s AND amount <> 0) > 0 AS active
                  FROM movements GROUP BY partner_id, currency_id) by_currency
             GROUP BY partner_id HAVING BOOL_OR(active)
            """,
            self._with_ledger(params),
            period_start,
        )
        with self._joined_by_hash():
            return dict(self.env.execute_query(query))

    @api.model
    def _get_balances(self, kind, company, cutoff, partner_ids):
        """Return ``{(partner id, currency id): (balance, transferred, mark)}`` as the books are now.

        The mark changes with every entry line that comes, goes or changes, even when the balance does not.
        """
        self._flush_ledger()
        params = self._ledger_params(kind, company, cutoff, partner_ids)
        query = SQL(
            """%s
            SELECT partner_id, currency_id,
                   COALESCE(SUM(amount) FILTER (WHERE NOT transfer), 0),
                   COALESCE(SUM(amount) FILTER (WHERE transfer), 0), %s
              FROM movements GROUP BY partner_id, currency_id
            """,
            self._with_ledger(params),
            self._mark_sql(),
        )
        with self._joined_by_hash(partner_ids):
            return {(row[0], row[1]): row[2:] for row in self.env.execute_query(query)}

    @api.model
    def _mark_sql(self):
        """Return the aggregate that tells one set of entry lines from another."""
        return SQL(
            """COALESCE(MD5(STRING_AGG(CONCAT_WS(':', line_id, date - DATE '2000-01-01', due_date - date, amount), ','
                            ORDER BY line_id) FILTER (WHERE NOT transfer)), '0')"""
        )
