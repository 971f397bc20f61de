"""The answer of a partner as it came on paper, by e-mail or fax."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CORRECTABLE, RESULTS, WAITING
from ..rules.answer_form import Reply, text
from ..rules.answer_seals import SEALS


class ReconciliationAnswerEntry(models.TransientModel):
    _name = "reconciliation.answer.entry"
    _description = "Enter the Answer to a Letter"
    _inherit = ["reconciliation.answer.original"]

    letter_id = fields.Many2one("reconciliation.letter", required=True, readonly=True)
    channel = fields.Selection(
        [("paper", "Paper"), ("mail", "E-mail or Fax")], required=True, default="paper"
    )
    result = fields.Selection(RESULTS, required=True, default="agreed")
    answered_on = fields.Date("Dated", required=True, default=fields.Date.context_today)
    signer_name = fields.Char("Signed By", required=True)
    signer_title = fields.Char("Position")
    signer_phone = fields.Char("Phone")
    note = fields.Text()
    balance_ids = fields.One2many("reconciliation.answer.entry.balance", "entry_id", "Balances")
    item_ids = fields.One2many("reconciliation.answer.entry.item", "entry_id", "Differences")
    seal_kind = fields.Selection(list(SEALS), "Seal", required=True, default="none")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        letter = self.env["reconciliation.letter"].browse(values.get("letter_id"))
        if letter and "balance_ids" in fields_list:
            values["balance_ids"] = [
                fields.Command.create({"section_id": section.id, "theirs": section.closing})
                for section in letter.section_ids
            ]
        return values

    def action_record(self):
        """Record answer, seal and original of the letter at once."""
        self.ensure_one()
        letter = self.letter_id
        letter._check_letter_user()
        if letter.state not in (*WAITING, *CORRECTABLE):
            raise UserError(self.env._("%(letter)s takes no answer now.", letter=letter.display_name))
        if self.answered_on > fields.Date.context_today(self):
            raise UserError(self.env._("An answer is not dated in the future."))
        reply, scans = self._prepare_reply(), self._get_scans()
        letter._record_answer(reply, self.channel, scans, answered_on=self.answered_on)
        if self.seal_kind != "none" or self.original_received:
            letter._record_seal(self.seal_kind, (), *self._get_original())
        return {"type": "ir.actions.act_window_close"}

    def _prepare_reply(self):
        signer = {
            "signer_name": text(self.signer_name, 64),
            "signer_title": text(self.signer_title, 64),
            "signer_phone": text(self.signer_phone, 32),
        }
        if not signer["signer_name"]:
            raise UserError(self.env._("Enter who signed."))
        if self.result == "agreed":
            return Reply("agreed", signer, {}, (), self.note or "")
        items = tuple(self.item_ids._get_items())
        balances = {balance.section_id.id: balance._get_theirs(items) for balance in self.balance_ids}
        same = all(
            balance.currency_id.is_zero(balance.theirs - balance.section_id.closing)
            for balance in self.balance_ids
        )
        if same and not items:
            raise UserError(self.env._("Enter their balance or a difference, or choose “Agreed”."))
        return Reply("disputed", signer, balances, items, self.note or "")
