"""What a client can send that no button sends: none of it moves a delivery or changes a signed sheet."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import DeliveryCommon, picture

FORGED = {
    "tracking_token": True,
    "receipt_token": True,
    "flow_token": True,
    "sheet_seen": False,
    "import_file": True,
    "install_mode": True,
    "tracking_disable": True,
    "uid": 1,
    "su": True,
}
GUARDED = {
    "delivery_progress": "signed",
    "left_on": "2026-01-01 00:00:00",
    "arrived_on": "2026-01-01 00:00:00",
    "signed_on": "2026-01-01 00:00:00",
    "signed_by_name": "Nobody",
    "has_delivery_exception": True,
    "exception_resolved_on": "2026-01-01 00:00:00",
}


@tagged("post_install", "-at_install")
class TestDeliveriesOverRpc(DeliveryCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls._shipped()
        cls.sheet = cls._signed_sheet(cls._day(-1))

    def assertCallRefused(self, error, role, model, method, *args, **kwargs):
        for context in ({}, FORGED):
            self.assertRpcRefused(error, self.users[role], model, method, *args, context=context, **kwargs)

    def test_no_write_moves_a_delivery(self):
        for name, value in GUARDED.items():
            for role in ("seller", "warehouse", "supervisor"):
                with self.subTest(field=name, role=role):
                    self.assertCallRefused(
                        "AccessError", role, "stock.picking", "write", self.picking.ids, {name: value}
                    )
        self.picking.invalidate_recordset()
        self.assertEqual(self.picking.delivery_progress, "left")

    def test_no_delivery_is_made_signed(self):
        values = {
            "picking_type_id": self.picking.picking_type_id.id,
            "location_id": self.picking.location_id.id,
            "location_dest_id": self.picking.location_dest_id.id,
        }
        for name, value in GUARDED.items():
            with self.subTest(field=name):
                self.assertRpcRefused(
                    "AccessError",
                    self.users["warehouse"],
                    "stock.picking",
                    "create",
                    [{**values, name: value}],
                    context=FORGED,
                )
                self.assertRpcRefused(
                    "AccessError",
                    self.users["warehouse"],
                    "stock.picking",
                    "create",
                    [values],
                    context={**FORGED, f"default_{name}": value},
                )

    def test_a_copy_starts_anew(self):
        self._sign(self.picking)
        copy_id = self._rpc(self.users["warehouse"], "stock.picking", "copy", self.picking.ids)
        copy = self.env["stock.picking"].browse(copy_id)
        self.assertRecordValues(copy, [{"delivery_progress": "planned", "signed_on": False}])
        self.assertFalse(copy.move_ids.filtered("is_signed"))

    def test_no_write_signs_for_goods(self):
        for values in ({"is_signed": True}, {"signed_quantity": 99.0}, {"rejected_quantity": 1.0}):
            with self.subTest(values=values):
                self.assertCallRefused(
                    "AccessError", "warehouse", "stock.move", "write", self.picking.move_ids.ids, values
                )
                self.assertCallRefused(
                    "AccessError",
                    "warehouse",
                    "stock.picking",
                    "write",
                    self.picking.ids,
                    {"move_ids": [Command.update(self.picking.move_ids.id, values)]},
                )

    def test_a_receipt_picture_is_not_slipped_in_or_out(self):
        self._sign(self.picking)
        image = self.picking.receipt_image_ids
        self.assertCallRefused(
            "AccessError",
            "seller",
            "stock.picking",
            "write",
            self.picking.ids,
            {"receipt_image_ids": [Command.clear()]},
        )
        self.assertCallRefused("AccessError", "seller", "ir.attachment", "unlink", image.ids)
        self.assertCallRefused(
            "AccessError",
            "seller",
            "ir.attachment",
            "write",
            image.ids,
            {"datas": self._base64(picture()).decode()},
        )

    def test_private_methods_stay_private(self):
        for method in ("_do_sign", "_write_tracking", "_move_progress", "_add_receipt_images"):
            with self.subTest(method=method):
                self.assertRpcRefused(
                    "AccessError", self.users["warehouse"], "stock.picking", method, self.picking.ids, {}
                )

    def test_the_board_of_a_colleague_does_nothing(self):
        for method in ("action_transit", "action_sign", "action_exception", "action_send_texts"):
            with self.subTest(method=method):
                self.assertRpcRefused(
                    "AccessError", self.users["other_seller"], "delivery.board", method, self.picking.ids
                )

    def test_the_board_is_not_written(self):
        self.assertCallRefused(
            "AccessError", "clerk", "delivery.board", "write", self.picking.ids, {"waybill": "x"}
        )

    def test_a_signed_sheet_stays(self):
        sheet = self.sheet
        for values in (
            {"state": "draft"},
            {"seal": "x"},
            {"date": "2020-01-01"},
            {"deadline": "2030-01-01 00:00:00"},
        ):
            with self.subTest(values=values):
                self.assertCallRefused(
                    "AccessError", "clerk", "delivery.day.sheet", "write", sheet.ids, values
                )
        self.assertCallRefused("UserError", "supervisor", "delivery.day.sheet", "unlink", sheet.ids)

    def test_no_sheet_is_made_signed_and_no_line_by_hand(self):
        day = str(self._day(-2))
        self.assertCallRefused(
            "AccessError", "clerk", "delivery.day.sheet", "create", [{"date": day, "state": "signed"}]
        )
        self.assertRpcRefused(
            "AccessError",
            self.users["clerk"],
            "delivery.day.sheet",
            "create",
            [{"date": day}],
            context={**FORGED, "default_state": "signed"},
        )
        line = {
            "sheet_id": self.sheet.id,
            "company_id": self.company.id,
            "sheet_date": day,
            "ship_date": day,
            "kind": "shipped",
            "move_id": self.picking.move_ids.id,
            "product_id": self.product.id,
            "uom_id": self.product.uom_id.id,
            "product_uom_id": self.product.uom_id.id,
        }
        self.assertCallRefused("AccessError", "clerk", "delivery.day.sheet.line", "create", [line])
        self.assertCallRefused(
            "AccessError",
            "clerk",
            "delivery.day.sheet",
            "create",
            [{"date": day, "line_ids": [Command.create(line)]}],
        )

    def test_the_log_of_texts_is_not_written(self):
        self.assertCallRefused(
            "AccessError",
            "clerk",
            "delivery.message",
            "write",
            self.picking.delivery_message_ids.ids,
            {"state": "sent"},
        )
