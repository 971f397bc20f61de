"""The books of the letters' benchmark, and what a letter says as one statement written by hand."""

from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

START, CUTOFF = date(2026, 10, 1), date(2026, 10, 31)
ENTRIES = 25  # per customer, of two lines each

#: For each customer: opening, movements by kind, closing, what is open by age; and its movements with balances.
BY_HAND = """
    WITH entry AS (
        SELECT l.id, l.partner_id, l.date, COALESCE(l.date_maturity, l.date) AS due, l.balance, m.name, m.move_type
          FROM account_move_line l JOIN account_move m ON m.id = l.move_id
         WHERE l.company_id = %(company)s AND l.parent_state = 'posted' AND l.account_id = %(account)s
           AND l.date <= %(cutoff)s AND l.partner_id = ANY(%(customers)s)),
    matched AS (
        SELECT id, SUM(amount) AS amount FROM (
            SELECT p.debit_move_id AS id, -p.amount AS amount FROM account_partial_reconcile p
              JOIN entry ON entry.id = p.debit_move_id WHERE p.max_date <= %(cutoff)s
             UNION ALL
            SELECT p.credit_move_id, p.amount FROM account_partial_reconcile p
              JOIN entry ON entry.id = p.credit_move_id WHERE p.max_date <= %(cutoff)s) both_sides
         GROUP BY id),
    rest AS (
        SELECT entry.*, entry.balance + COALESCE(matched.amount, 0) AS open
          FROM entry LEFT JOIN matched ON matched.id = entry.id),
    total AS (
        INSERT INTO bench_total
        SELECT partner_id, SUM(balance) FILTER (WHERE date < %(start)s),
               SUM(balance) FILTER (WHERE date >= %(start)s AND move_type = 'out_invoice'),
               SUM(balance) FILTER (WHERE date >= %(start)s AND move_type = 'entry'), SUM(balance),
               SUM(open) FILTER (WHERE open > 0), SUM(open) FILTER (WHERE open < 0),
               SUM(open) FILTER (WHERE open > 0 AND due >= %(cutoff)s),
               SUM(open) FILTER (WHERE open > 0 AND due < %(cutoff)s AND due >= %(cutoff)s - 30),
               SUM(open) FILTER (WHERE open > 0 AND due < %(cutoff)s - 30 AND due >= %(cutoff)s - 60),
               SUM(open) FILTER (WHERE open > 0 AND due < %(cutoff)s - 60 AND due >= %(cutoff)s - 90),
               SUM(open) FILTER (WHERE open > 0 AND due < %(cutoff)s - 90)
          FROM rest GROUP BY partner_id RETURNING *)
    INSERT INTO bench_line
    SELECT rest.partner_id, rest.date, rest.due, rest.name, rest.move_type, rest.balance,
           COALESCE(total.opening, 0)
           + SUM(rest.balance) OVER (PARTITION BY rest.partner_id ORDER BY rest.date, rest.id),
           rest.open
      FROM rest JOIN total ON total.partner_id = rest.partner_id WHERE rest.date >= %(start)s
"""
TABLES = """
    CREATE TABLE bench_total (partner_id integer, opening numeric, debit numeric, credit numeric, closing numeric,
        invoiced_open numeric, advance numeric, not_due numeric, b1 numeric, b2 numeric, b3 numeric, b4 numeric);
    CREATE TABLE bench_line (partner_id integer, date date, due date, name varchar, kind varchar, amount numeric,
        balance numeric, open numeric);
"""


def seed(env, size):
    """Return ``size`` customers with ENTRIES entries each: invoices since January, two of five paid."""
    account = env["account.account"].create(
        {"name": "Bench receivable", "code": "BENCH7", "account_type": "asset_receivable", "reconcile": True}
    )
    income = env["account.account"].create(
        {"name": "Bench income", "code": "BENCH8", "account_type": "income"}
    )
    journal = env["account.journal"].create({"name": "Bench bank", "code": "BNCH7", "type": "bank"})
    customers = env["res.partner"].create(
        [
            {"name": f"Letter customer {n}", "is_company": True, "email": f"c{n}@example.com"}
            for n in range(size)
        ]
    )
    invoice, payment = (
        _sample(env, customers[0], account, income),
        _sample_payment(env, customers[0], account, income, journal),
    )
    env.flush_all()
    _multiply(env, customers, invoice, payment)
    env.cr.execute(TABLES)
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    env.cr.commit()
    return customers, account


def _sample(env, customer, account, income):
    customer.property_account_receivable_id = account
    line = {
        "name": "Paper",
        "quantity": 1,
        "price_unit": 100.0,
        "tax_ids": [Command.clear()],
        "account_id": income.id,
    }
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": date(2026, 1, 1),
            "date": date(2026, 1, 1),
            "invoice_date_due": date(2026, 1, 31),
            "invoice_line_ids": [Command.create(line)],
        }
    )
    move.action_post()
    return move


def _sample_payment(env, customer, account, income, journal):
    lines = [
        {"account_id": acc.id, "partner_id": customer.id, "balance": amount}
        for acc, amount in ((account, -100.0), (income, 100.0))
    ]
    move = env["account.move"].create(
        {
            "date": date(2026, 1, 1),
            "journal_id": journal.id,
            "line_ids": [Command.create(line) for line in lines],
        }
    )
    move.action_post()
    return move


def _multiply(env, customers, invoice, payment):
    """Copy the two entries: of every five of a customer the last two are payments of the first two."""
    count = len(customers) * ENTRIES
    env.cr.execute(
        "CREATE TEMP TABLE plan AS SELECT n, nextval('account_move_id_seq')::int AS move_id,"
        " (%s::int[])[1 + n / %s] AS partner_id,"
        " DATE '2026-01-02' + (n %% %s) * 12 AS date, n %% 5 >= 3 AS paid, 100 + n %% 97 AS amount"
        " FROM generate_series(0, %s) n",
        [customers.ids, ENTRIES, ENTRIES, count - 1],
    )
    env.cr.execute("UPDATE plan SET amount = 100 + (n - 3) % 97 WHERE paid")
    for move, paid in ((invoice, False), (payment, True)):
        changes = {
            "id": "plan.move_id",
            "name": "'BN/' || plan.n",
            "date": "plan.date",
            "partner_id": "plan.partner_id",
        }
        changes |= {"commercial_partner_id": "plan.partner_id", "sequence_number": "plan.n"}
        _copy(env, "account_move", changes, move.ids, paid)
        for line in move.line_ids:
            sign = 1 if line.balance > 0 else -1
            values = {
                "id": "nextval('account_move_line_id_seq')",
                "move_id": "plan.move_id",
                "date": "plan.date",
            }
            values |= {
                "partner_id": "plan.partner_id",
                "date_maturity": "plan.date + 30",
                "move_name": "'BN/' || plan.n",
            }
            for name in ("balance", "amount_currency"):
                values[name] = f"{sign} * plan.amount"
            values |= {
                "debit": f"GREATEST({sign} * plan.amount, 0)",
                "credit": f"GREATEST({-sign} * plan.amount, 0)",
            }
            _copy(env, "account_move_line", values, line.ids, paid)
    _match(env)


def _copy(env, table, changes, ids, paid):
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [name for (name,) in env.cr.fetchall()]
    values = SQL(", ").join(
        SQL(changes[name]) if name in changes else SQL("source.%s", SQL.identifier(name)) for name in names
    )
    env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s source, plan"
            " WHERE source.id = ANY(%s) AND plan.paid = %s RETURNING 1",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, names)),
            values,
            SQL.identifier(table),
            ids,
            paid,
        )
    )


def _match(env):
    """The payments pay the invoices three entries before them."""
    env.cr.execute(
        """
        INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, company_id, debit_currency_id,
               credit_currency_id, amount, debit_amount_currency, credit_amount_currency, max_date)
        SELECT debit.id, credit.id, debit.company_id, debit.currency_id, credit.currency_id, old.amount, old.amount,
               old.amount, new.date
          FROM plan new JOIN plan old ON old.n = new.n - 3
          JOIN account_move_line debit ON debit.move_id = old.move_id
          JOIN account_account a ON a.id = debit.account_id AND a.account_type = 'asset_receivable'
          JOIN account_move_line credit ON credit.move_id = new.move_id AND credit.account_id = debit.account_id
         WHERE new.paid
        """
    )


def by_hand(env, customers, account):
    """Write the figures of all customers with one statement; return how many customers."""
    params = {
        "company": env.company.id,
        "account": account.id,
        "cutoff": CUTOFF,
        "start": START,
        "customers": customers.ids,
    }
    env.cr.execute("TRUNCATE bench_total, bench_line")
    env.cr.execute(BY_HAND, params)
    return len(customers)
