"""開票台賬: every delivery, with order or without, and whether it was reserved, invoiced or excused."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..rules.quantities import AGES
from ..services import register_sql
from .invoice_reservation_goods import PRICE_BASES

SOURCES = {
    "sale.order": ["partner_id", "user_id", "currency_rate", "contract_id", "date_order"],
    "sale.order.line": [
        "product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount", "price_total",
        "qty_delivered", "qty_delivered_method", "invoice_lines", "company_id", "is_downpayment", "state",
        "delivered_by_hand_on",
    ],
    "stock.move": [
        "sale_line_id", "state", "date", "quantity", "product_uom", "to_refund", "origin_returned_move_id",
        "location_id", "location_dest_id", "picking_id", "partner_id", "product_id", "company_id",
        "unordered_price",
    ],
    "stock.move.line": ["move_id", "owner_id", "quantity_product_uom"],
    "stock.picking": ["partner_id", "user_id"],
    "product.template": ["list_price", "uom_id"],
    "account.move": [
        "state", "move_type", "payment_state", "credit_note_effect", "name", "invoice_date",
        "tax_invoice_number", "tax_invoice_date",
    ],
    "account.move.line": [
        "move_id", "quantity", "product_uom_id", "price_unit", "discount", "reservation_line_id",
    ],
    "invoice.reservation": ["state", "kind", "planned_date", "name", "reason", "user_id", "move_id"],
    "invoice.reservation.line": [
        "reservation_id", "order_line_id", "stock_move_id", "quantity_in_line_uom",
    ],
    "invoice.reservation.goods": ["reservation_id", "stock_move_id", "quantity"],
    "res.partner": ["commercial_partner_id", "user_id"],
}  # fmt: skip


class InvoiceRegister(models.Model):
    """One row per delivery, net of what came back; amounts in the company's currency.

    Beside the deliveries of order lines: services whose delivered quantity is entered, a row an order line, and
    goods that left without an order, a row a delivery.
    """

    _name = "invoice.register"
    _description = "Invoice Register"
    _auto = False
    _depends = SOURCES
    _order = "delivered_on desc, id desc"
    _rec_name = "picking_id"

    source = fields.Selection(
        [("order", "Delivery of an Order"), ("service", "Entered by Hand"), ("goods", "Goods Without Order")],
        readonly=True,
    )
    price_basis = fields.Selection(
        PRICE_BASES,
        "Valued By",
        readonly=True,
        help="Where the amounts come from; goods nobody ordered have no price.",
    )
    stock_move_id = fields.Many2one("stock.move", "Delivery Line", readonly=True)
    order_line_id = fields.Many2one("sale.order.line", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    contract_id = fields.Many2one("sale.contract", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Delivery", readonly=True)
    delivered_on = fields.Date(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True, help="Delivered, net of returns.")
    invoiced_quantity = fields.Float("Invoiced", digits="Product Unit", readonly=True)
    covered = fields.Float("Reserved", digits="Product Unit", readonly=True)
    drafted = fields.Float("On Draft Invoices", digits="Product Unit", readonly=True)
    exempt = fields.Float("Without Invoice", digits="Product Unit", readonly=True)
    open_quantity = fields.Float("Not Invoiced", digits="Product Unit", readonly=True)
    unreserved = fields.Float(
        "Unexplained",
        digits="Product Unit",
        readonly=True,
        help="Delivered, and neither invoiced, reserved for a date, nor excused with an approved reason.",
    )
    amount = fields.Monetary(readonly=True)
    open_amount = fields.Monetary("Amount Not Invoiced", readonly=True)
    unreserved_amount = fields.Monetary("Unexplained Amount", readonly=True)
    planned_date = fields.Date("Reserved For", readonly=True)
    reservation_names = fields.Char("Reservation", readonly=True)
    invoice_names = fields.Char("Invoice", readonly=True)
    invoice_date = fields.Date("Invoiced On", readonly=True)
    open_days = fields.Integer("Days Not Invoiced", readonly=True, aggregator="max")
    age_bucket = fields.Selection([(age, age) for age in AGES], "Age (Days)", readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    status = fields.Selection(
        [
            ("unreserved", "Not Reserved"),
            ("reserved", "Reserved"),
            ("drafted", "On a Draft"),
            ("issued", "Invoiced"),
            ("no_invoice", "No Invoice"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        self.env.cr.execute("SET LOCAL jit = off")  # compiling the statement takes longer than running it
        tz = self.env.context.get("tz") or self.env.user.tz or "UTC"
        return register_sql.register(fields.Date.context_today(self), tz)

    # --- buttons ------------------------------------------------------------

    def action_reserve(self):
        """Reserve what these rows still have open, one reservation per customer."""
        return self._reserve("invoice")

    def action_no_invoice(self):
        """Ask that these rows stay without invoice; the reason is given on the document."""
        return self._reserve("no_invoice")

    def _reserve(self, kind):
        rows = self.filtered(lambda row: row.unreserved > 0)
        if not rows:
            raise UserError(self.env._("Everything selected is invoiced, reserved or excused already."))
        return self.env["invoice.reservation"]._open_reserved(register=rows, kind=kind)

    def action_add_to_order(self):
        """Put goods that left without an order onto one."""
        goods = self.filtered(lambda row: row.source == "goods" and row.unreserved > 0)
        if not goods:
            raise UserError(
                self.env._("Select goods that were delivered without an order and are not explained.")
            )
        if len(goods.partner_id) > 1 or len(goods.company_id) > 1:
            raise UserError(self.env._("Select goods of one customer: an order has one."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to an Order"),
            "res_model": "invoice.goods.order",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_move_ids": goods.stock_move_id.ids,
                "default_partner_id": goods.partner_id.id,
            },
        }

    def action_open_delivery(self):
        """Open the transfer; of what has none the order, or the movement itself."""
        self.ensure_one()
        return (self.picking_id or self.order_id or self.stock_move_id).get_formview_action()

    def _get_delivery_names(self):
        return ", ".join((row.picking_id or row.stock_move_id).display_name for row in self)

    def action_export_xlsx(self):
        """Return the selected rows, else all rows of the list, as a spreadsheet."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_reservation.action_report_invoice_register")
        return report.report_action(rows, config=False)
