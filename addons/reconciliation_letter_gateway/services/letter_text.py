"""Hands the text with the link of a letter to the gateway of its company, or says why it does not."""

from odoo import api, models

from odoo.addons.reconciliation_letter.rules.short_text import shortened
from odoo.addons.sms_gateway.rules import wording

USAGE = "reconciliation_letter.link"
LINK_PARAMETERS = ("link", "token")  # one of them is in every approved text


class ReconciliationLetterText(models.AbstractModel):
    _name = "reconciliation.letter.text"
    _description = "Texts with the link of a letter"

    @api.model
    def _queue(self, row, body):
        """Queue the text of the one sending; return its key. Both are kept, or neither."""
        item = {
            "number": row.recipient,
            "partner_id": row.partner_id.id,
            "company_id": row.company_id.id,
            "body": body,
            "usage": USAGE,
            "params": self._get_params(row.letter_id),
            "origin_model": row._name,
            "origin_id": row.id,
        }
        return self.env["sms.sms"].sudo()._gateway_queue([item]).uuid  # whoever sends letters sends this one

    @api.model
    def _get_params(self, letter):
        return {
            "company": shortened(letter.company_id.sudo().name),  # its name is on the letter
            "number": letter.name,
            "day": str(letter.reply_by or ""),
            "link": letter._get_link(),
            "token": letter._get_token(),
        }

    # --- why not ------------------------------------------------------------

    @api.model
    def _get_problem(self, row):
        """Return one sentence why the text of the sending cannot leave, or ``False``."""
        return (
            row.company_id._get_sms_gateway_problem()
            or self._get_number_problem(row)
            or self._get_template_problem(row)
        )

    @api.model
    def _get_number_problem(self, row):
        country = row.partner_id.sudo().country_id or row.company_id.sudo().country_id  # to read the number
        number = self.env["sms.gateway.sorter"]._get_number(row.recipient, country)
        if not number:
            return self.env._(
                "“%(phone)s” of %(partner)s is no phone number a text can be sent to: correct it on the contact, "
                "or print the letter.",
                phone=row.recipient,
                partner=row.letter_id.partner_name,
            )
        # superuser: only whether this one number wants no texts
        if self.env["phone.blacklist"].sudo().search_count([("number", "=", number)], limit=1):
            return self.env._(
                "%(partner)s wants no texts at %(phone)s: mail or print the letter.",
                partner=row.letter_id.partner_name,
                phone=number,
            )
        return False

    @api.model
    def _get_template_problem(self, row):
        account = row.company_id._get_sms_gateway()
        template = account.template_ids._find(USAGE, "")[0]
        if not template:
            if account._sends_free_text():
                return False
            return self.env._(
                "No approved text for letters: add one with the usage “%(usage)s” under Messages → Configuration → "
                "Approved Templates.",
                usage=USAGE,
            )
        names = [name for name in wording.parameters(template.text) if name in LINK_PARAMETERS]
        if not names:
            return self.env._("The approved text “%(name)s” has no ${link} or ${token}.", name=template.name)
        params, limit = self._get_params(row.letter_id), template.parameter_limit
        longest = max(len(params[name]) for name in names)
        if not limit or longest <= limit:
            return False
        return self.env._(  # a link that is cut leads nowhere
            "The approved text “%(name)s” takes %(limit)s characters, the link has %(length)s: have the address "
            "approved in the text, with ${token} for what differs.",
            name=template.name,
            limit=limit,
            length=longest,
        )
