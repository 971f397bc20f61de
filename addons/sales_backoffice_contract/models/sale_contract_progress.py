"""How far a contract is: what was called off, what is planned, what came in of the deposit."""

from odoo import api, fields, models

from odoo.addons.backoffice_base.rules.blocker import Blocker


class SaleContractProgress(models.AbstractModel):
    """Figures read from the orders each time, for any number of contracts in a constant number of statements."""

    _name = "sale.contract.progress"
    _description = "Progress of a Sales Contract"

    currency_id = fields.Many2one("res.currency")
    order_count = fields.Integer(compute="_compute_counts")
    picking_count = fields.Integer("Deliveries", compute="_compute_counts")
    invoice_count = fields.Integer("Invoices", compute="_compute_counts")
    called_amount = fields.Monetary(
        "Called Off", compute="_compute_called_amount", help="Total of the confirmed orders, taxes included."
    )
    planned_amount = fields.Monetary(
        "Planned", compute="_compute_called_amount", help="Total of the quotations."
    )
    remaining_amount = fields.Monetary(
        "Remaining", compute="_compute_called_amount", help="Of the cap, or of the total without cap."
    )
    called_ratio = fields.Float("Called Off %", compute="_compute_called_amount")
    has_remaining = fields.Boolean(
        "Has Remaining Quantity",
        compute="_compute_has_remaining",
        search="_search_has_remaining",
        help="In force, and more than the tolerance of a line is left to be called off.",
    )
    deposit_received = fields.Monetary(
        compute="_compute_deposit_received",
        help="What came in of the down payment invoices of its orders.",
    )

    @api.depends("order_ids")
    def _compute_counts(self):
        documents = self.env["contract.documents"].sudo()
        orders = documents._get_orders(self)
        pickings = documents._get_pickings(orders)
        invoices = documents._get_invoices(self)
        for contract in self:
            own = orders.get(contract._origin.id, self.env["sale.order"])
            contract.order_count = len(own)
            contract.picking_count = sum(len(pickings.get(order.id, ())) for order in own)
            contract.invoice_count = len(invoices.get(contract._origin.id, ()))

    @api.depends("order_ids", "amount_total", "amount_cap")
    def _compute_called_amount(self):
        orders_sudo = self.env["sale.order"].sudo()
        groups = orders_sudo._read_group(
            [("contract_id", "in", self._origin.ids), ("state", "!=", "cancel")],
            ["contract_id", "state"],
            ["amount_total:sum"],
        )
        called, planned = {}, {}
        for contract, state, amount in groups:
            target = called if state == "sale" else planned
            target[contract.id] = target.get(contract.id, 0.0) + amount
        for contract in self:
            total = contract.amount_cap or contract.amount_total
            contract.called_amount = called.get(contract._origin.id, 0.0)
            contract.planned_amount = planned.get(contract._origin.id, 0.0)
            contract.remaining_amount = total - contract.called_amount
            contract.called_ratio = contract.called_amount / total if total else 0.0

    @api.depends("line_ids.has_remaining")
    def _compute_has_remaining(self):
        for contract in self:
            contract.has_remaining = any(line.has_remaining for line in contract.line_ids)

    def _search_has_remaining(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["contract.standing"]._get_remaining_domain("contract_id")

    def _compute_deposit_received(self):
        received = self.env["contract.documents"].sudo()._get_deposits(self)
        for contract in self:
            contract.deposit_received = received.get(contract._origin.id, 0.0)

    # === MAY IT BE CALLED OFF === #

    def _get_call_objections(self):
        """Return what speaks against any further order of the one contract today, as ``[Blocker]``."""
        self.ensure_one()
        name = self.display_name
        if self.amended_id:
            message = self.env._(
                "%(contract)s is an amendment: order from the contract itself.", contract=name
            )
            return [Blocker("amendment", message)]
        if self.state != "active" or not self.active:
            message = self.env._(
                "Contract %(contract)s is “%(state)s”: only an active contract takes orders.",
                contract=name,
                state=self._get_state_label(self.state),
            )
            return [Blocker("not_active", message)]
        if not self._is_unchanged():
            message = self.env._(
                "Contract %(contract)s was changed after its approval (%(changes)s); to be confirmed by %(people)s.",
                contract=name,
                changes=self._tell_changes(),
                people=self.approver_names,
            )
            return [Blocker("changed", message)]
        if self.validity == "later":
            message = self.env._(
                "Contract %(contract)s is not valid before %(day)s.", contract=name, day=self.valid_from
            )
            return [Blocker("too_early", message)]
        if self.validity == "over":
            message = self.env._("Contract %(contract)s ended on %(day)s.", contract=name, day=self.valid_to)
            return [Blocker("expired", message)]
        return []

    # === BUTTONS === #

    def action_call_off(self):
        """Choose how much of each line to order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call Off"),
            "res_model": "sale.contract.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_open_orders(self):
        """Show the orders and quotations of the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        context = {"default_contract_id": self.id, "default_partner_id": self.partner_id.id}
        return action | {"domain": [("contract_id", "=", self.id)], "context": context}

    def action_open_pickings(self):
        """Show the deliveries of the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return action | {"domain": [("sale_id.contract_id", "=", self.id)], "context": {}}

    def action_open_invoices(self):
        """Show the invoices of the contract."""
        self.ensure_one()
        invoices = (
            self.env["contract.documents"].sudo()._get_invoices(self).get(self.id, self.env["account.move"])
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_out_invoice_type")
        return action | {"domain": [("id", "in", invoices.ids)], "context": {"create": False}}
