"""A letter that was changed outside the program leaves no more, and nobody answers it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReconciliationLetterIntact(models.AbstractModel):
    """The part of a letter that holds it back once its seal is broken."""

    _name = "reconciliation.letter.intact"
    _description = "Letters whose seal is broken"

    seal_broken_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When it was first seen that the letter was changed outside the program.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"seal_broken_on"}

    def _check_intact(self):
        """Raise when one of the letters no longer says what was sealed."""
        broken = self.filtered(lambda letter: not letter.is_intact)
        if broken:
            lines = [f"{letter.display_name}: {letter._get_broken_text()}" for letter in broken]
            raise UserError("\n".join(lines))

    def _get_broken_text(self):
        return self.env._("It was changed outside the program since it was sealed; supersede it.")

    def _tell_broken(self):
        """Have who looks after the one letter supersede it; told once."""
        self.ensure_one()
        if self.seal_broken_on:
            return
        letter_sudo = self._as_keeper()  # found by a visitor, or a scheduled run
        letter_sudo._write_by_flow({"seal_broken_on": fields.Datetime.now()})
        owner = letter_sudo._get_owner() or letter_sudo.company_id.letter_accountant_id
        if owner:
            spoken = letter_sudo.with_context(lang=owner.lang)
            spoken.activity_schedule(
                "mail.mail_activity_data_todo", user_id=owner.id, summary=spoken._get_broken_text()
            )
