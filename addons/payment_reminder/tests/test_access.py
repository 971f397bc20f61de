"""Who sees which reminders, and who may decide whom nobody is reminded of."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReminderCommon

MODELS = (
    "reminder.stage",
    "reminder.wording",
    "reminder.notice",
    "reminder.message",
    "reminder.log",
    "reminder.letter",
    "reminder.letter.line",
    "reminder.promise",
    "reminder.progress",
    "reminder.bounce",
)


@tagged("post_install", "-at_install")
class TestAccess(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._open_invoice(-3)

    def _seen(self, user, model="reminder.notice"):
        return self.env[model].with_user(user).search([("partner_id", "=", self.partner.id)])

    def test_a_salesperson_sees_the_own_customers_only(self):
        self._run()
        self.assertTrue(self._seen(self.salesperson))
        self.assertFalse(self._seen(self.other_seller))
        for model in ("reminder.log", "reminder.letter", "reminder.letter.line"):
            self.assertFalse(self._seen(self.other_seller, model), model)

    def test_the_desk_and_the_auditor_see_all(self):
        self._run()
        for user in (self.clerk, self.supervisor, self.sales_manager, self.accountant, self.auditor):
            self.assertEqual(len(self._seen(user)), len(self._notices()), user.name)

    def test_the_auditor_reads_every_model_and_changes_none(self):
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                self.assertFalse(any(model.has_access(mode) for mode in ("write", "create", "unlink")))

    def test_stages_and_wordings_are_the_supervisors(self):
        stage = self._stage("due")
        stage.with_user(self.supervisor).hint = "Call"
        for user in (self.salesperson, self.clerk, self.sales_manager, self.auditor):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                stage.with_user(user).hint = "Call not"

    def test_exempting_is_for_the_supervisor(self):
        editor = "base.group_partner_manager"
        partner = self.partner.with_user(self._create_user("clerk", groups=editor))
        with self.assertRaisesRegex(AccessError, "Only a supervisor"):
            partner.write({"reminder_exempt": True, "reminder_exempt_reason": "Friend"})
        partner = self.partner.with_user(self._create_user("accountant", groups=editor))
        with self.assertRaises(ValidationError):
            partner.write({"reminder_exempt": True})
        self.env.invalidate_all()

    def test_exempting_by_default_values_is_refused_too(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.accountant).with_context(
                default_reminder_exempt=True, default_reminder_exempt_reason="x"
            ).with_user(self._create_user("clerk", groups="base.group_partner_manager")).create(
                {"name": "New"}
            )

    def test_another_company_sees_nothing(self):
        self._run()
        other = self._create_company()
        user = self._create_user("supervisor", company_id=other.id, company_ids=[Command.set(other.ids)])
        for name in MODELS[2:]:
            self.assertFalse(self.env[name].with_user(user).search([]), name)

    def test_a_salesperson_without_accounting_answers(self):
        self._run()
        notice = self._notices(recipient=self.salesperson).with_user(self.salesperson)
        notice.web_read({"document": {}, "partner_id": {"fields": {"display_name": {}}}, "can_answer": {}})
        notice.action_note()
        self.assertTrue(notice.noted_on)
