"""The customer hears when the goods leave, when they are late and when they are signed for."""

from odoo import fields, models

from ..rules import progress

TEMPLATES = {
    "left": "sales_backoffice_delivery.sms_template_left",
    "delayed": "sales_backoffice_delivery.sms_template_delayed",
    "signed": "sales_backoffice_delivery.sms_template_signed",
}


class DeliveryTexts(models.AbstractModel):
    """Proposes one text per event and recipient; ``delivery.message`` keeps and sends it."""

    _name = "delivery.texts"
    _description = "Texts about a Delivery"

    delivery_message_ids = fields.One2many(
        "delivery.message", "picking_id", "Texts to the Customer", groups="base.group_user"
    )

    def _after_step(self, target):
        # EXTENDS delivery.steps
        result = super()._after_step(target)
        event = {progress.LEFT: "left", progress.SIGNED: "signed"}.get(target)
        if event:
            self._propose_texts(event)
        return result

    def _after_delay(self):
        # EXTENDS delivery.steps
        self._propose_texts("delayed")
        return super()._after_delay()

    def _propose_texts(self, event):
        """Propose the text of an event to the customer of each delivery, or send it where the company wants that."""
        told = self.filtered(lambda picking: picking.partner_id and not picking.is_customer_return)
        # superuser: the log of texts is written by nobody by hand
        messages_sudo = self.env["delivery.message"].sudo()._propose(told, event)
        messages_sudo.filtered(
            lambda message: message.state == "proposed" and message.company_id.delivery_text_auto
        )._do_send()

    def _get_text_phone(self):
        """Return the number the customer is texted at, in international form, or nothing."""
        self.ensure_one()
        # superuser: warehouse and salespeople need not be able to read the whole address book
        place_sudo = self.sudo().partner_id
        for contact in place_sudo | place_sudo.commercial_partner_id:
            number = contact._phone_format(
                fname="phone", country=contact.country_id or self.company_id.country_id
            )
            if number or contact.phone:
                return number or contact.phone
        return False

    def _get_text_body(self, event):
        """Return the text of an event in the language of the customer; nothing when its template is gone."""
        self.ensure_one()
        template_sudo = self.env.ref(TEMPLATES[event], raise_if_not_found=False)
        if not template_sudo:
            return ""
        # superuser: who ships need not be able to read templates
        return template_sudo.sudo()._render_field("body", self.ids, compute_lang=True)[self.id].strip()
