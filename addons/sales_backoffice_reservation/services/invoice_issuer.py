"""Turns approved reservations into draft invoices by Odoo's ordinary path, as few calls as possible."""

from dataclasses import dataclass, field
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

SAME_ON_ONE_INVOICE = (
    "partner_id", "company_id", "currency_id", "title_id", "invoice_kind", "invoice_form", "deduct_down_payments",
)  # fmt: skip
SAME_OF_THE_ORDERS = ("partner_invoice_id", "fiscal_position_id", "payment_term_id")


@dataclass(frozen=True)
class IssuePlan:
    """Which reservations go onto which invoice; travels in the context and is known by its type."""

    groups: list  # recordsets of reservations, one invoice each
    moves: dict = field(default_factory=dict)  # {group number: invoice}, filled in on the way
    _lines: dict = field(default_factory=dict)  # {order line id: reservation lines}
    _numbers: dict = field(default_factory=dict)  # {order id: group number}

    def __post_init__(self):
        for number, reservations in enumerate(self.groups):
            for order_line, lines in reservations.line_ids.grouped("order_line_id").items():
                self._lines[order_line.id] = lines
                self._numbers[order_line.order_id.id] = number

    def lines_of(self, order_line) -> Any:
        return self._lines.get(order_line.id, ())

    def group_of(self, order):
        return self._numbers[order.id]

    @property
    def order_ids(self):
        return list(self._numbers)


class InvoiceIssuer(models.AbstractModel):
    _name = "invoice.issuer"
    _description = "Issue Reserved Invoices"

    @api.model
    def _issue(self, reservations, merge=False):
        """Create the draft invoices of approved reservations and return them; all or nothing."""
        reservations = reservations.filtered("line_ids")
        order_lines = reservations.line_ids.order_line_id
        down_payments = order_lines.order_id.order_line.filtered("is_downpayment")
        self.env["invoice.availability"]._claim(order_lines | down_payments)
        self._check_invoiceable(reservations)
        moves_by_group = []
        for groups in self._get_rounds(self._get_groups(reservations, merge)):
            plan = IssuePlan(groups)
            orders_sudo = self.env["sale.order"].sudo().browse(plan.order_ids)
            orders_sudo.with_context(reservation_plan=plan)._create_invoices()
            moves_by_group += [(groups[number], move) for number, move in plan.moves.items()]
        moves = self.env["account.move"]
        for group, move in moves_by_group:
            group._write_by_flow({"move_id": move.id})
            if group.line_ids.order_id & down_payments.order_id:
                self.env["invoice.down.payment"]._deduct(move, group)
            moves |= move
        return moves.with_env(self.env)

    # === WHAT GOES TOGETHER === #

    def _get_groups(self, reservations, merge):
        """Return the reservations in groups of one invoice each."""
        if not merge:
            groups = list(reservations)
        else:
            by_key = reservations.grouped(
                lambda document: tuple(document[name] for name in SAME_ON_ONE_INVOICE)
            )
            groups = list(by_key.values())
        for group in groups:
            self._check_fits_one_invoice(group)
        return groups

    def _check_fits_one_invoice(self, group):
        problem = self._get_misfit(group)
        if problem:
            raise UserError(problem)

    @api.model
    def _get_misfit(self, group):
        """Return why the reservations do not go onto one invoice, or None."""
        orders = group.sudo().line_ids.order_id
        for name in SAME_OF_THE_ORDERS:
            if len({order[name] for order in orders}) > 1:
                return self.env._(
                    "%(documents)s: their orders differ in “%(field)s”, so they need an invoice each.",
                    documents=", ".join(group.mapped("name")),
                    field=orders._fields[name]._description_string(self.env),
                )
        return None

    def _get_rounds(self, groups):
        """Split the groups so that an order has its part in one invoice per round only."""
        rounds = []
        for group in groups:
            order_ids = set(group.line_ids.order_id.ids)
            for taken, members in rounds:
                if not taken & order_ids:
                    taken |= order_ids
                    members.append(group)
                    break
            else:
                rounds.append((set(order_ids), [group]))
        return [members for _taken, members in rounds]

    # === WHETHER IT MAY === #

    def _check_invoiceable(self, reservations):
        """Refuse what Odoo itself (or a hold on the delivery) does not let be invoiced now."""
        reasons = [reason for _lines, reason in self._get_refusals(reservations)]
        if reasons:
            raise UserError("\n".join(reasons))

    @api.model
    def _get_refusals(self, reservations):
        """Return ``[(reservation lines, why they cannot be invoiced now)]``."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        availability = self.env["invoice.availability"]
        standings = availability._get_standings(reservations.line_ids.order_line_id)
        lines_sudo = reservations.sudo().line_ids
        lines_sudo.order_line_id.invalidate_recordset(["qty_to_invoice", "qty_invoiced", "qty_delivered"])
        refusals = []
        for (order_line, basis), lines in lines_sudo.grouped(
            lambda line: (line.order_line_id, line.basis)
        ).items():
            asked = sum(lines.mapped("quantity_in_line_uom"))
            may = asked - availability._get_standing(standings, order_line, basis).excess
            may = min(may, self._get_invoiceable(order_line, basis))
            if float_compare(asked, may, precision_digits=digits) > 0:
                refusals.append((lines, self._explain_refusal(order_line, may, asked)))
        return refusals

    def _explain_refusal(self, order_line, may, asked):
        reason = self.env._(
            "%(product)s of %(order)s: %(may)s of %(asked)s can be invoiced now.",
            product=order_line.product_id.display_name,
            order=order_line.order_id.name,
            may=f"{max(may, 0.0):.6g}",
            asked=f"{asked:.6g}",
        )
        return f"{reason} {order_line._get_invoicing_hold()}".strip()

    def _get_invoiceable(self, order_line, basis):
        """Return what Odoo lets be invoiced, a hold on deliveries counted; invoice first, also what is to come."""
        to_come = 0.0
        if basis == "order" and order_line.product_id.invoice_policy != "order":
            to_come = max(0.0, order_line.product_uom_qty - order_line.qty_delivered)
        return order_line.qty_to_invoice + to_come
