"""That the partner has the letter: it opened the page, its phone took the text, or somebody says so."""

from odoo import api, fields, models

from .letter_making import MAKER

EVIDENCE = 200  # characters kept of what a visitor's browser says of itself


class ReconciliationLetterDelivery(models.AbstractModel):
    """The part of a letter that arrives; the first time counts, with its proof."""

    _name = "reconciliation.letter.delivery"
    _description = "Delivery of a reconciliation letter"

    delivered_on = fields.Datetime("Delivered", readonly=True, copy=False)
    delivered_by = fields.Selection(
        [("page", "Page Opened"), ("text", "Delivery Receipt"), ("hand", "Noted by Hand")],
        "Delivery Known From",
        readonly=True,
        copy=False,
    )
    delivered_evidence = fields.Char(
        "Proof of Delivery",
        readonly=True,
        copy=False,
        help="From where the page was opened, the number that took the text, or who noted it.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"delivered_on", "delivered_by", "delivered_evidence"}

    def action_mark_delivered(self):
        """The partner has the letter: signed for, read, or said so."""
        self._check_may(MAKER)
        self._check_intact()
        self._move_to(
            "delivered",
            delivered_on=fields.Datetime.now(),
            delivered_by="hand",
            delivered_evidence=self.env.user.name,
        )

    def _note_delivered(self, by, evidence, moment=None):
        """Write down the first time the letters arrived; later ones add nothing."""
        for letter in self.filtered(lambda letter: letter.sent_on and not letter.delivered_on):
            values = {
                "delivered_on": moment or fields.Datetime.now(),
                "delivered_by": by,
                "delivered_evidence": (evidence or "")[:EVIDENCE],
            }
            if letter.state == "sent":
                letter._do_move("delivered", **values)
            else:  # late, but the status tells more by now
                letter._write_by_flow(values)

    def _see_from_page(self, evidence):
        """The partner looks at the page of the one letter; whoever of us looks does not count."""
        self.ensure_one()
        if self.env.user._is_internal() or self.delivered_on or not self.sent_on:
            return
        letter_sudo = self._as_keeper()
        letter_sudo._note_delivered("page", evidence)
        letter_sudo._message_log(
            body=letter_sudo.env._("The partner opened the letter: %(evidence)s.", evidence=evidence)
        )
