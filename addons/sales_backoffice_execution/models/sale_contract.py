"""The execution of a contract on its own form, the documents behind it, and what its customer may see."""

from odoo import api, fields, models
from odoo.tools import formatLang, get_lang

# what a customer finds on the portal: the record rules of the contract say the same
PORTAL_STATES = ("active", "suspended", "fulfilled", "filed")


class SaleContract(models.Model):
    _name = "sale.contract"
    _inherit = ["sale.contract", "sale.contract.figures", "portal.mixin"]

    execution_line_ids = fields.One2many(
        "sale.contract.line", compute="_compute_execution_line_ids", string="Execution by Product"
    )
    has_execution = fields.Boolean(compute="_compute_has_execution")

    @api.depends("line_ids")
    def _compute_execution_line_ids(self):
        for contract in self:
            contract.execution_line_ids = contract.line_ids

    @api.depends("state")
    def _compute_has_execution(self):
        for contract in self:
            contract.has_execution = contract.state not in (
                "draft",
                "submitted",
                "rejected",
                "revoked",
                "applied",
            )

    # --- the documents behind the figures -------------------------------------------

    def _get_bills_by_contract(self):
        """Return ``{contract id: ids of its invoices and credit notes}``, cancelled ones left out."""
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("sale_line_ids.order_id.contract_id", "in", self.ids),
                    ("parent_state", "!=", "cancel"),
                    ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
                ],
                ["sale_line_ids", "move_id"],
            )
        )
        found = {}
        for line, move in groups:
            found.setdefault(line.order_id.contract_id.id, set()).add(move.id)
        return found

    def _open_documents(self, model, ids, name):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name}: {name}",
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", sorted(ids))],
            "context": {"create": False},
        }

    def action_open_overdue_bills(self):
        """Show the instalments of the contract that are past their due date."""
        self.ensure_one()
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("move_id", "in", list(self._get_bills_by_contract().get(self.id, ()))),
                    ("display_type", "=", "payment_term"),
                    ("parent_state", "=", "posted"),
                    ("amount_residual_currency", ">", 0),
                    ("date_maturity", "<", fields.Date.context_today(self)),
                ]
            )
        )
        return self._open_documents("account.move.line", items.ids, self.env._("Overdue"))

    def action_open_collections(self):
        """Show the journal items of the payments matched with the invoices of the contract."""
        self.ensure_one()
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("move_id", "in", list(self._get_bills_by_contract().get(self.id, ()))),
                    ("display_type", "=", "payment_term"),
                ]
            )
        )
        matched = items.matched_credit_ids.credit_move_id | items.matched_debit_ids.debit_move_id
        money = matched.filtered(
            lambda item: (
                item.payment_id
                or item.statement_line_id
                or item.journal_id.type in ("bank", "cash", "credit")
            )
        )
        return self._open_documents("account.move.line", money.ids, self.env._("Payments"))

    # --- the customer ---------------------------------------------------------------

    def _compute_access_url(self):
        # EXTENDS portal
        result = super()._compute_access_url()
        for contract in self:
            contract.access_url = f"/my/contracts/{contract.id}"
        return result

    def _get_portal_return_action(self):
        # EXTENDS portal
        return self.env.ref("sales_backoffice_execution.contract_execution_action")

    def action_send_status_letter(self):
        """Open the composer with the status letter in the language of the customer."""
        self.ensure_one()
        self.check_access("read")
        template = self.env.ref("sales_backoffice_execution.mail_template_contract_status")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Status Letter"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "force_email": True,
            },
        }

    def _get_status_letter(self):
        """Return what the letter and the portal page tell, in the language of the environment."""
        self.ensure_one()
        executions = self.env["contract.execution"].sudo()
        contract_sudo = self.sudo().with_company(self.company_id)
        figures = executions._get_figures(contract_sudo)[self.id]
        lines = executions._get_line_figures(contract_sudo)
        rows = [(line, lines[line.id]) for line in contract_sudo.line_ids if line.id in lines]
        return {
            "figures": figures,
            "rows": rows,
            "next_steps": self._get_next_steps(figures),
            "today": fields.Date.context_today(self),
        }

    def _get_next_steps(self, figures):
        """Return what comes next, as sentences to the customer; bridges append theirs."""
        self.ensure_one()
        money = self.currency_id.format
        steps = []
        if figures["amount_overdue"]:
            steps.append(
                self.env._(
                    "%(amount)s is past its due date; please arrange the payment.",
                    amount=money(figures["amount_overdue"]),
                )
            )
        if figures["amount_uninvoiced"]:
            steps.append(
                self.env._(
                    "Goods of %(amount)s are delivered; the invoice follows.",
                    amount=money(figures["amount_uninvoiced"]),
                )
            )
        later = figures["amount_receivable"] - figures["amount_overdue"]
        if self.currency_id.compare_amounts(later, 0) > 0:
            steps.append(self.env._("%(amount)s is invoiced and falls due later.", amount=money(later)))
        open_goods = figures["amount_ordered"] - figures["amount_delivered"]
        if self.currency_id.compare_amounts(open_goods, 0) > 0:
            steps.append(self.env._("Goods of %(amount)s are on order with us.", amount=money(open_goods)))
        if figures["amount_remaining"] and self.state in ("active", "suspended"):
            steps.append(
                self.env._("%(amount)s can still be called off.", amount=money(figures["amount_remaining"]))
            )
        return steps or [self.env._("Nothing is open on either side. Thank you.")]

    def _get_portal_figures(self, figures):
        """Return ``(label, amount, whether it should worry)`` of what the customer sees of the figures."""
        self.ensure_one()
        labels = {
            "amount_agreed": self.env._("Contract Total"),
            "amount_ordered": self.env._("Ordered"),
            "amount_delivered": self.env._("Delivered"),
            "amount_invoiced": self.env._("Invoiced"),
            "amount_collected": self.env._("Received"),
            "amount_receivable": self.env._("Open"),
            "amount_overdue": self.env._("Past Due"),
        }
        return [
            (label, figures[name] or 0.0, name == "amount_overdue" and bool(figures[name]))
            for name, label in labels.items()
        ]

    def _format_quantity(self, quantity):
        """Return a quantity without idle zeros, in the manner of the language."""
        point = get_lang(self.env).decimal_point
        text = formatLang(self.env, float(quantity or 0.0), dp="Product Unit")
        return text.rstrip("0").rstrip(point) if point and point in text else text
