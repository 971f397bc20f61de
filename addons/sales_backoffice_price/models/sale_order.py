"""Orders pass the price guard on every way into confirmation, and on every change afterwards."""

from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_backoffice.models.sale_order import Watched
from odoo.addons.sales_backoffice.rules.credit_term import is_longer
from odoo.addons.sales_backoffice.services.credit_gate import CreditHold

from ..rules.price_guard import is_growth, is_no_worse

# What may change the prices of a confirmed order, or what they are measured against.
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


class PriceStanding(NamedTuple):
    """What of a confirmed order is compared after a change."""

    measured: dict  # {line id: Measured}
    days: tuple  # until payment, for an invoice of each day
    holder: Any


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sale.order.price.shown"]

    price_confirmed_on = fields.Datetime(
        readonly=True, copy=False, help="Moment of the confirmation: the price list in force then counts."
    )
    price_version = fields.Integer(readonly=True, copy=False, groups="base.group_system")

    # === WHAT THE GUARD ASKS AN ORDER === #

    def _get_price_moment(self):
        """Return the moment whose price list counts: of the confirmation, or now while it lies ahead.

        The date of the order is not asked: it can be set back to when the list was lower.
        """
        self.ensure_one()
        if self.state == "sale":
            return self.sudo().price_confirmed_on or self.date_order
        return fields.Datetime.now()

    def _get_price_pricelists(self):
        """Return the price lists that may answer for the order, in their order of preference.

        The list of whoever pays comes first, then the general list of the company; the chosen one answers only for what
        neither names. An order in another currency is measured by the same lists, at the rate of the day: or a cheaper
        list of that currency, made for somebody else, would be a way round.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        partner_sudo, payer_sudo = order_sudo.partner_id, order_sudo.partner_invoice_id
        if payer_sudo.commercial_partner_id != partner_sudo.commercial_partner_id:
            partner_sudo = payer_sudo or partner_sudo
        partner_sudo = partner_sudo.with_company(order_sudo.company_id)
        general, chosen = order_sudo.company_id.root_id.price_pricelist_id, order_sudo.pricelist_id
        own = partner_sudo.specific_property_product_pricelist or partner_sudo.property_product_pricelist
        return own | general | chosen

    # === EVERY WAY IN === #

    @api.model
    def _get_credit_kept(self):
        # EXTENDS sales_backoffice: the moment picks the price list, so nobody sets it
        return super()._get_credit_kept() | {"price_confirmed_on", "price_version"}

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an import or a default may create an order confirmed already
        orders = super().create(vals_list)
        confirmed = orders.filtered(lambda order: order.state == "sale")
        if confirmed:
            confirmed._enforce_price_entry()
        return orders

    def write(self, vals):
        # EXTENDS sale: not only the buttons confirm or change an order
        entering = self.filtered(lambda order: order.state != "sale" and vals.get("state") == "sale")
        if entering:
            try:
                result = super().write(vals)
            except CreditHold as hold:
                raise self._join_holds(hold, entering) from hold
            entering._enforce_price_entry()
            return result
        if not WATCHED & vals.keys():
            return super().write(vals)
        watched = self.filtered(lambda order: order.state == "sale")
        before = watched._get_price_standing()
        marked = self.with_context(price_watched=Watched(watched)) if watched else self
        result = super(SaleOrder, marked).write(vals)
        watched._enforce_price_change(before)
        return result

    @api.model
    def _join_holds(self, hold, entering):
        """Return ``hold`` with what the prices have against the orders: one message says everything."""
        gate = self.env["price.gate"]
        verdicts = gate._assess(entering, entering=True)
        texts = [gate._explain_held(verdict) for verdict in verdicts if verdict.state == "held"]
        return CreditHold("\n\n".join([str(hold), *texts]))

    def _enforce_price_entry(self):
        """Note the moment of the confirmation, then let the guard judge the orders by it."""
        self.sudo().write({"price_confirmed_on": fields.Datetime.now()})
        self.env["price.gate"]._enforce(self, entering=True)

    # === CHANGES === #

    def _get_unwatched_prices(self):
        """Return the confirmed orders whose change no order write is going to judge."""
        watched = self.env.context.get("price_watched")
        ids = watched.ids if isinstance(watched, Watched) else frozenset()
        return self.filtered(lambda order: order.state == "sale" and order.id not in ids)

    def _has_guarded_prices(self):
        """Return whether a change of the order may matter to the guard; bridges with prices of their own extend it."""
        self.ensure_one()
        company_sudo = self.company_id.root_id.sudo()
        return company_sudo.price_guard and company_sudo._has_price_sheets()

    def _touch_price_guard(self):
        """Write the orders' row: of a confirmation and a change of a line at once, the second is replayed.

        A lock would not do: under Odoo's isolation level the second would still read what was there before the first.
        """
        ids = sorted(self.filtered(lambda order: order._has_guarded_prices()).ids)
        if ids:
            self.env.execute_query(
                SQL(
                    """UPDATE sale_order SET price_version = COALESCE(price_version, 0) + 1
                        WHERE id IN (SELECT id FROM sale_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE)
                    RETURNING id""",
                    ids,
                )
            )

    def _get_price_standing(self):
        """Return ``{order: PriceStanding}``, to be compared after a change."""
        figures = self.order_line._get_price_figures() if self else {}
        return {
            order: PriceStanding(
                {line.id: figures[line].measured for line in order.order_line},
                order.sudo().payment_term_id._get_days_to_pay(),
                order._get_credit_holder(),
            )
            for order in self
        }

    def _enforce_price_change(self, before, left=()):
        """Raise when a change of confirmed orders sells at prices or terms nobody approved."""
        orders = self.filtered(lambda order: order.state == "sale" and order in before)
        if not orders:
            return
        orders._date_growth(before, left)
        after = orders._get_price_standing()
        lines, terms = self.env["sale.order.line"], self.env["sale.order"]
        for order in orders:
            old, new = before[order], after[order]
            moved = old.holder != new.holder
            if moved or is_longer(new.days, old.days):
                terms |= order
            for line in order.order_line:
                was = old.measured.get(line.id)
                if line not in left and (moved or not was or not is_no_worse(was, new.measured[line.id])):
                    lines |= line
        if lines or terms:
            self.env["price.gate"]._enforce(lines.order_id | terms, lines=lines, terms=terms)

    def _date_growth(self, before, left=()):
        """Note when lines of confirmed orders came or grew: an old order is no way to an old price list."""
        grown = self.env["sale.order.line"]
        for order in self:
            for line in order.order_line:
                sells = (line.product_id.id, line.product_uom_id.id, line._get_price_quantity())
                if line not in left and is_growth(before[order].measured.get(line.id), *sells):
                    grown |= line
        if grown:
            grown.sudo().write({"price_agreed_on": fields.Datetime.now()})

    # === CUSTOMERS CONFIRMING BY THEMSELVES === #

    def _keep_held_acceptance(self):
        # EXTENDS sales_backoffice: the customer's acceptance stands; confirming waits for whoever may approve
        held = super()._keep_held_acceptance()
        gate = self.env["price.gate"]
        for verdict in gate._assess((self - held).sudo(), entering=True):
            if verdict.state == "held":
                order = verdict.order
                held |= self.filtered(lambda own, order=order: own.id == order.id)
                order.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=order.user_id.id or self.env.ref("base.user_admin").id,
                    summary=self.env._("Accepted by the customer, held for its prices"),
                    note=gate._get_reason_text(verdict),
                )
        return held
