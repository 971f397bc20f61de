"""The words of a letter, per company, kind and language."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import KINDS
from ..rules import wording
from ..rules.rhythm import NEAR

TEXTS = ("title", "salutation", "purpose", "statement", "demand", "request", "reply")


class ReconciliationWording(models.Model):
    _name = "reconciliation.wording"
    _description = "Wording of Reconciliation Letters"
    _inherit = ["mail.thread"]
    _order = "kind, lang, company_id"

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, tracking=True, help="Empty: for every company without wording of its own."
    )
    kind = fields.Selection(KINDS, required=True, default="receivable", tracking=True)
    lang = fields.Selection(
        [("zh_TW", "Traditional Chinese"), ("zh_CN", "Simplified Chinese"), ("en_US", "English")],
        "Language",
        required=True,
        default="zh_TW",
        tracking=True,
        help="Partners with another language get the English letter, those in Hong Kong and Macao the Traditional one.",
    )
    title = fields.Char(required=True, tracking=True)
    salutation = fields.Char(required=True, tracking=True)
    purpose = fields.Text(required=True, tracking=True, help="Before the figures: why the letter is written.")
    statement = fields.Text(
        required=True, tracking=True, help="After the figures: what the letter is, and what it is not."
    )
    demand = fields.Text(
        "Demand Clause",
        tracking=True,
        help="Printed when the letter also asks for payment. Have counsel confirm it: what interrupts limitation "
        "depends on the law of the place.",
    )
    request = fields.Text(required=True, tracking=True, help="How, where and by when to answer.")
    reply = fields.Text(
        "Reply Slip", required=True, tracking=True, help="First sentence of the slip to return."
    )
    placeholders = fields.Text(compute="_compute_placeholders", help="What may stand in braces.")

    _lang_uniq = models.UniqueIndex(
        "(kind, lang, COALESCE(company_id, 0)) WHERE active",
        "There is already a wording of this kind in this language; change that one.",
    )

    @api.depends("kind", "lang", "company_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        languages = dict(self._fields["lang"]._description_selection(self.env))
        for text in self:
            parts = (kinds.get(text.kind), languages.get(text.lang), text.company_id.name)
            text.display_name = ", ".join(filter(None, parts))

    @api.depends_context("lang")
    def _compute_placeholders(self):
        self.placeholders = ", ".join(f"{{{name}}}" for name in wording.PLACEHOLDERS)

    @api.constrains(*TEXTS)
    def _check_placeholders(self):
        for text in self:
            for name in TEXTS:
                unknown = wording.unknown_places(text[name])
                if unknown:
                    raise ValidationError(
                        self.env._(
                            "%(field)s: %(unknown)s is not known. Use only: %(known)s.",
                            field=self._fields[name]._description_string(self.env),
                            unknown=" ".join(unknown),
                            known=" ".join(f"{{{place}}}" for place in wording.PLACEHOLDERS),
                        )
                    )

    @api.model
    def _find(self, kind, company, lang):
        """Return the wording of a letter: the company's own first, the nearest or English for other languages."""
        domain = [("kind", "=", kind), ("company_id", "in", [company.id, False])]
        found = self.sudo().search(domain)  # whoever issues letters issues them in these words
        for wanted in dict.fromkeys((lang, NEAR.get(lang), "en_US")):
            of_lang = found.filtered(lambda text, wanted=wanted: text.lang == wanted)
            if of_lang:
                return (of_lang.filtered("company_id") or of_lang)[:1]
        return self.browse()

    def _fill(self, values):
        """Return ``{name: text}`` with the places filled in."""
        self.ensure_one()
        return {name: wording.fill(self[name], values) for name in TEXTS}
