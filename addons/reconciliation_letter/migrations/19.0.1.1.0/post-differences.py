"""What the partner did not name of a dispute gets an owner and a date, in letters disputed before as well."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["reconciliation.letter"].search([("state", "=", "disputed")])._cover_gaps()
