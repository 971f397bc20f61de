"""Texts with the link of a letter: copied by hand, or handed to a gateway that tells what became of them."""

from odoo import fields, models


class ReconciliationDispatchText(models.AbstractModel):
    """The part of a sending that is a text; gateways extend ``_send_text`` and ``_catch_up``."""

    _name = "reconciliation.dispatch.text"
    _description = "Text with the link of a reconciliation letter"

    text = fields.Text(readonly=True, help="The text message with the link.")
    text_key = fields.Char(
        "Message Key", readonly=True, copy=False, help="The number the gateway knows the text by."
    )
    arrived_on = fields.Datetime("Arrived", readonly=True, help="When the text reached the phone.")

    def action_confirm_text(self):
        """Somebody copied the text and sent it from a phone; it is no longer the gateway's to tell of."""
        self.letter_id.check_access("write")
        rows = self.filtered(lambda row: row.channel == "text" and row.state in ("failed", "unknown"))
        rows._amend(
            {
                "state": "sent",
                "date": fields.Datetime.now(),
                "user_id": self.env.uid,
                "reason": False,
                "text_key": False,
            }
        )
        rows.letter_id._note_sent()

    def _send_text(self):
        """Hand the text to a gateway; without one it is there to be copied.

        A gateway queues the text in this transaction, calls nobody, and returns the values of the row: ``handed`` with
        its ``text_key`` until it says what became of the text.
        """
        reason = self.env._("No text gateway: copy the text, send it, and press “Sent by Hand”.")
        return {"state": "failed", "text": self.letter_id._get_text(), "reason": reason, "date": False}

    def _opens_letter(self):
        """Return whether the link in the text of the one row still opens its letter."""
        letter = self.letter_id
        alive = not letter._is_void() and letter._is_link_alive() and letter.is_intact
        return alive and letter._get_link_path() in self.text

    def _take_outcome(self, state, reason=False, *, text=False, sent_on=False, arrived_on=False):
        """Write down what the gateway says of the one text, and tell the letter when it has left."""
        self.ensure_one()
        if (self.state, self.arrived_on) == (state, arrived_on):
            return
        values = {
            "state": state,
            "reason": reason,
            "arrived_on": arrived_on,
            "text": text or self.text,
        }
        if state == "sent":
            values["date"] = self.date or sent_on or fields.Datetime.now()
        self._amend(values)
        if state == "sent":
            self.letter_id._note_sent()
        if arrived_on:
            self.letter_id._note_delivered("text", self.recipient, arrived_on)

    def _catch_up(self):
        """Follow rows that were handed over a while ago, in case a word of the gateway got lost."""
        reason = self.env._("The gateway can no longer be asked; ask the partner.")
        self._amend({"state": "unknown", "reason": reason})
