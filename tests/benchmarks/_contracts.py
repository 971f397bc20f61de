"""Contracts with everything that happens to them: a seed through the ORM, multiplied by SQL; and statistics by hand."""

from datetime import date, timedelta

import _clone

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import SQL

SEED, LINES = 10, 20
TABLES = (
    "res_partner",
    "sale_contract",
    "sale_contract_line",
    *(table for table in _clone.TABLES if table != "res_partner"),
)


def build(env, contracts):
    """Create that many contracts (in steps of ``SEED``) of ``LINES`` lines; return their ids."""
    env = env(context={**env.context, "tracking_disable": True, "lang": "en_US", "tz": "UTC"})
    env.company.write({name: False for name in ("credit_control", "price_guard") if name in env.company})
    _clone.TABLES, _clone.NAMES = TABLES, {**_clone.NAMES, "sale_contract": "name"}
    bottoms = _clone.marks(env)
    products = env["product.product"].create(
        [
            {
                "name": f"Paper {number}",
                "type": "consu",
                "invoice_policy": "delivery",
                "taxes_id": [Command.clear()],
            }
            for number in range(LINES)
        ]
    )
    for number in range(SEED):
        _trade(env, products, number)
    _clone.multiply(env, bottoms, contracts // SEED)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return env["sale.contract"].search([("id", ">", bottoms["sale_contract"])]).ids


def _trade(env, products, number):
    """One contract: two call-offs, the second delivered in part; the first invoiced and paid in part or in full."""
    signed = date.today() - timedelta(days=90 + number)
    partner = env["res.partner"].create({"name": f"Bench {number}", "is_company": True, "ref": "bench"})
    contract = env["sale.contract"].create(
        {
            "kind": "framework",
            "partner_id": partner.id,
            "valid_from": signed,
            "line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_id": product.uom_id.id,
                        "quantity": 100,
                        "price_unit": 10.0 + index,
                        "tax_ids": [Command.clear()],
                    }
                )
                for index, product in enumerate(products)
            ],
        }
    )
    contract._write_by_flow(
        {"state": "active", "date_signed": signed, "approval_hash": contract._get_fingerprint()}
    )
    first, second = (_call_off(env, contract, quantity, signed) for quantity in (20 + number, 15))
    _deliver(env, first, None, signed + timedelta(days=5))
    _deliver(env, second, 7, signed + timedelta(days=40))
    invoice = first._create_invoices()
    invoice.invoice_date = signed + timedelta(days=10)
    invoice.action_post()
    register = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids
    )
    amount = invoice.amount_total * (1 if number % 2 else 0.4)
    register.create({"amount": amount, "payment_date": signed + timedelta(days=30)})._create_payments()


def _call_off(env, contract, quantity, signed):
    order = env["sale.order"].create(
        {
            "partner_id": contract.partner_id.id,
            "contract_id": contract.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_qty": quantity,
                        "price_unit": line.price_unit,
                        "tax_ids": [Command.clear()],
                        "contract_line_id": line.id,
                    }
                )
                for line in contract.line_ids
            ],
        }
    )
    order.action_confirm()
    order.date_order = fields.Datetime.to_datetime(signed) + timedelta(days=2, hours=9)
    return order


def _deliver(env, order, quantity, day):
    picking = order.picking_ids[:1]
    for move in picking.move_ids:
        move.quantity = move.product_uom_qty if quantity is None else quantity
        move.picked = True
    action = picking.with_context(skip_sms=True).button_validate()
    if isinstance(action, dict):
        Form.from_action(env, action).save().process()
    picking.move_ids.date = fields.Datetime.to_datetime(day) + timedelta(hours=9)


def by_hand(contracts, at, since):
    """Return the statistics as somebody would write them who knows the data: one currency, one unit, one contract an
    invoice, no deposit, no return, no price-only credit note, no part that has to add up.
    """
    return SQL(
        """
        WITH line AS (
            SELECT line.id, sale.contract_id, line.product_uom_qty AS quantity, line.price_total,
                   sale.date_order::date AS day
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id
             WHERE sale.contract_id = ANY(%(contracts)s) AND sale.state = 'sale' AND sale.date_order::date <= %(at)s
        ), moved AS (
            SELECT move.sale_line_id, SUM(move.quantity) AS quantity,
                   COALESCE(SUM(move.quantity) FILTER (WHERE move.date::date < %(since)s), 0) AS before
              FROM line
              JOIN stock_move move ON move.sale_line_id = line.id
             WHERE move.state = 'done' AND move.date::date <= %(at)s
             GROUP BY move.sale_line_id
        ), item AS (
            SELECT line.id AS line_id, line.contract_id, item.move_id, item.quantity, item.price_total,
                   move.invoice_date
              FROM line
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
              JOIN account_move_line item ON item.id = rel.invoice_line_id
              JOIN account_move move ON move.id = item.move_id
             WHERE move.state = 'posted' AND move.invoice_date <= %(at)s
        ), billed AS (
            SELECT line_id, SUM(quantity) AS quantity FROM item GROUP BY line_id
        ), invoice AS (
            SELECT contract_id, move_id, SUM(price_total) AS total,
                   COALESCE(SUM(price_total) FILTER (WHERE invoice_date < %(since)s), 0) AS before
              FROM item GROUP BY contract_id, move_id
        ), paid AS (
            SELECT due.move_id, SUM(part.amount) AS collected,
                   COALESCE(SUM(part.amount) FILTER (WHERE part.max_date < %(since)s), 0) AS before,
                   MIN(due.date_maturity) AS due_day
              FROM invoice
              JOIN account_move_line due ON due.move_id = invoice.move_id AND due.display_type = 'payment_term'
              LEFT JOIN account_partial_reconcile part ON part.debit_move_id = due.id AND part.max_date <= %(at)s
             GROUP BY due.move_id
        ), goods AS (
            SELECT line.contract_id, SUM(line.price_total) AS ordered,
                   SUM(line.price_total) FILTER (WHERE line.day >= %(since)s) AS period_ordered,
                   SUM(ROUND(line.price_total * moved.quantity / line.quantity, 2)) AS delivered,
                   SUM(ROUND(line.price_total * (moved.quantity - moved.before) / line.quantity, 2))
                       AS period_delivered,
                   SUM(ROUND(line.price_total * GREATEST(moved.quantity - COALESCE(billed.quantity, 0), 0)
                             / line.quantity, 2)) AS uninvoiced
              FROM line
              LEFT JOIN moved ON moved.sale_line_id = line.id
              LEFT JOIN billed ON billed.line_id = line.id
             GROUP BY line.contract_id
        ), money AS (
            SELECT invoice.contract_id, SUM(invoice.total) AS invoiced,
                   SUM(invoice.total - invoice.before) AS period_invoiced,
                   SUM(COALESCE(paid.collected, 0)) AS collected,
                   SUM(COALESCE(paid.collected, 0) - paid.before) AS period_collected,
                   SUM(invoice.total - COALESCE(paid.collected, 0)) FILTER (WHERE paid.due_day < %(at)s) AS overdue
              FROM invoice
              JOIN paid ON paid.move_id = invoice.move_id
             GROUP BY invoice.contract_id
        )
        SELECT contract.id, contract.amount_total, goods.*, money.*
          FROM sale_contract contract
          LEFT JOIN goods ON goods.contract_id = contract.id
          LEFT JOIN money ON money.contract_id = contract.id
         WHERE contract.id = ANY(%(contracts)s)
        """,
        contracts=contracts,
        at=at,
        since=since,
    )
