"""What a client can send that no button sends: none of it closes a difference or writes a finding."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import ReviewCommon

FORGED = {
    "flow_token": True,
    "queue_token": True,
    "review_seen": True,
    "skip_review": True,
    "default_state": "reviewed",
    "active_test": False,
    "import_file": True,
    "install_mode": True,
    "tracking_disable": True,
    "uid": 1,
    "su": True,
}


@tagged("post_install", "-at_install")
class TestReviewOverRpc(ReviewCommon, BackofficeHttpCommon):
    frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk, cls.supervisor = cls.users["clerk"], cls.users["supervisor"]
        cls.review = cls._queued(cls._delivered(price=94.0, user=cls.clerk))
        cls.line = cls.review.line_ids

    def assertRefused(self, error, user, model, method, *args):
        for context in ({}, FORGED):
            self.assertRpcRefused(error, user, model, method, *args, context=context)

    def test_no_write_closes_a_review(self):
        for values in (
            {"state": "reviewed"},
            {"reviewed_by_id": self.supervisor.id},
            {"on_time": 1},
            {"line_ids": [Command.update(self.line.id, {"result": "passed"})]},
        ):
            self.assertRefused(
                "AccessError", self.supervisor, "delivery.review", "write", self.review.ids, values
            )
        self.assertRefused(
            "AccessError",
            self.supervisor,
            "delivery.review",
            "web_save",
            self.review.ids,
            {"state": "reviewed"},
            {},
        )

    def test_no_write_changes_a_finding(self):
        for values in (
            {"result": "passed"},
            {"finding_count": 0},
            {"facts_hash": "x"},
            {"due_on": "2040-01-01"},
        ):
            self.assertRefused(
                "AccessError", self.supervisor, "delivery.review", "write", self.review.ids, values
            )
        for values in (
            {"result": "passed"},
            {"reasons": []},
            {"quantity": 1},
            {"handled_by_id": self.clerk.id},
            {"review_id": self.review.id},
        ):
            self.assertRefused(
                "AccessError", self.supervisor, "delivery.review.line", "write", self.line.ids, values
            )

    def test_nobody_makes_or_deletes_reviews(self):
        for user in (self.supervisor, self.env.ref("base.user_admin")):
            if user == self.supervisor:
                values = {"picking_id": self.review.picking_id.id, "name": "x", "state": "reviewed"}
                self.assertRefused("AccessError", user, "delivery.review", "create", [values])
                self.assertRefused("AccessError", user, "delivery.review", "copy", self.review.ids)
                self.assertRefused("AccessError", user, "delivery.review", "unlink", self.review.ids)
                self.assertRefused("AccessError", user, "delivery.review.line", "unlink", self.line.ids)
                self.assertRefused(
                    "AccessError",
                    user,
                    "delivery.review",
                    "write",
                    self.review.ids,
                    {"line_ids": [Command.clear()]},
                )

    def test_the_opener_closes_nothing_over_rpc(self):
        self._handle(self.review, user=self.supervisor)
        self.assertRefused("UserError", self.clerk, "delivery.review", "action_review", self.review.ids)
        self._rpc(self.clerk, "delivery.review", "action_review_passing", self.review.ids)
        self.assertEqual(self.review.state, "open")
        self._rpc(self.supervisor, "delivery.review", "action_review", self.review.ids)
        self.assertEqual(self.review.state, "reviewed")

    def test_the_order_does_not_change_its_opener(self):
        order = self.review.order_id
        self._rpc(self.clerk, "sale.order", "write", order.ids, {"create_uid": self.supervisor.id})
        self.env.invalidate_all()
        self.assertEqual(order.create_uid, self.clerk)

    def test_a_salesperson_does_nothing(self):
        seller = self.users["seller"]
        for method in ("action_review", "action_review_passing", "action_refresh"):
            with self.subTest(method=method):
                error = "AccessError" if method != "action_review" else "UserError"
                self.assertRefused(error, seller, "delivery.review", method, self.review.ids)
        self.assertRefused(
            "AccessError", seller, "delivery.review.line", "write", self.line.ids, {"handling": "accepted"}
        )

    def test_the_steps_themselves_are_not_open(self):
        for model, method, args in (
            ("delivery.review.queue", "_queue", [[]]),
            ("delivery.review.queue", "_refresh", [[]]),
            ("delivery.review.facts", "_get_lines", [[]]),
            ("delivery.review", "_move_to", [self.review.ids, "reviewed"]),
            ("delivery.review", "_write_by_flow", [self.review.ids, {"state": "reviewed"}]),
            ("delivery.review.line", "_write_by_queue", [self.line.ids, {"result": "passed"}]),
            ("delivery.review.report", "_cron_send", []),
            ("delivery.review.report", "_send", [[]]),
        ):
            self.assertRpcRefused("AccessError", self.supervisor, model, method, *args)

    def test_the_margin_is_not_read_through_a_group_or_a_search(self):
        for method, args in (
            ("read", [self.line.ids, ["margin_ratio"]]),
            ("formatted_read_group", [[], ["result"], ["margin_ratio:avg"]]),
            ("search_read", [[["margin_ratio", ">", 0]], ["id"]]),
        ):
            self.assertRefused("AccessError", self.clerk, "delivery.review.line", method, *args)

    def test_other_customers_are_not_reached_by_id(self):
        other = self.users["other_seller"]
        self.assertRefused("AccessError", other, "delivery.review", "read", self.review.ids, ["name"])
        self.assertRefused("AccessError", other, "delivery.review", "message_post", self.review.ids)
