"""Orders pass the credit gate on every way into confirmation, and say beforehand whether they will."""

from typing import Any, NamedTuple

from odoo import api, fields, models

from ..services.credit_gate import CreditRequest

# What may raise the exposure of a confirmed order or change who owes it.
WATCHED = {
    "order_line",
    "partner_id",
    "partner_invoice_id",
    "payment_term_id",
    "currency_id",
    "pricelist_id",
    "fiscal_position_id",
    "company_id",
}
_BY_CONFIRMATION = object()  # compared by identity: no RPC client can send it


class Watched:
    """Marks in the context the orders whose change is judged once, at the end; no RPC client can send it."""

    def __init__(self, orders):
        self.ids = frozenset(orders.ids)


class Commitment(NamedTuple):
    """What a confirmed order commits before a change."""

    holder: Any
    currency: Any
    amount: float
    term: Any


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sale.order.credit.shown", "credit.kept.fields"]

    _credit_kept = frozenset({"amount_untaxed", "amount_tax", "amount_total", "transaction_ids"})

    credit_confirmed_once = fields.Boolean(
        readonly=True, copy=False, help="Confirmed before: confirming again is a re-opening."
    )
    credit_release_ids = fields.One2many(
        "credit.release",
        "order_id",
        "Credit Releases",
        copy=False,
        groups="sales_backoffice.group_credit_reader",
    )
    credit_release_count = fields.Integer(compute="_compute_credit_release_count", groups="base.group_user")

    @api.depends("credit_release_ids")
    def _compute_credit_release_count(self):
        for order in self:
            order.credit_release_count = len(order.sudo().credit_release_ids)

    @api.depends("company_id", "partner_id", "amount_total")
    def _compute_partner_credit_warning(self):
        # EXTENDS sale: where a credit profile exists, its figures are the only ones shown
        result = super()._compute_partner_credit_warning()
        for order in self.filtered("partner_credit_warning"):
            if order.sudo().credit_profile_id:
                order.partner_credit_warning = ""
        return result

    # === WHAT THE GATE ASKS AN ORDER === #

    def _get_credit_holder(self):
        """Return who will owe the order, and the company that grants the credit."""
        self.ensure_one()
        return self.partner_invoice_id.commercial_partner_id, self.company_id.root_id

    def _get_credit_commitment(self):
        """Return the total of the order, deliveries beyond the ordered quantity included, in its currency."""
        self.ensure_one()
        extra = sum(
            line.price_reduce_taxinc * (line.qty_delivered - line.product_uom_qty)
            for line in self.order_line
            if not line.display_type and line.qty_delivered > line.product_uom_qty
        )
        return self.amount_total + extra

    def _get_credit_need(self):
        """Return what confirming the order adds to the exposure: what was delivered or invoiced before is in it."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        if not any(line.qty_delivered or line.qty_invoiced for line in lines):
            return max(self.amount_total, 0.0)
        open_amount = sum(
            line.price_reduce_taxinc
            * max(line.product_uom_qty - max(line.qty_delivered, line.qty_invoiced), 0.0)
            for line in lines
        )
        return max(open_amount - self._get_credit_deposits(), 0.0)

    def _get_credit_deposits(self):
        """Return the down payments invoiced and not deducted yet: receivable or paid, they are no part of the need."""
        items = (
            self.sudo()
            .order_line.filtered("is_downpayment")
            .invoice_lines.filtered(
                lambda item: (
                    item.parent_state == "posted"
                    or (item.parent_state, item.move_type) == ("draft", "out_invoice")
                )
            )
        )
        return max(sum(item.price_total * -item.move_id.direction_sign for item in items), 0.0)

    def _get_credit_prepaid_amount(self):
        """Return what the customer paid for this very order: online payments done, or paid down payments."""
        self.ensure_one()
        paid_online = sum(tx._get_credit_share(self) for tx in self.transaction_ids if tx.state == "done")
        deposits = self.order_line.filtered("is_downpayment").invoice_lines.filtered(
            lambda item: (
                item.parent_state == "posted" and item.move_id.payment_state in ("paid", "in_payment")
            )
        )
        return max(paid_online, sum(item.price_total * -item.move_id.direction_sign for item in deposits))

    def _is_credit_prepaid(self, checkpoint):
        """Return whether the order takes no credit: paid in full, or to be paid before its delivery."""
        self.ensure_one()
        order_sudo = self.sudo()
        paid = order_sudo._get_credit_prepaid_amount()
        if paid and self.currency_id.compare_amounts(paid, order_sudo._get_credit_commitment()) >= 0:
            return True
        return checkpoint != "delivery" and order_sudo.payment_term_id.is_prepaid_term

    def _prepare_credit_request(self, amount=None):
        """Return what the gate is asked for the order as it stands, for ``amount`` instead of its own if given."""
        self.ensure_one()
        if self.state == "sale":
            more = (amount or 0.0) - self._get_credit_commitment()
            return CreditRequest(self, "increase" if more > 0 else "delivery", max(more, 0.0))
        checkpoint = "reopen" if self.credit_confirmed_once else "confirm"
        return CreditRequest(self, checkpoint, amount if amount is not None else self._get_credit_need())

    # === EVERY WAY IN === #

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an import or a default may create an order confirmed already
        vals_list = [self._without_credit_memory(vals) for vals in vals_list]
        forgetful = self.with_context(default_credit_confirmed_once=False)
        orders = super(SaleOrder, forgetful).create(vals_list).with_env(self.env)
        confirmed = orders.filtered(lambda order: order.state == "sale")
        if confirmed:
            confirmed._remember_confirmation()
            requests = [
                CreditRequest(order, "confirm", order.amount_total, included=True) for order in confirmed
            ]
            self.env["credit.gate"]._enforce(requests)
        return orders

    def write(self, vals):
        # EXTENDS sale: not only the buttons confirm or change an order
        vals = self._without_credit_memory(vals)
        entering = self.filtered(lambda order: order.state != "sale" and vals.get("state") == "sale")
        if entering:
            # what comes with the confirmation is judged with it
            self.write({name: value for name, value in vals.items() if name in WATCHED})
            self.env["credit.gate"]._enforce([order._prepare_credit_request() for order in entering])
            entering._remember_confirmation()
            vals = {name: value for name, value in vals.items() if name not in WATCHED}
        if not WATCHED & vals.keys():
            return super().write(vals)
        watched = self.filtered(lambda order: order.state == "sale")
        before = watched._get_credit_commitments()
        result = super(SaleOrder, self.with_context(credit_watched=Watched(watched))).write(vals)
        watched._enforce_credit_change(before)
        return result

    @api.model
    def _without_credit_memory(self, vals):
        """Return ``vals`` without what only a confirmation may write: it picks the checkpoint."""
        if self.env.context.get("credit_confirming") is _BY_CONFIRMATION:
            return vals
        return {name: value for name, value in vals.items() if name != "credit_confirmed_once"}

    def _remember_confirmation(self):
        self.with_context(credit_confirming=_BY_CONFIRMATION).write({"credit_confirmed_once": True})

    def _get_unwatched_credit(self):
        """Return the confirmed orders whose change no order write is going to judge."""
        watched = self.env.context.get("credit_watched")
        ids = watched.ids if isinstance(watched, Watched) else frozenset()
        return self.filtered(lambda order: order.state == "sale" and order.id not in ids)

    def _get_credit_commitments(self):
        """Return ``{order: Commitment}``, to be compared after a change."""
        return {
            order: Commitment(
                order._get_credit_holder(),
                order.currency_id,
                order._get_credit_commitment(),
                order.payment_term_id,
            )
            for order in self
        }

    def _enforce_credit_change(self, before):
        """Raise when a change of confirmed orders takes credit that is not there."""
        requests = []
        for order in self.filtered(lambda order: order.state == "sale"):
            need = order._get_credit_added(before[order])
            if need is not None:
                requests.append(CreditRequest(order, "increase", need, included=True))
        self.env["credit.gate"]._enforce(requests)

    def _get_credit_added(self, before):
        """Return the credit a change takes beyond ``before``; None when nothing needs a check."""
        self.ensure_one()
        after = self._get_credit_commitment()
        if before.holder != self._get_credit_holder() or before.currency != self.currency_id:
            return after
        if self.currency_id.compare_amounts(after, before.amount) > 0:
            return after - before.amount
        old, new = before.term.sudo(), self.payment_term_id.sudo()
        if old == new or (new.is_prepaid_term and old):
            return None
        return 0.0 if old.is_prepaid_term or new._is_longer_than(old) else None

    # === CUSTOMERS CONFIRMING BY THEMSELVES === #

    def _validate_order(self):
        # EXTENDS sale: the customer's acceptance stands; confirming waits for whoever may release it
        held = self._keep_held_acceptance()
        return super(SaleOrder, self - held)._validate_order() if self - held else None

    def _keep_held_acceptance(self):
        """Return the orders that would be held, after telling their salesperson that the customer accepted them."""
        requests = [order.sudo()._prepare_credit_request() for order in self]
        held = self.browse()
        for verdict in self.env["credit.gate"]._assess(requests):
            if verdict.state == "held":
                order = verdict.request.order
                held |= self.filtered(lambda own, order=order: own.id == order.id)
                order.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=order.user_id.id or self.env.ref("base.user_admin").id,
                    summary=self.env._("Accepted by the customer, held for credit"),
                    note=self.env["credit.gate"]._get_reason_text(verdict),
                )
        return held

    # === BUTTONS === #

    def action_request_credit_release(self):
        """Open a release request for the order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit Release"),
            "res_model": "credit.release",
            "view_mode": "form",
            "context": {
                "default_kind": "once",
                "default_order_id": self.id,
                "default_profile_id": self.credit_profile_id.id,
            },
        }

    def action_open_credit_releases(self):
        """Show the release requests of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_backoffice.credit_release_action")
        return action | {"domain": [("order_id", "=", self.id)], "context": {}}

    def action_open_credit_documents(self):
        """Show the documents behind the figures of the order's credit profile."""
        self.ensure_one()
        return self.credit_profile_id.action_open_documents()

    def action_open_credit_profile(self):
        """Open the credit profile the order uses."""
        self.ensure_one()
        return self.credit_profile_id.get_formview_action()
