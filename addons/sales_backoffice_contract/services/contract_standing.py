"""Which contracts have something left, and which lack something: asked of the database, whatever their number."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import calling
from . import contract_sql

ORDER_LINE_SOURCES = (
    "contract_line_id",
    "credit_invoiced_qty",
    "credit_posted_qty",
    "display_type",
    "invoice_lines",
    "is_downpayment",
    "order_id",
    "product_uom_id",
    "product_uom_qty",
    "qty_delivered",
)
SOURCES = {
    "account.move": ("state", "move_type", "amount_residual", "amount_total"),
    "account.move.line": ("price_total", "move_id"),
    "sale.contract": ("state", "amended_id", "date_signed", "deposit_amount", "currency_id"),
    "sale.contract.line": ("contract_id", "product_uom_id", "quantity", "tolerance_under"),
    "sale.contract.scan": ("contract_id",),
    "sale.order": ("contract_id", "state"),
    "sale.order.line": ORDER_LINE_SOURCES,
    "stock.move": ("location_id", "sale_line_id", "state", "to_refund"),
    "stock.picking": ("sale_id", "state", "picking_type_id"),
}
IN_FORCE = SQL("contract.state = ANY(%s)", list(calling.IN_FORCE))


class ContractStanding(models.AbstractModel):
    """The searches of what ``sale.contract`` and its lines compute: each names the rule it follows."""

    _name = "contract.standing"
    _description = "Standing of Contracts"

    @api.model
    def _get_remaining_domain(self, column="id"):
        """Return the domain of lines with something left to be called off; of contracts with ``contract_id``."""
        return self._get_domain(self._select_remaining(SQL.identifier("agreed", column)))

    @api.model
    def _get_missing_domain(self):
        """Return the domain of contracts with missing steps: ``sale.contract._get_missing_steps`` as a search."""
        selects = [SQL("(%s)", select) for select in self._get_missing_selects()]
        under_way = SQL(
            """SELECT id FROM sale_contract
                WHERE amended_id IS NULL AND state = ANY(%s) AND id IN (%s)""",
            list(calling.UNDER_WAY),
            SQL(" UNION ALL ").join(selects),
        )
        return self._get_domain(under_way)

    @api.model
    def _get_domain(self, select):
        self._flush()

        def to_sql(_model, alias, _query):
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), select)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _flush(self):
        for name, names in SOURCES.items():
            self.env[name].flush_model(names)

    @api.model
    def _get_digits(self):
        return self.env["decimal.precision"].precision_get("Product Unit")

    @api.model
    def _select_remaining(self, column):
        """Lines of contracts in force of which more is left than their tolerance: ``_compute_has_remaining``."""
        digits = self._get_digits()
        return SQL(
            """SELECT %(column)s
                 FROM sale_contract_line agreed
                 JOIN sale_contract contract ON contract.id = agreed.contract_id AND %(in_force)s
                 JOIN uom_uom agreed_unit ON agreed_unit.id = agreed.product_uom_id
                 LEFT JOIN (SELECT line.contract_line_id, SUM(%(called)s * unit.factor) AS called
                              FROM sale_order_line line
                              JOIN sale_order sale ON sale.id = line.order_id
                              JOIN uom_uom unit ON unit.id = line.product_uom_id
                             WHERE line.contract_line_id IS NOT NULL
                             GROUP BY line.contract_line_id) taken ON taken.contract_line_id = agreed.id
                WHERE %(remaining)s > %(least)s""",
            column=column,
            in_force=IN_FORCE,
            called=contract_sql.called(),
            remaining=contract_sql.rounded(
                SQL("agreed.quantity - COALESCE(taken.called, 0) / agreed_unit.factor"), digits
            ),
            least=contract_sql.rounded(SQL("agreed.quantity * COALESCE(agreed.tolerance_under, 0)"), digits),
        )

    # === MISSING STEPS === #

    @api.model
    def _get_missing_selects(self):
        """Return statements that select the contracts of each kind of missing step; bridges append theirs.

        Whatever they select counts only for contracts under way, as for the steps themselves.
        """
        return [
            self._select_paper(),
            self._select_deposit(),
            self._select_remaining(SQL("agreed.contract_id")),
            SQL("SELECT contract_id FROM (%s) short", contract_sql.short(SQL("TRUE"), self._get_digits())),
            self._select_transfers(),
            SQL("SELECT contract_id FROM (%s) gap", self._select_gaps()),
            self._select_invoices(),
        ]

    @api.model
    def _select_paper(self):
        """``_get_paper_steps``: no signed scan, or not signed."""
        return SQL(
            """SELECT contract.id FROM sale_contract contract
                WHERE contract.date_signed IS NULL
                   OR NOT EXISTS (SELECT FROM sale_contract_scan scan WHERE scan.contract_id = contract.id)"""
        )

    @api.model
    def _select_deposit(self):
        """``_get_paper_steps``: the deposit did not come in, rounded as the currency is."""
        return SQL(
            """SELECT contract.id
                 FROM sale_contract contract
                 JOIN res_currency currency ON currency.id = contract.currency_id
                 LEFT JOIN (%s) deposit ON deposit.contract_id = contract.id
                WHERE %s
                  AND ROUND(COALESCE(contract.deposit_amount, 0) / currency.rounding)
                      > ROUND(ROUND(COALESCE(deposit.received, 0) / currency.rounding, 9))""",
            contract_sql.deposits(SQL("sale.contract_id IS NOT NULL")),
            IN_FORCE,
        )

    @api.model
    def _select_transfers(self):
        """``_get_delivery_steps``: transfers that are still to be done, and deliveries nobody signed for."""
        return SQL(
            """SELECT sale.contract_id
                 FROM sale_order sale
                 JOIN stock_picking picking ON picking.sale_id = sale.id AND picking.state != 'cancel'
                 JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
                WHERE sale.contract_id IS NOT NULL AND sale.state = 'sale'
                  AND (picking.state != 'done' OR kind.code = 'outgoing' AND NOT (%s))""",
            self.env["stock.picking"]._get_receipt_condition(),
        )

    @api.model
    def _select_gaps(self):
        return contract_sql.invoicing_gaps(SQL("sale.contract_id IS NOT NULL"), self._get_digits())

    @api.model
    def _select_invoices(self):
        """``_get_draft_steps`` and ``_get_collection_steps``."""
        return SQL(
            """SELECT sale.contract_id
                 FROM sale_order sale
                 JOIN sale_order_line line ON line.order_id = sale.id
                 JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                 JOIN account_move_line item ON item.id = rel.invoice_line_id
                 JOIN account_move move ON move.id = item.move_id
                WHERE sale.contract_id IS NOT NULL AND move.move_type = ANY(%s)
                  AND (move.state = 'draft'
                       OR move.state = 'posted' AND move.amount_residual > 0 AND move.move_type != 'out_refund')""",
            contract_sql.INVOICE_TYPES,
        )

    # === FOR BRIDGES === #

    @api.model
    def _select_waiting(self, made, waiting):
        """Contracts in force with a confirmed order that waits for a document made for it.

        ``made`` selects ``(sale_id, document_id)``, whatever state they are in, and ``waiting`` the ids of the
        documents that are still to be done.
        """
        return SQL(
            """SELECT contract.id
                 FROM sale_contract contract
                 JOIN sale_order sale ON sale.contract_id = contract.id AND sale.state = 'sale'
                 JOIN (%s) made ON made.sale_id = sale.id
                WHERE %s AND made.document_id IN (%s)""",
            made,
            IN_FORCE,
            waiting,
        )

    @api.model
    def _select_by_reference(self, table, column):
        """Return ``(sale_id, document_id)`` of what shares its stock reference with an order."""
        self.env["stock.reference"].flush_model()
        return SQL(
            """SELECT sold.sale_id, made.%s AS document_id
                 FROM stock_reference_sale_rel sold
                 JOIN %s made ON made.reference_id = sold.reference_id""",
            SQL.identifier(column),
            SQL.identifier(table),
        )
