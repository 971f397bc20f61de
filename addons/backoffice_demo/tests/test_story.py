from odoo.tests import tagged

from .common import DemoCase

STATES = {
    "order_within_limit": "ok",
    "order_over_limit": "held",
    "order_overdue": "held",
    "order_prepaid": "prepaid",
    "order_group_over": "held",
    "order_no_credit": "held",
    "order_limit_expired": "held",
    "order_released": "released",
    "order_exempt": "exempt",
    "order_disputed": "ok",
    "order_export": "ok",
    "order_release_draft": "held",
    "order_release_submitted": "held",
    "order_release_rejected": "held",
}
STATUSES = {
    "near": "yaoguang chengyi fenghe shunda",
    "over": "beichen caiyun minghui",
    "overdue": "jiahe yuanshan yongsheng qingyu",
    "exempt": "baiyi",
    "expired": "zhongyuan",
}


@tagged("post_install", "-at_install")
class TestStory(DemoCase):
    def test_the_quotations_of_this_week(self):
        for name, state in STATES.items():
            order = self.ref(name)
            self.assertEqual((order.state, order.credit_state), ("draft", state), name)

    def test_the_held_order_says_why(self):
        order = self.ref("order_over_limit").with_context(lang="en_US")
        self.assertEqual(order.user_id, self.ref("user_sales1"))
        self.assertAlmostEqual(order.credit_limit_today, 1_000_000)
        self.assertGreater(order.amount_total, order.credit_available)
        self.assertIn(self.ref("user_manager").name, order.credit_reason)

    def test_customers_are_spread_over_the_statuses(self):
        profiles = self.env["credit.profile"].search([("partner_id", "!=", False)])
        self.assertEqual(len(profiles), 32)
        expected = {
            self.ref(f"profile_customer_{key}"): status
            for status, keys in STATUSES.items()
            for key in keys.split()
        }
        for profile in profiles:
            self.assertEqual(profile.credit_status, expected.get(profile, "ok"), profile.holder_name)

    def test_the_group_is_full_and_its_members_are_not(self):
        group, member = self.ref("profile_group_jinsui"), self.ref("profile_customer_jinsui_ningbo")
        need = self.ref("order_group_over").amount_total
        self.assertLess(group.available, need)
        self.assertGreater(member.available, need)

    def test_requests_are_in_every_state(self):
        for row in self.rows("releases"):
            self.assertEqual(self.ref(f"release_{row['key']}").state, row["outcome"])
        self.assertEqual(self.ref("dispute_hengchang").state, "approved")

    def test_other_people_decided(self):
        for row in self.rows("releases"):
            release = self.ref(f"release_{row['key']}")
            self.assertEqual(release.create_uid, self.ref(f"user_{row['requested_by']}"))
            if row["decided_by"]:
                self.assertEqual(release.decided_by_id, self.ref(f"user_{row['decided_by']}"))

    def test_the_used_release_confirmed_its_order(self):
        order = self.ref("order_release_used")
        self.assertEqual((order.state, order.credit_state), ("sale", "released"))
        self.assertTrue(self.ref("release_used").used_on)

    def test_increase_counts_today(self):
        profile = self.ref("profile_customer_shunda")
        self.assertEqual((profile.base_limit, profile.limit_today), (400_000, 550_000))

    def test_a_commercial_bill_counts_until_it_matures(self):
        profile = self.ref("profile_customer_lvting")
        self.assertAlmostEqual(profile.bills, self.ref("invoice_lvting_2").amount_total, 2)
        self.assertEqual(self.ref("invoice_lvting_2").payment_state, "paid")

    def test_credit_control_is_on(self):
        self.assertTrue(self.company.credit_control)
