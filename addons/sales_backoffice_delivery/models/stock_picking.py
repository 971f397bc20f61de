"""Transfers to and from customers are followed until they are signed for."""

from odoo import models

from ..rules import progress


class StockPicking(models.Model):
    _name = "stock.picking"
    # what stands on another comes before it; all of it before the transfer, so that the guards are asked first
    _inherit = [
        "delivery.texts",
        "delivery.receipt",
        "delivery.exception",
        "delivery.steps",
        "delivery.tracking",
        "stock.picking",
    ]

    _delivery_open_idx = models.Index(
        "(company_id, planned_departure) WHERE delivery_progress IN ('planned', 'left', 'transit')"
    )
    _delivery_signed_idx = models.Index("(signed_on) WHERE signed_on IS NOT NULL")

    def _action_done(self):
        # EXTENDS stock: goods leave when the transfer is validated; a return has arrived then
        result = super()._action_done()
        followed = self.filtered(lambda picking: picking.state == "done" and picking.delivery_progress)
        for picking in followed:
            if picking.is_customer_return:
                picking._do_receive_return()
            elif (
                picking.delivery_progress == progress.PLANNED
                and picking.company_id.delivery_left_on_validation
            ):
                picking._do_leave()
        return result

    def _do_receive_return(self):
        """Our own warehouse signs for a return by validating it."""
        self._sign_moves({})
        self._write_tracking(
            {
                "delivery_progress": progress.SIGNED,
                "arrived_on": self.arrived_on or self.date_done,
                "signed_on": self.date_done,
                "signed_by_name": self.env.user.name,
            }
        )
