"""Sales contracts in every state, with the orders of the history that call them off."""

import base64
import io

from reportlab.pdfgen import canvas

from odoo.fields import Command
from odoo.tools import SQL

TERMS = {"delivery_method": "deliver", "inspection_days": 7}


def agree(workshop):
    """Draft, review, sign and close contracts; each step is done by its person."""
    _publish_wording(workshop)
    for row in workshop.rows("contracts"):
        contract = _draft(workshop, row)
        workshop.name({f"contract_{row['key']}": contract})
        _carry_through(workshop, contract, row)
        _age(workshop, contract, row)
    _amend(workshop)
    _ask_for_too_much(workshop)
    workshop.env.invalidate_all()


def _publish_wording(workshop):
    company = workshop.company
    company.write({"contract_signatory": "顧建華", "contract_city": "上海"})


def _draft(workshop, row):
    customer = workshop.ref(f"customer_{row['customer']}")
    drafter = workshop.ref(f"user_{row['assistant']}")
    orders = _paid_order(workshop, customer) if row["link"] == "paid" else workshop.env["sale.order"]
    values = {
        "kind": row["kind"],
        "partner_id": customer.id,
        "title": row["title"],
        "external_number": row["external"],
        "assistant_id": drafter.id,
        "partner_signatory": customer.child_ids[:1].name,
        "valid_from": workshop.day(row["from"]),
        "valid_to": workshop.day(row["to"]),
        "template_id": workshop.ref("sales_backoffice_contract.contract_template_paper").id,
        "packing": row["packing"],
        "delivery_days": int(row["delivery_days"]),
        "amount_cap": float(row["cap"] or 0),
        "deposit_kind": "percent" if row["deposit"] else "none",
        "deposit_percent": float(row["deposit"] or 0) / 100,
        "line_ids": [Command.create(line) for line in _lines(workshop, row, customer, orders)],
        **TERMS,
    }
    pricelist = customer.with_company(workshop.company).property_product_pricelist
    if pricelist.currency_id != workshop.company.currency_id:
        values["pricelist_id"] = pricelist.id
    contract = workshop.act_as(drafter)["sale.contract"].create(values)
    if row["key"] == "beichen":
        _depart(contract)
    if row["link"] == "paid":
        workshop.paid_order = orders
    return contract


def _lines(workshop, row, customer, orders):
    """Return the values of the lines: those of the file, or those of the order a contract was made for."""
    if orders:
        return [
            {
                "product_id": line.product_id.id,
                "product_uom_id": line.product_uom_id.id,
                "quantity": line.product_uom_qty,
                "price_unit": line.price_unit,
                "tax_ids": [Command.set(line.tax_ids.ids)],
            }
            for line in orders.order_line
        ]
    pricelist = customer.with_company(workshop.company).property_product_pricelist
    lines = []
    for item in row["lines"].split():
        code, _colon, quantity = item.partition(":")
        product = workshop.ref(f"product_{code.lower()}")
        price = pricelist._get_product_price(product, 1.0, currency=pricelist.currency_id)
        lines.append(
            {
                "product_id": product.id,
                "quantity": float(quantity),
                "price_unit": price,
                "tolerance": float(row["tolerance"]) / 100,
                "tolerance_under": float(row["tolerance"]) / 100,
            }
        )
    return lines


def _paid_order(workshop, customer):
    """Return an order of the customer that is delivered, invoiced and paid."""
    orders = workshop.env["sale.order"].search(
        [("partner_id", "=", customer.id), ("state", "=", "sale"), ("invoice_status", "=", "invoiced")],
        order="date_order desc",
    )
    return next(order for order in orders if all(move.payment_state == "paid" for move in order.invoice_ids))


def _depart(contract):
    """Let the customer negotiate the clauses: a fixed one changed, one taken out, one put in."""
    payment = contract.clause_ids[3]
    payment.body = (
        payment.body.replace("0.05", "0.02").replace("萬分之五", "萬分之二").replace("万分之五", "万分之二")
    )
    contract.clause_ids[4].unlink()
    title, body = "價格保護", "合約期內紙價下跌逾百分之三，未交付部分按新價結算。"
    contract.write({"clause_ids": [Command.create({"sequence": 70, "title": title, "body": body})]})


def _carry_through(workshop, contract, row):
    """Take a contract as far as its row says."""
    outcome = row["outcome"]
    if outcome == "draft":
        return
    contract.action_submit()
    if outcome == "submitted":
        return
    decider = workshop.ref(f"user_{row['decided_by']}")
    contract.with_env(workshop.act_as(decider)).action_approve()
    if outcome == "approved":
        return
    contract._do_sign(
        workshop.day(row["from"]), [(f"{contract.name.replace('/', '_')}.pdf", _scan(contract))]
    )
    _link(workshop, contract, row)
    closer = contract.with_env(workshop.act_as(workshop.ref("user_supervisor")))
    if outcome == "terminated":
        closer.action_terminate(row["reason"])
    elif outcome == "filed":
        contract.env.invalidate_all()
        closer._close("fulfilled", "貨已交清、票已開足、款已收訖")
        closer.action_file()


def _link(workshop, contract, row):
    """Tie the orders of the history to the contract that they call off."""
    if row["link"] == "paid":
        workshop.paid_order.contract_id = contract.sudo().id
        return
    if not row["link"]:
        return
    products = contract.line_ids.product_id
    orders = workshop.env["sale.order"].search(
        [
            ("partner_id", "=", contract.partner_id.id),
            ("state", "=", "sale"),
            ("date_order", ">=", contract.valid_from),
            ("contract_id", "=", False),
        ],
        order="date_order",
    )
    for order in orders:
        if order.order_line.product_id <= products and _fits(contract, order):
            order.contract_id = contract.sudo().id


def _fits(contract, order):
    """Return whether the contract has room for the order."""
    contract.env.invalidate_all()
    room = {line.product_id: line.allowed_quantity for line in contract.line_ids}
    if contract.amount_cap and contract.called_amount + order.amount_total > contract.amount_cap:
        return False
    return all(line.product_uom_qty <= room[line.product_id] for line in order.order_line)


def _scan(contract):
    """Return a page that stands for the signed paper."""
    page = io.BytesIO()
    pen = canvas.Canvas(page)
    pen.setFont("Helvetica", 14)
    pen.drawString(72, 760, f"{contract.name}: signed and sealed by both parties")
    pen.save()
    return base64.b64encode(page.getvalue())


def _age(workshop, contract, row):
    """Let the papers be as old as the contract: drafted five days before its first day, decided two days before."""
    offset = min(int(row["from"]), 0)
    if not offset:
        return
    workshop.env.flush_all()
    drafted = workshop.moment(workshop.day(offset - 5), contract.name)
    decided = workshop.moment(workshop.day(offset - 2), contract.name)
    workshop.env.execute_query(
        SQL(
            """UPDATE sale_contract SET create_date = %s, requested_on = %s, decided_on = %s
                WHERE id = %s RETURNING id""",
            drafted,
            drafted,
            decided,
            contract.id,
        )
    )
    workshop.env.execute_query(
        SQL(
            "UPDATE sale_contract_scan SET create_date = %s WHERE contract_id = %s RETURNING id",
            workshop.moment(workshop.day(offset), contract.name),
            contract.id,
        )
    )
    workshop.env.execute_query(
        SQL(
            """UPDATE backoffice_approval_decision SET date = %s
                WHERE res_model = 'sale.contract' AND res_id = %s RETURNING id""",
            decided,
            contract.id,
        )
    )


def _amend(workshop):
    """One contract gets more paper: the amendment waits for its review."""
    clerk = workshop.act_as(workshop.ref("user_clerk"))
    contract = workshop.ref("contract_yaoguang").with_env(clerk)
    amendment = clerk["sale.contract"].browse(contract.action_amend()["res_id"])
    amendment.line_ids[0].quantity += 500
    amendment.valid_to = workshop.day("335")
    amendment.action_submit()
    workshop.name({"contract_yaoguang_amendment": amendment})


def _ask_for_too_much(workshop):
    """A customer asks for more than the contract leaves: the quotation says so, and cannot be confirmed."""
    sales2 = workshop.act_as(workshop.ref("user_sales2"))
    contract = workshop.ref("contract_fenghe").with_env(sales2)
    line = contract.line_ids.filtered(lambda line: line.product_id.default_code == "GB0950")
    values = {
        "product_id": line.product_id.id,
        "contract_line_id": line.id,
        "product_uom_id": line.product_uom_id.id,
        "product_uom_qty": line.allowed_quantity + 200,
    }
    order = sales2["sale.order"].create(
        {
            "partner_id": contract.partner_id.id,
            "contract_id": contract.id,
            "order_line": [Command.create(values)],
        }
    )
    workshop.name({"order_over_called": order})
