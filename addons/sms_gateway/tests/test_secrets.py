"""Every way a client may try to get a secret out: reading, searching, guessing, exporting, importing, copying."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from . import doubles
from .common import GatewayCommon

HIDDEN = {
    "sms.gateway.account": ("secret", "receipt_token", "enabled_database"),
    "message.robot": ("secret", "webhook_key", "enabled_database"),
}
REFUSALS = (AccessError, UserError, ValueError)


@tagged("post_install", "-at_install")
class TestSecrets(GatewayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.env.ref("base.user_admin").with_company(cls.company)
        cls.administrator.company_ids += cls.company
        cls.people = (cls.admin, cls.administrator, cls.manager, cls.reader, cls.employee)
        for user in cls.people:
            user.group_ids += cls.env.ref("base.group_allow_export")

    def setUp(self):
        super().setUp()
        self.account = self._create_account()
        self.robot = self.env["message.robot"].create(
            {
                "name": "R",
                "kind": "dingtalk",
                "company_id": self.company.id,
                "webhook_input": "RobotKeyNobodyMaySee",
                "secret_input": doubles.RobotDouble.secret,
            }
        )
        self.secrets = [
            doubles.GenericDouble.secret,
            "RobotKeyNobodyMaySee",
            doubles.RobotDouble.secret,
        ]
        self.text = self._queue(1)
        self._work_queue()

    def _as_everybody(self):
        """Every record, hidden field and user."""
        for record in (self.account, self.robot):
            for name in HIDDEN[record._name]:
                for user in self.people:
                    yield record.with_user(user).with_company(self.company), name

    def _assert_hidden(self, shown):
        shown = json.dumps(shown, default=str)
        for secret in self.secrets:
            self.assertNotIn(secret, shown)

    def _assert_refused(self, attack):
        """Refused, or answered without the secret; what a refusal says does not hold it either."""
        try:
            answer = attack()
        except REFUSALS as refusal:
            answer = str(refusal)
        self._assert_hidden(answer)
        return answer

    def test_reading_and_exporting(self):
        for record, name in self._as_everybody():
            with self.subTest(field=name, user=record.env.user.login):
                for attack in (
                    lambda record=record, name=name: record.read([name]),
                    lambda record=record, name=name: record.web_read({name: {}}),
                    lambda record=record, name=name: record.export_data([name])["datas"],
                    lambda record=record, name=name: record.search_read([], [name]),
                    lambda record=record, name=name: record.formatted_read_group([], [name], ["__count"]),
                    lambda record=record, name=name: record.onchange({}, [name], {name: {}}),
                    lambda record=record, name=name: record.default_get([name]),
                ):
                    self._assert_refused(attack)

    def test_guessing_by_searching(self):
        """A search that finds something tells a letter of the secret each time."""
        for record, name in self._as_everybody():
            for operator, value in (("=like", "%"), ("!=", False), (">", "A"), ("in", self.secrets)):
                with self.subTest(field=name, operator=operator), self.assertRaises(AccessError):
                    record.search([("id", "=", record.id), (name, operator, value)])
            with self.assertRaises(AccessError):
                record.search([], order=name)

    def test_guessing_by_way_of_the_log(self):
        log = self.env["sms.gateway.message"].search([("key", "=", self.text.uuid)])
        self.assertEqual(log.account_id, self.account)
        for user in (self.reader, self.manager, self.admin):
            seen = log.with_user(user).with_company(self.company)
            with self.assertRaises(AccessError):
                seen.search([("account_id.secret", "=like", "%")])
            self._assert_refused(lambda seen=seen: seen.export_data(["account_id/secret"])["datas"])
            self._assert_refused(
                lambda seen=seen: seen.web_read(
                    {"account_id": {"fields": {"secret": {}, "receipt_token": {}}}}
                )
            )

    def test_what_is_typed_in_is_in_no_answer(self):
        for record in (self.account, self.robot):
            record = record.with_user(self.admin).with_company(self.company)
            self.secrets.append("TypedInByAnAdministrator")
            answer = record.web_save(
                {"secret_input": "TypedInByAnAdministrator"}, {"secret_input": {}, "secret_hint": {}}
            )
            self._assert_hidden(answer)
            with Form(record) as form:
                self.assertFalse(form.secret_input)

    def test_importing_a_column_of_secrets(self):
        for record, name in self._as_everybody():
            rows = [[str(record.id), "Overwritten"]]
            self._assert_refused(lambda record=record, name=name, rows=rows: record.load([".id", name], rows))
            with self.assertRaises(AccessError):
                record.write({name: "Overwritten"})
            self.assertNotEqual(record.sudo()[name], "Overwritten")

    def test_copies_have_no_secrets(self):
        self.account.active = False
        for record in (self.account, self.robot):
            record = record.with_user(self.admin).with_company(self.company)
            copy = record.copy({"name": "Copy"})
            for name in HIDDEN[record._name]:
                self.assertNotEqual(copy.sudo()[name] or "", record.sudo()[name] or "-", name)
            self._assert_hidden(record.copy_data())

    def test_nothing_is_tracked_in_a_chatter(self):
        self.account.secret_input = "AnotherSecretNobodyMaySee"
        self.account.action_new_token()
        self.env.flush_all()
        for names in HIDDEN.values():
            tracked = self.env["mail.tracking.value"].search([("field_id.name", "in", names)])
            self.assertFalse(tracked.filtered(lambda value: "gateway" in value.field_id.model))
        for model, names in HIDDEN.items():
            for name in (*names, "secret_input"):
                self.assertFalse(getattr(self.env[model]._fields[name], "tracking", None), name)

    def test_no_setting_reads_them_back(self):
        for name, field in self.env["res.config.settings"]._fields.items():
            path = field.related or ""
            self.assertFalse(any(hidden in path for hidden in ("secret", "token", "webhook")), name)
        settings = self.env["res.config.settings"].with_user(self.administrator).create({})
        self._assert_hidden(settings.read())

    def test_templates_and_mails_written_by_people_do_not_reach_them(self):
        for record, name in self._as_everybody():
            render = record.env["mail.render.mixin"]._render_template
            self._assert_refused(
                lambda render=render, record=record, name=name: render(
                    "{{ object." + name + " }}", record._name, record.ids, engine="inline_template"
                )
            )

    def test_a_row_of_another_record_cannot_be_made_to_tell(self):
        """A one2many of templates, written through the account, answers with fields of the template only."""
        account = self.account.with_user(self.admin).with_company(self.company)
        values = {"name": "T", "code": "1", "text": "Hello", "usage": "x"}
        account.write({"template_ids": [Command.create(values)]})
        with self.assertRaises(AccessError):
            account.template_ids.search([("account_id.receipt_token", "!=", False)])
