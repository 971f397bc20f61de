"""The guard every call-off passes: locks the contracts concerned, counts afresh, refuses what is too much."""

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules import calling
from . import contract_sql


class CallOffRefused(UserError):
    """An order takes more of a contract than it may; nothing was changed."""


class Quantities(NamedTuple):
    """What orders take of one contract line, in its unit."""

    called: float = 0.0
    planned: float = 0.0
    delivered: float = 0.0


class CallOff(NamedTuple):
    """What one order takes of its contract."""

    contract: Any
    quantities: dict  # {contract line: quantity in its unit}
    amount: float
    parties: tuple  # who buys, who sells, in which currency


class Request(NamedTuple):
    """An order that takes more than before; ``counted`` says that the database already counts it."""

    order: Any
    before: CallOff
    after: CallOff
    counted: bool = True

    def get_growth(self):
        """Return ``{contract line: quantity}`` of what is asked beyond what was taken before."""
        same = self.before.quantities if self.before.contract == self.after.contract else {}
        growth = {}
        for line, quantity in self.after.quantities.items():
            more = quantity - same.get(line, 0.0)
            if calling.is_over(more, 0.0):
                growth[line] = more
        return growth

    def get_added_amount(self):
        same = self.before.contract == self.after.contract
        return self.after.amount - (self.before.amount if same else 0.0)

    @property
    def is_new_to_contract(self):
        return self.before.contract != self.after.contract or self.before.parties != self.after.parties


class ContractCallOff(models.AbstractModel):
    """Judges call-offs. The contract's row is written first and the sums are read afterwards: of two transactions at
    once the second is replayed and sees the first. Reading alone, even with a lock, would show both the old sum.
    """

    _name = "contract.call.off"
    _description = "Call-off Guard"

    # === QUESTIONS === #

    @api.model
    def _enforce(self, before):
        """Let the present state of the orders pass, or raise ``CallOffRefused``.

        ``before`` is ``{order: CallOff}`` from before the change. Orders without contract cost nothing.
        """
        requests, left = [], self.env["sale.order"]
        for order, earlier in before.items():
            after = order._get_call_off()
            if after.contract:
                requests.append(Request(order, earlier, after))
            if earlier.contract and order.state == "sale" and earlier.contract != after.contract:
                left |= order
        if left:
            # its prices were those of the contract: now others count
            self.env["price.gate"]._enforce(left)
        requests = [request for request in requests if self._is_judged(request)]
        if not requests:
            return
        self._claim(request.after.contract for request in requests)
        problems = self._judge(requests)
        if problems:
            lines = dict.fromkeys(blocker.message for found in problems.values() for blocker in found)
            raise CallOffRefused("\n".join(lines))

    @api.model
    def _assess(self, orders):
        """Return ``{order: [Blocker]}`` of what would be refused if the orders were confirmed now, changing nothing."""
        requests = [
            Request(order, order._get_no_call_off(), order._get_call_off(as_confirmed=True), counted=False)
            for order in orders
            if order.contract_id
        ]
        return self._judge(requests) if requests else {}

    @api.model
    def _get_quantities(self, lines):
        """Return ``{contract line id: Quantities}``, one statement for any number of lines."""
        figures = defaultdict(lambda: [0.0, 0.0, 0.0])
        own = {line._origin.id: line for line in lines if line._origin.id}
        units = self.env["uom.uom"].sudo()
        for line_id, unit_id, *sums in self._query_quantities(list(own)) if own else ():
            unit = units.browse(unit_id)
            for position, quantity in enumerate(sums):
                converted = unit._compute_quantity(quantity, own[line_id].product_uom_id, round=False)
                figures[line_id][position] += converted
        return defaultdict(Quantities, {line.id: Quantities(*figures[line._origin.id]) for line in lines})

    # === WHAT THE DATABASE SAYS === #

    def _query_quantities(self, line_ids):
        self.env["sale.order"].flush_model(["state"])
        self.env["sale.order.line"].flush_model(
            ["contract_line_id", "product_uom_id", "product_uom_qty", "qty_delivered", "order_id"]
        )
        return self.env.execute_query(
            SQL(
                """SELECT line.contract_line_id, line.product_uom_id,
                          SUM(%s),
                          SUM(CASE WHEN sale.state IN ('draft', 'sent')
                                   THEN GREATEST(line.product_uom_qty - COALESCE(line.qty_delivered, 0), 0)
                                   ELSE 0 END),
                          SUM(COALESCE(line.qty_delivered, 0))
                     FROM sale_order_line line
                     JOIN sale_order sale ON sale.id = line.order_id
                    WHERE line.contract_line_id = ANY(%s)
                    GROUP BY line.contract_line_id, line.product_uom_id""",
                contract_sql.called(),
                line_ids,
            )
        )

    def _get_amounts(self, contracts):
        """Return ``{contract id: total of its confirmed orders}``."""
        orders_sudo = self.env["sale.order"].sudo()
        domain = [("contract_id", "in", contracts.ids), ("state", "=", "sale")]
        groups = orders_sudo._read_group(domain, ["contract_id"], ["amount_total:sum"])
        return defaultdict(float, {contract.id: amount for contract, amount in groups})

    def _claim(self, contracts):
        """Write the rows every rival writes; the row locks keep the order of the identifiers."""
        self.env.execute_query(
            SQL(
                """UPDATE sale_contract SET call_guard = COALESCE(call_guard, 0) + 1
                    WHERE id IN (SELECT id FROM sale_contract WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE)
                RETURNING id""",
                sorted({contract.id for contract in contracts}),
            )
        )

    # === JUDGEMENT === #

    def _is_judged(self, request):
        """Return whether the change takes anything; giving back needs nobody's leave."""
        return (
            request.is_new_to_contract
            or bool(request.get_growth())
            or request.order._get_uncontracted_lines()
            or (request.after.contract.amount_cap and request.get_added_amount() > 0)
        )

    def _judge(self, requests):
        """Return ``{order: [Blocker]}``, orders without objection left out."""
        problems = defaultdict(list)
        for request in requests:
            problems[request.order] += self._get_objections(request)
        self._add_quantity_objections(requests, problems)
        self._add_amount_objections(requests, problems)
        return {order: found for order, found in problems.items() if found}

    def _get_objections(self, request):
        """Return what speaks against the order whatever its quantities; extend it with further rules."""
        order, contract = request.order, request.after.contract.sudo()
        found = []
        if request.is_new_to_contract or request.get_growth():
            found += contract._get_call_objections()
        found += self._get_party_objections(order, contract)
        for line in order._get_uncontracted_lines():
            message = self.env._(
                "%(product)s is not on contract %(contract)s: choose its line, or order it apart.",
                product=line.product_id.display_name,
                contract=contract.display_name,
            )
            found.append(Blocker("not_on_contract", message))
        for line in order.order_line.filtered("contract_line_id"):
            unit = line.contract_line_id.product_uom_id
            if not unit._has_common_reference(line.product_uom_id):
                message = self.env._(
                    "%(unit)s of %(product)s cannot be converted to %(agreed)s, in which contract %(contract)s is.",
                    unit=line.product_uom_id.name,
                    product=line.product_id.display_name,
                    agreed=unit.name,
                    contract=contract.display_name,
                )
                found.append(Blocker("unrelated_unit", message))
        return found

    def _get_party_objections(self, order, contract):
        values = {"order": order.name, "contract": contract.display_name}
        found = []
        if order.partner_id.commercial_partner_id != contract.commercial_partner_id:
            message = self.env._(
                "%(order)s is for another customer than contract %(contract)s with %(customer)s.",
                customer=contract.commercial_partner_id.name,
                **values,
            )
            found.append(Blocker("wrong_customer", message))
        if order.company_id != contract.company_id:
            message = self.env._("%(order)s is of another company than contract %(contract)s.", **values)
            found.append(Blocker("wrong_company", message))
        if order.currency_id != contract.currency_id:
            message = self.env._(
                "%(order)s is in %(currency)s, contract %(contract)s in %(agreed)s: choose the same price list.",
                currency=order.currency_id.name,
                agreed=contract.currency_id.name,
                **values,
            )
            found.append(Blocker("wrong_currency", message))
        return found

    def _add_quantity_objections(self, requests, problems):
        asked, owners = defaultdict(float), defaultdict(list)
        uncounted = defaultdict(float)
        for request in requests:
            for line, more in request.get_growth().items():
                asked[line] += more
                owners[line].append(request.order)
                if not request.counted:
                    uncounted[line] += more - request.order._get_delivered_call(line)
        lines = (
            self.env["sale.contract.line"].sudo().union(*asked) if asked else self.env["sale.contract.line"]
        )
        figures = self._get_quantities(lines) if lines else {}
        for line in lines:
            called = figures[line.id].called + uncounted[line]
            most = calling.most(line.quantity, line.tolerance)
            if calling.is_over(called, most):
                message = self._explain_quantity(line, asked[line], most - called + asked[line])
                for order in owners[line]:
                    problems[order].append(Blocker("over_called", message))

    def _explain_quantity(self, line, asked, remaining):
        unit = line.product_uom_id

        def show(quantity):
            return f"{round(quantity, 6):,.10g} {unit.name}"

        return self.env._(
            "Contract %(contract)s, %(product)s: %(remaining)s remain to be called off, not %(asked)s.",
            contract=line.contract_id.display_name,
            product=line.display_name,
            remaining=show(max(remaining, 0.0)),
            asked=show(asked),
        )

    def _add_amount_objections(self, requests, problems):
        capped = [request for request in requests if request.after.contract.amount_cap]
        capped = [request for request in capped if request.get_added_amount() > 0]
        if not capped:
            return
        amounts = self._get_amounts(
            self.env["sale.contract"].union(*(item.after.contract for item in capped))
        )
        for request in capped:
            if not request.counted:
                amounts[request.after.contract.id] += request.after.amount
        for contract in {request.after.contract for request in capped}:
            own = [request for request in capped if request.after.contract == contract]
            total, cap = amounts[contract.id], contract.amount_cap
            if contract.currency_id.compare_amounts(total, cap) > 0:
                remaining = max(cap - total + sum(request.get_added_amount() for request in own), 0.0)
                message = self.env._(
                    "Contract %(contract)s is capped at %(cap)s: %(remaining)s remain.",
                    contract=contract.display_name,
                    cap=format_amount(self.env, cap, contract.currency_id),
                    remaining=format_amount(self.env, remaining, contract.currency_id),
                )
                for request in own:
                    problems[request.order].append(Blocker("over_cap", message))
