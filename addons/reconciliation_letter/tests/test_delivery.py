"""A letter is delivered when a person opened its page, not when a machine fetched it."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_portal import PortalCommon

PREVIEW = {"User-Agent": "facebookexternalhit/1.1", "Purpose": "prefetch"}


class DeliveryCommon(PortalCommon):
    def _see(self, base=None, headers=None):
        """Tell, as the page does once a person moves on it."""
        base = base or self.link
        page = self._open(base)
        found = page.text.split('csrf_token: "')[1].split('"')[0]
        response = self._open(f"{base}/seen", data={"csrf_token": found}, headers=headers)
        self.env.invalidate_all()
        return response


@tagged("post_install", "-at_install")
class TestDelivery(DeliveryCommon):
    def test_who_looks_at_the_page_has_the_letter(self):
        self.assertIn(f'data-seen-url="{self.link}/seen"', self._open(self.link).text)
        self.assertEqual(self._see(headers={"User-Agent": "Mozilla/5.0 (iPhone)"}).status_code, 200)
        self.assertEqual((self.letter.state, self.letter.delivered_by), ("delivered", "page"))
        self.assertTrue(self.letter.delivered_on)
        self.assertIn("iPhone", self.letter.delivered_evidence)
        self.assertIn("opened the letter", " ".join(self.letter.message_ids.mapped("body")))
        self.assertNotIn("data-seen-url", self._open(self.link).text, "once is enough")

    def test_fetching_the_page_delivers_nothing(self):
        self._open(self.link)
        self._open(self.link, headers=PREVIEW)
        self._open(self.link, method="HEAD")
        self._open(f"{self.link}/pdf", method="HEAD")
        self.assertEqual(self._open(f"{self.link}/seen").status_code, 404, "a link is fetched, not sent to")
        self._open(f"{self.link}/seen", method="HEAD")
        self.assertEqual(
            self._open(f"{self.link}/seen", data={"x": 1}).status_code, 400, "no token of the page"
        )
        self.env.invalidate_all()
        self.assertEqual((self.letter.state, self.letter.delivered_on), ("sent", False))

    def test_the_first_time_counts(self):
        self._see()
        first, notes = self.letter.delivered_on, len(self.letter.message_ids)
        self.letter._write_by_flow({"delivered_on": "2026-11-03 00:00:00"})
        self._see()
        self.assertEqual(str(self.letter.delivered_on), "2026-11-03 00:00:00")
        self.assertEqual(len(self.letter.message_ids), notes)
        self.assertTrue(first)

    def test_staff_looking_delivers_nothing(self):
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertNotIn("data-seen-url", self._open(self.link).text)
        self._see()
        self.assertEqual((self.letter.state, self.letter.delivered_on), ("sent", False))

    def test_who_is_logged_in_on_the_portal_has_it_too(self):
        visitor = new_test_user(self.env, "letter_seer", "base.group_portal", name="Mr Sun", lang="en_US")
        visitor.partner_id.parent_id = self.customer
        self.authenticate("letter_seer", "letter_seer")
        self._see(f"/my/reconciliation/{self.letter.id}")
        self.assertEqual(self.letter.delivered_by, "page")
        self.assertIn("letter_seer", self.letter.delivered_evidence)

    def test_a_dead_link_delivers_nothing(self):
        self.letter.action_revoke_link()
        page = self._open("/web/login").text
        token = page.split('csrf_token: "')[1].split('"')[0]
        for link in (self.link, "/reconciliation/" + "0" * 32):
            self.assertEqual(self._open(f"{link}/seen", data={"csrf_token": token}).status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.letter.delivered_on)

    def test_a_letter_that_never_left_is_not_delivered(self):
        self.letter._write_by_flow({"state": "reviewed", "sent_on": False})
        self._see()
        self.assertEqual((self.letter.state, self.letter.delivered_on), ("reviewed", False))

    def test_who_was_silent_shows_as_silent_and_has_it(self):
        self.letter._write_by_flow({"state": "silent"})
        self._see()
        self.assertEqual((self.letter.state, self.letter.delivered_by), ("silent", "page"))

    def test_by_hand_says_who(self):
        self.letter.with_user(self.clerk).action_mark_delivered()
        self.assertRecordValues(
            self.letter,
            [{"delivered_by": "hand", "delivered_evidence": self.clerk.name, "state": "delivered"}],
        )

    def test_nobody_writes_it(self):
        for user in (self.clerk, self.env.ref("base.user_admin")):
            for vals in ({"delivered_on": "2026-11-01 00:00:00"}, {"delivered_by": "page"}):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    self.letter.with_user(user).write(vals)


@tagged("post_install", "-at_install")
class TestDeliveryTour(PortalCommon):
    def test_a_real_page_view_delivers_the_letter(self):
        self.start_tour(self.link, "reconciliation_letter_seen")
        self.env.invalidate_all()
        self.assertEqual((self.letter.state, self.letter.delivered_by), ("delivered", "page"))

    def test_a_page_nobody_moves_on_delivers_nothing(self):
        self.start_tour(self.link, "reconciliation_letter_not_seen")
        self.env.invalidate_all()
        self.assertFalse(self.letter.delivered_on)
