"""The words of a letter, per company, kind and language."""

from odoo import fields, models

from ..const import KINDS


class ReconciliationWording(models.Model):
    _name = "reconciliation.wording"
    _description = "Wording of Reconciliation Letters"
    _inherit = ["mail.thread"]
    _order = "kind, lang, company_id"

    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company without its own.")
    kind = fields.Selection(KINDS, required=True, default="receivable")
    lang = fields.Selection("_get_languages", "Language", required=True)
    title = fields.Char(required=True)
    salutation = fields.Char(required=True)
    purpose = fields.Text(required=True)
    statement = fields.Text(required=True)
    demand = fields.Text("Demand Clause")
    closing = fields.Text("Request", required=True)
    reply = fields.Text("Reply Slip", required=True)

    _lang_uniq = models.UniqueIndex(
        "(kind, lang, COALESCE(company_id, 0)) WHERE active",
        "There is already a wording of this kind in this language; change that one.",
    )

    def _get_languages(self):
        return self.env["res.lang"].get_installed()
