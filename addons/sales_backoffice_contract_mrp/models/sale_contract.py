"""What was made for a contract: produced, and what is still to be produced."""

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.sales_backoffice_contract.models.sale_contract_missing import Step
from odoo.addons.sales_backoffice_contract.models.sale_contract_timeline import Event
from odoo.addons.sales_backoffice_contract.rules.calling import IN_FORCE


class SaleContract(models.Model):
    _inherit = "sale.contract"

    def _get_timeline_events(self):
        # EXTENDS sales_backoffice_contract
        events = super()._get_timeline_events()
        for contract_id, productions_sudo in self._get_productions().items():
            done = productions_sudo.filtered(lambda production: production.state == "done")
            events[contract_id] += [self._get_production_event(production) for production in done]
        return events

    def _get_missing_steps(self):
        # EXTENDS sales_backoffice_contract
        steps = super()._get_missing_steps()
        under_way = self.filtered(lambda contract: contract.state in IN_FORCE)
        for contract_id, productions_sudo in under_way._get_productions().items():
            waiting = productions_sudo.filtered(lambda production: production.state != "done")
            steps[contract_id] += [self._get_production_step(production) for production in waiting]
        return steps

    def _get_productions(self):
        """Return ``{contract id: manufacturing orders}`` made for the contracts' confirmed orders, in a constant number
        of statements: whoever reads a contract reads what was made for it.

        What is made on the way, as a part of something else, and what was cancelled is left out.
        """
        documents_sudo = self.env["contract.documents"].sudo()
        orders_sudo = documents_sudo._get_confirmed_orders(self)
        every_sudo = documents_sudo.env["sale.order"].union(*orders_sudo.values())
        productions_sudo = documents_sudo.env["mrp.production"].search(
            [
                ("state", "!=", "cancel"),
                ("production_group_id.parent_ids", "=", False),
                "|",
                ("reference_ids.sale_ids", "in", every_sudo.ids),
                ("sale_line_id.order_id", "in", every_sudo.ids),
            ],
            order="date_finished, id",
        )
        return {
            contract_id: productions_sudo.filtered(
                lambda production, orders=orders: (
                    (production.reference_ids.sale_ids | production.sale_line_id.order_id) & orders
                )
            )
            for contract_id, orders in orders_sudo.items()
        }

    @api.model
    def _get_production_event(self, production):
        text = self.env._(
            "Produced %(quantity)s of %(product)s: %(document)s",
            quantity=self._show_quantity(production.qty_producing, production.product_uom_id),
            product=production.product_id.display_name,
            document=production.name,
        )
        return Event("produced", production.date_finished, text, production.user_id, production)

    @api.model
    def _get_production_step(self, production):
        text = self.env._(
            "%(document)s: %(quantity)s of %(product)s are not produced; planned for %(day)s.",
            document=production.name,
            quantity=self._show_quantity(production.product_qty, production.product_uom_id),
            product=production.product_id.display_name,
            day=format_date(self.env, production.date_finished or production.date_start),
        )
        return Step("not_produced", text, production)

    @api.model
    def _show_quantity(self, quantity, unit):
        return f"{round(quantity, 6):,.10g} {unit.name}"
