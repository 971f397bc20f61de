"""The documents behind contracts: each question is one statement, for any number of contracts."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

INVOICE_TYPES = ["out_invoice", "out_refund"]


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
                INVOICE_TYPES,
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
        rows = self.env.execute_query(
            SQL(
                """SELECT sale.contract_id,
                          SUM(item.price_total * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                              * CASE WHEN move.amount_total = 0 THEN 0
                                     ELSE 1 - move.amount_residual / move.amount_total END)
                     FROM sale_order sale
                     JOIN sale_order_line line ON line.order_id = sale.id AND line.is_downpayment
                     JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                     JOIN account_move_line item ON item.id = rel.invoice_line_id
                     JOIN account_move move ON move.id = item.move_id
                    WHERE sale.contract_id = ANY(%s) AND move.state = 'posted' AND item.price_total > 0
                    GROUP BY sale.contract_id""",
                contracts._origin.ids,
            )
        )
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
    def _get_uninvoiced(self, contracts):
        """Return ``{contract id: (quantity lines, order ids)}`` of what was delivered and not invoiced."""
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """SELECT sale.contract_id, COUNT(*), ARRAY_AGG(DISTINCT sale.id)
                     FROM sale_order sale
                     JOIN sale_order_line line ON line.order_id = sale.id
                    WHERE sale.contract_id = ANY(%s) AND line.display_type IS NULL
                      AND NOT COALESCE(line.is_downpayment, FALSE)
                      AND COALESCE(line.qty_delivered, 0) > COALESCE(line.qty_invoiced, 0)
                    GROUP BY sale.contract_id""",
                contracts._origin.ids,
            )
        )
        return {contract_id: (count, order_ids) for contract_id, count, order_ids in rows}

    def _flush(self):
        self.env["sale.order"].flush_model(["contract_id", "state"])
        self.env["sale.order.line"].flush_model(
            ["invoice_lines", "qty_delivered", "qty_invoiced", "is_downpayment"]
        )
        self.env["account.move"].flush_model(["state", "amount_residual", "amount_total", "invoice_date"])
        self.env["account.move.line"].flush_model(["price_total", "move_id"])
