"""The cast and the builders of the delivery tests."""

import base64
import io
from datetime import datetime, time, timedelta

from PIL import Image

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.sales_backoffice.tests.common import CreditCommon

TZ = "Asia/Shanghai"


def picture(kind="JPEG", size=(40, 30)):
    """A small real picture, as bytes."""
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 200, 210)).save(stream, kind)
    return stream.getvalue()


class DeliveryCommon(CreditCommon):
    """Goods at 100 with 13 % tax, 25 kg each, shipped to one customer with a phone number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "credit_control": False,
                "delivery_tz": TZ,
                "delivery_sheet_since": cls._day(-60),
                "delivery_text_auto": False,
            }
        )
        cls.tax = cls.env["account.tax"].create(
            {"name": "Output 13 %", "amount": 13.0, "type_tax_use": "sale", "amount_type": "percent"}
        )
        cls.product.write({"weight": 25.0, "taxes_id": [Command.set(cls.tax.ids)]})
        cls.partner.write({"phone": "+86 512 6555 0101", "street": "1 Mill Road", "city": "Suzhou"})
        cls.reject_reason = cls.env.ref("sales_backoffice_delivery.reason_quality")
        cls.exception_reason = cls.env.ref("sales_backoffice_delivery.reason_vehicle")
        cls.delay_reason = cls.env.ref("sales_backoffice_delivery.reason_traffic")
        cls.haulier = cls.env["delivery.haulier"].create(
            {"name": "Swift Haulage", "contact_name": "Mr. Li", "phone": "+86 138 0000 0000"}
        )

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _day(cls, offset=0):
        """A day of the company, counted from today."""
        return cls.company._get_delivery_day() + timedelta(days=offset)

    @classmethod
    def _noon(cls, day):
        """Noon in Shanghai, in UTC."""
        return datetime.combine(day, time(4, 0))

    @classmethod
    def _picking(cls, lines=None, **values):
        """A delivery ready to be validated, of (quantity, price) pairs."""
        order = cls._create_order(lines=lines or [(10.0, 100.0)], **values)
        order.action_confirm()
        return order.picking_ids

    @classmethod
    def _validate(cls, picking, quantities=None, on=None):
        for number, move in enumerate(picking.move_ids):
            move.quantity = quantities[number] if quantities else move.product_uom_qty
            move.picked = True
        action = picking.with_context(skip_sms=True).button_validate()
        if isinstance(action, dict):
            Form.from_action(cls.env, action).save().process()
        if on:
            cls._date(picking, on)
        return picking

    @classmethod
    def _date(cls, picking, day):
        """Move a validated transfer to another day, as its date of transfer does."""
        picking.date_done = cls._noon(day)
        cls.env.flush_all()

    @classmethod
    def _shipped(cls, lines=None, on=None, **values):
        """A delivery that left (today, or ``on``)."""
        return cls._validate(cls._picking(lines, **values), on=on)

    @classmethod
    def _sign(cls, picking, by="clerk", quantities=None, signer="Ms. Wang", images=None):
        images = [picture()] if images is None else images
        picking.with_user(cls.users[by])._do_sign(signer, quantities or {}, images=images)

    def _entry(self, picking, by, **values):
        """The form people fill in for a signed receipt, through the button."""
        action = picking.with_user(self.users[by]).action_delivery_sign()
        entry = self.env[action["res_model"]].with_user(self.users[by]).browse(action["res_id"])
        entry.write({"signed_by_name": "Ms. Wang", **values})
        return entry

    def _board(self, picking, by=None):
        board = self.env["delivery.board"].with_user(self.users[by]) if by else self.env["delivery.board"]
        self.env.flush_all()
        self.env.invalidate_all()
        return board.search([("picking_id", "in", picking.ids)])

    @classmethod
    def _sheet(cls, day, by="clerk"):
        return (
            cls.env["delivery.day.sheet"]
            .with_user(cls.users[by])
            .create({"date": day, "company_id": cls.company.id})
        )

    @classmethod
    def _signed_sheet(cls, day, by="clerk"):
        sheet = cls._sheet(day, by)
        sheet.action_sign()
        return sheet

    @staticmethod
    def _base64(data):
        return base64.b64encode(data)

    @classmethod
    def _now(cls):
        return fields.Datetime.now()
