"""The ladder: how many days before or after the due day who is told what, and what is asked of them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAFF = ("manager", "finance", "legal", "general_manager")  # the same people for every customer
AUDIENCES = ("salesperson", "assistant", *STAFF, "customer")
REQUIRED = [
    ("none", "Nothing"),
    ("noted", "Acknowledgment"),
    ("promise", "Promise to Pay"),
    ("reason", "Reason"),
]
TONES = [
    ("upcoming", "Courtesy Note"),
    ("courteous", "Courteous"),
    ("firm", "Firm"),
    ("final", "Final"),
]


class ReminderStage(models.Model):
    _name = "reminder.stage"
    _description = "Stage of Reminders"
    _inherit = ["mail.thread"]
    _order = "offset_days, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    offset_days = fields.Integer(
        "Days from Due",
        required=True,
        tracking=True,
        help="Calendar days: below zero before the due day, above zero after it.",
    )
    day_rule = fields.Selection(
        [
            ("before", "Working day before"),
            ("after", "Working day after"),
            ("same", "Same day"),
        ],
        "On Days Off",
        required=True,
        compute="_compute_day_rule",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Where a stage moves that falls on a day nobody works: before it until the due day, after it afterwards.",
    )
    to_salesperson = fields.Boolean("Salesperson", tracking=True)
    to_assistant = fields.Boolean("Assistant", tracking=True)
    to_manager = fields.Boolean("Sales Managers", tracking=True)
    to_finance = fields.Boolean("Finance", tracking=True)
    to_legal = fields.Boolean(
        "Counsel", tracking=True, help="Where nobody is counsel, the general manager is told instead."
    )
    to_general_manager = fields.Boolean("General Manager", tracking=True)
    to_customer = fields.Boolean(
        "Customer",
        tracking=True,
        help="A letter is prepared; it leaves with a click, or by itself if the company says so.",
    )
    by_mail = fields.Boolean(
        "E-mail", default=True, tracking=True, help="Beside the list in the application."
    )
    by_text = fields.Boolean("Text Message", tracking=True, help="Beside the list in the application.")
    tone = fields.Selection(TONES, "Letter", default="courteous", required=True, tracking=True)
    required_answer = fields.Selection(
        REQUIRED,
        "Asks For",
        default="noted",
        required=True,
        tracking=True,
        help="What the salesperson has to answer. Without a salesperson the assistant is asked.",
    )
    skip_promised = fields.Boolean(
        "Not while Promised",
        default=True,
        tracking=True,
        help="Left out while a promise of the whole amount is open. Customers who promised get no letter at all.",
    )
    hint = fields.Char("What to Do", translate=True, help="Shown to who is reminded.")

    @api.depends("offset_days")
    def _compute_day_rule(self):
        for stage in self:
            stage.day_rule = "after" if stage.offset_days > 0 else "before"

    @api.constrains("offset_days")
    def _check_offset(self):
        if any(abs(stage.offset_days) > 3650 for stage in self):
            raise ValidationError(self.env._("A stage lies within ten years of the due day."))

    @api.constrains("offset_days", "to_customer", "tone", *(f"to_{audience}" for audience in AUDIENCES))
    def _check_audience(self):
        for stage in self:
            if not any(stage[f"to_{audience}"] for audience in AUDIENCES):
                raise ValidationError(self.env._("Say who is told at the stage %(stage)s.", stage=stage.name))
            if stage.to_customer and (stage.tone == "upcoming") != (stage.offset_days <= 0):
                raise ValidationError(
                    self.env._(
                        "%(stage)s: until the due day a customer gets a courtesy note, afterwards a letter.",
                        stage=stage.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if self.env["reminder.notice"].sudo().search_count([("stage_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("This stage was used: archive it instead, the log names it."))
