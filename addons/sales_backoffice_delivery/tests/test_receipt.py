"""The signed receipt: quantities, pictures, corrections, differences."""

import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DeliveryCommon, picture

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<html><script>alert(1)</script></html>"


@tagged("post_install", "-at_install")
class TestSignedReceipt(DeliveryCommon):
    def test_signed_for_as_delivered_in_one_form(self):
        picking = self._shipped()
        entry = self._entry(picking, "seller", photo=self._base64(picture()))
        entry.action_confirm()
        self.assertRecordValues(
            picking,
            [{"delivery_progress": "signed", "signed_by_name": "Ms. Wang", "has_signed_receipt": True}],
        )
        self.assertRecordValues(
            picking.move_ids, [{"is_signed": True, "signed_quantity": 10.0, "rejected_quantity": 0.0}]
        )
        self.assertEqual(picking.receipt_image_ids.mimetype, "image/jpeg")
        self.assertEqual(picking._get_signed_differences(), {picking: []})

    def test_the_signer_of_last_time_is_proposed_and_never_our_own_warehouse(self):
        first = self._shipped()
        self._sign(first, signer="Ms. Wang")
        self._return(first, 1.0)
        entry = self._shipped().with_user(self.users["clerk"]).action_delivery_sign()
        self.assertEqual(self.env[entry["res_model"]].browse(entry["res_id"]).signed_by_name, "Ms. Wang")

    def test_everybody_of_the_delivery_may_enter_it(self):
        for role in ("warehouse", "clerk", "seller", "sales_manager"):
            with self.subTest(role=role):
                picking = self._shipped()
                self._entry(picking, role).action_confirm()
                self.assertEqual(picking.delivery_progress, "signed")

    def test_a_colleague_of_the_salesperson_may_not(self):
        picking = self._shipped()
        with self.assertRefused(AccessError, "own customers"):
            self._entry(picking, "other_seller")

    def test_part_of_it_is_rejected(self):
        picking = self._shipped()
        entry = self._entry(picking, "clerk")
        entry.line_ids.write(
            {"signed_quantity": 7.0, "rejected_quantity": 2.0, "reject_reason_id": self.reject_reason.id}
        )
        entry.action_confirm()
        (difference,) = picking._get_signed_differences()[picking]
        self.assertEqual(difference.kind, "missing")
        self.assertEqual(tuple(difference.count), (10.0, 7.0, 2.0))
        self.assertEqual(difference.count.missing, 1.0)
        self.assertEqual(difference.reason, self.reject_reason)
        self.assertTrue(self._board(picking).has_difference)

    def test_what_is_rejected_and_what_is_too_much_is_told_apart(self):
        rejected, excess = self._shipped(), self._shipped()
        self._sign(rejected, quantities={rejected.move_ids: (8.0, 2.0, self.reject_reason)})
        self._sign(excess, quantities={excess.move_ids: (11.0, 0.0, None)})
        differences = (rejected | excess)._get_signed_differences()
        self.assertEqual(differences[rejected][0].kind, "rejected")
        self.assertEqual(differences[excess][0].kind, "excess")

    def test_a_rejection_needs_a_reason(self):
        picking = self._shipped()
        with self.assertRefused(UserError, "why it was not accepted"):
            self._sign(picking, quantities={picking.move_ids: (8.0, 2.0, None)})

    def test_quantities_are_sound(self):
        picking = self._shipped()
        with self.assertRefused(UserError, "negative"):
            self._sign(picking, quantities={picking.move_ids: (-1.0, 0.0, None)})
        with self.assertRefused(UserError, "can be rejected"):
            self._sign(picking, quantities={picking.move_ids: (0.0, 11.0, self.reject_reason)})

    def test_somebody_signs_and_not_in_the_future(self):
        picking = self._shipped()
        for signer, moment, word in (
            ("  ", self._now(), "who signed"),
            ("Ms. Wang", self._now() + timedelta(hours=1), "future"),
            ("Ms. Wang", picking.left_on - timedelta(hours=1), "left after"),
        ):
            with self.subTest(word=word), self.assertRefused(UserError, word):
                picking._do_sign(signer, {}, moment)

    def test_signed_without_picture_the_receipt_is_missing(self):
        picking = self._shipped()
        self._sign(picking, images=[])
        self.assertFalse(picking.has_signed_receipt)
        self.assertFalse(self._board(picking).has_signed_receipt)
        action = picking.with_user(self.users["seller"]).action_delivery_add_picture()
        entry = self.env[action["res_model"]].with_user(self.users["seller"]).browse(action["res_id"])
        with self.assertRefused(UserError, "picture"):
            entry.action_confirm()
        entry.photo = self._base64(picture("PNG"))
        entry.action_confirm()
        self.assertTrue(picking.has_signed_receipt)

    def test_the_signer_of_last_time_is_proposed(self):
        self._sign(self._shipped(), signer="Old Zhang")
        action = self._shipped().action_delivery_sign()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).signed_by_name, "Old Zhang")

    def test_goods_of_another_delivery_are_not_signed_along(self):
        picking, other = self._shipped(), self._shipped()
        entry = self._entry(picking, "clerk")
        entry.line_ids.move_id = other.move_ids
        with self.assertRefused(UserError, "another delivery"):
            entry.action_confirm()


@tagged("post_install", "-at_install")
class TestCorrection(DeliveryCommon):
    def _correct(self, picking, by, **values):
        action = picking.with_user(self.users[by]).action_delivery_correct()
        entry = self.env[action["res_model"]].with_user(self.users[by]).browse(action["res_id"])
        entry.line_ids.signed_quantity = 9.0
        entry.write({"reason": "The paper says nine", **values})
        entry.action_confirm()

    def test_a_supervisor_corrects_with_a_reason_and_the_log_keeps_both(self):
        picking = self._shipped()
        self._sign(picking)
        self._correct(picking, "supervisor")
        self.assertEqual(picking.move_ids.signed_quantity, 9.0)
        body = picking.message_ids[:1].body
        for words in ("The paper says nine", "10", "9"):
            self.assertIn(words, body)

    def test_nobody_else_does(self):
        picking = self._shipped()
        self._sign(picking)
        for role in ("clerk", "seller", "warehouse"):
            with self.subTest(role=role), self.assertRefused(UserError, "supervisor"):
                self._correct(picking, role)

    def test_without_reason_nothing_changes(self):
        picking = self._shipped()
        self._sign(picking)
        with self.assertRefused(UserError, "Say why"):
            self._correct(picking, "supervisor", reason=" ")

    def test_a_form_opened_by_a_supervisor_is_not_confirmed_by_a_clerk(self):
        picking = self._shipped()
        self._sign(picking)
        action = picking.with_user(self.users["supervisor"]).action_delivery_correct()
        entry = self.env[action["res_model"]].browse(action["res_id"])
        entry.reason = "x"
        with self.assertRefused(UserError):
            entry.with_user(self.users["clerk"]).action_confirm()


@tagged("post_install", "-at_install")
class TestPictures(DeliveryCommon):
    def test_pictures_are_told_by_their_content(self):
        for kind, mimetype in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
            with self.subTest(kind=kind):
                picking = self._shipped()
                self._sign(picking, images=[picture(kind)])
                self.assertEqual(picking.receipt_image_ids.mimetype, mimetype)

    def test_anything_else_is_refused(self):
        broken = picture()[:60]
        for name, data in (
            ("svg", SVG),
            ("html", HTML),
            ("html behind a JPEG mark", b"\xff\xd8\xff" + HTML),
            ("half a picture", broken),
            ("gif", picture("GIF")),
            ("nothing", b"x"),
        ):
            picking = self._shipped()
            with self.subTest(name=name), self.assertRefused(UserError, "no photograph"):
                self._sign(picking, images=[base64.b64encode(data)])

    def test_a_picture_has_a_largest_size(self):
        picking = self._shipped()
        with self.assertRefused(UserError, "larger than 10 MB"):
            self._sign(picking, images=[picture() + b"\0" * (11 * 1024 * 1024)])

    def test_a_delivery_has_a_largest_number_of_pictures(self):
        picking = self._shipped()
        with self.assertRefused(UserError, "At most 6"):
            self._sign(picking, images=[picture()] * 7)

    def test_the_picture_of_a_receipt_is_not_exchanged(self):
        picking = self._shipped()
        self._sign(picking)
        image = picking.receipt_image_ids
        for user in ("warehouse", "seller", "supervisor"):
            with self.subTest(user=user):
                with self.assertRefused(AccessError):
                    image.with_user(self.users[user]).write({"raw": picture("PNG")})
                with self.assertRefused(AccessError):
                    image.with_user(self.users[user]).unlink()
        with self.assertRefused(AccessError):
            image.res_id = 0

    def test_other_files_of_a_transfer_are_as_free_as_ever(self):
        picking = self._shipped()
        self._sign(picking)
        note = self.env["ir.attachment"].create(
            {"name": "note.txt", "raw": b"x", "res_model": "stock.picking", "res_id": picking.id}
        )
        note.raw = b"y"
        note.unlink()
