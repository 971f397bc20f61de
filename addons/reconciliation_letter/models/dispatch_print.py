"""Letters on paper: printed first, sent once somebody says that they were posted or handed over."""

from odoo import fields, models
from odoo.exceptions import UserError

from .letter_making import MAKER


class ReconciliationDispatchPrint(models.AbstractModel):
    """The part of a sending that is paper."""

    _name = "reconciliation.dispatch.print"
    _description = "Printed reconciliation letter"

    printed_on = fields.Datetime("Printed", readonly=True, help="When the letter was printed.")
    posted_by_id = fields.Many2one(
        "res.users",
        "Posting Confirmed By",
        readonly=True,
        help="Who said that the letter was posted or handed over.",
    )
    posted_at = fields.Datetime("Posting Confirmed On", readonly=True, index="btree_not_null")
    carrier = fields.Char(readonly=True, help="Who carries the letter, or took it along.")
    carrier_number = fields.Char(
        "Registered Number",
        readonly=True,
        help="Of the registered letter, or of the list of the post office.",
    )

    # --- buttons --------------------------------------------------------------------

    def action_post(self):
        """Ask for the day, and by whom the printed letters went; all at once."""
        rows = self.filtered(lambda row: row.state == "printed")
        if not rows:
            raise UserError(self.env._("Nothing printed waits to be posted."))
        rows.letter_id._check_may(MAKER)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Posted / Handed Over"),
            "res_model": "reconciliation.posting",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dispatch_ids": rows.ids},
        }

    def action_undo_posting(self):
        """Take back that printed letters were posted; they wait again."""
        self.letter_id._check_may(MAKER)
        rows = self.filtered(lambda row: row.state == "sent" and row.posted_at)
        if not rows:
            raise UserError(self.env._("Only what somebody confirmed as posted is taken back."))
        letters = rows.letter_id
        letters._lock()
        rows._check_undone()
        rows._amend(
            {
                "state": "printed",
                "date": False,
                **dict.fromkeys(("posted_by_id", "posted_at", "carrier", "carrier_number"), False),
            }
        )
        letters._take_back_sending()

    def _check_undone(self):
        """Raise when the partner answered, or was reminded of, what was supposedly never posted."""
        busy = self.letter_id.filtered(
            lambda letter: letter._is_first_sending_of(self) and not letter._may_be_unsent()
        )
        if busy:
            raise UserError(
                self.env._(
                    "%(letters)s: delivered, reminded or answered since; it stays sent.",
                    letters=", ".join(busy.mapped("display_name")),
                )
            )

    # --- the work -------------------------------------------------------------------

    def _send_print(self):
        """Print the one letter; whether that sends it is for the company to say."""
        self._get_earlier_prints()._amend({"state": "replaced"})
        values = {"attachment_id": self._attach_pdf().id, "printed_on": fields.Datetime.now()}
        if self.company_id.sudo().letter_print_is_sending:  # how the company works, whoever prints
            return values
        return {**values, "state": "printed", "date": False}

    def _get_earlier_prints(self):
        """Return what was printed of the letter before and not posted."""
        rows = self.letter_id.dispatch_ids
        return rows.filtered(lambda row: row.id < self.id and row.state == "printed")

    def _post(self, moment, carrier=False, number=False):
        """Note that the printed letters left at ``moment``; the caller checked who says so."""
        rows = self.filtered(lambda row: row.state == "printed")
        rows._amend(
            {
                "state": "sent",
                "date": moment,
                "posted_by_id": self.env.uid,
                "posted_at": fields.Datetime.now(),
                "carrier": carrier,
                "carrier_number": number,
            }
        )
        rows.letter_id._note_sent(moment)
        return rows
