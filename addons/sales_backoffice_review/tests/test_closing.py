"""Who closes a review, and what has to be said first."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TODAY, ReviewCommon


@tagged("post_install", "-at_install")
class TestClosing(ReviewCommon):
    def test_a_passing_one_is_closed_with_name_and_time(self):
        review = self._review(self._queued(self._delivered()))
        self.assertRecordValues(
            review,
            [
                {
                    "state": "reviewed",
                    "reviewed_by_id": self.reviewer.id,
                    "reviewed_on": TODAY,
                    "on_time": 1,
                }
            ],
        )

    def test_closed_too_late_is_not_on_time(self):
        review = self._queued(self._delivered())
        with self.at("2031-03-12 10:00:01"):
            self._review(review)
        self.assertEqual(review.on_time, 0)

    def test_a_difference_needs_its_handling_and_a_word(self):
        review = self._queued(self._delivered(price=94.0))
        self.assertBlockedBy(review, "no_handling")
        review.line_ids.with_user(self.reviewer).handling = "price_correction"
        self.assertBlockedBy(review, "no_handling")
        review.line_ids.with_user(self.reviewer).explanation = "   "
        self.assertBlockedBy(review, "no_handling")
        review.line_ids.with_user(self.reviewer).explanation = "The clerk corrects it."
        self._review(review)
        self.assertRecordValues(review.line_ids, [{"handled_by_id": self.reviewer.id, "handled_on": TODAY}])

    def test_the_passing_ones_of_a_selection_in_one_click(self):
        good = self._queued(self._delivered(), self._delivered(quantity=11))
        bad = self._queued(self._delivered(quantity=12, price=94.0))
        action = (good | bad).with_user(self.reviewer).action_review_passing()
        self.assertEqual(good.mapped("state") + bad.mapped("state"), ["reviewed", "reviewed", "open"])
        self.assertIn("2 reviewed, 1 with findings", action["params"]["message"])

    def test_without_a_selection_all_that_pass(self):
        reviews = self._queued(self._delivered(), self._delivered(quantity=11))
        self.env["delivery.review"].with_user(self.reviewer).action_review_passing()
        self.assertEqual(set(reviews.mapped("state")), {"reviewed"})

    def test_what_no_longer_passes_is_not_closed_by_the_click(self):
        picking = self._delivered()
        review = self._queued(picking)
        self._amend(picking, discount=4.0)
        review.with_user(self.reviewer).action_review_passing()
        self.assertRecordValues(review, [{"state": "open", "result": "discount"}])

    def test_a_changed_delivery_is_not_closed_unseen(self):
        picking = self._delivered()
        review = self._queued(picking)
        self._amend(picking, discount=4.0)
        self.assertBlockedBy(review, "changed")
        review.with_user(self.reviewer).action_refresh()
        self.assertBlockedBy(review, "no_handling")

    def test_one_blocked_review_holds_the_batch(self):
        good, bad = self._queued(self._delivered()), self._queued(self._delivered(quantity=12, price=94.0))
        with self.assertRaises(UserError):
            (good | bad).with_user(self.reviewer).action_review()
        self.assertEqual(good.state, "open")


@tagged("post_install", "-at_install")
class TestOpener(ReviewCommon):
    """Differences are not closed by whoever opened the order; passing ones may be."""

    def _opened_by(self, user, price=94.0, **values):
        return self._queued(self._delivered(price=price, user=user, **values))

    def test_the_creator_of_the_order_is_refused(self):
        review = self._opened_by(self.reviewer)
        self._handle(review, user=self.users["supervisor"])
        self.assertBlockedBy(review, "own_order")
        with self.assertRaisesRegex(UserError, "you opened the order"):
            self._review(review)
        self._review(review, self.users["supervisor"])
        self.assertEqual(review.reviewed_by_id, self.users["supervisor"])

    def test_the_salesperson_of_the_order_is_refused(self):
        clerk = self.users["clerk"]
        review = self._queued(self._delivered(price=94.0, user_id=clerk.id))
        self._handle(review, user=self.users["supervisor"])
        self.assertBlockedBy(review, "own_order", user=clerk)

    def test_the_administrator_is_refused_as_well(self):
        admin = self.env.ref("base.user_admin")
        review = self._opened_by(admin)
        self._handle(review)
        self.assertBlockedBy(review, "own_order", user=admin)
        with self.assertRaises(UserError):
            review.with_user(admin).sudo().action_review()

    def test_an_own_order_that_passes_is_closed(self):
        self._review(self._opened_by(self.reviewer, price=100.0))

    def test_the_order_given_to_a_colleague_afterwards_stays_the_own_one(self):
        clerk = self.users["clerk"]
        review = self._queued(self._delivered(price=94.0, user_id=clerk.id))
        self._handle(review)
        review.order_id.user_id = self.users["seller"]
        self.assertBlockedBy(review, "own_order", user=clerk)

    def test_who_added_the_differing_line_to_the_order_of_another_is_refused(self):
        clerk, supervisor = self.users["clerk"], self.users["supervisor"]
        picking = self._delivered(price=94.0, user=supervisor)
        self.env.flush_all()
        line = picking.sale_id.order_line
        self.env.cr.execute("UPDATE sale_order_line SET create_uid = %s WHERE id = %s", [clerk.id, line.id])
        line.invalidate_recordset()
        review = self._queued(picking)
        self._handle(review)
        self.assertBlockedBy(review, "own_order", user=clerk)

    def test_a_second_login_of_the_same_person_is_refused(self):
        clerk = self.users["clerk"]
        review = self._opened_by(clerk)
        self._handle(review)
        twin = clerk.copy({"login": "clerk_again", "partner_id": clerk.partner_id.id})
        self.assertEqual(twin.partner_id, clerk.partner_id)
        self.assertBlockedBy(review, "own_order", user=twin)

    def test_without_an_order_it_is_whoever_made_the_transfer(self):
        picking = self._delivered(price=94.0)
        picking.sudo().move_ids.sale_line_id = False
        review = self._queued(picking)
        self.assertEqual(review.result, "no_order")
        self.assertEqual(review._get_openers(), picking.create_uid)


@tagged("post_install", "-at_install")
class TestReopening(ReviewCommon):
    def setUp(self):
        super().setUp()
        self.review = self._review(self._queued(self._delivered()))

    def test_the_supervisor_reopens_with_a_reason(self):
        review = self.review.with_user(self.users["supervisor"])
        action = review.action_reopen()
        self.assertEqual(action["res_model"], "delivery.review.reopen")
        wizard = self.env["delivery.review.reopen"].with_user(self.users["supervisor"])
        wizard.with_context(**action["context"]).create({"reason": "Wrong receipt."}).action_reopen()
        self.assertRecordValues(
            self.review, [{"state": "open", "reviewed_by_id": False, "reviewed_on": False, "on_time": 0}]
        )
        self.assertIn("Wrong receipt.", self.review.message_ids[0].body)
        self.assertIn("Clerk", self.review.message_ids[0].body)

    def test_a_clerk_does_not_reopen(self):
        self.assertBlockedBy(self.review, "no_role", target="open")
        with self.assertRaises(UserError):
            self.review.with_user(self.reviewer).action_reopen("Because.")

    def test_findings_of_a_closed_review_are_kept(self):
        with self.assertRaisesRegex(UserError, "re-open it first"):
            self.review.with_user(self.reviewer).action_refresh()
        with self.assertRaisesRegex(UserError, "Re-open the review first"):
            self.review.line_ids.with_user(self.reviewer).handling = "accepted"


@tagged("post_install", "-at_install")
class TestWhoMayWhat(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review = cls._queued(cls._delivered(price=94.0))

    def _sees(self, name):
        return bool(
            self.env["delivery.review"].with_user(self.users[name]).search([("id", "=", self.review.id)])
        )

    def test_who_sees_it(self):
        for name in (
            "seller",
            "clerk",
            "supervisor",
            "sales_manager",
            "general_manager",
            "accountant",
            "auditor",
        ):
            self.assertTrue(self._sees(name), name)
        self.assertFalse(self._sees("other_seller"))
        with self.assertRaises(AccessError):
            self._sees("warehouse")

    def test_lines_follow_their_review(self):
        lines = self.env["delivery.review.line"].with_user(self.users["other_seller"])
        self.assertFalse(lines.search([("review_id", "=", self.review.id)]))

    def test_only_the_back_office_reviews(self):
        for name in ("seller", "sales_manager", "general_manager", "accountant", "auditor"):
            user = self.users[name]
            self.assertBlockedBy(self.review, "no_role", user=user)
            with self.assertRaises(UserError):
                self.review.with_user(user).action_review()
            with self.assertRaises(AccessError):
                self.review.with_user(user).action_review_passing()
            with self.assertRaises(AccessError):
                self.review.line_ids.with_user(user).handling = "accepted"

    def test_the_salesperson_comments(self):
        message = self.review.with_user(self.users["seller"]).message_post(body="Agreed by telephone.")
        self.assertIn("Agreed", message.body)

    def test_margins_are_for_managers(self):
        for name, sees in (
            ("sales_manager", True),
            ("general_manager", True),
            ("clerk", False),
            ("auditor", False),
        ):
            line = self.review.line_ids.with_user(self.users[name])
            if sees:
                self.assertEqual(line.read(["margin_ratio"])[0]["id"], line.id)
            else:
                with self.assertRaises(AccessError):
                    line.read(["margin_ratio"])

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self.users["supervisor"]
        user.write({"company_ids": [(4, other.id)]})
        reviews = self.env["delivery.review"].with_user(user).with_context(allowed_company_ids=other.ids)
        self.assertFalse(reviews.search([("id", "=", self.review.id)]))
        reviews.action_review_passing()

    def test_the_auditor_reads_everything_and_writes_nothing(self):
        for name in ("delivery.review", "delivery.review.line", "delivery.review.report"):
            model = self.env[name].with_user(self.users["auditor"])
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
        review = self.review.with_user(self.users["auditor"])
        for button in ("action_refresh", "action_review", "action_review_passing"):
            with self.subTest(button=button), self.assertRefused(UserError):
                getattr(review, button)()
        with self.assertRefused(UserError):
            review.action_reopen("Because.")

    def test_a_customer_on_the_portal_reaches_nothing(self):
        portal = new_test_user(self.env, "review_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.partner
        for name in ("delivery.review", "delivery.review.line", "delivery.review.report"):
            with self.subTest(model=name), self.assertRefused(AccessError):
                self.env[name].with_user(portal).search([])
        with self.assertRefused(AccessError):
            self.review.picking_id.with_user(portal).action_queue_review()
        with self.assertRefused(AccessError):
            self.review.with_user(portal).message_post(body="Paid by sea.")

    def test_a_reviewer_of_another_company_closes_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "review_stranger",
            groups="backoffice_base.group_supervisor",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        review = self.review.with_user(stranger)
        for button in ("action_refresh", "action_review", "action_review_passing"):
            with self.subTest(button=button), self.assertRefused(AccessError):
                getattr(review, button)()

    def test_an_import_reviews_nothing(self):
        result = (
            self.env["delivery.review"]
            .with_user(self.users["supervisor"])
            .load([".id", "state"], [[str(self.review.id), "Reviewed"]])
        )
        self.assertFalse(result["ids"])
        result = (
            self.env["delivery.review.line"]
            .with_user(self.users["supervisor"])
            .load([".id", "result"], [[str(self.review.line_ids.id), "Passed"]])
        )
        self.assertFalse(result["ids"])
        self.assertRecordValues(self.review, [{"state": "open", "result": "price"}])

    def test_nobody_deletes_a_review(self):
        for user in (self.users["supervisor"], self.env.user):
            with self.assertRaises(AccessError):
                self.review.with_user(user).unlink()
