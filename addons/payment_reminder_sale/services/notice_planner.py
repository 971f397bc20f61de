"""Deliveries past their term without an invoice are reminded of; disputed invoices are not."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.payment_reminder.services.open_receivables import select_columns
from odoo.addons.sales_backoffice_ledger.services.horizon import Horizon
from odoo.addons.sales_backoffice_ledger.services.open_receivables import receivable_lines


class ReminderPlanner(models.AbstractModel):
    _inherit = "reminder.planner"

    @api.model
    def _receivable_branches(self, company, partners):
        # EXTENDS payment_reminder: the receivables by contract say what is delivered, not invoiced, and due when
        today = company._get_reminder_now().date()
        horizon = Horizon(
            start=None,
            end=today,
            by_contract=False,
            partners=None if partners is None else tuple(partners),
            tz=company.reminder_tz,
            is_past=False,
        )
        return [*super()._receivable_branches(company, partners), self._deliveries(company, horizon)]

    @api.model
    def _deliveries(self, company, horizon):
        """Return what each delivery, or each order without one, is open for."""
        return SQL(
            """
            SELECT %(columns)s
              FROM (%(lines)s) line
              LEFT JOIN stock_picking picking ON picking.id = line.picking_id
              JOIN sale_order sale ON sale.id = line.order_id
             WHERE line.kind = 'delivery' AND line.company_id = %(company)s
             GROUP BY picking.id, CASE WHEN picking.id IS NULL THEN sale.id END, line.company_id, line.partner_id,
                      line.currency_id
            HAVING SUM(line.uninvoiced_currency) > 0
            """,
            lines=receivable_lines(horizon),
            company=company.id,
            columns=select_columns(
                res_model=SQL("CASE WHEN picking.id IS NULL THEN 'sale.order' ELSE 'stock.picking' END"),
                res_id=SQL("COALESCE(picking.id, MIN(sale.id))"),
                kind=SQL("'delivery'"),
                company_id=SQL("line.company_id"),
                partner_id=SQL("line.partner_id"),
                document_model=SQL("'sale.order'"),
                document_id=SQL("MIN(sale.id)"),
                move_id=SQL("NULL::int"),
                line_id=SQL("NULL::int"),
                document=SQL("COALESCE(picking.name, MIN(sale.name))"),
                currency_id=SQL("line.currency_id"),
                residual=SQL("SUM(line.uninvoiced_currency)"),
                residual_company=SQL("SUM(line.uninvoiced)"),
                date_due=SQL("MIN(line.date_due)"),
                seller_id=SQL("MIN(sale.user_id)"),
            ),
        )

    @api.model
    def _excluded_sql(self, today):
        # EXTENDS payment_reminder: the same disputes that credit control leaves out
        return SQL(
            """
            %s OR COALESCE(item.move_id IN (
                SELECT dispute.move_id FROM credit_dispute dispute
                 WHERE dispute.state = 'approved' AND COALESCE(dispute.date_to >= %s, TRUE)), FALSE)
            """,
            super()._excluded_sql(today),
            today,
        )

    @api.model
    def _get_assistant_field(self):
        # EXTENDS payment_reminder: one assistant per customer
        return "delivery_assistant_id"
