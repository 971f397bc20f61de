"""Merged customers keep their titles, item names and calendar."""

from odoo import models


class MergePartner(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # EXTENDS base: where only one may exist, it would delete all those of the customers merged
        customers = dst_partner | src_partners
        self._keep_first("invoice.title", customers, dst_partner, (), [("is_default", "=", True)])
        self._keep_first("invoice.calendar", customers, dst_partner)
        self._keep_first("invoice.alias", customers, dst_partner, ("product_id",))
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _keep_first(self, model, customers, dst_partner, key=(), further=()):
        """Leave one record per company (and ``key``), that of the customer who stays if there is one.

        Surplus titles stay as further ones; of calendars and item names the others are deleted.
        """
        records_sudo = self.env[model].sudo().with_context(active_test=bool(further))  # of all salespeople
        found = records_sudo.search([("partner_id", "in", customers.ids), *further], order="active desc, id")
        for same in found.grouped(
            lambda record: (record.company_id, *(record[name] for name in key))
        ).values():
            surplus = same - (same.filtered(lambda record: record.partner_id == dst_partner)[:1] or same[:1])
            surplus.write({"is_default": False}) if further else surplus.unlink()
        self.env.flush_all()
