"""The buttons of the board; the transfer does the work and checks who asks."""

from odoo import models


class DeliveryBoardButtons(models.AbstractModel):
    """Every button reads its rows first, so that the rules of the board count, and then asks the transfers."""

    _name = "delivery.board.buttons"
    _description = "Buttons of the Delivery Board"

    def _get_pickings(self):
        self.check_access("read")
        return self.picking_id

    def action_left(self):
        self._get_pickings().action_delivery_left()

    def action_transit(self):
        self._get_pickings().action_delivery_transit()

    def action_arrived(self):
        self._get_pickings().action_delivery_arrived()

    def action_sign(self):
        return self._get_pickings().action_delivery_sign()

    def action_correct(self):
        return self._get_pickings().action_delivery_correct()

    def action_add_picture(self):
        return self._get_pickings().action_delivery_add_picture()

    def action_exception(self):
        return self._get_pickings().action_delivery_exception()

    def action_resolve(self):
        self._get_pickings().action_delivery_resolve()

    def action_eta(self):
        return self._get_pickings().action_delivery_eta()

    def action_set_back(self):
        return self._get_pickings().action_delivery_set_back()

    def action_send_texts(self):
        """Send every text proposed for these deliveries."""
        messages = self._get_pickings().delivery_message_ids
        messages.filtered(lambda message: message.state == "proposed").action_send()

    def action_open_picking(self):
        """Open the transfer, for those who work with transfers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self._get_pickings().id,
            "views": [(False, "form")],
        }
