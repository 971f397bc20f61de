"""Records answers and seals, and moves the letter by them: the same way for the page and for paper."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import CORRECTABLE, SEALABLE, WAITING
from ..rules.answer_seals import is_complete
from ..rules.difference import PENDING


class ReconciliationLetterReplies(models.AbstractModel):
    """``_record_answer`` and ``_record_seal`` are the only ways in."""

    _name = "reconciliation.letter.replies"
    _description = "Recording of answers to a letter"

    # --- the answer -------------------------------------------------------------

    def _record_answer(self, reply, channel, scans=(), **values):
        """Record the ``Reply`` of the one letter, move the letter, open its differences; return the answer.

        ``values``: ``answered_on``, ``evidence``. The caller checked that the answer may come this way.
        """
        self.ensure_one()
        self._lock_for_answer()
        again = self.state == "disputed" and bool(self.reconfirm_on)
        answer = self.env["reconciliation.answer"]._record(
            [self._prepare_answer_vals(reply, channel, again) | values]
        )
        answer._attach_scans(list(scans))
        self._move_by_answer(reply.result, again)
        self._write_by_flow(
            {
                "answer_id": answer.id,
                "replied_on": self.replied_on or self.company_id._get_company_day(),
                "reconfirm_on": False if reply.result == "disputed" else self.reconfirm_on,
            }
        )
        self.env["reconciliation.difference"]._take_reply(self, answer, reply)
        self._update_completion()
        self._announce_answer(answer)
        return answer

    def _lock_for_answer(self):
        self._lock()
        if self.state not in (*WAITING, *CORRECTABLE):
            raise UserError(
                self.env._(
                    "%(letter)s is “%(state)s” and takes no answer.",
                    letter=self.display_name,
                    state=self._get_state_label(self.state),
                )
            )
        self._check_intact()

    def _prepare_answer_vals(self, reply, channel, again):
        sections = self.sudo().section_ids
        return {
            "letter_id": self.id,
            "result": reply.result,
            "is_reconfirmation": again,
            "channel": channel,
            "answered_on": self.company_id._get_company_day(),
            "recorded_on": fields.Datetime.now(),
            "user_id": self.env.user.id,
            "note": reply.note,
            **reply.signer,
            "balance_ids": [
                fields.Command.create(
                    {
                        "section_id": section.id,
                        "ours": section.closing,
                        "theirs": reply.balances.get(section.id, section.closing),
                    }
                )
                for section in sections
            ],
        }

    def _move_by_answer(self, result, again):
        if result == "disputed":
            if self.state != "disputed":
                self._move_to("disputed")
        elif not self._has_pending_differences():  # else who confirms them concludes it
            self._move_to("settled" if again else "agreed")

    def _has_pending_differences(self):
        return any(item.state in PENDING for item in self.sudo().difference_ids)  # whoever answers

    def _announce_answer(self, answer):
        results = dict(answer._fields["result"]._description_selection(self.env))
        self._message_log(
            body=self.env._(
                "Answer: %(result)s, signed by %(name)s.",
                result=results[answer.result],
                name=answer.signer_name,
            )
        )
        if answer.channel == "portal":
            self._schedule_answer_activity(answer)

    def _get_owner(self):
        """Return who looks after the letter."""
        letter_sudo = self.sudo()  # only the name is told
        return letter_sudo.assistant_id or letter_sudo.user_id or letter_sudo.issuer_id

    def _conclude_differences(self):
        """The last difference of the one letter is closed: let the agreement count that waited for it, or get one."""
        if self.state != "disputed" or self._has_pending_differences():
            return
        letter_sudo = self.sudo()  # the accountant who confirmed need not own the letter
        if letter_sudo.answer_id.result == "agreed":
            letter_sudo._move_to("agreed")
            letter_sudo._update_completion()
            letter_sudo._schedule_answer_activity(letter_sudo.answer_id)
        elif owner := self._get_owner():
            letter_sudo.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=owner.id,
                summary=self.env._("All differences are resolved: ask for the re-confirmation"),
            )

    def _take_back_reconfirmation(self):
        """A difference was found after the partner was asked: there is nothing to confirm yet."""
        self.sudo()._write_by_flow({"reconfirm_on": False})  # whoever may name a difference

    def _schedule_answer_activity(self, answer):
        owner = self._get_owner()
        if not owner:
            return
        # the visitor of a link has no rights of its own
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=owner.id, summary=self._get_answer_summary(answer)
        )

    def _get_answer_summary(self, answer):
        """Return what is to do about the answer of the partner."""
        if answer.result == "disputed":
            return self.env._("The partner disputes the balance: clear the differences")
        if self.state == "disputed":
            return self.env._(
                "The partner agrees after all: have the accountant confirm the open differences"
            )
        return self.env._("Check the seal of the answer")

    # --- the seal ---------------------------------------------------------------

    def _record_seal(self, seal_kind, scans=(), original_on=False, original_place=False):
        """Record what is under the last answer of the one letter."""
        self.ensure_one()
        self._check_letter_user()
        answer_sudo = self.sudo().answer_id  # its buttons are those of the letter
        if self.state not in SEALABLE or not answer_sudo:
            raise UserError(self.env._("%(letter)s has no answer to seal.", letter=self.display_name))
        answer_sudo._attach_scans(list(scans))
        if seal_kind != "none" and not answer_sudo.scan_ids and not (original_on or answer_sudo.original_on):
            raise UserError(
                self.env._("Add the scan, or the date the original came: a seal is seen on something.")
            )
        values = {"seal_kind": seal_kind, "seal_user_id": self.env.uid, "seal_on": fields.Datetime.now()}
        if original_on:
            values |= {"original_on": original_on, "original_place": original_place}
        answer_sudo._amend(values)
        self._update_completion()
        labels = dict(answer_sudo._fields["seal_kind"]._description_selection(self.env))
        self._message_log(body=self.env._("Seal recorded: %(seal)s.", seal=labels[seal_kind]))

    def _update_completion(self):
        """Note the day the letter was completed; a seal that turns out not to count takes it back."""
        for letter in self:
            complete = is_complete(letter.state, letter.answer_id.sudo().seal_kind)
            if complete != bool(letter.completed_on):
                today = letter.company_id._get_company_day()
                letter._write_by_flow({"completed_on": today if complete else False})
