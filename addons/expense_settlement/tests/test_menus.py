"""The app opens for its roles: who claims, who checks, who pays, who looks on."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.backoffice_base.tests.common import BackofficeCommon

OWN, CHECK, PAY = "menu_my_expenses", "menu_expenses_to_approve", "menu_expenses_to_pay"


@tagged("post_install", "-at_install")
class TestExpenseSettlementMenus(BackofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls._create_user("cashier")
        cls.employees = cls.env["hr.employee"].create(
            [
                {"name": "Susan", "user_id": cls.supervisor.id},
                {"name": "Sally", "user_id": cls.salesperson.id},
            ]
        )
        cls.employees[1].expense_manager_id = cls.supervisor
        cls.product = cls.env["product.product"].create({"name": "Train", "can_be_expensed": True})

    def _create_expense(self, amount=80):
        values = {"name": "Train to the mill", "product_id": self.product.id, "total_amount_currency": amount}
        values |= {"employee_id": self.employees[1].id, "payment_mode": "own_account"}
        return self.env["hr.expense"].with_user(self.salesperson).create(values)

    def _create_posted(self, amount=80):
        expense = self._create_expense(amount)
        expense.action_submit()
        expense.with_user(self.supervisor).action_approve()
        wizard = expense.with_user(self.accountant).action_post()
        context = {**wizard["context"], "active_ids": expense.ids, "active_model": "hr.expense"}
        wizards = self.env["hr.expense.post.wizard"].with_user(self.accountant).with_context(**context)
        wizards.create({}).action_post_entry()
        return expense

    def _get_visible(self, user):
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return {
            name for name in (OWN, CHECK, PAY) if self.env.ref(f"expense_settlement.{name}").id in visible
        }

    def test_each_role_sees_what_it_does(self):
        for user, menus in [
            (self.salesperson, {OWN}),
            (self.supervisor, {OWN, CHECK}),
            (self.accountant, {OWN, CHECK, PAY}),
            (self.general_manager, {OWN, CHECK}),
            (self.cashier, {OWN, PAY}),
            (self.auditor, {OWN, PAY}),
        ]:
            self.assertEqual(self._get_visible(user), menus, user.name)

    def test_every_menu_opens(self):
        for user, name in [
            (self.salesperson, OWN),
            (self.supervisor, CHECK),
            (self.cashier, PAY),
            (self.auditor, PAY),
        ]:
            action = self.env.ref(f"expense_settlement.{name}").action
            model = self.env[action.res_model].with_user(user)
            views = [(view_id, kind) for view_id, kind in action.views if kind != "activity"]
            model.get_views([*views, (action.search_view_id.id, "search")])
            model.search(safe_eval(action.domain or "[]", {"uid": user.id}), limit=1)

    def test_a_posted_expense_waits_for_the_cashier(self):
        expense = self._create_posted()
        action = self.env.ref("expense_settlement.hr_expense_action_to_pay")
        listed = expense.with_user(self.cashier).search(safe_eval(action.domain))
        self.assertIn(expense, listed)

    def test_the_cashier_sees_nothing_before_it_is_posted_and_changes_nothing_after(self):
        submitted = self._create_expense()
        submitted.action_submit()
        self.assertFalse(submitted.with_user(self.cashier).has_access("read"))
        with self.assertRaises(UserError):
            submitted.with_user(self.cashier).action_approve()
        posted = self._create_posted(amount=81)
        self.assertTrue(posted.with_user(self.cashier).has_access("read"))
        self.assertFalse(posted.with_user(self.cashier).has_access("write"))

    def test_the_auditor_reads_every_expense_and_writes_none(self):
        expense = self._create_expense()
        self.assertEqual(expense.with_user(self.auditor).name, "Train to the mill")
        with self.assertRaises(AccessError):
            expense.with_user(self.auditor).name = "Changed"

    def test_colleagues_do_not_see_each_others_expenses(self):
        self.assertFalse(self._create_expense().with_user(self.clerk).has_access("read"))
