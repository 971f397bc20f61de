"""Texts through the gateway of the company, and sentences of its group robot."""

from odoo import api, models

ROBOT_STATES = {"accepted": "sent", "unknown": "unknown"}  # everything else was certainly not said


class ReminderChannel(models.AbstractModel):
    _inherit = "reminder.channel"

    @api.model
    def _get_transmitters(self):
        # EXTENDS payment_reminder
        return {**super()._get_transmitters(), "robot": self._transmit_robot}

    @api.model
    def _transmit_text(self, message):
        # EXTENDS payment_reminder: the gateway takes the text over in this transaction and tells what became of it
        company = message.company_id
        if not company._get_sms_gateway():
            return super()._transmit_text(message)
        problem = company._get_sms_gateway_problem()
        if problem:
            return "failed", problem
        text = self.env["sms.sms"].sudo()._gateway_queue([self._prepare_gateway_item(message)])
        message._as_reminder().write({"uuid": text.uuid})
        return "handed", False

    @api.model
    def _prepare_gateway_item(self, message):
        return {
            "number": message.address,
            "partner_id": message.recipient_id.id,
            "company_id": message.company_id.id,
            "body": message.body,
            "usage": f"payment_reminder.{message.wording_kind}",
            "params": message.wording_values,
            "origin_model": message._name,
            "origin_id": message.id,
        }

    @api.model
    def _transmit_robot(self, message):
        robot_sudo = message.company_id.reminder_robot_id.sudo()  # superuser: addresses of robots are secrets
        if not robot_sudo:
            return "failed", self.env._("There is no group robot any more.")
        mentions = [message.address] if message.address else []
        outcome = robot_sudo._send_text(message.body, mentions, key=message.uuid)
        return ROBOT_STATES.get(outcome.state, "failed"), outcome.message or outcome.code or False
