"""A run on paper: every letter complete, in order, each with its own file; who waits is told how far it is."""

import io
import re
from datetime import date
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .answer_common import OwnCompany
from .common import CUTOFF, START, LetterCommon

RUN = {"cutoff": CUTOFF, "period_start": START, "reply_by": date(2026, 11, 30)}


class RunCommon(LetterCommon, OwnCompany):
    """A run for three partners: with few movements, with two pages of them, and with one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Alder Press", "Birch Press", "Cedar Press")
        cls.partners = cls.env["res.partner"].union(*(cls._create_partner(name) for name in names))
        for partner, count in zip(cls.partners, (3, 60, 1), strict=True):
            for number in range(count):
                cls._entry(100.0 + number, date(2026, 10, 1 + number % 28), partner)

    def _run_of(self, user=None):
        batch = self.env["reconciliation.batch"].with_user(user or self.clerk).create(RUN)
        batch.action_run()
        return batch


@tagged("post_install", "-at_install")
class TestMergedPrint(RunCommon):
    def _print(self):
        """Print the run as the clerk does, and let the queue work; return the run."""
        batch = self._run_of()
        batch.with_user(self.supervisor).action_review_letters()
        batch.action_print_letters()
        with self.allow_pdf_render():
            self.env.ref("reconciliation_letter.cron_reconciliation_dispatch").method_direct_trigger()
        self.env.invalidate_all()
        return batch

    def _pages(self, attachment):
        pages = PdfFileReader(io.BytesIO(attachment.raw)).pages
        return ["".join(page.extract_text().split()) for page in pages]

    def test_the_merged_file_holds_every_letter_complete_and_in_order(self):
        batch = self._print().with_user(self.clerk)
        action = batch.action_download_prints()
        merged = self.env["ir.attachment"].browse(int(re.search(r"/content/(\d+)", action["url"])[1]))
        pages, letters = self._pages(merged), batch.letter_ids.sorted("name")
        self.assertEqual(len(letters), 3)
        single = [self._pages(letter.sudo().dispatch_ids.attachment_id) for letter in letters]
        self.assertEqual(len(pages), sum(map(len, single)))
        self.assertEqual(pages, [page for one in single for page in one], "one after the other, none missing")
        self.assertGreater(len(single[1]), 1)
        for letter, own in zip(letters, single, strict=True):
            name = "".join(letter.partner_name.split())
            others = ["".join(other.split()) for other in (letters - letter).mapped("partner_name")]
            self.assertIn(name, own[0])
            for number, page in enumerate(own, 1):
                self.assertIn(f"{number}/{len(own)}", page)
                self.assertIn(letter.name, page)
                self.assertFalse([other for other in others if other in page])
            for line in letter.line_ids:
                self.assertIn(f"{line.amount:,.2f}", "".join(own))

    def test_every_partner_has_one_file_of_its_own(self):
        batch = self._print()
        rows = batch.letter_ids.dispatch_ids
        self.assertEqual(rows.partner_id, self.partners)
        files = rows.attachment_id
        self.assertEqual(len(files), 3)
        self.assertEqual(
            {(file.res_model, file.res_id) for file in files},
            {("reconciliation.letter", letter.id) for letter in batch.letter_ids},
        )
        for row in rows:
            self.assertEqual(row.attachment_id.name, row.letter_id._get_file_name())
            found = self.env["ir.attachment"].search_count(
                [("res_model", "=", "reconciliation.letter"), ("res_id", "=", row.letter_id.id)]
            )
            self.assertEqual(found, 1)

    def test_who_started_the_run_is_told_how_far_it_is(self):
        batch = self.env["reconciliation.batch"].with_user(self.clerk).create(RUN)
        batch._move_to("running")
        told, users = [], type(self.env["res.users"])

        def hear(user, kind, message):
            if kind == "simple_notification":
                told.append((user, message["message"]))

        with (
            patch.object(users, "_bus_send", hear),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["reconciliation.batch"]._cron_continue(chunk=2)
        self.assertEqual({user.id for user, _message in told}, {self.clerk.id})
        self.assertEqual(
            [message for _user, message in told],
            ["2 of 3 letters made.", "3 of 3 letters made.", "3 letters, 0 partners excluded."],
        )


class RunTour(RunCommon, HttpCase):
    def _story(self):
        """The last month is made in the wizard, then looked at by status."""
        for partner in self.partners:
            self._entry(50.0, self.env["reconciliation.batch"]._get_last_month().end, partner)
        self.clerk.lang = "en_US"
        self.start_tour(
            "/odoo/action-reconciliation_letter.reconciliation_run_preview_action",
            "reconciliation_letter_run",
            login=self.clerk.login,
        )
        batch = self.env["reconciliation.batch"].search([("company_id", "=", self.company.id)])
        self.assertEqual((batch.state, batch.letter_ids.partner_id), ("done", self.partners))


@tagged("post_install", "-at_install")
class TestRunOnADesk(RunTour):
    def test_the_run_is_made_and_looked_at_by_status(self):
        self._story()


@tagged("post_install", "-at_install")
class TestRunOnAPhone(RunTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_run_is_made_and_looked_at_by_status(self):
        self._story()
