"""What a reservation takes: a quantity of an order line, or of goods that left without an order."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class InvoiceReservationItem(models.AbstractModel):
    """Its source is what is entered; what the approval is about follows from it."""

    _name = "invoice.reservation.item"
    _description = "Quantity of a Reservation"
    _check_company_auto = True

    # worked out from the source and the quantity; a client that could write them would hold less than it shows
    _computed = frozenset()
    _belonging = ()  # the fields that have to fit the document
    _availability = None  # the service that says what may still be taken

    reservation_id = fields.Many2one("invoice.reservation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reservation_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="reservation_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="reservation_id.currency_id")
    state = fields.Selection(related="reservation_id.state", string="Status")
    stock_move_id = fields.Many2one(
        "stock.move", "Delivery", index="btree_not_null", ondelete="restrict", check_company=True
    )
    picking_id = fields.Many2one(related="stock_move_id.picking_id")
    quantity = fields.Float(digits="Product Unit", required=True)

    @api.constrains(lambda self: self._belonging)
    def _check_belongs(self):
        for line in self.sudo():
            problem = line._get_problem()
            if problem:
                raise ValidationError(problem)

    def _get_problem(self):
        """Return why the source does not fit the document, or None."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        self._check_computed({name for vals in vals_list for name in vals})
        defaults = {f"default_{name}" for name in self._computed}
        context = {key: value for key, value in self.env.context.items() if key not in defaults}
        plain = self.with_env(self.env(context=context))
        lines = super(InvoiceReservationItem, plain).create(vals_list).with_env(self.env)
        lines._check_taken()
        return lines

    @api.model
    def _check_computed(self, names):
        if self._computed & {*names}:
            raise AccessError(self._explain_computed())

    def _explain_computed(self):
        """Return the sentence for who writes a field of ``_computed``."""
        raise NotImplementedError

    def _check_taken(self):
        """What was written is open to be written, seen by the writer and not taken elsewhere."""
        self._check_open()
        self._check_seen()
        self.env[self._availability]._enforce(self)

    def _check_open(self):
        self.sudo().reservation_id._check_lines_open()

    def _check_seen(self):
        """Nobody takes what is not his to read."""
        raise NotImplementedError

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_open(self):
        self._check_open()
