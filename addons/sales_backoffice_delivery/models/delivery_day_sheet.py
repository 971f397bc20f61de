"""The daily sheet of shipped goods: tied to the validated moves, signed by the clerk, frozen from then on."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.backoffice_base.rules.fingerprint import fingerprint

SEALED = (
    "kind",
    "ship_date",
    "move_id",
    "partner_id",
    "product_id",
    "quantity",
    "product_quantity",
    "tons",
    "price_unit",
    "amount_untaxed",
    "amount_total",
    "user_id",
    "vehicle_plate",
)
SIGNATURE = {"signed_on", "signed_by_id", "signed_tz", "signed_since", "is_late", "seal"}


class DeliveryDaySheet(models.Model):
    """What one company shipped on one day.

    While it is a draft, its lines are built anew from the transfers (``delivery.day.sheet.build``). Once signed they
    stay: what changes afterwards appears as adjustments on the next draft, with a reference to this sheet.
    """

    _name = "delivery.day.sheet"
    _description = "Daily Sheet of Shipped Goods"
    _inherit = [
        "delivery.day.sheet.build",
        "delivery.day.sheet.totals",
        "backoffice.flow.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    _flow = {"signed": ("draft",)}
    _flow_locked_fields = frozenset({"note"})

    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._get_delivery_day())
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed Off")],
        required=True,
        default="draft",
        index=True,
        tracking=True,
    )
    deadline = fields.Datetime(
        compute="_compute_deadline",
        store=True,
        help="Signed later is signed late. After a day off the next working day counts.",
    )
    signed_on = fields.Datetime("Signed Off On", readonly=True, copy=False, tracking=True)
    signed_by_id = fields.Many2one("res.users", "Signed Off By", readonly=True, copy=False, tracking=True)
    is_late = fields.Boolean(
        "Signed Late",
        readonly=True,
        copy=False,
        help="Signed after the hour of the company, or on a later day.",
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    signed_tz = fields.Char("Time Zone", readonly=True, copy=False)
    signed_since = fields.Date("Sheets Since", readonly=True, copy=False)
    seal = fields.Char(readonly=True, copy=False, help="Fingerprint of the lines at the signature.")
    seal_now = fields.Char(compute="_compute_seal_now")
    is_intact = fields.Boolean(compute="_compute_is_intact", help="The lines are those that were signed.")
    note = fields.Text()
    line_ids = fields.One2many("delivery.day.sheet.line", "sheet_id", "Lines", readonly=True)
    shipped_line_ids = fields.One2many(
        "delivery.day.sheet.line", "sheet_id", "Shipped", domain=[("kind", "=", "shipped")], readonly=True
    )
    adjustment_line_ids = fields.One2many(
        "delivery.day.sheet.line",
        "sheet_id",
        "Adjustments",
        domain=[("kind", "=", "adjustment")],
        readonly=True,
        help="What became known of earlier days that were signed already.",
    )
    later_adjustment_ids = fields.One2many(
        "delivery.day.sheet.line",
        "origin_sheet_id",
        "Adjusted Later",
        readonly=True,
        help="What later sheets adjust about this day.",
    )
    line_count = fields.Integer("Number of Lines", compute="_compute_totals")
    adjustment_count = fields.Integer("Number of Adjustments", compute="_compute_totals")
    product_quantity = fields.Float("Quantity", digits="Product Unit", compute="_compute_totals")
    tons = fields.Float(digits=(16, 3), compute="_compute_totals")
    amount_untaxed = fields.Monetary("Amount without Tax", compute="_compute_totals")
    amount_total = fields.Monetary("Amount with Tax", compute="_compute_totals")
    moves_quantity = fields.Float(
        "Quantity of the Transfers",
        digits="Product Unit",
        compute="_compute_tie",
        help="Summed up from the detailed operations of the transfers, not from the lines of the sheets.",
    )
    recorded_quantity = fields.Float(
        "Quantity on the Sheets",
        digits="Product Unit",
        compute="_compute_tie",
        help="What this sheet and the adjustments on later ones say about the day.",
    )
    tie_difference = fields.Float(
        "Difference",
        digits="Product Unit",
        compute="_compute_tie",
        help="Summed up product by product, whatever its sign. Not zero: something changed since; it will be on the "
        "next sheet.",
    )

    _date_uniq = models.UniqueIndex("(company_id, date)", "There is one daily sheet per company and day.")

    # --- computes -----------------------------------------------------------

    @api.depends("date", "company_id")
    def _compute_deadline(self):
        workday = self.env["backoffice.workday"]
        for sheet in self.filtered("date"):
            company = sheet.company_id
            day = workday._shift(company, sheet.date)
            sheet.deadline = self._get_moment(company, day, company.delivery_sheet_hour)

    @api.depends("deadline", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for sheet in self:
            sheet.is_overdue = sheet.state == "draft" and bool(sheet.deadline) and sheet.deadline < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "draft") & Domain("deadline", "<", fields.Datetime.now())

    @api.depends("date")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._("Daily Sheet %(date)s", date=sheet.date or "")

    @api.depends("line_ids")
    def _compute_seal_now(self):
        for sheet in self:
            lines = sheet.line_ids.sorted("id")
            values = [[self._plain(line[name]) for name in SEALED] for line in lines]
            sheet.seal_now = fingerprint(
                {"date": sheet.date, "company": sheet.company_id.id, "lines": values}
            )

    @api.model
    def _plain(self, value):
        return value.id if isinstance(value, models.BaseModel) else value

    @api.depends("seal", "seal_now")
    def _compute_is_intact(self):
        for sheet in self:
            sheet.is_intact = not sheet.seal or sheet.seal == sheet.seal_now

    # --- guards -------------------------------------------------------------

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | SIGNATURE

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("deadline", None)
        sheets = super().create(vals_list)
        for sheet in sheets:
            if sheet.date > sheet.company_id._get_delivery_day():
                raise UserError(self.env._("A daily sheet is about today or an earlier day."))
        for company in sheets.company_id:
            self._rebuild(company)
        return sheets

    def write(self, vals):
        if {"date", "company_id", "deadline"} & vals.keys():
            raise AccessError(self.env._("The day of a sheet stays; make another sheet for another day."))
        return super().write(vals)

    # --- signing ------------------------------------------------------------

    def action_refresh(self):
        """Build the lines of the drafts anew."""
        self.check_access("write")
        for company in self.company_id:
            self._rebuild(company)

    def action_sign(self):
        """Sign what is on the screen; when goods were shipped meanwhile, ask to look again."""
        self.check_access("write")
        seen = self.env.context.get("sheet_seen")
        self.action_refresh()
        for sheet in self.sorted("date"):
            if seen and len(self) == 1 and seen != sheet.seal_now:
                raise UserError(
                    self.env._(
                        "The transfers changed since you opened %(sheet)s. Press Refresh, look at it and sign again.",
                        sheet=sheet.display_name,
                    )
                )
            sheet._do_sign()

    def _do_sign(self):
        self.ensure_one()
        now = fields.Datetime.now()
        self._move_to(
            "signed",
            signed_on=now,
            signed_by_id=self.env.uid,
            signed_tz=self.company_id.delivery_tz,
            signed_since=self.company_id.delivery_sheet_since,
            is_late=now > self.deadline,
            seal=self.seal_now,
        )

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for sheet in self if target == "signed" else ():
            if sheet.tie_difference:
                reason = self.env._(
                    "its quantities differ from those of the transfers by %(difference)g.",
                    difference=sheet.tie_difference,
                )
                blockers[sheet.id].append(Blocker("not_tied", reason))
        return blockers

    # --- screens ------------------------------------------------------------

    def action_open_lines(self):
        """Show the lines to search, group and chart."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_delivery.delivery_day_sheet_line_action"
        )
        return {**action, "domain": [("sheet_id", "in", self.ids)], "context": {}}

    def action_export_xlsx(self):
        """Return the sheets, or without a selection those of the present filter, as a spreadsheet."""
        sheets = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_delivery.action_report_day_sheet_xlsx")
        return report.report_action(sheets, config=False)
