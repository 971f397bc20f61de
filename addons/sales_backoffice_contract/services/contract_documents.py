"""The documents behind contracts: each question is one statement, for any number of contracts."""

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import SQL

from . import contract_sql


class Undelivered(NamedTuple):
    """A contract line with confirmed orders, in its unit, not delivered in full; ``orders`` are the short ones."""

    line: Any
    ordered: float
    delivered: float
    orders: Any


class ContractDocuments(models.AbstractModel):
    """Asked by progress, timeline and missing steps; called as superuser once the contracts themselves were read."""

    _name = "contract.documents"
    _description = "Documents of Contracts"

    @api.model
    def _get_orders(self, contracts):
        """Return ``{contract id: orders}``, quotations included, cancelled ones left out."""
        orders = self.env["sale.order"].search(
            [("contract_id", "in", contracts._origin.ids), ("state", "!=", "cancel")], order="date_order, id"
        )
        return {contract.id: group for contract, group in orders.grouped("contract_id").items()}

    @api.model
    def _get_confirmed_orders(self, contracts):
        """Return ``{contract id: orders}`` of the confirmed ones."""
        orders = self._get_orders(contracts)
        return {
            contract_id: group.filtered(lambda order: order.state == "sale")
            for contract_id, group in orders.items()
        }

    @api.model
    def _get_pickings(self, orders):
        """Return ``{order id: transfers}`` of orders by contract, cancelled ones left out."""
        everyone = self.env["sale.order"].union(*orders.values())
        pickings = self.env["stock.picking"].search(
            [("sale_id", "in", everyone.ids), ("state", "!=", "cancel")], order="date_done, id"
        )
        return {order.id: group for order, group in pickings.grouped("sale_id").items()}

    @api.model
    def _get_invoices(self, contracts):
        """Return ``{contract id: invoices and credit notes}``, cancelled ones left out."""
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT sale.contract_id, move.id, move.invoice_date
                     FROM sale_order sale
                     JOIN sale_order_line line ON line.order_id = sale.id
                     JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                     JOIN account_move_line item ON item.id = rel.invoice_line_id
                     JOIN account_move move ON move.id = item.move_id
                    WHERE sale.contract_id = ANY(%s) AND move.state != 'cancel' AND move.move_type = ANY(%s)
                    ORDER BY move.invoice_date, move.id""",
                contracts._origin.ids,
                contract_sql.INVOICE_TYPES,
            )
        )
        found = defaultdict(list)
        for contract_id, move_id, _date in rows:
            found[contract_id].append(move_id)
        moves = self.env["account.move"].browse([move_id for _contract, move_id, _date in rows])
        return {
            contract_id: self.env["account.move"].browse(ids).with_prefetch(moves.ids)
            for contract_id, ids in found.items()
        }

    @api.model
    def _get_deposits(self, contracts):
        """Return ``{contract id: money}`` that came in on down payment invoices, in the contract's currency."""
        self._flush()
        chosen = SQL("sale.contract_id = ANY(%s)", contracts._origin.ids)
        rows = self.env.execute_query(contract_sql.deposits(chosen))
        return dict(rows)

    @api.model
    def _get_collections(self, invoices):
        """Return ``{invoice id: [(day, amount, entry id, user id)]}`` of the money matched with invoices."""
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT item.move_id, other_move.date, part.debit_amount_currency, other.move_id,
                          part.create_uid
                     FROM account_partial_reconcile part
                     JOIN account_move_line item ON item.id = part.debit_move_id
                     JOIN account_move_line other ON other.id = part.credit_move_id
                     JOIN account_move other_move ON other_move.id = other.move_id
                    WHERE item.move_id = ANY(%s) AND other_move.move_type = 'entry'
                    ORDER BY other_move.date, part.id""",
                invoices.ids,
            )
        )
        found = defaultdict(list)
        for move_id, *collection in rows:
            found[move_id].append(tuple(collection))
        return found

    @api.model
    def _get_undelivered(self, contracts):
        """Return ``{contract id: [Undelivered]}`` of lines that lack more than their tolerance.

        A transfer cancelled or closed without rest lacks it for good.
        """
        self._flush()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        rows = self.env.execute_query(
            SQL(
                """SELECT contract_id, id, ordered, delivered, order_ids FROM (%s) short
                    ORDER BY contract_id, sequence, id""",
                contract_sql.short(SQL("agreed.contract_id = ANY(%s)", contracts._origin.ids), digits),
            )
        )
        found = defaultdict(list)
        lines = self.env["sale.contract.line"].browse([row[1] for row in rows])
        orders = self.env["sale.order"].browse({order_id for row in rows for order_id in row[4]})
        for line, (contract_id, _line_id, ordered, delivered, order_ids) in zip(lines, rows, strict=True):
            short = orders.browse(sorted(order_ids)).with_prefetch(orders.ids)
            found[contract_id].append(Undelivered(line, ordered, delivered, short))
        return found

    @api.model
    def _get_invoicing_gaps(self, contracts):
        """Return ``{contract id: [(order, is uninvoiced, is uncredited)]}``.

        Drafts count as invoiced here, being named one by one; not so credit notes, and goods that came back lower
        what was delivered. Allowances on the price leave the quantity invoiced.
        """
        self._flush()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        chosen = SQL("sale.contract_id = ANY(%s)", contracts._origin.ids)
        gaps = contract_sql.invoicing_gaps(chosen, digits)
        rows = self.env.execute_query(SQL("%s ORDER BY id", gaps))
        found = defaultdict(list)
        orders = self.env["sale.order"].browse([row[1] for row in rows])
        for order, (contract_id, _order_id, *gaps) in zip(orders, rows, strict=True):
            found[contract_id].append((order, *gaps))
        return found

    def _flush(self):
        self.env["sale.order"].flush_model(["contract_id", "state"])
        self.env["sale.order.line"].flush_model(
            [
                "contract_line_id",
                "credit_invoiced_qty",
                "credit_posted_qty",
                "invoice_lines",
                "is_downpayment",
                "product_uom_id",
                "product_uom_qty",
                "qty_delivered",
            ]
        )
        self.env["sale.contract.line"].flush_model(["product_uom_id"])
        self.env["stock.move"].flush_model(["location_id", "sale_line_id", "state", "to_refund"])
        self.env["account.move"].flush_model(["state", "amount_residual", "amount_total", "invoice_date"])
        self.env["account.move.line"].flush_model(["price_total", "move_id"])
