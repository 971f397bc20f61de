"""How often somebody tried a link, so that nobody tries them all."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

from ..rules.portal_token import LIMITS


class ReconciliationPortalAttempt(models.Model):
    """One row per attempt that counts; added, never changed, so that two never stand in each other's way."""

    _name = "reconciliation.portal.attempt"
    _description = "Use of the Links of Letters"
    _order = "id desc"

    scope = fields.Selection(
        [("unknown", "Unknown Link"), ("answer", "Answer"), ("download", "Download")],
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True, help="Digest of who tried: the address, or the letter.")

    _key_idx = models.Index("(scope, key, create_date)")

    @api.model
    def _is_limited(self, scope, key):
        """Return whether ``key`` has used up its attempts."""
        limit = LIMITS[scope]
        since = fields.Datetime.now() - timedelta(minutes=limit.minutes)
        domain = [("scope", "=", scope), ("key", "=", self._get_key(key)), ("create_date", ">=", since)]
        return (
            self.sudo().search_count(domain, limit=limit.attempts) >= limit.attempts
        )  # visitors read nothing

    @api.model
    def _note(self, scope, key):
        self.sudo().create({"scope": scope, "key": self._get_key(key)})  # visitors write nothing themselves

    @api.model
    def _get_key(self, key):
        return hmac(self.env(su=True), "reconciliation_letter.attempt", str(key))[:32]

    @api.autovacuum
    def _gc_attempts(self):
        limit = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([("create_date", "<", limit)], limit=10_000).unlink()
