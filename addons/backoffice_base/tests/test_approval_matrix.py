"""The matrix: which group decides on how much, and who may set it."""

from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BackofficeCommon, BackofficeHttpCommon


class MatrixCommon(BackofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["backoffice.approval.rule"]
        kinds = [("matrix_test", "Matrix test"), ("matrix_other", "Other")]
        cls.startClassPatcher(
            patch.object(cls.registry["backoffice.approval.rule"], "_get_kinds", lambda self: kinds)
        )

    def assertDecidedBy(self, role, company=None, **measure):
        group = self.rules._required_group("matrix_test", company or self.company, **measure)
        self.assertEqual(group, self.env.ref(f"backoffice_base.group_{role}"))


@tagged("post_install", "-at_install")
class TestApprovalMatrix(MatrixCommon):
    def _create_ratio_bands(self, **values):
        self._create_band("matrix_test", 10, "sales_manager", measure="ratio", **values)
        self._create_band("matrix_test", 30, "accountant", measure="ratio", **values)
        self._create_band("matrix_test", 0, "general_manager", measure="ratio", **values)

    def test_the_smallest_band_that_holds_decides_and_includes_its_top(self):
        self._create_ratio_bands()
        for ratio, role in [
            (0, "sales_manager"),
            (0.10, "sales_manager"),
            (0.1001, "accountant"),
            (0.29, "accountant"),
            (0.30, "accountant"),
            (0.31, "general_manager"),
            (9.0, "general_manager"),
        ]:
            with self.subTest(ratio=ratio):
                self.assertDecidedBy(role, ratio=ratio)

    def test_amounts_are_compared_as_they_are(self):
        self._create_band("matrix_test", 5000, "supervisor")
        self.assertDecidedBy("supervisor", amount=5000)
        self.assertDecidedBy("general_manager", amount=5000.01)

    def test_without_a_band_the_general_manager_decides(self):
        self.assertDecidedBy("general_manager", amount=1)

    def test_another_kind_and_an_archived_band_do_not_count(self):
        self._create_band("matrix_other", 0, "supervisor")
        self._create_band("matrix_test", 0, "supervisor").active = False
        self.assertDecidedBy("general_manager", amount=1)

    def test_bands_of_a_company_replace_the_shared_ones_there(self):
        branch = self._create_company()
        self._create_band("matrix_test", 1000, "supervisor")
        self._create_band("matrix_test", 50, "accountant", company_id=branch.id)
        self.assertDecidedBy("supervisor", amount=100)
        self.assertDecidedBy("general_manager", company=branch, amount=100)
        self.assertDecidedBy("accountant", company=branch, amount=50)

    def test_a_changed_band_counts_at_once(self):
        band = self._create_band("matrix_test", 100, "supervisor")
        self.assertDecidedBy("supervisor", amount=100)
        band.max_value = 50
        self.assertDecidedBy("general_manager", amount=100)
        band.unlink()
        self.assertDecidedBy("general_manager", amount=10)

    def test_higher_bands_may_decide_lower_values_and_not_the_reverse(self):
        self._create_ratio_bands()
        roles = ["sales_manager", "accountant", "general_manager"]
        groups = [self.env.ref(f"backoffice_base.group_{role}") for role in roles]
        self.assertEqual(list(self.rules._deciding_groups("matrix_test", self.company, ratio=0.05)), groups)
        self.assertEqual(
            list(self.rules._deciding_groups("matrix_test", self.company, ratio=0.2)), groups[1:]
        )

    def test_approvers_are_the_active_members_in_the_company(self):
        branch = self._create_company()
        self._create_band("matrix_test", 0, "warehouse")
        here, _gone = self._create_user("warehouse"), self._create_user("warehouse", active=False)
        there = self._create_user("warehouse", company_id=branch.id)
        found = self.rules._get_approvers("matrix_test", self.company, amount=1)
        self.assertEqual(found, (self.env.ref("backoffice_base.group_warehouse"), here))
        self.assertEqual(self.rules._get_approvers("matrix_test", branch, amount=1)[1], there)

    def test_when_nobody_of_the_group_is_left_the_next_higher_group_is_named(self):
        self._create_band("matrix_test", 10, "warehouse")
        self._create_band("matrix_test", 0, "supervisor")
        keeper = self._create_user("warehouse")
        group, users = self.rules._get_approvers("matrix_test", self.company, amount=1, forbidden=keeper)
        self.assertEqual(group, self.env.ref("backoffice_base.group_supervisor"))
        self.assertIn(self.supervisor, users)

    def test_asking_the_matrix_again_costs_no_query(self):
        self._create_ratio_bands()
        self.rules._required_group("matrix_test", self.company, ratio=0.05)
        with self.assertQueryCount(0):
            self.rules._required_group("matrix_test", self.company, ratio=0.2)


@tagged("post_install", "-at_install")
class TestApprovalMatrixLimits(MatrixCommon):
    @mute_logger("odoo.sql_db")
    def test_a_negative_top_is_refused(self):
        with self.assertRaises(psycopg2.errors.CheckViolation):
            self._create_band("matrix_test", -1, "supervisor")

    @mute_logger("odoo.sql_db")
    def test_two_bands_with_one_top_overlap(self):
        self._create_band("matrix_test", 100, "supervisor")
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self._create_band("matrix_test", 100, "accountant")

    def test_the_same_top_for_another_company_is_fine(self):
        self._create_band("matrix_test", 100, "supervisor")
        self._create_band("matrix_test", 100, "accountant", company_id=self.company.id)

    def test_two_measures_in_one_scale_are_refused(self):
        self._create_band("matrix_test", 100, "supervisor")
        with self.assertRaisesRegex(ValidationError, "same measure"):
            self._create_band("matrix_test", 30, "accountant", measure="ratio")

    def test_a_band_reads_as_words(self):
        band = self._create_band("matrix_test", 30, "accountant", measure="ratio")
        self.assertEqual(band.display_name, "Matrix test, up to 30 %: Accountant")
        band.max_value = 0
        self.assertEqual(band.band, "no upper limit")

    def test_a_band_being_entered_has_no_odd_name(self):
        self.assertFalse(self.rules.new({}).display_name)
        self.assertFalse(self.env["backoffice.workday"].new({}).display_name)

    def test_a_change_of_the_matrix_leaves_a_trace(self):
        band = self._create_band("matrix_test", 100, "supervisor")
        self.env.flush_all()
        self.cr.precommit.run()
        band.max_value = 500
        self.cr.precommit.run()
        tracked = band.message_ids.tracking_value_ids
        self.assertEqual(
            tracked.mapped(lambda value: (value.old_value_float, value.new_value_float)), [(100, 500)]
        )

    def test_the_general_manager_sets_the_matrix_and_an_accountant_reads_it(self):
        band = self._create_band("matrix_test", 100, "supervisor")
        band.with_user(self.general_manager).max_value = 200
        self.assertEqual(band.with_user(self.accountant).max_value, 200)
        with self.assertRaises(AccessError):
            band.with_user(self.accountant).max_value = 300
        with self.assertRaises(AccessError):
            band.with_user(self.clerk).read(["max_value"])

    def test_the_bands_of_another_company_are_out_of_sight(self):
        band = self._create_band("matrix_test", 100, "supervisor", company_id=self._create_company().id)
        with self.assertRaises(AccessError):
            band.with_user(self.general_manager).max_value = 200


@tagged("post_install", "-at_install")
class TestApprovalMatrixRpc(MatrixCommon, BackofficeHttpCommon):
    def test_a_decider_cannot_widen_the_own_band_from_a_client(self):
        band = self._create_band("matrix_test", 10, "sales_manager")
        self.assertRpcRefused(
            "AccessError", self.sales_manager, band._name, "write", band.ids, {"max_value": 0}
        )

    def test_nobody_joins_a_deciding_group_from_a_client(self):
        group = self.env.ref("backoffice_base.group_general_manager")
        values = {"user_ids": [(4, self.clerk.id)]}
        self.assertRpcRefused("AccessError", self.clerk, "res.groups", "write", group.ids, values)
