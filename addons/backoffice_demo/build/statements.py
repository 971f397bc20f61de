"""The statements of the last month and quarter, filed; and a payment booked late into the month."""

from datetime import timedelta

from odoo.addons.backoffice_base.rules.periods import period_of


def file_periods(workshop):
    """Let the clerk submit and the sales manager file the periods that are over, then date one payment back."""
    for kind in ("quarter", "month"):
        statement = _file(workshop, period_of(workshop.today, kind).previous())
        if statement:
            workshop.name({f"statement_{kind}": statement})
    if statement:
        _collect_late(workshop, statement)
        statement.action_compare()


def _file(workshop, period):
    """Return the filed statement of a period, or nothing when no contract lived in it."""
    clerk = workshop.act_as(workshop.ref("user_clerk"))
    statement = clerk["contract.statement"].create({"kind": period.kind, "day": period.end})
    if not statement.row_count:
        statement.unlink()
        return None
    statement.action_submit()
    statement.with_env(workshop.act_as(workshop.ref("user_manager"))).action_approve()
    return statement


def _collect_late(workshop, statement):
    """Book a receipt that the bank had in the period already: the statement stays, the books differ."""
    day = statement.date_to - timedelta(days=2)
    for contract in statement.row_ids.contract_id.with_env(workshop.env):
        bills = workshop.env["account.move"].search(
            [
                ("id", "in", list(contract._get_bills_by_contract().get(contract.id, ()))),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("invoice_date", "<", day),
                ("amount_residual", ">", 1000),
            ],
            limit=1,
        )
        if bills:
            register = workshop.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=bills.ids
            )
            register.create({"amount": 1000.0, "payment_date": day})._create_payments()
            return
