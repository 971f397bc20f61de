"""What is still missing on a contract, as a list people work off."""

from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from ..rules.calling import UNDER_WAY


class Step(NamedTuple):
    """Something that is still to be done; ``is_open_point`` keeps the contract from counting as fulfilled."""

    code: str
    text: str
    record: Any = None
    is_open_point: bool = False

    @property
    def link(self):
        return f"/odoo/{self.record._name}/{self.record.id}" if self.record else ""


class SaleContractMissing(models.AbstractModel):
    """Bridges add steps in ``_get_missing_steps``, and in ``contract.standing`` what the search needs of them."""

    _name = "sale.contract.missing"
    _description = "Missing Steps of a Sales Contract"

    missing_steps = fields.Html(
        "What Is Missing", compute="_compute_missing", sanitize=False, groups="base.group_user"
    )
    missing_count = fields.Integer("Missing Steps", compute="_compute_missing")
    has_missing = fields.Boolean(
        compute="_compute_missing", search="_search_has_missing", groups="base.group_user"
    )

    def _compute_missing(self):
        steps = self._get_missing_steps()
        for contract in self:
            own = steps.get(contract._origin.id, [])
            contract.missing_count = len(own)
            contract.has_missing = bool(own)
            contract.missing_steps = (
                self.env["ir.qweb"]._render("sales_backoffice_contract.missing_steps", {"steps": own})
                if own
                else False
            )

    def _search_has_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["contract.standing"]._get_missing_domain()

    def _get_missing_steps(self):
        """Return ``{contract id: [Step]}`` in a constant number of statements; extend it with more steps."""
        contracts_sudo = self._origin.sudo()
        steps = {contract.id: [] for contract in contracts_sudo}
        open_sudo = contracts_sudo.filtered(
            lambda contract: contract.state in UNDER_WAY and not contract.amended_id
        )
        for contract in open_sudo:
            steps[contract.id] += contract._get_paper_steps()
        if open_sudo:
            self._add_document_steps(open_sudo, steps)
        for contract in open_sudo:
            steps[contract.id] += contract._get_quantity_steps()
        return steps

    def _get_paper_steps(self):
        found = []
        if not self.scan_ids:
            found.append(Step("no_scan", self.env._("The signed scan is missing.")))
        if not self.date_signed:
            found.append(Step("not_signed", self.env._("The contract is not signed.")))
        short = self.deposit_amount - self.deposit_received
        if self.state != "approved" and self.currency_id.compare_amounts(short, 0.0) > 0:
            amount = format_amount(self.env, short, self.currency_id)
            found.append(
                Step("no_deposit", self.env._("%(amount)s of the deposit did not come in.", amount=amount))
            )
        return found

    def _get_quantity_steps(self):
        if self.state == "approved" or not self.has_remaining:
            return []
        if self.validity == "over":
            day = format_date(self.env, self.valid_to)
            text = self.env._(
                "The contract ended on %(day)s with quantities left: extend or close it.", day=day
            )
            return [Step("ended_open", text, None, True)]
        text = self.env._("Quantities are left to be called off.")
        return [Step("not_called", text, None, True)]

    @api.model
    def _add_document_steps(self, contracts, steps):
        documents = self.env["contract.documents"].sudo()
        orders = documents._get_confirmed_orders(contracts)
        pickings = documents._get_pickings(orders)
        short = documents._get_undelivered(contracts)
        gaps = documents._get_invoicing_gaps(contracts)
        invoices = documents._get_invoices(contracts)
        signed = self.env["stock.picking"].union(*pickings.values())._get_with_receipt()
        for contract in contracts:
            lacking = short.get(contract.id, ())
            steps[contract.id] += [self._get_short_step(item) for item in lacking]
            named = self.env["sale.order"].union(*(item.orders for item in lacking))
            for order in orders.get(contract.id, self.env["sale.order"]):
                own = pickings.get(order.id, self.env["stock.picking"])
                steps[contract.id] += self._get_delivery_steps(order, own, signed, order in named)
            steps[contract.id] += self._get_invoicing_steps(gaps.get(contract.id, ()))
            own = invoices.get(contract.id, self.env["account.move"])
            steps[contract.id] += self._get_draft_steps(own)
            steps[contract.id] += contract._get_collection_steps(own)

    @api.model
    def _get_short_step(self, item):
        unit, missing = item.line.product_uom_id, item.ordered - item.delivered
        text = self.env._(
            "%(product)s: %(quantity)s of %(orders)s are not delivered.",
            product=item.line.display_name,
            quantity=f"{round(missing, 6):,.10g} {unit.name}",
            orders=", ".join(item.orders.mapped("name")),
        )
        return Step("not_delivered", text, item.orders[:1], True)

    @api.model
    def _get_invoicing_steps(self, gaps):
        found = []
        for order, is_uninvoiced, is_uncredited in gaps:
            if is_uninvoiced:
                text = self.env._("%(order)s is delivered and not invoiced.", order=order.name)
                found.append(Step("not_invoiced", text, order, True))
            if is_uncredited:
                text = self.env._(
                    "%(order)s: goods came back, and no credit note is posted for them.", order=order.name
                )
                found.append(Step("not_credited", text, order, True))
        return found

    @api.model
    def _get_draft_steps(self, invoices):
        return [
            Step(
                "not_posted", self.env._("%(invoice)s is not posted.", invoice=move.display_name), move, True
            )
            for move in invoices
            if move.state == "draft"
        ]

    @api.model
    def _get_delivery_steps(self, order, pickings, signed, is_named):
        """Return what is left of one order's transfers; ``is_named`` says that its goods are named already."""
        found = []
        if not is_named and pickings.filtered(lambda picking: picking.state != "done"):
            text = self.env._("%(order)s is not delivered in full.", order=order.name)
            found.append(Step("not_delivered", text, order, True))
        for picking in pickings.filtered(
            lambda picking: picking.state == "done" and picking.picking_type_code == "outgoing"
        ):
            if picking not in signed:
                text = self.env._("No signed receipt of %(delivery)s.", delivery=picking.name)
                found.append(Step("no_receipt", text, picking))
        return found

    def _get_collection_steps(self, invoices):
        today, found = self._get_today(), []
        for move in invoices.filtered(lambda move: move.state == "posted" and move.amount_residual > 0):
            if move.move_type == "out_refund":
                continue
            values = {
                "invoice": move.name,
                "amount": format_amount(self.env, move.amount_residual, move.currency_id),
            }
            if move.invoice_date_due and move.invoice_date_due < today:
                days = (today - move.invoice_date_due).days
                text = self.env._(
                    "%(invoice)s is %(days)s days overdue with %(amount)s.", days=days, **values
                )
                found.append(Step("overdue", text, move, True))
            else:
                text = self.env._("%(invoice)s is not collected: %(amount)s.", **values)
                found.append(Step("not_collected", text, move, True))
        return found
