"""What happened to a contract from the first draft to the last payment, each with its document."""

from datetime import date, datetime
from typing import Any, NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_amount

ICONS = {
    "drafted": "fa-pencil",
    "reviewed": "fa-gavel",
    "signed": "fa-pencil-square-o",
    "amended": "fa-files-o",
    "ordered": "fa-shopping-cart",
    "purchased": "fa-industry",
    "produced": "fa-cubes",
    "delivered": "fa-truck",
    "receipt": "fa-check-square-o",
    "invoiced": "fa-file-text-o",
    "collected": "fa-money",
    "closed": "fa-archive",
}
ORDER = {step: position for position, step in enumerate(ICONS)}


class Event(NamedTuple):
    """Something that happened; ``record`` is its document, ``when`` a day or a moment."""

    step: str
    when: Any
    text: str
    user: Any
    record: Any

    @property
    def moment(self):
        """Return what events are sorted by; on the same day or second the usual order of the steps counts."""
        is_moment = isinstance(self.when, datetime)
        day = self.when.date() if is_moment else self.when or date.min
        return day, ORDER.get(self.step, 0), self.when if is_moment else datetime.min

    @property
    def person(self):
        """Return who did it, nobody where the system did."""
        return self.user.name if self.user and self.user.id != SUPERUSER_ID else ""

    @property
    def icon(self):
        return ICONS.get(self.step, "fa-circle-o")

    @property
    def is_file(self):
        return bool(self.record) and self.record._name == "sale.contract.scan"

    @property
    def link(self):
        if self.is_file:
            return f"/web/content/{self.record._name}/{self.record.id}/file?filename_field=file_name"
        return f"/odoo/{self.record._name}/{self.record.id}" if self.record else ""


class SaleContractTimeline(models.AbstractModel):
    """Bridges add events in ``_get_timeline_events``: production and purchases, dated signed receipts, letters."""

    _name = "sale.contract.timeline"
    _description = "Timeline of a Sales Contract"

    timeline = fields.Html(compute="_compute_timeline", sanitize=False, groups="base.group_user")

    def _compute_timeline(self):
        events = self._get_timeline_events()
        for contract in self:
            own = sorted(events.get(contract._origin.id, ()), key=lambda event: event.moment)
            contract.timeline = self.env["ir.qweb"]._render(
                "sales_backoffice_contract.timeline",
                {"events": own, "env": self.env, "labels": self._get_step_labels()},
            )

    @api.model
    def _get_step_labels(self):
        return {
            "drafted": self.env._("Drafted"),
            "reviewed": self.env._("Review"),
            "signed": self.env._("Signed"),
            "amended": self.env._("Amended"),
            "ordered": self.env._("Ordered"),
            "purchased": self.env._("Ordered at the Mill"),
            "produced": self.env._("Produced or Received"),
            "delivered": self.env._("Delivered"),
            "receipt": self.env._("Signed Receipt"),
            "invoiced": self.env._("Invoiced"),
            "collected": self.env._("Collected"),
            "closed": self.env._("Closed"),
        }

    def _get_timeline_events(self):
        """Return ``{contract id: [Event]}`` in any order, in a constant number of statements.

        Documents are read as superuser: whoever reads a contract reads what became of it. Extend it with more events.
        """
        contracts_sudo = self._origin.sudo()
        events = {contract.id: contract._get_own_events() for contract in contracts_sudo}
        self._add_decision_events(contracts_sudo, events)
        self._add_order_events(contracts_sudo, events)
        self._add_invoice_events(contracts_sudo, events)
        return events

    def _get_own_events(self):
        events = [Event("drafted", self.create_date, self.env._("Drafted"), self.create_uid, None)]
        if self.requested_on:
            events.append(
                Event(
                    "reviewed",
                    self.requested_on,
                    self.env._("Submitted to review"),
                    self.requested_by_id,
                    None,
                )
            )
        if self.date_signed:
            scan = next(iter(self.scan_ids), self.scan_ids)
            text = self.env._("Signed; scan attached") if scan else self.env._("Signed")
            events.append(Event("signed", self.date_signed, text, scan.create_uid, scan))
        for amendment in self.amendment_ids.filtered(lambda amendment: amendment.state == "applied"):
            text = self.env._("Amended by %(amendment)s", amendment=amendment.name)
            events.append(Event("amended", amendment.date_signed, text, amendment.create_uid, amendment))
        if self.closed_on:
            label = self._get_state_label("fulfilled" if self.state == "filed" else self.state)
            text = f"{label}: {self.closing_reason}"
            events.append(Event("closed", self.closed_on, text, self.closed_by_id, None))
        if self.filed_on:
            events.append(Event("closed", self.filed_on, self.env._("Filed"), self.filed_by_id, None))
        return events

    @api.model
    def _add_decision_events(self, contracts, events):
        decisions = self.env["backoffice.approval.decision"].sudo()
        found = decisions.search([("res_model", "=", "sale.contract"), ("res_id", "in", contracts.ids)])
        labels = dict(decisions._fields["decision"]._description_selection(self.env))
        for decision in found:
            text = labels.get(decision.decision, decision.decision)
            text = f"{text}: {decision.reason}" if decision.reason else text
            events[decision.res_id].append(Event("reviewed", decision.date, text, decision.user_id, None))

    @api.model
    def _add_order_events(self, contracts, events):
        documents = self.env["contract.documents"].sudo()
        orders = documents._get_confirmed_orders(contracts)
        pickings = documents._get_pickings(orders)
        signed = self.env["stock.picking"].union(*pickings.values())._get_with_receipt()
        for contract_id, own in orders.items():
            for order in own:
                events[contract_id].append(order._get_contract_event())
                for picking in pickings.get(order.id, self.env["stock.picking"]):
                    events[contract_id] += self._get_picking_events(picking, picking in signed)

    @api.model
    def _get_picking_events(self, picking, is_signed):
        """Return what happened to one transfer; fields of the delivery add-on are read where it is installed."""
        if picking.state != "done":
            return []
        text = self.env._("Returned %(document)s", document=picking.name)
        if picking.picking_type_code != "incoming":
            text = self.env._("Delivered %(document)s", document=picking.name)
        found = [Event("delivered", picking.date_done, text, picking.user_id, picking)]
        if is_signed:
            text = self.env._("Signed receipt of %(document)s", document=picking.name)
            signed_on = picking["signed_on"] if "signed_on" in picking._fields else None
            found.append(
                Event("receipt", signed_on or picking.date_done, text, picking.user_id.browse(), picking)
            )
        return found

    @api.model
    def _add_invoice_events(self, contracts, events):
        documents = self.env["contract.documents"].sudo()
        invoices = documents._get_invoices(contracts)
        posted = {
            contract_id: moves.filtered(lambda move: move.state == "posted")
            for contract_id, moves in invoices.items()
        }
        collections = documents._get_collections(self.env["account.move"].union(*posted.values()))
        entries = self.env["account.move"].browse({row[2] for rows in collections.values() for row in rows})
        users = self.env["res.users"].browse({row[3] for rows in collections.values() for row in rows})
        for contract_id, moves in posted.items():
            for move in moves:
                events[contract_id].append(self._get_invoice_event(move))
                for day, amount, entry_id, user_id in collections.get(move.id, ()):
                    text = self.env._(
                        "Collected %(amount)s for %(document)s",
                        amount=format_amount(self.env, amount, move.currency_id),
                        document=move.name,
                    )
                    entry = entries.browse(entry_id).with_prefetch(entries.ids)
                    user = users.browse(user_id).with_prefetch(users.ids)
                    events[contract_id].append(Event("collected", day, text, user, entry))

    @api.model
    def _get_invoice_event(self, move):
        amount = format_amount(self.env, move.amount_total, move.currency_id)
        values = {"document": move.name, "amount": amount}
        if move.move_type == "out_refund":
            text = self.env._("Credited %(document)s, %(amount)s", **values)
        else:
            text = self.env._("Invoiced %(document)s, %(amount)s", **values)
        return Event("invoiced", move.invoice_date or move.date, text, move.invoice_user_id, move)
