"""The words of letters and texts, editable, with placeholders that reach nothing but their value."""

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..rules.text_fit import fit, fit_values
from ..rules.wording import fill, unknown_placeholders

KINDS = [
    ("text_before", "Text: falls due"),
    ("text_after", "Text: overdue"),
    ("text_summary", "Text: summary with link"),
    ("text_customer", "Text to the customer"),
    ("letter_upcoming", "Courtesy note"),
    ("letter_courteous", "Letter: courteous"),
    ("letter_firm", "Letter: firm"),
    ("letter_final", "Letter: final"),
]
LETTER = {
    "customer",
    "document",
    "count",
    "amount",
    "due",
    "days",
    "pay_by",
    "company",
    "bank",
    "salesperson",
}
TEXT = {"customer", "document", "amount", "due", "days", "company", "link"}
KNOWN = {
    "text_before": TEXT,
    "text_after": TEXT,
    "text_summary": {"count", "amount", "link", "company"},
    "text_customer": LETTER,
}


class ReminderWording(models.Model):
    _name = "reminder.wording"
    _description = "Wording of Reminders"
    _inherit = ["mail.thread"]
    _order = "kind, company_id, id"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no wording of its own."
    )
    subject = fields.Char(translate=True, help="Title of the letter and subject of its e-mail.")
    body = fields.Text(
        required=True,
        translate=True,
        help="Text messages are cut to 70 characters: names and words give way, amounts and the link do not.",
    )
    placeholders = fields.Char(compute="_compute_placeholders", help="What may stand in braces.")

    _kind_company_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0)) WHERE active", "There is a wording of this kind already."
    )

    @api.depends("kind")
    def _compute_placeholders(self):
        for wording in self:
            wording.placeholders = " ".join(f"{{{name}}}" for name in sorted(self._get_known(wording.kind)))

    @api.model
    def _get_known(self, kind):
        """Return the placeholders of a kind of wording."""
        return KNOWN.get(kind, LETTER)

    @api.constrains("body", "subject", "kind")
    def _check_placeholders(self):
        for wording in self:
            unknown = [
                name
                for text in (wording.body, wording.subject)
                for name in unknown_placeholders(text or "", self._get_known(wording.kind))
            ]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "%(unknown)s cannot be filled in. Possible are: %(known)s",
                        unknown=", ".join(unknown),
                        known=wording.placeholders,
                    )
                )

    @api.model
    def _get(self, kind, company, lang):
        """Return the wording of ``company``, else the one for all, in ``lang``."""
        # superuser: who sends need not be able to read wordings of other companies
        found = self.sudo().browse(self._get_id(kind, company.id))
        return found.with_context(lang=lang or self.env.lang)

    @api.model
    @tools.ormcache("kind", "company_id")
    def _get_id(self, kind, company_id):
        domain = [("kind", "=", kind), ("company_id", "in", [company_id, False])]
        return self.sudo().search(domain).sorted(lambda wording: not wording.company_id)[:1].id

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _fill(self, values, limit=None):
        """Return the body filled in; a text message in at most ``limit`` characters."""
        self.ensure_one()
        return fit(self._get_line(), values, limit) if limit else fill(self.body or "", values)

    def _fit_values(self, values, limit):
        """Return the values as long as they may be in a text: who fills a template of its own cuts nothing else."""
        self.ensure_one()
        return fit_values(self._get_line(), values, limit)

    def _get_line(self):
        return " ".join((self.body or "").split())

    def _fill_subject(self, values):
        self.ensure_one()
        return fill(self.subject or "", values)
