"""Amendments: a copy that is reviewed and signed like a contract, and then changes the contract it amends."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules import calling
from .contract_covered import CLAUSE_TERMS, LINE_TERMS, TERMS
from .sale_contract_line_earlier import PRICE_TERMS

AMENDABLE = ("active", "suspended")
UNCHANGEABLE = ("kind", "partner_id", "company_id", "currency_id")


class SaleContractAmendment(models.AbstractModel):
    """The contract keeps its identity, its orders and its lines; the amendment stays as the paper that changed it."""

    _name = "sale.contract.amendment"
    _description = "Amendment of a Sales Contract"

    amended_id = fields.Many2one(
        "sale.contract",
        "Amends",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="This is an amendment: once signed it changes that contract. It takes no orders of its own.",
    )
    amendment_ids = fields.One2many("sale.contract", "amended_id", "Amendments", copy=False)
    amendment_count = fields.Integer(compute="_compute_amendment_count")
    revision = fields.Integer(readonly=True, copy=False, help="How many amendments changed the contract.")
    amendment_html = fields.Html("Changes", compute="_compute_amendment_html", sanitize=False)

    @api.depends("amendment_ids")
    def _compute_amendment_count(self):
        for contract in self:
            contract.amendment_count = len(contract.amendment_ids)

    def _compute_amendment_html(self):
        for contract in self:
            is_pending = contract.amended_id and contract.state != "applied"  # afterwards the chatter tells
            changes = contract._get_amendment_changes() if is_pending else []
            contract.amendment_html = self._show_changes(changes) if changes else False

    @api.model
    def _show_changes(self, changes):
        rows = [
            Markup("<li><strong>%s</strong>: <del>%s</del> → <ins>%s</ins></li>")
            % (label, old or "—", new or "—")
            for label, old, new in changes
        ]
        return Markup("<ul class='mb-0'>%s</ul>") % Markup().join(rows)

    # === BUTTONS === #

    def action_amend(self):
        """Draft an amendment, or open the one that is under way."""
        self.ensure_one()
        under_way = self.amendment_ids.filtered(
            lambda other: other.state in ("draft", "submitted", "approved")
        )
        if under_way:
            return under_way[:1].get_formview_action()
        if self.amended_id or self.state not in AMENDABLE:
            raise UserError(self.env._("Only an active contract is amended."))
        amendment = self.copy({"name": f"{self.name}-{self.revision + len(self.amendment_ids) + 1}"})
        amendment._write_by_flow(
            {
                "amended_id": self.id,
                "clause_baseline": self.clause_baseline,
                "template_version": self.template_version,
            }
        )
        for line, origin in zip(amendment.line_ids, self.line_ids, strict=True):
            line.sudo().origin_line_id = origin
        return amendment.get_formview_action()

    def action_open_amendments(self):
        """Show the amendments of the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_contract.sale_contract_action"
        )
        return action | {"domain": [("amended_id", "=", self.id)], "context": {}}

    # === GUARDS === #

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"amended_id", "revision"}

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for contract in self:
            if bool(contract.amended_id) == (
                target in ("active", "suspended", "fulfilled", "terminated", "filed")
            ):
                if contract.amended_id:
                    reason = self.env._("This is an amendment: move the contract itself.")
                    blockers[contract.id].append(Blocker("amendment", reason))
            if target == "applied" and not contract.amended_id:
                blockers[contract.id].append(Blocker("no_amendment", self.env._("This is not an amendment.")))
            if contract.amended_id and target in ("submitted", "approved", "applied"):
                blockers[contract.id] += contract._amendment_blockers()
        return blockers

    def _amendment_blockers(self):
        """Return why the one amendment cannot change its contract, as it was called off until now."""
        contract = self.amended_id
        found = []
        if contract.state not in AMENDABLE:
            found.append(Blocker("not_active", self.env._("The contract it amends is no longer active.")))
        changed = [name for name in UNCHANGEABLE if self[name] != contract[name]]
        if changed:
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in changed)
            reason = self.env._(
                "An amendment does not change %(fields)s: make a new contract.", fields=labels
            )
            found.append(Blocker("other_contract", reason))
        figures = self.env["contract.call.off"].sudo()._get_quantities(contract.line_ids)
        successors = {line.origin_line_id: line for line in self.line_ids if line.origin_line_id}
        for origin in contract.line_ids:
            called = figures[origin.id].called
            if called and not self._keeps_what_was_called(origin, successors.get(origin), called):
                reason = self.env._(
                    "%(product)s: %(quantity)s %(unit)s are called off already and must stay.",
                    product=origin.display_name,
                    quantity=f"{round(called, 6):,.10g}",
                    unit=origin.product_uom_id.name,
                )
                found.append(Blocker("below_called", reason))
        return found

    @api.model
    def _keeps_what_was_called(self, origin, successor, called):
        if not successor or successor.product_id != origin.product_id:
            return False
        unit = successor.product_uom_id
        if not unit._has_common_reference(origin.product_uom_id):
            return False
        taken = origin.product_uom_id._compute_quantity(called, unit, round=False)
        return not calling.is_over(taken, calling.most(successor.quantity, successor.tolerance))

    # === WHAT IT CHANGES === #

    def _get_amendment_changes(self):
        """Return ``[(label, old, new)]`` of what the one amendment changes, for people."""
        contract = self.amended_id
        changes = self._compare_fields(contract, self, TERMS)
        successors = {line.origin_line_id: line for line in self.line_ids if line.origin_line_id}
        for origin in contract.line_ids:
            line = successors.get(origin)
            if not line:
                changes.append((origin.display_name, self._show_line(origin), ""))
                continue
            for label, old, new in self._compare_fields(origin, line, LINE_TERMS):
                changes.append((f"{origin.display_name} · {label}", old, new))
        for line in self.line_ids.filtered(lambda line: not line.origin_line_id):
            changes.append((line.display_name, "", self._show_line(line)))
        return changes

    @api.model
    def _show_line(self, line):
        return f"{line.quantity:g} {line.product_uom_id.name} × {line.price_unit:g}"

    @api.model
    def _compare_fields(self, old, new, names):
        changes = []
        for name in names:
            field = old._fields[name]
            if old[name] != new[name]:
                before, after = (
                    str(field.convert_to_export(record[name], record) or "") for record in (old, new)
                )
                changes.append((field._description_string(self.env), before, after))
        return changes

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "applied":
            for amendment in self:
                amendment._do_apply()
        return result

    def _do_apply(self):
        """Change the amended contract; what it was before is in the log of its approval and in its chatter."""
        self.ensure_one()
        contract = self.amended_id
        self.env["contract.call.off"]._claim(contract)
        blockers = self._amendment_blockers()
        if blockers:
            raise UserError("\n".join(blocker.message for blocker in blockers))
        changes = self._show_changes(self._get_amendment_changes())
        self._leave_removed_lines()
        self._keep_earlier_prices()
        contract._write_by_flow(self._prepare_amended_vals())
        self._link_new_lines()
        contract._write_by_flow(
            {"approval_hash": contract._get_fingerprint(), "revision": contract.revision + 1}
        )
        body = Markup("%s%s") % (self.env._("Amended by %(amendment)s", amendment=self.name), changes)
        contract.message_post(body=body, subtype_xmlid="mail.mt_note")

    def _keep_earlier_prices(self):
        """Orders confirmed until now were sold at the prices of until now."""
        changed = self.line_ids.filtered(
            lambda line: line.origin_line_id and any(line[n] != line.origin_line_id[n] for n in PRICE_TERMS)
        )
        self.env["sale.contract.line.earlier"]._remember(changed.origin_line_id, fields.Datetime.now())

    def _prepare_amended_vals(self):
        """Return the terms, lines and clauses of the amendment as values of its contract; lines keep their identity."""
        contract = self.amended_id
        vals = {name: self._get_written(self, name) for name in TERMS}
        kept = self.line_ids.origin_line_id
        commands = [Command.delete(line.id) for line in contract.line_ids - kept]
        for line in self.line_ids:
            values = {name: self._get_written(line, name) for name in (*LINE_TERMS, "sequence")}
            origin = line.origin_line_id
            commands.append(Command.update(origin.id, values) if origin else Command.create(values))
        clauses = [
            {name: clause[name] for name in (*CLAUSE_TERMS, "template_key", "is_fixed")}
            for clause in self.clause_ids
        ]
        return vals | {
            "line_ids": commands,
            "clause_ids": [Command.clear(), *(Command.create(values) for values in clauses)],
            "template_id": self.template_id.id,
            "template_version": self.template_version,
            "clause_baseline": self.clause_baseline,
        }

    @api.model
    def _get_written(self, record, name):
        value = record[name]
        if record._fields[name].type == "many2many":
            return [Command.set(value.ids)]
        return value.id if record._fields[name].type == "many2one" else value

    def _leave_removed_lines(self):
        """Let quotations go that name a line the amendment takes away: nothing of it was called off."""
        removed = self.amended_id.line_ids - self.line_ids.origin_line_id
        removed.sudo().order_line_ids.write({"contract_line_id": False})

    def _link_new_lines(self):
        """Tie the lines the contract has got to those of the amendment."""
        taken = self.line_ids.origin_line_id
        fresh = (self.amended_id.line_ids - taken).sorted("id")
        for line, origin in zip(
            self.line_ids.filtered(lambda line: not line.origin_line_id), fresh, strict=True
        ):
            line.sudo().origin_line_id = origin
