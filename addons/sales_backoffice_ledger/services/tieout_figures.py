"""SQL of the tie-out: receivables by the sales documents beside the receivable accounts of the general ledger."""

from odoo.tools import SQL

from .invoice_events import CUSTOMER_MOVES
from .ledger import with_entries

# what may lie between the two, and the kind of ledger entry it comes from
CAUSES = {"manual": "entry", "opening": "opening_entry", "writeoff": "writeoff", "exchange": "exchange"}
FIGURES = ("invoiced", "collected", "ledger", "general", "draft", "no_partner", "explained", *CAUSES)


def tieout(horizon):
    """Return one row per company, receivable account and customer, at the last day of the horizon.

    ``documents`` counts invoices less the money received; ``difference`` is what the general ledger shows beyond
    it; ``unexplained`` what neither a known cause nor an approved explanation accounts for.
    """
    causes = SQL(" + ").join(SQL.identifier("sums", name) for name in (*CAUSES, "no_partner"))
    return SQL(
        """
        %(entries)s
        SELECT ROW_NUMBER() OVER (ORDER BY total.company_id, total.account_id, total.partner_id) AS id,
               total.*, company.currency_id, customer.user_id AS salesperson_id, %(end)s::date AS date,
               total.difference - total.known - total.explained AS unexplained,
               CASE WHEN ROUND(total.difference - total.known - total.explained, currency.decimal_places) != 0
                         THEN 'open'
                    WHEN ROUND(total.difference, currency.decimal_places) != 0 THEN 'explained'
                    ELSE 'tied' END AS status
          FROM (
            SELECT sums.*, sums.invoiced - sums.collected AS documents,
                   sums.general - sums.invoiced + sums.collected AS difference, %(causes)s AS known
              FROM (%(sums)s) sums
          ) total
          JOIN res_company company ON company.id = total.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
          LEFT JOIN res_partner customer ON customer.id = total.partner_id
         WHERE %(any)s
        """,
        entries=with_entries(horizon, receivable_only=True),
        end=horizon.end,
        causes=causes,
        sums=_sums(horizon),
        any=SQL(" OR ").join(SQL("total.%s != 0", SQL.identifier(name)) for name in FIGURES),
    )


def _sums(horizon):
    figures = [
        SQL("COALESCE(SUM(part.amount) FILTER (WHERE part.figure = %s), 0) AS %s", name, SQL.identifier(name))
        for name in FIGURES
    ]
    return SQL(
        """
        SELECT part.company_id, part.account_id, part.partner_id, %(figures)s
          FROM (%(parts)s) part
         GROUP BY part.company_id, part.account_id, part.partner_id
        """,
        figures=SQL(", ").join(figures),
        parts=SQL(" UNION ALL ").join([_ledger_part(), _general_part(horizon), _explanation_part(horizon)]),
    )


def _ledger_part():
    """What the detailed ledger says, by what it is."""
    cases = SQL(" ").join(
        SQL("WHEN entry.kind = %s THEN %s", kind, figure) for figure, kind in CAUSES.items()
    )
    return SQL(
        """
        SELECT entry.company_id, entry.account_id, entry.partner_id, figure.name AS figure, figure.amount
          FROM (
            SELECT company_id, account_id, partner_id, kind, SUM(invoiced) AS invoiced, SUM(collected) AS collected
              FROM entry
             GROUP BY 1, 2, 3, 4
          ) entry
         CROSS JOIN LATERAL (
               VALUES ('invoiced', entry.invoiced),
                      (CASE %(cases)s ELSE 'collected' END,
                       CASE WHEN entry.kind IN %(causes)s THEN -entry.collected ELSE entry.collected END),
                      ('ledger', entry.invoiced - entry.collected)
         ) figure(name, amount)
         WHERE entry.invoiced != 0 OR entry.collected != 0
        """,
        cases=cases,
        causes=tuple(CAUSES.values()),
    )


def _general_part(horizon):
    """What the general ledger says: the lines of receivable accounts, posted, and drafts beside them."""
    return SQL(
        """
        SELECT line.company_id, line.account_id, partner.partner_id, figure.name, line.balance
          FROM account_account account
          JOIN account_move_line line ON line.account_id = account.id
          JOIN account_move move ON move.id = line.move_id
          LEFT JOIN contact partner ON partner.id = line.partner_id
         CROSS JOIN LATERAL (
               VALUES (CASE WHEN line.parent_state = 'draft' THEN 'draft' ELSE 'general' END),
                      (CASE WHEN line.parent_state = 'posted' AND line.partner_id IS NULL THEN 'no_partner' END)
         ) figure(name)
         WHERE account.account_type = 'asset_receivable'
           AND (line.parent_state = 'posted' OR (line.parent_state = 'draft' AND move.move_type IN %(invoices)s))
           AND line.date <= %(end)s
           AND figure.name IS NOT NULL
           AND %(partners)s
        """,
        invoices=CUSTOMER_MOVES,
        end=horizon.end,
        partners=SQL("TRUE") if horizon.partners is None else SQL("partner.partner_id IS NOT NULL"),
    )


def _explanation_part(horizon):
    return SQL(
        """
        SELECT note.company_id, note.account_id, note.partner_id, 'explained', note.amount
          FROM sales_ledger_explanation note
         WHERE note.state = 'approved'
           AND note.date <= %(end)s
           AND COALESCE(note.date_to >= %(end)s, TRUE)
           AND %(partners)s
        """,
        end=horizon.end,
        partners=SQL("TRUE")
        if horizon.partners is None
        else SQL("note.partner_id = ANY(%s)", list(horizon.partners)),
    )
