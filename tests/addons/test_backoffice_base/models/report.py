from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class PartnerTable(models.AbstractModel):
    _name = "report.test_backoffice_base.partners"
    _description = "Partner table (test)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Partners: all/some")

    def _columns(self):
        env = self.env
        return [
            Column(env._("Partner"), "name"),
            Column(env._("Country"), "country_id"),
            Column(env._("Since"), lambda partner: partner.create_date.date(), "date"),
            Column(env._("Changed"), "write_date", "datetime"),
            Column(env._("Balance"), lambda partner: partner.color * 1000.5, "money", total=True),
            Column(
                env._("Foreign"), lambda partner: 7.0, "money", total=True, currency="company_id.currency_id"
            ),
            Column(env._("Quantity"), lambda partner: 2.5, "qty", total=True),
            Column(env._("Share"), lambda partner: 0.25, "percent"),
            Column(env._("Count"), lambda partner: 3, "int", width=6),
            Column(env._("Remark"), lambda partner: None),
        ]
