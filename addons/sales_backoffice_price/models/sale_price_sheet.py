"""價格表: the dated prices of a price list, in force once somebody else approved them."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.sales_backoffice.models.approval_rule import APPROVAL_STATES


class SalePriceSheet(models.Model):
    """A sheet is in force from its first day, or from its approval if that came later, to its last day.

    Of several sheets in force the one approved last counts for the products it names; when it ends, the others count
    again. Nothing of this is ever rewritten: what was in force at a moment stays known.
    """

    _name = "sale.price.sheet"
    _description = "Price Sheet"
    _inherit = ["backoffice.approval.mixin", "price.sheet.item", "price.sheet.timing"]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    _approval_kind = "price_sheet"
    _approval_covered_fields = (
        "pricelist_id",
        "currency_id",
        "valid_from",
        "valid_to",
        "line_ids.product_id",
        "line_ids.product_uom_id",
        "line_ids.min_quantity",
        "line_ids.price",
        "line_ids.floor_price",
        "line_ids.band_down",
        "line_ids.band_up",
    )

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    title = fields.Char(help="What people call it, such as “Spring 2027”.")
    state = fields.Selection(selection_add=APPROVAL_STATES)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The company that sells at these prices; its branches do so too.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        "Price List",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Orders on this price list are compared with the sheet, and get its prices proposed.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    valid_from = fields.Date(
        required=True,
        tracking=True,
        default=fields.Date.context_today,
        help="First day. A sheet approved later counts from its approval on.",
    )
    valid_to = fields.Date(tracking=True, help="Last day; empty: until another sheet takes its place.")
    band_down = fields.Float(
        "Allowed Below",
        digits=(6, 4),
        default=lambda self: self.env.company.root_id.price_band_down,
        help="So far below the list price anybody may sell. Changing it changes every line.",
    )
    band_up = fields.Float(
        "Allowed Above",
        digits=(6, 4),
        default=lambda self: self.env.company.root_id.price_band_up,
        help="A price further above the list needs an approval too. Changing it changes every line.",
    )
    line_ids = fields.One2many("sale.price.sheet.line", "sheet_id", "Prices", copy=True)
    line_count = fields.Integer(compute="_compute_line_count")
    note = fields.Text("Notes")

    approved_on = fields.Datetime(readonly=True, copy=False)
    in_force_from = fields.Datetime(readonly=True, copy=False, index=True)
    in_force_to = fields.Datetime(
        readonly=True, copy=False, help="From this moment on it is not in force any more."
    )
    change_ratio = fields.Float(
        "Largest Change",
        readonly=True,
        copy=False,
        digits=(16, 4),
        help="Largest change of a list price, or of the lowest price allowed, against the prices in force when it "
        "was submitted. A product that had no price counts as 100 %. It decides who approves.",
    )

    _period = models.Constraint("CHECK (valid_from <= valid_to)", "The price sheet ends before it starts.")
    _bands = models.Constraint(
        "CHECK (band_down >= 0 AND band_down <= 1 AND band_up >= 0)",
        "Allowed deviations are percentages that are not negative.",
    )

    # === COMPUTES === #

    @api.depends("name", "title")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = f"{sheet.name} {sheet.title}" if sheet.title else sheet.name

    @api.depends("pricelist_id")
    def _compute_currency_id(self):
        for sheet in self:
            sheet.currency_id = sheet.pricelist_id.currency_id

    @api.depends("line_ids")
    def _compute_line_count(self):
        groups = self.env["sale.price.sheet.line"]._read_group(
            [("sheet_id", "in", self.ids)], ["sheet_id"], ["__count"]
        )
        counts = {sheet.id: count for sheet, count in groups}
        for sheet in self:
            sheet.line_count = counts.get(sheet._origin.id, len(sheet.line_ids))

    # === CONSTRAINTS AND GUARDS === #

    @api.constrains("company_id", "line_ids")
    def _check_content(self):
        for sheet in self:
            if sheet.company_id != sheet.company_id.root_id:
                raise ValidationError(
                    self.env._(
                        "%(branch)s sells at the prices of %(company)s: choose %(company)s.",
                        branch=sheet.company_id.name,
                        company=sheet.company_id.root_id.name,
                    )
                )
        self.line_ids._check_unique()

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "approved_on",
            "in_force_from",
            "in_force_to",
            "change_ratio",
        }

    @api.model
    def _get_locked_fields(self):
        return super()._get_locked_fields() | dict.fromkeys(("band_down", "band_up"), (self._flow_start,))

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create(vals_list)
        for sheet in sheets:
            sequence = self.env["ir.sequence"].with_company(sheet.company_id)
            sheet.name = sequence.next_by_code("sale.price.sheet") or self.env._("New")
        return sheets

    # === APPROVAL === #

    def _approval_measure(self):
        # EXTENDS backoffice_base: prices that moved since the request may ask for a higher approver
        self.ensure_one()
        ratio = self.change_ratio
        if self.state in ("draft", "submitted"):
            ratio = max(ratio, self._measure_change())
        return {"ratio": ratio}

    def _measure_change(self):
        """Return the largest change against the prices in force, as a ratio."""
        self.ensure_one()
        return self.sudo().line_ids._get_largest_change()

    def _submit_blockers(self):
        # EXTENDS backoffice_base
        blockers = super()._submit_blockers()
        for sheet in self:
            blockers[sheet.id] += sheet._content_blockers()
        return blockers

    def _content_blockers(self):
        found = []
        if not self.line_ids:
            found.append(Blocker("no_line", self.env._("Enter prices first.")))
        if self.currency_id != self.pricelist_id.currency_id:
            reason = self.env._("The currency of the price list changed: choose the price list again.")
            found.append(Blocker("currency", reason))
        if self.valid_to and self.valid_to < fields.Date.context_today(self):
            found.append(Blocker("too_late", self.env._("The period is over; choose a later day.")))
        return found

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target == "approved":
            for sheet in self:
                blockers[sheet.id] += sheet._content_blockers()
        return blockers

    def _after_move(self, target):
        if target == "submitted":
            for sheet in self:
                sheet._write_by_flow({"change_ratio": sheet._measure_change()})
        result = super()._after_move(target)
        if target == "approved":
            self._come_into_force()
        elif target == "revoked":
            self._end_now()
        return result

    def _come_into_force(self):
        """Fix from when to when the sheets count, and bring their prices to the price lists."""
        now = fields.Datetime.now()
        for sheet in self:
            company = sheet.company_id
            end = sheet.valid_to and company._get_company_moment(sheet.valid_to + timedelta(days=1))
            start = max(company._get_company_moment(sheet.valid_from), now)
            sheet._write_by_flow({"approved_on": now, "in_force_from": start, "in_force_to": end})
            if not company.sudo().price_pricelist_id:
                company.sudo().price_pricelist_id = sheet.pricelist_id
        self.env.registry.clear_cache()
        self._write_items()

    def _end_now(self):
        """Let revoked sheets end at this moment; what was sold before was sold at their prices."""
        now = fields.Datetime.now()
        for sheet in self:
            end = max(sheet.in_force_from, now)
            sheet._write_by_flow({"in_force_to": min(sheet.in_force_to or end, end)})
        self._write_items()

    # === BUTTONS === #

    def action_open_lines(self):
        """Show the prices as a list of their own, to filter, export and import."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_price.sale_price_sheet_line_action"
        )
        context = {"default_sheet_id": self.id}
        return action | {"domain": [("sheet_id", "=", self.id)], "context": context}

    def action_make_next(self):
        """Ask from when and by how much the next sheet differs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make the Next Sheet"),
            "res_model": "sale.price.sheet.next",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sheet_id": self.id},
        }
