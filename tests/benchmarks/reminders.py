"""Planning the reminders of 10,000 due receivables for 50 salespeople, and writing their digests."""

from datetime import timedelta

from _measure import Target, figure, footnote, heading, take

from odoo import fields
from odoo.fields import Command

SIZE = SIZE or 10_000
SELLERS, PER_CUSTOMER = 50, 5
IN_TIME = Target("at most", 5.0)


def seed(env):
    """One invoice through the ORM, multiplied in SQL to SIZE, due from ten days ahead to ninety days ago."""
    env = env(context={**env.context, "tracking_disable": True, "mail_auto_subscribe_no_notify": True})
    company = env.company
    company.write({"reminder_active": True, "reminder_small_amount": 0.0})
    sellers = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Seller {number}",
                    "login": f"bench_seller_{number}",
                    "phone": f"+86138{number:08d}",
                    "email": f"seller{number}@example.com",
                    "group_ids": [Command.link(env.ref("backoffice_base.group_salesperson").id)],
                }
                for number in range(SELLERS)
            ]
        )
    )
    customers = env["res.partner"].create(
        [
            {"name": f"Printer {number}", "is_company": True, "user_id": sellers[number % SELLERS].id}
            for number in range(SIZE // PER_CUSTOMER)
        ]
    )
    line = {"name": "Paper", "quantity": 1, "price_unit": 1000.0, "tax_ids": [Command.clear()]}
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customers[0].id,
            "invoice_date": fields.Date.today() - timedelta(days=120),
            "invoice_date_due": fields.Date.today(),
            "invoice_line_ids": [Command.create(line)],
        }
    )
    invoice.action_post()
    multiply(env, invoice, customers)


def multiply(env, invoice, customers):
    env.flush_all()
    source = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
    _copy(
        env,
        "account_move",
        invoice.id,
        {"name": "'BENCH/' || number", "sequence_number": "number"},
        customers,
    )
    env.cr.execute("SELECT id FROM account_move WHERE name LIKE 'BENCH/%' ORDER BY sequence_number")
    moves = ", ".join(str(move_id) for (move_id,) in env.cr.fetchall())
    _copy(
        env,
        "account_move_line",
        source.id,
        {
            "move_id": "moved.ids[1 + number]",
            "date_maturity": "CURRENT_DATE + 10 - number %% 101",
            "amount_residual": "100 + number",
            "amount_residual_currency": "100 + number",
        },
        customers,
        f", (SELECT ARRAY[{moves}] AS ids) moved",
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _copy(env, table, record_id, changes, customers, further=""):
    """Copy one row SIZE times with the ``changes`` and one customer after the other."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    partners = {"partner_id", "commercial_partner_id"} & set(names)
    changes = {**changes, **dict.fromkeys(partners, "customer.ids[1 + number / %s]")}
    values, arguments = [], []
    for name in names:
        values.append(f"{changes[name]}" if name in changes else f'source."{name}"')
        arguments += [PER_CUSTOMER] if name in partners else []
    quoted = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} "
        f"FROM {table} source, (SELECT %s::int[] AS ids) customer, generate_series(0, %s) AS number{further} "
        "WHERE source.id = %s",
        [*arguments, customers.ids, SIZE - 1, record_id],
    )


def plan(env, chunk):
    return env["reminder.planner"]._plan(env.company, fields.Date.today(), chunk=chunk)


def main():
    seed(env)
    env.cr.commit()
    heading(f"reminders of {SIZE:,} receivables, {SELLERS} salespeople")
    first = take(env, lambda env: plan(env, 500))
    again = take(env, lambda env: plan(env, 500))
    smaller = take(env, lambda env: plan(env, 250))
    figure(
        report,
        f"planning {first.result:,} notices",
        ours=first.busy * 1000,
        ratio=(first.busy, f"{first.seconds:.2f} s by the clock"),
        target=IN_TIME,
    )
    figure(report, "planning them again: nothing new", ours=again.busy * 1000)
    chunks = SIZE // PER_CUSTOMER // 500
    per_chunk = (smaller.queries - again.queries) / max(chunks, 1)
    figure(report, "statements per chunk, commit included", ours=per_chunk, unit="queries")
    digests = take(env, lambda env: env["reminder.writer"]._write_digests(env.company, fields.Date.today()))
    people = env["reminder.message"].search_count([("channel", "=", "app")])
    figure(report, f"writing the digests of {people} people", ours=digests.busy * 1000)
    figure(report, "… statements", ours=digests.queries, unit="queries")
    footnote({"planning": [first], "again": [again], "digests": [digests]})
    assert first.result and not again.result, "planned twice"


main()
