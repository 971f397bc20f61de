"""Where a delivery is: planned, left, in transit, signed. Only its buttons move it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rules import progress

_BY_TRACKING = object()  # compared by identity: no RPC client can send it

PROGRESS = [
    (progress.PLANNED, "Planned"),
    (progress.LEFT, "Left"),
    (progress.TRANSIT, "In Transit"),
    (progress.SIGNED, "Signed"),
]
FILLED_BY_BUTTONS = {"left_on", "arrived_on"}
DETAILS = {
    "haulier_id",
    "carrier_name",
    "driver_name",
    "driver_phone",
    "vehicle_plate",
    "waybill",
    "planned_departure",
    "eta",
    "delay_reason_id",
}


class DeliveryTracking(models.AbstractModel):
    """The way of the goods of one transfer: to a customer, or back from one.

    Goods leave when the transfer is validated, so only a validated delivery can have left. A return may be on its
    way before our warehouse validates it; the validation is its receipt. Who may follow which delivery is decided
    by ``_check_may_track``, what may follow what by ``rules/progress.py`` and ``_get_progress_blockers``.
    """

    _name = "delivery.tracking"
    _description = "Delivery Tracking"

    delivery_progress = fields.Selection(
        PROGRESS,
        compute="_compute_delivery_progress",
        store=True,
        copy=False,
        tracking=True,
        help="Only deliveries to customers and their returns are followed; a cancelled one drops out.",
    )
    is_customer_return = fields.Boolean(compute="_compute_is_customer_return")
    haulier_id = fields.Many2one(
        "delivery.haulier", copy=False, check_company=True, index="btree_not_null", tracking=True
    )
    carrier_name = fields.Char(
        "Carrier", compute="_compute_carrier_name", store=True, readonly=False, copy=False, tracking=True
    )
    driver_name = fields.Char("Driver", copy=False)
    driver_phone = fields.Char("Driver's Phone", copy=False)
    vehicle_plate = fields.Char("Plate", copy=False, tracking=True)
    waybill = fields.Char(copy=False, tracking=True, index="btree_not_null")
    planned_departure = fields.Datetime(
        compute="_compute_planned_departure", store=True, readonly=False, copy=False
    )
    left_on = fields.Datetime(copy=False, readonly=True, tracking=True)
    eta = fields.Datetime("ETA", copy=False, tracking=True, help="When the goods should reach the customer.")
    arrived_on = fields.Datetime(copy=False, readonly=True, tracking=True)
    delay_reason_id = fields.Many2one(
        "delivery.reason",
        domain=[("kind", "=", "delay")],
        copy=False,
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )

    # --- computes -----------------------------------------------------------

    @api.depends(
        "state",
        "location_id.usage",
        "location_id.company_id",
        "location_dest_id.usage",
        "location_dest_id.company_id",
    )
    def _compute_delivery_progress(self):
        for picking in self:
            present = picking.delivery_progress
            is_back = picking.location_id._is_customer_side()
            if picking.state == "cancel" or is_back == picking.location_dest_id._is_customer_side():
                picking.delivery_progress = False
            elif picking.state == "done":  # what was done before anybody followed it stays out
                picking.delivery_progress = present
            else:
                picking.delivery_progress = present or progress.PLANNED

    @api.depends("location_id.usage", "location_id.company_id")
    def _compute_is_customer_return(self):
        for picking in self:
            picking.is_customer_return = picking.location_id._is_customer_side()

    @api.depends("haulier_id")
    def _compute_carrier_name(self):
        for picking in self:
            picking.carrier_name = picking.haulier_id.name or picking.carrier_name

    @api.depends("scheduled_date", "state")
    def _compute_planned_departure(self):
        for picking in self:
            if picking.state not in ("done", "cancel") or not picking.planned_departure:
                picking.planned_departure = picking.scheduled_date

    # --- guards -------------------------------------------------------------

    @api.model
    def _get_tracking_fields(self):
        """Return the names of the fields that only the buttons of the tracking fill in; extend with ``|``."""
        return {"delivery_progress"} | FILLED_BY_BUTTONS

    @api.model_create_multi
    def create(self, vals_list):
        transfers = super().create(vals_list)
        # the records, not the values: defaults from the context count as well
        filled_in = self._get_tracking_fields() - {"delivery_progress"}
        for transfer in transfers:
            if transfer.delivery_progress not in (False, progress.PLANNED) or any(
                transfer[name] for name in filled_in
            ):
                raise AccessError(self.env._("A new delivery is planned; use its buttons afterwards."))
        return transfers

    def write(self, vals):
        if self.env.context.get("tracking_token") is not _BY_TRACKING:
            self._check_tracking_write(vals)
        postponed = self._get_postponed(vals)
        result = super().write(vals)
        postponed._after_delay()
        return result

    def _check_tracking_write(self, vals):
        """Refuse ``vals`` that touch what the buttons fill in, or details that are not this user's to change."""
        if self._get_tracking_fields() & vals.keys():
            raise AccessError(self.env._("The progress of a delivery only changes through its buttons."))
        if self.env.su:
            return
        if DETAILS & vals.keys():
            self._check_may_change_trip()
        done_on = fields.Datetime.to_datetime(vals.get("date_done"))
        if done_on and done_on > fields.Datetime.now() and any(self.mapped("delivery_progress")):
            raise UserError(
                self.env._("Nobody ships in the future: it would be on no daily sheet and in no review.")
            )

    def _check_may_change_trip(self):
        """Raise unless the user may say with whom these deliveries travel."""
        followed = self.filtered("delivery_progress")
        followed._check_may_track()
        signed = followed.filtered(lambda picking: picking.delivery_progress == progress.SIGNED)
        if signed and not self.env.user.has_group("backoffice_base.group_supervisor"):
            raise UserError(
                self.env._(
                    "%(deliveries)s: signed for; only a supervisor still corrects the details.",
                    deliveries=", ".join(signed.mapped("name")),
                )
            )

    @api.model
    def _check_reason(self, reason, kind):
        """Raise when the reason is from another list than the one asked for."""
        if reason and reason.kind != kind:
            raise UserError(
                self.env._("“%(reason)s” is no reason of this kind: choose another.", reason=reason.name)
            )

    def _do_change_trip(self, vals):
        """Write with whom the goods travel and when they arrive; the user was checked for these deliveries."""
        self._check_may_change_trip()
        self._check_reason(self.env["delivery.reason"].browse(vals.get("delay_reason_id") or []), "delay")
        # superuser: warehouse staff and drivers' offices need not be able to write transfers
        self.sudo().write(vals)

    def _write_tracking(self, vals):
        """Write what people cannot write, on behalf of a button that checked its user. No access rights count."""
        # superuser: the button decided; who ships or sells need not be able to write transfers
        return self.sudo().with_context(tracking_token=_BY_TRACKING).write(vals)

    # --- who ----------------------------------------------------------------

    @api.model
    def _get_tracking_groups(self):
        """Return the groups that follow every delivery; salespeople follow those of their own customers."""
        return (
            "backoffice_base.group_clerk,backoffice_base.group_warehouse,"
            "backoffice_base.group_sales_manager,backoffice_base.group_general_manager"
        )

    def _is_own_customer(self):
        """Tell whether the delivery is one of a customer of this salesperson."""
        self.ensure_one()
        # superuser: orders of colleagues are hidden, and the answer must be no, not an error
        picking_sudo = self.sudo()
        sellers = picking_sudo.sale_id.user_id | picking_sudo.partner_id.commercial_partner_id.user_id
        return self.env.user in sellers

    def _check_may_track(self):
        """Raise unless the user may say where each of these deliveries is."""
        self.check_access("read")
        if self.env.su or self.env.user.has_groups(self._get_tracking_groups()):
            return
        foreign = self.filtered(lambda picking: not picking._is_own_customer())
        if foreign:
            raise AccessError(
                self.env._(
                    "%(deliveries)s: you follow the deliveries of your own customers only.",
                    deliveries=", ".join(foreign.mapped("name")),
                )
            )
