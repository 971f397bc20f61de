"""What is done with all letters of a run at once: review, send, print."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from .letter_sending import SENDABLE


class ReconciliationBatchLetters(models.AbstractModel):
    """The part of a run that works on its letters."""

    _name = "reconciliation.batch.letters"
    _description = "Letters of a reconciliation run"

    letter_ids = fields.One2many("reconciliation.letter", "batch_id", "Letters", readonly=True)
    draft_count = fields.Integer("To Review", compute="_compute_letter_counts")
    unsent_count = fields.Integer("To Send", compute="_compute_letter_counts")
    printing_count = fields.Integer("Being Printed", compute="_compute_letter_counts")
    printed_count = fields.Integer("Printed", compute="_compute_letter_counts")
    unposted_count = fields.Integer(
        "Printed, Not Posted",
        compute="_compute_letter_counts",
        help="Printed letters nobody confirmed as posted or handed over; they do not count as sent.",
    )
    posted_count = fields.Integer("Posted", compute="_compute_letter_counts")

    @api.depends("letter_ids.state", "letter_ids.dispatch_ids.state")
    def _compute_letter_counts(self):
        states = {
            (batch.id, state): count
            for batch, state, count in self.env["reconciliation.letter"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
            )
        }
        prints = {
            (batch.id, state): len(letters)
            for batch, state, letters in self.env["reconciliation.dispatch"]._read_group(
                [("batch_id", "in", self.ids), ("channel", "=", "print")],
                ["batch_id", "state"],
                ["letter_id:recordset"],
            )
        }
        posted = dict(
            self.env["reconciliation.dispatch"]._read_group(
                [("batch_id", "in", self.ids), ("state", "=", "sent"), ("posted_at", "!=", False)],
                ["batch_id"],
                ["__count"],
            )
        )
        for batch in self:
            batch.draft_count = states.get((batch.id, "draft"), 0)
            batch.unsent_count = states.get((batch.id, "reviewed"), 0)
            waiting = ("queued", "sending")
            batch.printing_count = sum(prints.get((batch.id, state), 0) for state in waiting)
            batch.unposted_count = prints.get((batch.id, "printed"), 0)
            batch.printed_count = prints.get((batch.id, "sent"), 0) + batch.unposted_count
            batch.posted_count = posted.get(batch, 0)

    def action_open_letters(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "reconciliation_letter.reconciliation_letter_action"
        )
        return action | {"domain": [("batch_id", "=", self.id)], "context": {}}

    def action_review_letters(self):
        """Review every draft of the run that is ready; the others stay, and say on themselves why."""
        drafts = self.letter_ids.filtered(lambda letter: letter.state == "draft")
        blockers = drafts._get_move_blockers("reviewed")
        ready = drafts.filtered(lambda letter: not blockers[letter.id])
        ready.action_review()
        return self._notify(
            self.env._(
                "%(ready)s letters reviewed, %(blocked)s are not ready.",
                ready=len(ready),
                blocked=len(drafts - ready),
            )
        )

    def action_send_letters(self):
        """Mail every reviewed letter whose partner has an address; the others are printed."""
        letters = self.letter_ids.filtered(lambda letter: letter.state == "reviewed")
        letters._check_may_send()
        with_address = letters.filtered(lambda letter: letter._get_recipient().email)
        with_address._dispatch("mail")
        return self._notify(
            self.env._(
                "%(mailed)s letters are mailed in the background; %(rest)s have no e-mail address, print them.",
                mailed=len(with_address),
                rest=len(letters - with_address),
            )
        )

    def action_print_letters(self):
        """Print every letter of the run that may still be sent, in the background."""
        letters = self.letter_ids.filtered(lambda letter: letter.state in SENDABLE)
        letters._check_may_send()
        letters._dispatch("print")
        return self._notify(
            self.env._("%(count)s letters are printed in the background.", count=len(letters))
        )

    def action_post_prints(self):
        """The printed letters of the run were posted or handed over, all of them."""
        return self.letter_ids.dispatch_ids.action_post()

    def action_undo_posting(self):
        """Take the last confirmation of the run back."""
        rows = self.letter_ids.dispatch_ids.filtered(lambda row: row.state == "sent" and row.posted_at)
        last = max(rows.mapped("posted_at"), default=None)
        rows.filtered(lambda row: row.posted_at == last).action_undo_posting()

    def action_download_prints(self):
        """Return the last print of every letter as one file."""
        self.ensure_one()
        rows = self.env["reconciliation.dispatch"].search(
            [("batch_id", "=", self.id), ("channel", "=", "print"), ("state", "in", ("printed", "sent"))],
            order="id",
        )
        last = {row.letter_id: row.attachment_id for row in rows}
        letters = self.letter_ids.filtered(lambda letter: letter in last).sorted("name")
        if not letters:
            raise UserError(self.env._("Nothing is printed yet; print the letters first."))
        content = merge_pdf([last[letter].sudo().raw for letter in letters])  # of letters one may read
        values = {
            "name": f"{self.name.replace('/', '_')}.pdf",
            "raw": content,
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
        }
        attachment = self.env["ir.attachment"].create(values)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
