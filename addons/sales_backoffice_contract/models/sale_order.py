"""Orders that call off a contract pass its guard on every way in and on every later change."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount

from ..services.call_off import CallOff
from .sale_contract_timeline import Event

# What may take more of a contract, or change who takes it.
WATCHED = {
    "state",
    "order_line",
    "contract_id",
    "partner_id",
    "company_id",
    "currency_id",
    "pricelist_id",
    "fiscal_position_id",
}


IN_FORCE = ("active", "suspended", "fulfilled", "filed", "terminated")


class Judged:
    """Marks in the context the orders whose change is judged once, at the end; no RPC client can send it."""

    def __init__(self, orders):
        self.ids = frozenset(orders.ids)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    contract_id = fields.Many2one(
        "sale.contract",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        ondelete="restrict",
        domain="[('commercial_partner_id', 'parent_of', partner_id), ('amended_id', '=', False),"
        " ('state', '=', 'active'), ('company_id', '=', company_id)]",
        help="The contract this order calls off; its prices and terms apply.",
    )
    contract_state = fields.Selection(related="contract_id.state", string="Contract Status")
    contract_problem = fields.Text(
        compute="_compute_contract_problem", help="Why the contract does not let the quotation be confirmed."
    )

    @api.depends(
        "contract_id", "state", "partner_id", "order_line.contract_line_id", "order_line.product_uom_qty"
    )
    def _compute_contract_problem(self):
        open_orders = self.filtered(lambda order: order.contract_id and order.state in ("draft", "sent"))
        for order in self:
            # each as if it were the only one: a quotation does not stand in the way of another
            found = self.env["contract.call.off"]._assess(order & open_orders) if order in open_orders else {}
            messages = dict.fromkeys(blocker.message for blocker in found.get(order, ()))
            order.contract_problem = "\n".join(messages) or False

    @api.depends("contract_id")
    def _compute_payment_term_id(self):
        # EXTENDS sale: what was agreed in the contract counts
        result = super()._compute_payment_term_id()
        for order in self.filtered("contract_id"):
            order.payment_term_id = order.contract_id.sudo().payment_term_id or order.payment_term_id
        return result

    @api.onchange("contract_id")
    def _onchange_contract_id(self):
        contract = self.contract_id.sudo()
        if contract and not self.partner_id:
            self.partner_id = contract.partner_id
        if contract.pricelist_id:
            self.pricelist_id = contract.pricelist_id
        self.order_line._take_contract_terms()

    # === WHAT THE GUARD ASKS AN ORDER === #

    def _get_no_call_off(self):
        return CallOff(self.env["sale.contract"], {}, 0.0, ())

    def _get_call_off(self, as_confirmed=False):
        """Return what the one order takes of its contract, nothing before it is confirmed."""
        self.ensure_one()
        contract = self.contract_id.sudo()
        if not contract or not (as_confirmed or self.state == "sale"):
            return self._get_no_call_off()
        quantities = defaultdict(float)
        # not filtered: that would read the contract's lines order by order
        for line in self.order_line.sudo():
            if line.contract_line_id:
                quantities[line.contract_line_id] += line._get_contract_quantity()
        parties = (self.partner_id.commercial_partner_id, self.company_id, self.currency_id)
        return CallOff(contract, dict(quantities), self.amount_total, parties)

    def _get_delivered_call(self, agreed):
        """Return what the one unconfirmed order takes of a contract line all the same, as it was delivered."""
        lines = self.order_line.sudo().filtered(lambda line: line.contract_line_id == agreed)
        return sum(line._get_contract_quantity(confirmed=False) for line in lines)

    def _get_call_offs(self):
        return {order: order._get_call_off() for order in self}

    def _get_uncontracted_lines(self):
        """Return the lines with goods that name no line of the order's contract; freight and services may go along."""
        self.ensure_one()
        return self.order_line.filtered(
            lambda line: (
                not line.contract_line_id
                and not line.display_type
                and not line.is_downpayment
                and line.product_id.type == "consu"
                and line.product_uom_qty > 0
            )
        )

    def _has_contract_term(self):
        """Return whether the one order is paid as its contract says, which was approved."""
        self.ensure_one()
        contract = self.contract_id.sudo()
        return contract.state in IN_FORCE and contract.payment_term_id == self.payment_term_id

    def _get_contract_event(self):
        """Return the order on the timeline of its contract."""
        self.ensure_one()
        amount = format_amount(self.env, self.amount_total, self.currency_id)
        text = self.env._("Ordered %(document)s, %(amount)s", document=self.name, amount=amount)
        return Event("ordered", self.date_order, text, self.user_id, self)

    # === EVERY WAY IN === #

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an import or a default may create an order confirmed already
        orders = super().create(vals_list)
        confirmed = orders.filtered(lambda order: order.state == "sale" and order.contract_id)
        if confirmed:
            self.env["contract.call.off"]._enforce({order: order._get_no_call_off() for order in confirmed})
        return orders

    def write(self, vals):
        # EXTENDS sale: not only the buttons confirm or change an order
        orders = self._get_unjudged_calls() if WATCHED & vals.keys() else self.browse()
        if not orders:
            return super().write(vals)
        before = orders._get_call_offs()
        result = super(SaleOrder, self.with_context(contract_judged=Judged(orders))).write(vals)
        if vals.get("contract_id") and "order_line" not in vals:
            self.order_line._take_contract_terms()
        self.env["contract.call.off"]._enforce(before)
        return result

    def _get_unjudged_calls(self):
        """Return the orders whose change nobody up the call stack is going to judge."""
        judged = self.env.context.get("contract_judged")
        ids = judged.ids if isinstance(judged, Judged) else frozenset()
        return self.filtered(lambda order: order.id not in ids)

    # === CUSTOMERS CONFIRMING BY THEMSELVES === #

    def _keep_held_acceptance(self):
        # EXTENDS sales_backoffice: the acceptance stands; confirming waits for whoever settles the contract
        problems = self.env["contract.call.off"]._assess(self.sudo())
        refused = self.browse([order.id for order in problems])
        for order, found in problems.items():
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=order.user_id.id or self.env.ref("base.user_admin").id,
                summary=self.env._("Accepted by the customer, held by the contract"),
                note="\n".join(blocker.message for blocker in found),
            )
        return refused | super(SaleOrder, self - refused)._keep_held_acceptance()

    # === A CONTRACT FOR A QUOTATION === #

    def action_make_contract(self):
        """Draft a contract of what the quotation offers, and let the quotation wait for it."""
        self.ensure_one()
        if not self.contract_id:
            self._check_may_become_contract()
            lines = self._get_lines_to_contract()
            contract = self.env["sale.contract"].create(self._prepare_contract_vals(lines))
            agreed = contract.line_ids.sorted("sequence")
            named = [
                Command.update(line.id, {"contract_line_id": part.id})
                for line, part in zip(lines, agreed, strict=True)
            ]
            # of two at once, both write the order: the second is replayed and finds the contract of the first
            term = {"payment_term_id": self.payment_term_id.id}
            self.write({"contract_id": contract.id, "order_line": named, **term})
            contract.message_post(
                body=self.env._("Drafted from quotation %(quotation)s", quotation=self.name)
            )
        return self.action_open_contract()

    def _get_lines_to_contract(self):
        return self.order_line.filtered(
            lambda line: line.product_id and not line.display_type and not line.is_downpayment
        )

    def _check_may_become_contract(self):
        """Raise unless the one order is a quotation of something that can be agreed."""
        lines = self._get_lines_to_contract()
        odd = lines.filtered(lambda line: line.product_uom_qty <= 0 or line.price_unit < 0)
        if self.state not in ("draft", "sent"):
            message = self.env._("%(order)s is no quotation: a contract comes first.", order=self.name)
        elif not lines:
            message = self.env._("Enter what is sold before you make a contract of it.")
        elif odd:
            message = self.env._(
                "A contract agrees on quantities and prices above zero: put %(lines)s into the prices of the other "
                "lines, or take it off the quotation.",
                lines=", ".join(odd.product_id.mapped("display_name")),
            )
        else:
            return
        raise UserError(message)

    def _prepare_contract_vals(self, lines):
        """Return the values of a contract of the quotation; bridges extend it with terms of their own."""
        self.ensure_one()
        percent = self.prepayment_percent if self.require_payment else 0.0
        has_deposit = 0.0 < percent < 1.0
        return {
            "kind": "single",
            "title": self.client_order_ref,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "pricelist_id": self.pricelist_id.id,
            "currency_id": self.currency_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "payment_term_id": self.payment_term_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "deposit_kind": "percent" if has_deposit else "none",
            "deposit_percent": percent if has_deposit else 0.0,
            "line_ids": [
                Command.create(line._prepare_contract_line_vals() | {"sequence": position})
                for position, line in enumerate(lines)
            ],
        }

    # === BUTTONS === #

    def action_open_contract(self):
        """Open the contract the order calls off."""
        self.ensure_one()
        return self.contract_id.get_formview_action()
