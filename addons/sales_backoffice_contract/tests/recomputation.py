"""What was called off, counted once more: slowly, line by line, from what people see on the orders."""

from collections import defaultdict


def called_off(contract):
    """Return ``{contract line: (called, planned)}`` in the unit of the contract line."""
    called, planned = defaultdict(float), defaultdict(float)
    orders = contract.env["sale.order"].search([])
    for order in orders:
        for line in order.order_line:
            agreed = line.contract_line_id
            if agreed.contract_id != contract:
                continue
            factor = line.product_uom_id.factor / agreed.product_uom_id.factor
            delivered = sum(
                move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
                for move in line.move_ids
                if move.state == "done"
            )
            if order.state == "sale":
                called[agreed] += max(line.product_uom_qty, delivered, 0.0) * factor
            else:
                called[agreed] += delivered * factor
            if order.state in ("draft", "sent"):
                planned[agreed] += max(line.product_uom_qty - delivered, 0.0) * factor
    return {line: (called[line], planned[line]) for line in contract.line_ids}
