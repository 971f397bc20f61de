"""What has been delivered is told by who moves goods; the register would believe whoever else rewrote it."""

from odoo import models


class DeliveredKeptFields(models.AbstractModel):
    """Of deliveries to customers, and returns, that are done ``_delivered_kept`` is ignored from everybody else.

    Odoo lets salespeople write transfers and moves, and every employee the lines of a move.
    """

    _name = "delivered.kept.fields"
    _description = "Fields of Finished Deliveries"

    _delivered_kept = frozenset()

    def _get_writable(self, vals):
        """Return ``[(records, what of vals the user may write on them)]``.

        A model asks in its ``write``, before Odoo moves stock by what it is given.
        """
        kept = self._delivered_kept & vals.keys()
        if not kept or self.env.su or self.env.user.has_group("stock.group_stock_user"):
            return [(self, vals)]
        done = self.filtered(lambda record: record._get_kept_moves())
        plain = {name: value for name, value in vals.items() if name not in kept}
        return [(records, part) for records, part in ((done, plain), (self - done, vals)) if records]

    def _get_kept_moves(self):
        """Return the moves of the record that are done and brought goods to a customer, or back."""
        return self._get_told_moves().filtered(
            lambda move: (
                move.state == "done" and "customer" in (move.location_id.usage, move.location_dest_id.usage)
            )
        )

    def _get_told_moves(self):
        """Return the moves the record tells something of."""
        raise NotImplementedError
