"""The roles: what each implies, and what the menus show them."""

from odoo.tests import Form, tagged

from .common import BackofficeCommon

ROLES = [
    "salesperson",
    "sales_manager",
    "clerk",
    "supervisor",
    "cashier",
    "accountant",
    "purchase_assistant",
    "warehouse",
    "general_manager",
    "auditor",
]
OURS = ("backoffice.approval.rule", "backoffice.approval.decision", "backoffice.workday")


@tagged("post_install", "-at_install")
class TestRoles(BackofficeCommon):
    def _visible_menus(self, user):
        return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def test_every_role_is_an_internal_user_with_a_track(self):
        for role in ROLES:
            group = self.env.ref(f"backoffice_base.group_{role}")
            self.assertIn(self.env.ref("base.group_user"), group.all_implied_ids, role)
            self.assertEqual(
                group.privilege_id.category_id,
                self.env.ref("backoffice_base.module_category_back_office"),
                role,
            )

    def test_duties_to_be_kept_apart_do_not_imply_each_other(self):
        self.assertTrue(self.supervisor.has_group("backoffice_base.group_clerk"))
        self.assertFalse(self.accountant.has_group("backoffice_base.group_cashier"))
        self.assertFalse(self.sales_manager.has_group("backoffice_base.group_salesperson"))
        self.assertFalse(self.general_manager.has_group("backoffice_base.group_accountant"))

    def test_the_auditor_reads_everything_of_ours_and_writes_nothing(self):
        for model in OURS:
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(records.has_access(operation), f"{operation} {model}")

    def test_the_menu_is_for_those_who_have_something_in_it(self):
        root = self.env.ref("backoffice_base.menu_root").id
        for user in (
            self.supervisor,
            self.accountant,
            self.general_manager,
            self.auditor,
            self.sales_manager,
        ):
            self.assertIn(root, self._visible_menus(user), user.name)
        for user in (self.clerk, self.salesperson):
            self.assertNotIn(root, self._visible_menus(user), user.name)

    def test_menus_open_for_the_auditor(self):
        for name in ("approval_rule", "approval_decision", "workday"):
            action = self.env.ref(f"backoffice_base.backoffice_{name}_action").with_user(self.auditor)
            self.assertIn(self.env.ref(f"backoffice_base.menu_{name}").id, self._visible_menus(self.auditor))
            self.env[action.res_model].with_user(self.auditor).get_views(
                [(False, "list"), (False, "form"), (False, "search")]
            )

    def test_a_working_day_is_entered_in_its_form(self):
        form = Form(self.env["backoffice.workday"].with_user(self.supervisor))
        form.date, form.name = "2026-12-25", "Stock-taking"
        self.assertEqual(form.save().kind, "off")
