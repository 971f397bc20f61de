"""The link a partner opens a letter with, without logging in."""

import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, hmac

from ..const import VOID, WAITING
from ..rules.portal_token import LENGTH, expires_on, is_alive, is_well_formed

SCOPE = "reconciliation_letter.link"


class ReconciliationLetterLink(models.AbstractModel):
    """The part of a letter that is reached by a link.

    The token is derived from the letter, a random number and the secret of the database; it is not stored, only
    its digest is. Renewing or revoking makes the old one worthless, on paper as well.
    """

    _name = "reconciliation.letter.link"
    _description = "Link of a reconciliation letter"

    link_nonce = fields.Char(readonly=True, copy=False, groups="base.group_system")
    link_digest = fields.Char(readonly=True, copy=False, groups="base.group_system", index="btree_not_null")
    link_expires_on = fields.Date("Link Valid Until", readonly=True, copy=False)
    link_revoked = fields.Boolean(readonly=True, copy=False)

    @api.model
    def _get_guarded_fields(self):
        own = {"link_nonce", "link_digest", "link_expires_on", "link_revoked"}
        return super()._get_guarded_fields() | own

    # --- buttons ----------------------------------------------------------------

    def action_revoke_link(self):
        """Close the link at once."""
        self.check_access("write")
        self._write_by_flow({"link_revoked": True})

    def action_renew_link(self):
        """Make a new link; the old one, printed or sent, opens nothing any more."""
        self.check_access("write")
        for letter in self:
            if letter.state in ("draft", *VOID):
                raise UserError(self.env._("%(letter)s is not with its partner.", letter=letter.display_name))
            letter._make_link()

    # --- the link ---------------------------------------------------------------

    def get_portal_url(self, suffix=None, report_type=None, download=None, query_string=None, anchor=None):
        # EXTENDS portal: the letter is reached by a link of its own, that expires and can be revoked
        self.ensure_one()
        self.check_access("read")
        query = f"?download={download}" if download else ""
        return (
            f"{self._get_link_path()}{suffix or ''}{'/pdf' if report_type == 'pdf' else ''}"
            f"{query}{query_string or ''}{f'#{anchor}' if anchor else ''}"
        )

    def _get_link_path(self):
        return f"/reconciliation/{self._get_token()}"

    def _get_link(self):
        """Return the full address of the one letter for its partner, to be mailed, printed or texted."""
        self.ensure_one()
        return f"{self.get_base_url()}{self._get_link_path()}"

    def _get_token(self):
        """Return the token of the one letter, made on first use."""
        self.ensure_one()
        letter_sudo = self.sudo()  # the secret parts are nobody's to read
        token = letter_sudo.link_nonce and letter_sudo._derive_token()
        # a copy of the database has another secret: its letters get links of their own
        if not token or self._digest(token) != letter_sudo.link_digest:
            letter_sudo._make_link()
            token = letter_sudo._derive_token()
        return token

    def _derive_token(self):
        return hmac(self.sudo().env, SCOPE, (self.id, self.link_nonce))[:LENGTH]

    def _make_link(self):
        self.ensure_one()
        letter_sudo = self.sudo()  # the secret parts are nobody's to read
        letter_sudo._write_by_flow({"link_nonce": secrets.token_hex(16)})
        company_sudo = letter_sudo.company_id
        days, today = company_sudo.letter_link_days, company_sudo._get_company_day()
        letter_sudo._write_by_flow(
            {
                "link_digest": self._digest(letter_sudo._derive_token()),
                "link_expires_on": expires_on(today, letter_sudo.reply_by, days),
                "link_revoked": False,
            }
        )

    @api.model
    def _digest(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find_by_token(self, token):
        """Return the letter (superuser, its company) the link opens today, or none; every no looks the same."""
        letters_sudo = self.sudo()  # the token is the right to read
        if not is_well_formed(token):
            return letters_sudo.browse()
        letter_sudo = letters_sudo.search([("link_digest", "=", self._digest(token))], limit=1)
        if not letter_sudo or not consteq(letter_sudo._derive_token(), token):
            return letters_sudo.browse()
        letter_sudo = letter_sudo.with_company(letter_sudo.company_id)
        return letter_sudo if letter_sudo._is_link_alive() else letters_sudo.browse()

    def _is_link_alive(self):
        today = self.company_id._get_company_day()
        alive = is_alive(self.link_expires_on, today, self.link_revoked)
        return alive and self.state not in ("draft", "cancelled")

    # --- what the page offers ---------------------------------------------------

    def _takes_answers(self):
        """Return whether the partner may answer on the page now."""
        self.ensure_one()
        amends = self.state == "disputed" and self.answer_result == "disputed"
        return (self.state in WAITING or amends) and self.is_intact

    def _waits_for_answer(self):
        """Return whether the partner is asked to answer; it may change a dispute unasked as well."""
        self.ensure_one()
        return self._takes_answers() and (self.state != "disputed" or bool(self.reconfirm_on))

    def _takes_scans(self):
        """Return whether the partner may add the sealed reply to its last answer."""
        self.ensure_one()
        waits = self.state in ("agreed", "disputed", "settled") and not self.has_valid_seal
        return waits and self.is_intact
