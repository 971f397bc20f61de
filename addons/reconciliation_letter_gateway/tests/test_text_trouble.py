"""A text that cannot even be queued, and one the message log does not have yet."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TextCommon


@tagged("post_install", "-at_install")
class TestTextTrouble(TextCommon):
    @mute_logger("odoo.addons.reconciliation_letter.models.dispatch")
    def test_what_cannot_be_queued_is_failed_with_the_reason_and_not_tried_for_ever(self):
        tries = []

        def queue(_service, _rows, _text):
            tries.append(1)
            raise ValueError("broken parameters")

        with patch.object(self.registry["reconciliation.letter.text"], "_queue", queue):
            row = self._text()
            for _run in range(3):
                self._age()
                self._run_sendings()
        self.assertEqual((row.state, len(tries)), ("failed", 1))
        self.assertIn("broken parameters", row.reason)
        self.assertFalse(self.double.sends)

    def test_the_log_is_opened_once_it_has_the_text(self):
        row = self._text()
        self.assertFalse(self._log(row))
        with self.assertRaisesRegex(UserError, "waits in the queue"):
            row.action_open_log()
        self._work_queue()
        self.assertEqual(row.action_open_log()["res_id"], self._log(row).id)

    def test_a_text_taken_out_of_the_queue_is_told_of(self):
        row = self._text()
        self.env["sms.sms"].search([("uuid", "=", row.text_key)]).unlink()
        self._age()
        self._run_sendings()
        self.assertEqual(row.state, "failed")
        self.assertIn("taken out of the queue", row.reason)

    def test_a_worker_that_died_before_handing_over_sent_nothing(self):
        row = self.letter._dispatch("text")
        row._amend({"state": "sending"})
        self._age()
        self._run_sendings()
        self._work_queue()
        self.assertEqual((row.state, len(self.double.sends)), ("sent", 1))
