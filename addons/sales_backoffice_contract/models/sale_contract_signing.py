"""From the approval to the signature: a contract takes orders once it is signed."""

from odoo import fields, models

from odoo.addons.backoffice_base.rules.blocker import Blocker


class SaleContractSigning(models.AbstractModel):
    _name = "sale.contract.signing"
    _description = "Signature of a Sales Contract"

    scan_ids = fields.One2many("sale.contract.scan", "contract_id", "Signed Scans", copy=False)
    scan_count = fields.Integer(compute="_compute_scan_count")
    needs_scan = fields.Boolean(compute="_compute_needs_scan")

    def _compute_scan_count(self):
        groups = self.env["sale.contract.scan"]._read_group(
            [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
        )
        counts = dict(groups)
        for contract in self:
            contract.scan_count = counts.get(contract._origin, 0)

    def _compute_needs_scan(self):
        for contract in self:
            contract.needs_scan = contract.company_id.sudo().contract_scan_required

    def action_sign(self):
        """Ask for the signed scan and the day of the signature."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Contract"),
            "res_model": "sale.contract.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_print(self):
        """Print the contract in its language."""
        return self.env.ref("sales_backoffice_contract.action_report_sale_contract").report_action(self)

    def _do_sign(self, day, files=(), signatory=None):
        """Attach the ``(name, base64)`` files and put the contract into force."""
        self.ensure_one()
        self.env["sale.contract.scan"].create(
            [{"contract_id": self.id, "file_name": name, "file": content} for name, content in files]
        )
        vals = {"date_signed": day}
        if signatory:
            vals["partner_signatory"] = signatory
        self.write(vals)
        self._move_to("applied" if self.amended_id else "active")

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target in ("active", "applied"):
            for contract in self:
                blockers[contract.id] += contract._signature_blockers()
        return blockers

    def _signature_blockers(self):
        found = []
        if not self._is_unchanged():
            reason = self.env._(
                "It changed after it was approved; whoever may approve it has to confirm that."
            )
            found.append(Blocker("changed", reason))
        if not self.date_signed:
            found.append(Blocker("not_signed", self.env._("Enter the day of the signature.")))
        elif self.date_signed > fields.Date.context_today(self):
            found.append(Blocker("signed_later", self.env._("The day of the signature is still to come.")))
        if self.needs_scan and not self.scan_ids:
            found.append(Blocker("no_scan", self.env._("Attach the signed scan.")))
        return found
