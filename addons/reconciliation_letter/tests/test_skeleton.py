"""A letter counts once per partner, kind and cut-off."""

from psycopg2 import IntegrityError

from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeCommon


class TestUnique(BackofficeCommon):
    def test_one_letter_per_partner_kind_and_cutoff(self):
        partner = self.env["res.partner"].create({"name": "Debtor"})
        vals = {
            "partner_id": partner.id,
            "company_id": self.company.id,
            "cutoff": "2026-10-31",
            "period_start": "2026-10-01",
        }
        letters = self.env["reconciliation.letter"]
        letters.create(vals)
        letters.create({**vals, "kind": "payable"})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            letters.create(vals)
