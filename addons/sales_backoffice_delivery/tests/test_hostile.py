"""What careless and clever people try: nobody reads, moves or dates more than is theirs."""

from datetime import timedelta
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import new_test_user, tagged

from .common import DeliveryCommon, picture

KEPT = (
    "delivery.board",
    "delivery.message",
    "delivery.day.sheet",
    "delivery.day.sheet.line",
    "delivery.evening.report",
    "delivery.haulier",
    "delivery.reason",
)
BUTTONS = (
    "action_left",
    "action_transit",
    "action_arrived",
    "action_sign",
    "action_correct",
    "action_add_picture",
    "action_exception",
    "action_resolve",
    "action_eta",
    "action_set_back",
    "action_send_texts",
)
MIGRATION = Path(__file__).parent.parent / "migrations/19.0.1.1.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestHostile(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls._shipped()
        cls.sheet = cls._signed_sheet(cls._day(-1))
        cls.elsewhere = cls.env["res.company"].create({"name": "Second Trader"})
        cls.stranger = new_test_user(
            cls.env,
            "delivery_stranger",
            groups="backoffice_base.group_supervisor",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )
        cls.portal = new_test_user(cls.env, "delivery_portal", groups="base.group_portal")
        cls.portal.partner_id.parent_id = cls.partner

    # --- who only looks ---------------------------------------------------------

    def test_the_auditor_reads_everything_and_writes_nothing(self):
        for name in KEPT:
            model = self.env[name].with_user(self.users["auditor"])
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)

    def test_no_button_moves_for_the_auditor_or_another_company(self):
        for user in (self.users["auditor"], self.stranger):
            for button in BUTTONS:
                with self.subTest(user=user.login, button=button), self.assertRefused(UserError):
                    getattr(self._board(self.picking).with_user(user), button)()
        for user in (self.users["auditor"], self.stranger):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self.sheet.with_user(user).action_refresh()

    def test_a_customer_on_the_portal_reaches_nothing(self):
        self._sign(self.picking)
        for name in KEPT:
            with self.subTest(model=name), self.assertRefused(AccessError):
                self.env[name].with_user(self.portal).search([])
        with self.assertRefused(AccessError):
            self.picking.with_user(self.portal).action_delivery_eta()
        with self.assertRefused(AccessError):
            self.picking.receipt_image_ids.with_user(self.portal).read(["datas"])

    # --- who fills in forms --------------------------------------------------------

    def _form(self, button, user, **values):
        """The form a button opens, with values a client sends that the form would not offer."""
        action = getattr(self.picking.with_user(user), button)()
        form = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        form.write(values)
        return form

    def test_trouble_is_handled_by_somebody_of_the_house(self):
        for handler in (self.portal, self.stranger):
            form = self._form("action_delivery_exception", self.users["seller"], handler_id=handler.id)
            with self.subTest(handler=handler.login), self.assertRefused(UserError, "cannot handle it"):
                form.action_confirm()
        self.assertFalse(self.picking.has_delivery_exception)

    def test_a_reason_is_from_its_own_list(self):
        seller = self.users["seller"]
        form = self._form("action_delivery_exception", seller, reason_id=self.delay_reason.id)
        with self.assertRefused(UserError, "no reason of this kind"):
            form.action_confirm()
        form = self._form("action_delivery_eta", seller, delay_reason_id=self.reject_reason.id)
        with self.assertRefused(UserError, "no reason of this kind"):
            form.action_confirm()

    def test_a_form_turned_to_the_delivery_of_another_does_nothing(self):
        other = self._create_customer("Moonlight", user_id=self.users["other_seller"].id)
        foreign = self._shipped(partner=other, user_id=self.users["other_seller"].id)
        seller = self.users["seller"]
        for button in ("action_delivery_exception", "action_delivery_eta", "action_delivery_sign"):
            form = self._form(button, seller)
            form.picking_id = foreign
            with self.subTest(button=button), self.assertRefused(UserError):
                form.action_confirm()
        self.assertRecordValues(
            foreign, [{"delivery_progress": "left", "has_delivery_exception": False, "eta": False}]
        )

    def test_there_is_no_paper_before_the_goods_leave(self):
        picking = self._picking()
        form = self._form_of(picking, photo=self._base64(picture()))
        with self.assertRefused(UserError, "has not left"):
            form.action_confirm()

    def _form_of(self, picking, **values):
        action = picking.with_user(self.users["seller"]).action_delivery_add_picture()
        form = self.env[action["res_model"]].with_user(self.users["seller"]).browse(action["res_id"])
        form.write(values)
        return form

    # --- who dates and imports -----------------------------------------------------

    def test_nobody_ships_in_the_future(self):
        tomorrow = self._now() + timedelta(days=1)
        with self.assertRefused(UserError, "future"):
            self.picking.with_user(self.users["warehouse"]).date_done = tomorrow
        with self.assertRefused(UserError, "future"):
            self.picking.move_ids.with_user(self.users["warehouse"]).date = tomorrow
        self.picking.with_user(self.users["warehouse"]).date_done = self._now() - timedelta(days=1)

    def test_an_import_signs_nothing(self):
        for column, value in (("delivery_progress", "Signed"), ("signed_by_name", "Nobody")):
            with self.subTest(column=column):
                result = (
                    self.env["stock.picking"]
                    .with_user(self.users["warehouse"])
                    .load([".id", column], [[str(self.picking.id), value]])
                )
                self.assertFalse(result["ids"])
        result = (
            self.env["delivery.day.sheet"]
            .with_user(self.users["clerk"])
            .load(["date", "state"], [[str(self._day(-3)), "Signed Off"]])
        )
        self.assertFalse(result["ids"])

    def test_a_signed_sheet_keeps_its_note_and_is_not_copied_beside_itself(self):
        with self.assertRefused(UserError, "can no longer be changed"):
            self.sheet.note = "All fine."
        with self.assertRefused(Exception):
            with self.env.cr.savepoint():
                self.sheet.copy()
                self.env.flush_all()

    # --- texts -----------------------------------------------------------------------

    def test_texts_of_two_companies_leave_the_queue_together(self):
        texts = self.env["sms.sms"]
        for company, picking in ((self.company, self.picking), (self.elsewhere, self._shipped())):
            message = picking.message_post(body="Left", message_type="sms")
            message.record_company_id = company
            texts |= texts.create({"number": "+8651265550101", "body": "Left", "mail_message_id": message.id})
        handed = []
        api = type(self.company._get_sms_api_class()(self.env))

        def send(api, messages, delivery_reports_url=False):
            sent = [number["uuid"] for message in messages for number in message["numbers"]]
            handed.extend(sent)
            return [{"uuid": uuid, "state": "success", "credit": 1} for uuid in sent]

        self.patch(api, "_send_sms_batch", send)
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["sms.sms"]._process_queue()
        self.assertTrue(set(texts.mapped("uuid")) <= set(handed))
        self.assertEqual(len(handed), len(set(handed)))

    # --- from the version before ----------------------------------------------------

    def test_reports_of_the_version_before_say_that_nobody_got_them(self):
        report = self.env["delivery.evening.report"].create(
            {"company_id": self.elsewhere.id, "date": self._day(-5), "state": "no_recipient"}
        )
        self.assertFalse(report.problem)
        load_script(str(MIGRATION), "post_migration").migrate(self.env.cr, "19.0.1.0.0")
        self.assertIn("nobody to send it to", report.problem)
