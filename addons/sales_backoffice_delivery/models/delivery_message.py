"""What the customer was told about a delivery, once per event and recipient."""

from odoo import api, fields, models
from odoo.exceptions import UserError

EVENTS = [("left", "Left"), ("delayed", "Delayed"), ("signed", "Signed")]
STATES = [
    ("proposed", "Proposed"),
    ("no_phone", "No Phone Number"),
    ("sent", "Sent"),
    ("copied", "Told by Hand"),
    ("dismissed", "Dismissed"),
]


class DeliveryMessage(models.Model):
    """A text to the customer. The row is the intention: it is written before anything is sent, and only once.

    The text itself waits in the queue of ``sms.sms``, written in the same transaction, so that neither a killed
    worker nor a second click sends it twice.
    """

    _name = "delivery.message"
    _description = "Text about a Delivery"
    _order = "id desc"
    _rec_name = "body"

    picking_id = fields.Many2one("stock.picking", "Delivery", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    event = fields.Selection(EVENTS, required=True)
    partner_id = fields.Many2one("res.partner", "Recipient", required=True, index=True, ondelete="cascade")
    phone = fields.Char()
    body = fields.Text("Text")
    state = fields.Selection(STATES, required=True, default="proposed", index=True)
    sent_on = fields.Datetime()
    sent_by_id = fields.Many2one("res.users")
    mail_message_id = fields.Many2one("mail.message", index="btree_not_null", ondelete="set null")
    has_failed = fields.Boolean("Not Delivered", compute="_compute_has_failed")

    _once = models.UniqueIndex(
        "(picking_id, event, partner_id)", "The customer has been told about this event already."
    )

    @api.depends("mail_message_id.notification_ids.notification_status")
    def _compute_has_failed(self):
        for message in self:
            # superuser: notifications belong to their author
            statuses = message.sudo().mail_message_id.notification_ids.mapped("notification_status")
            message.has_failed = "exception" in statuses or "bounce" in statuses

    @api.model
    def _propose(self, pickings, event):
        """Return the texts of an event, one per delivery; those written before stay, and are brought up to date."""
        known = self.search([("picking_id", "in", pickings.ids), ("event", "=", event)])
        for message in known.filtered(lambda message: message.state in ("proposed", "no_phone")):
            message.write(self._prepare_vals(message.picking_id, event))
        told = {(message.picking_id, message.partner_id) for message in known}
        new = pickings.filtered(lambda picking: (picking.sudo(), picking.sudo().partner_id) not in told)
        return known | self.create(
            [
                {
                    "picking_id": picking.id,
                    "event": event,
                    "partner_id": picking.partner_id.id,
                    **self._prepare_vals(picking, event),
                }
                for picking in new
            ]
        )

    @api.model
    def _prepare_vals(self, picking, event):
        phone = picking._get_text_phone()
        return {
            "phone": phone,
            "body": picking._get_text_body(event),
            "state": "proposed" if phone else "no_phone",
        }

    # --- buttons ------------------------------------------------------------

    def action_send(self):
        """Send what is proposed."""
        self._check_may_send()
        # superuser: the log of texts is written by nobody by hand
        self.sudo()._do_send()

    def action_copied(self):
        """The text was copied and sent by other means."""
        self._check_may_send()
        self.sudo()._close("copied")

    def action_dismiss(self):
        """The customer need not be told."""
        self._check_may_send()
        self.sudo()._close("dismissed")

    def action_renew(self):
        """Look for the phone number again, after it was entered."""
        self._check_may_send()
        for message_sudo in self.sudo():
            message_sudo._check_open()
            message_sudo.write(self._prepare_vals(message_sudo.picking_id, message_sudo.event))

    def _check_may_send(self):
        self.check_access("read")
        self.picking_id._check_may_track()

    # --- sending ------------------------------------------------------------

    def _check_open(self):
        closed = self.filtered(lambda message: message.state not in ("proposed", "no_phone"))
        if closed:
            raise UserError(
                self.env._(
                    "%(deliveries)s: the customer has been told already.",
                    deliveries=", ".join(closed.picking_id.mapped("name")),
                )
            )

    def _close(self, state):
        self._check_open()
        self.write({"state": state, "sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})

    def _do_send(self):
        """Queue every text and note that it is sent, in one transaction: one without the other never happens."""
        silent = self.filtered(lambda message: not message.phone or not message.body)
        if silent:
            raise UserError(
                self.env._(
                    "%(deliveries)s: there is no phone number, or no text. Enter the number and try again.",
                    deliveries=", ".join(silent.picking_id.mapped("name")),
                )
            )
        self._close("sent")  # first: of two clicks at once the second fails here and is replayed
        self.flush_recordset()
        for message in self:
            message.mail_message_id = message.picking_id._message_sms(
                message.body,
                partner_ids=message.partner_id.ids,
                sms_pid_to_number={message.partner_id.id: message.phone},
                put_in_queue=True,
            )
