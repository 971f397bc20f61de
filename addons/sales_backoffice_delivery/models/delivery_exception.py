"""What went wrong on the way, who handles it, and that it is over."""

from odoo import api, fields, models
from odoo.exceptions import UserError

EXCEPTION_FIELDS = {
    "has_delivery_exception",
    "exception_reason_id",
    "exception_note",
    "exception_handler_id",
    "exception_on",
    "exception_resolved_on",
}


class DeliveryException(models.AbstractModel):
    """A flag beside the progress: goods in trouble still are where they are."""

    _name = "delivery.exception"
    _description = "Delivery Exception"

    has_delivery_exception = fields.Boolean("Open Exception", copy=False, readonly=True, tracking=True)
    exception_reason_id = fields.Many2one(
        "delivery.reason",
        "Exception",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    exception_note = fields.Text("What Happened", copy=False, readonly=True)
    exception_handler_id = fields.Many2one(
        "res.users", "Handled By", copy=False, readonly=True, index="btree_not_null", tracking=True
    )
    exception_on = fields.Datetime("Reported On", copy=False, readonly=True)
    exception_resolved_on = fields.Datetime("Resolved On", copy=False, readonly=True, tracking=True)

    @api.model
    def _get_tracking_fields(self):
        return super()._get_tracking_fields() | EXCEPTION_FIELDS

    def _do_report_exception(self, reason, note=None, handler=None):
        """Flag trouble and give it to ``handler``, the user at work when nobody is named."""
        handler = handler or self.env.user
        self._check_reason(reason, "exception")
        if handler != self.env.user:
            self._check_handler(handler)
        lost = self.filtered(lambda picking: not picking.delivery_progress)
        if lost:
            raise UserError(
                self.env._(
                    "%(deliveries)s: not a delivery that is followed.",
                    deliveries=", ".join(lost.mapped("name")),
                )
            )
        self._write_tracking(
            {
                "has_delivery_exception": True,
                "exception_reason_id": reason.id,
                "exception_note": note,
                "exception_handler_id": handler.id,
                "exception_on": fields.Datetime.now(),
                "exception_resolved_on": False,
            }
        )
        self._tell_exception(reason, note, handler)

    def _tell_exception(self, reason, note, handler):
        """Log the trouble, and let the handler know."""
        for picking in self:
            picking._log_tracking(
                self.env._(
                    "Exception: %(reason)s. %(note)s Handled by %(handler)s.",
                    reason=reason.name,
                    note=note or "",
                    handler=handler.name,
                )
            )
            if handler != self.env.user:
                # superuser: the handler is told whether or not the reporter may plan activities on transfers
                picking.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=handler.id,
                    summary=self.env._("Delivery in trouble: %(reason)s", reason=reason.name),
                    note=note,
                )

    def _check_handler(self, handler):
        """Raise unless ``handler`` is somebody of the house who works in the companies of these deliveries."""
        # superuser: whose user another one is, is not for everybody to read
        handler_sudo = handler.sudo()
        if handler_sudo.share or not handler_sudo.active or self.company_id - handler_sudo.company_ids:
            raise UserError(
                self.env._(
                    "%(handler)s does not work in the company of the delivery and cannot handle it.",
                    handler=handler_sudo.name,
                )
            )

    def _do_resolve_exception(self):
        calm = self.filtered(lambda picking: not picking.has_delivery_exception)
        if calm:
            raise UserError(
                self.env._(
                    "%(deliveries)s: there is no open exception.", deliveries=", ".join(calm.mapped("name"))
                )
            )
        self._write_tracking(
            {"has_delivery_exception": False, "exception_resolved_on": fields.Datetime.now()}
        )
        for picking in self:
            picking._log_tracking(
                self.env._("Exception resolved: %(reason)s", reason=picking.exception_reason_id.name)
            )
