"""The words of a digest: a text for each of the largest amounts, and a summary with a link."""

from odoo import api, models
from odoo.fields import Command
from odoo.tools import format_amount, format_date
from odoo.tools.urls import urljoin

from ..rules.text_fit import SHORT_MESSAGE

LISTED = 100  # rows of a mail: who is told of more looks into the list
ROUTE = "/due"  # short, so that it fits into a text: leads to the reminders of whoever opens it


class ReminderDigestTexts(models.AbstractModel):
    _name = "reminder.digest.texts"
    _description = "Words of Digests"

    @api.model
    def _get_subject(self, notices, lang):
        env = self.with_context(lang=lang).env
        return env._("%(count)s payments to follow up", count=len(notices))

    @api.model
    def _get_texts(self, company, notices, lang, cap):
        """Return the words of the texts, the largest amount first: one text each, at last a summary with the link.

        Beyond ``cap`` the summary takes the place of the smallest. Without it go texts that hold the link themselves.
        """
        texts = [self._get_text(company, notice, lang) for notice in notices[:cap]]
        link = self._get_link()
        if len(notices) <= cap and all(link in text["body"] for text in texts):
            return texts
        return [*texts[: cap - 1], self._get_summary(company, notices, lang)]

    @api.model
    def _get_text(self, company, notice, lang):
        kind = "text_before" if notice.days <= 0 else "text_after"
        words = self._put_in_words(kind, company, lang, self._get_values(company, notice, lang))
        return {**words, **self._cover(notice)}

    @api.model
    def _cover(self, notices):
        """Return the values that say which notices a message tells."""
        return {
            "notice_ids": [Command.set(notices.ids)],
            "notice_count": len(notices),
            "amount_company": sum(notices.mapped("amount_company")),
        }

    @api.model
    def _put_in_words(self, kind, company, lang, values):
        """Return the values of a message: its body, and what it was made of."""
        wording = self.env["reminder.wording"]._get(kind, company, lang)
        body = wording._fill(values, SHORT_MESSAGE)
        values = {name: str(value) for name, value in wording._fit_values(values, SHORT_MESSAGE).items()}
        return {"body": body, "wording_kind": kind, "wording_values": values}

    @api.model
    def _get_values(self, company, notice, lang):
        env = self.with_context(lang=lang).env
        return {
            "customer": notice.partner_id.name or "",
            "document": notice.document or "",
            "amount": self._get_amount(env, notice.amount, notice.currency_id, company),
            "due": f"{notice.date_due.month}/{notice.date_due.day}",
            "days": abs(notice.days),
            "company": company.name,
            "link": self._get_link(),
        }

    @api.model
    def _get_amount(self, env, amount, currency, company):
        """Return an amount short enough for a text: no decimals from a thousand on, the code of a foreign currency."""
        places = 0 if amount >= 1000 or amount == int(amount) else currency.decimal_places
        number = f"{amount:,.{places}f}"
        return number if currency == company.currency_id else f"{currency.name} {number}"

    @api.model
    def _get_summary(self, company, notices, lang):
        env = self.with_context(lang=lang).env
        total = sum(notices.mapped("amount_company"))
        values = {
            "count": len(notices),
            "amount": self._get_amount(env, total, company.currency_id, company),
            "link": self._get_link(),
            "company": company.name,
        }
        words = self._put_in_words("text_summary", company, lang, values)
        return {**words, **self._cover(notices)}

    @api.model
    def _get_link(self):
        return urljoin(self.get_base_url(), ROUTE)

    @api.model
    def _get_mail_body(self, company, notices, lang):
        """Return the mail: a table, sorted by amount, and the link."""
        env = self.with_context(lang=lang).env
        values = {
            "company": company,
            "notices": notices[:LISTED].with_env(env),
            "note": self._get_mail_note(env, notices),
            "link": self._get_link(),
            "format_date": lambda day: format_date(env, day),
            "format_amount": lambda amount, currency: format_amount(env, amount, currency),
        }
        return env["ir.qweb"]._render("payment_reminder.digest_mail", values)

    @api.model
    def _get_mail_note(self, env, notices):
        if len(notices) <= LISTED:
            return False
        return env._(
            "These are the %(listed)s largest of %(count)s; the button leads to all.",
            listed=LISTED,
            count=len(notices),
        )

    @api.model
    def _get_customer_text(self, letter):
        """Return the words of the text beside a letter."""
        company, values = letter.company_id, letter._get_placeholder_values()
        if letter.currency_id != company.currency_id:  # "$" alone says nothing
            values["amount"] = self._get_amount(self.env, letter.amount_total, letter.currency_id, company)
        return self._put_in_words("text_customer", company, letter._get_lang(), values)

    @api.model
    def _get_letter_mail(self, letter):
        """Return the mail that carries a letter."""
        env = letter.with_context(lang=letter._get_lang()).env
        return env["ir.qweb"]._render("payment_reminder.letter_mail", {"letter": letter.with_env(env)})
