"""What a form of the page means for its letter: words of the partner, numbers of ours."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import answer_form

MAX_LINES = 300  # lines the page offers to point at; a longer letter takes document numbers instead
#: States of letters that are with their partner.
SHOWN = ("sent", "delivered", "silent", "agreed", "disputed", "settled", "filed", "superseded")


class ReconciliationLetterPage(models.AbstractModel):
    _name = "reconciliation.letter.page"
    _description = "Page of a reconciliation letter"

    # --- letters of who is logged in -----------------------------------------------

    @api.model
    def _portal_domain(self):
        """Return the letters of the visitor's own company, as customer or supplier, and of nobody else."""
        user = self.env.user
        if not user._is_portal():
            return Domain.FALSE
        return (
            Domain("partner_id", "=", user.partner_id.commercial_partner_id.id)
            & Domain("company_id", "in", user.company_ids.ids)
            & Domain("state", "in", SHOWN)
        )

    @api.model
    def _count_portal_letters(self):
        return self.sudo().search_count(self._portal_domain())  # the domain is the right

    @api.model
    def _get_portal_letters(self, domain=(), **options):
        """Return letters of the visitor as superuser; the domain is the right."""
        letters_sudo = self.sudo().search(self._portal_domain() & Domain(list(domain)), **options)
        return letters_sudo.with_company(letters_sudo.company_id) if len(letters_sudo) == 1 else letters_sudo

    def _get_portal_lines(self):
        """Return the movements the page shows."""
        return self.line_ids[:MAX_LINES]

    def _get_portal_pdf(self):
        """Return the printed letter."""
        self.ensure_one()
        return self._render_pdf()[self.id]

    # --- forms ------------------------------------------------------------------------

    def _answer_from_page(self, form, contents, evidence):
        """Record the answer in ``form``, or say in one sentence what is wrong; the letter came by its link."""
        self.ensure_one()
        self._refuse_staff()
        if not self._takes_answers():
            raise UserError(self.env._("This letter is answered already, or takes no answer any more."))
        places = {section.id: section.currency_id.decimal_places for section in self.section_ids}
        sections = [
            answer_form.Section(section.id, section.closing, places[section.id])
            for section in self.section_ids
        ]
        lines = {line.id: (line.section_id.id, line.amount) for line in self._get_portal_lines()}
        reply, problems = answer_form.read(form, sections, lines)
        if problems:
            raise UserError(self._get_form_problem(*problems[0]))
        self._as_keeper()._record_answer(reply, "portal", contents, evidence=evidence)

    def _scan_from_page(self, form, contents, evidence):
        """Add the sealed reply to the last answer."""
        self.ensure_one()
        self._refuse_staff()
        if not self._takes_scans():
            raise UserError(self.env._("The seal of this letter is recorded already; no file is needed."))
        if not contents:
            raise UserError(self.env._("Choose the scan or photo of the sealed reply first."))
        letter_sudo = self._as_keeper()
        letter_sudo.answer_id._attach_scans(contents)
        letter_sudo._message_log(
            body=self.env._("The partner added %(count)s file(s) to the answer.", count=len(contents))
        )
        letter_sudo._schedule_answer_activity(letter_sudo.answer_id)

    def _as_keeper(self):
        """Return the letter for what a visitor leaves behind: staff of one company may not read a visitor's user."""
        return self.with_user(SUPERUSER_ID)

    def _refuse_staff(self):
        if self.env.user._is_internal():
            raise UserError(self.env._("You are logged in as staff: enter the answer in the letter itself."))

    def _get_form_problem(self, code, about):
        """Return the sentence for a code of ``rules/answer_form.py``."""
        sentences = {
            "result": self.env._("Choose whether you agree."),
            "signer_name": self.env._("Enter your name."),
            "amount": self.env._("“%(about)s” is not an amount; write it like 12345.67.", about=about),
            "reason": self.env._("Choose one of the reasons for each difference."),
            "same_amount": self.env._(
                "One difference has the same amount on both sides (%(about)s); enter yours or leave it out.",
                about=about,
            ),
            "no_difference": self.env._(
                "Enter your balance, or point at what differs; else choose “We agree”."
            ),
        }
        return sentences[code]
