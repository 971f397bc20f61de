"""What was bought for a contract: ordered at the mill, received, and what is still on its way."""

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
        for contract_id, purchases_sudo in self._get_purchases().items():
            for purchase_sudo in purchases_sudo:
                events[contract_id] += self._get_purchase_events(purchase_sudo)
        return events

    def _get_missing_steps(self):
        # EXTENDS sales_backoffice_contract
        steps = super()._get_missing_steps()
        under_way = self.filtered(lambda contract: contract.state in IN_FORCE)
        for contract_id, purchases_sudo in under_way._get_purchases().items():
            for purchase_sudo in purchases_sudo:
                if purchase_sudo.picking_ids.filtered(self._is_expected):
                    steps[contract_id].append(self._get_waiting_step(purchase_sudo))
        return steps

    def _get_purchases(self):
        """Return ``{contract id: confirmed purchase orders}`` made for the contracts' orders, in a constant number of
        statements: whoever reads a contract reads what was bought for it.
        """
        documents_sudo = self.env["contract.documents"].sudo()
        orders_sudo = documents_sudo._get_confirmed_orders(self)
        every_sudo = documents_sudo.env["sale.order"].union(*orders_sudo.values())._get_purchase_orders()
        every_sudo = every_sudo.filtered(lambda purchase: purchase.state == "purchase")
        return {
            # what was read for all is not read again for each
            contract_id: (orders._get_purchase_orders() & every_sudo).with_prefetch(every_sudo.ids)
            for contract_id, orders in orders_sudo.items()
        }

    @api.model
    def _is_receipt(self, picking):
        """Return whether goods come to us; what the mill ships to the customer is a delivery already."""
        return picking.picking_type_code == "incoming"

    @api.model
    def _is_expected(self, picking):
        return self._is_receipt(picking) and picking.state not in ("done", "cancel")

    @api.model
    def _get_purchase_events(self, purchase):
        names = {"document": purchase.name, "mill": purchase.partner_id.commercial_partner_id.name}
        text = self.env._("Ordered at %(mill)s: %(document)s", **names)
        events = [Event("purchased", purchase.date_approve, text, purchase.user_id, purchase)]
        for picking in purchase.picking_ids.filtered(self._is_receipt):
            if picking.state == "done":
                names["document"] = picking.name
                text = self.env._("Received from %(mill)s: %(document)s", **names)
                events.append(Event("produced", picking.date_done, text, picking.user_id, picking))
        return events

    @api.model
    def _get_waiting_step(self, purchase):
        day = format_date(
            self.env, min(purchase.picking_ids.filtered(self._is_expected).mapped("scheduled_date"))
        )
        text = self.env._(
            "%(document)s has not come in from %(mill)s; it is expected on %(day)s.",
            document=purchase.name,
            mill=purchase.partner_id.commercial_partner_id.name,
            day=day,
        )
        return Step("not_received", text, purchase)
