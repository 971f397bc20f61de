"""What an order shows of its prices, and whether it will be held for them."""

from odoo import api, fields, models
from odoo.fields import Domain

PRICE_STATES = [
    ("none", "Not Guarded"),
    ("ok", "On the List"),
    ("warn", "Price Warning"),
    ("held", "Held for Prices"),
    ("released", "Special Price Approved"),
]
ALERTS = {"held": "danger", "warn": "warning", "released": "info"}
SHOWN = {"compute": "_compute_price_state", "groups": "base.group_user"}


class SaleOrderPriceShown(models.AbstractModel):
    """Read-only fields of an order; the rules are in ``sale.order`` and in the gate."""

    _name = "sale.order.price.shown"
    _description = "Prices Shown on an Order"

    price_state = fields.Selection(
        PRICE_STATES, **SHOWN, search="_search_price_state", string="Price Check of the Order"
    )
    price_reason = fields.Text("Price Reasons", **SHOWN)
    price_alert = fields.Selection(
        [("danger", "Held"), ("warning", "Warning"), ("info", "Information")], **SHOWN
    )
    price_can_request = fields.Boolean(**SHOWN)
    price_release_ids = fields.One2many(
        "sale.price.release",
        "order_id",
        "Special Prices",
        copy=False,
        groups="sales_backoffice_price.group_price_reader",
    )
    price_release_count = fields.Integer(compute="_compute_price_release_count", groups="base.group_user")
    price_release_id = fields.Many2one("sale.price.release", **SHOWN, string="Special Price or Open Request")
    price_release_state = fields.Selection(
        lambda self: self.env["sale.price.release"]._fields["state"]._description_selection(self.env),
        **SHOWN,
        string="Special Price Status",
    )
    price_release_approvers = fields.Char("Can Approve the Price", **SHOWN)

    @api.depends("price_release_ids")
    def _compute_price_release_count(self):
        for order in self:
            order.price_release_count = len(order.sudo().price_release_ids)

    @api.depends("partner_id", "pricelist_id", "currency_id", "company_id", "payment_term_id", "state")
    @api.depends("order_line.price_subtotal", "order_line.price_unit", "order_line.discount")
    @api.depends("order_line.product_id", "order_line.product_uom_id", "order_line.product_uom_qty")
    @api.depends("price_release_ids.state", "partner_invoice_id")
    def _compute_price_state(self):
        shown = self.filtered(lambda order: order.company_id and order.state != "cancel")
        verdicts = {verdict.order: verdict for verdict in self.env["price.gate"]._assess(shown)}
        for order in self:
            order._show_prices(verdicts.get(order))

    def _show_prices(self, verdict):
        self.ensure_one()
        state = verdict.state if verdict else "none"
        self.price_state = state
        self.price_reason = verdict and self.env["price.gate"]._get_reason_text(verdict)
        ahead = self.state in ("draft", "sent")
        self.price_alert = (ahead or state == "held") and ALERTS.get(state)
        requested = self._get_open_price_request() if state == "held" else self.env["sale.price.release"]
        release_sudo = (state == "released" and verdict.releases[:1]) or requested.sudo()
        self.price_release_id = release_sudo.sudo(False)
        self.price_release_state = release_sudo.state
        self.price_release_approvers = release_sudo.state == "submitted" and release_sudo.approver_names
        self.price_can_request = state == "held" and not requested

    def _get_open_price_request(self):
        """Return the newest request for the order that nobody decided on yet."""
        self.ensure_one()
        return self.sudo().price_release_ids.filtered(lambda item: item.state in ("draft", "submitted"))[:1]

    def _search_price_state(self, operator, value):
        # only open quotations have a state worth searching for
        if operator != "in":
            return NotImplemented
        quotations = self.search([("state", "in", ("draft", "sent"))])
        return Domain("id", "in", quotations.filtered(lambda order: order.price_state in value).ids)

    # === BUTTONS === #

    def action_request_special_price(self):
        """Open a request for what the order is held for, the lines filled in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Special Price"),
            "res_model": "sale.price.release",
            "view_mode": "form",
            "context": {"default_order_id": self.id},
        }

    def action_open_price_releases(self):
        """Show the special prices requested for the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_price.sale_price_release_action"
        )
        return action | {"domain": [("order_id", "=", self.id)], "context": {"default_order_id": self.id}}
