"""Monthly or quarterly, by the company's own day, in the partner's script: what letters and rates go by."""

from datetime import date, datetime

from odoo.tests import Form, freeze_time, tagged

from .answer_common import AnswerCommon
from .common import CUTOFF

TAIPEI, LOS_ANGELES = "Asia/Taipei", "America/Los_Angeles"


@tagged("post_install", "-at_install")
class TestQuarterly(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batches, cls.rates = cls.env["reconciliation.batch"], cls.env["reconciliation.rate"]

    def _quarterly(self, since=None):
        with freeze_time(since or "2026-01-05"):
            self.company.letter_receivable_every = "quarter"

    def _month_end(self, day):
        with freeze_time(f"{day} 03:00:00"):
            self.batches._run_month_end(self.company)
        return self.batches.search([("company_id", "=", self.company.id)], order="cutoff, kind")

    def test_monthly_until_said_otherwise(self):
        self.assertEqual(
            (self.company.letter_receivable_every, self.company.letter_payable_every), ("month", "month")
        )
        self.assertFalse(self.company.letter_receivable_since)

    def test_the_run_waits_for_the_end_of_the_quarter(self):
        self._quarterly()
        self.assertEqual(self._month_end("2026-09-02").mapped("kind"), ["payable"])
        runs = self._month_end("2026-10-05").filtered(lambda run: run.kind == "receivable")
        self.assertRecordValues(runs, [{"cutoff": date(2026, 9, 30), "period_start": date(2026, 7, 1)}])

    @freeze_time("2026-11-26 03:00:00")
    def test_the_wizard_proposes_the_last_quarter_and_warns_of_months_between(self):
        self._quarterly()
        form = Form(self.env["reconciliation.run.preview"].with_user(self.accountant))
        form.kind = "receivable"
        self.assertEqual((form.cutoff, form.period_start), (date(2026, 9, 30), date(2026, 7, 1)))
        self.assertFalse(form.is_between)
        form.cutoff = CUTOFF
        self.assertTrue(form.is_between)
        self.assertEqual(form.period_start, date(2026, 10, 1))
        form.kind = "payable"
        self.assertEqual((form.cutoff, form.is_between), (CUTOFF, False))

    def _frozen(self, day, kind="receivable"):
        self.env.flush_all()
        with freeze_time(f"{day} 03:00:00"):
            for found in self.rates._find_to_freeze():
                if found[0] == self.company:
                    self.rates._freeze(*found)
        rates = self.rates.search([("company_id", "=", self.company.id), ("kind", "=", kind)], order="cutoff")
        return [rate.cutoff.month for rate in rates]

    def test_the_months_between_are_not_missing(self):
        self._quarterly()
        april = datetime(2026, 4, 2)
        self._sent(cutoff=date(2026, 3, 31), period_start=date(2026, 1, 1), sent_on=april)
        self.assertEqual(self._frozen("2026-09-05"), [3, 6])
        self.assertEqual(self._frozen("2026-11-05"), [3, 6, 9])
        rates = self.rates.search([("company_id", "=", self.company.id)], order="cutoff")
        self.assertEqual(rates.mapped("sent_rate"), [1.0, 0.0, 0.0], "a quarter nobody ran is")

    def test_the_other_kind_stays_monthly(self):
        self._quarterly()
        self._sent(self.supplier, kind="payable", cutoff=date(2026, 3, 31))
        self.assertEqual(self._frozen("2026-06-20", "payable"), [3, 4, 5])

    def test_a_letter_between_quarters_counts_all_the_same(self):
        self._quarterly()
        self._sent(cutoff=date(2026, 4, 30), period_start=date(2026, 4, 1))
        self.assertEqual(self._frozen("2026-07-01"), [4])

    def test_the_months_before_a_change_keep_their_rhythm(self):
        self._quarterly()
        self._sent(cutoff=date(2026, 3, 31), period_start=date(2026, 1, 1))
        with freeze_time("2026-09-10"):
            self.company.letter_receivable_every = "month"
        self.assertEqual(self.company.letter_receivable_since, date(2026, 9, 10))
        self.assertEqual(self._frozen("2026-12-01"), [3, 6, 9, 10])

    def test_nobody_hides_a_missing_month_by_changing_the_rhythm(self):
        self._sent(cutoff=date(2026, 3, 31))
        self._quarterly("2026-05-20")
        self.assertEqual(self._frozen("2026-08-05"), [3, 4, 6])

    def test_nobody_hides_a_missing_month_by_changing_the_rhythm_twice(self):
        self._sent(cutoff=date(2026, 3, 31))
        for day, every in (("2026-05-20", "quarter"), ("2026-05-21", "month")):
            with freeze_time(day):
                self.company.letter_receivable_every = every
        self.assertEqual(self._frozen("2026-08-05"), [3, 4, 5, 6])

    def test_nobody_dates_the_change_back(self):
        admin = self.env.ref("base.user_admin")
        self._quarterly("2026-05-20")
        self.company.with_user(admin).write({"letter_receivable_since": "2026-01-01"})
        self.assertEqual(self.company.letter_receivable_since, date(2026, 5, 20))
        self.company.with_user(admin).write(
            {"letter_receivable_every": "month", "letter_receivable_since": "2026-01-01"}
        )
        self.assertNotEqual(self.company.letter_receivable_since, date(2026, 1, 1))
        changes = self.company.letter_receivable_changes
        self.company.with_user(admin).write({"letter_receivable_changes": "2026-01-01"})
        self.assertEqual(self.company.letter_receivable_changes, changes)

    def test_writing_the_same_again_changes_no_day(self):
        self._quarterly()
        since = self.company.letter_receivable_since
        with freeze_time("2026-09-10"):
            self.company.write({"letter_receivable_every": "quarter", "letter_demand": True})
        self.assertEqual(self.company.letter_receivable_since, since)


@tagged("post_install", "-at_install")
class TestOwnDay(AnswerCommon):
    """Two o'clock UTC on the first of a month is that day in Taipei, and the last of the month in Los Angeles."""

    def _at_home_in(self, zone):
        self.company.partner_id.tz = zone
        self.env.user.tz = LOS_ANGELES if zone == TAIPEI else TAIPEI
        self.env.flush_all()

    def test_silence_and_reminders(self):
        letter = self._sent(reply_by=date(2026, 11, 8), sent_on=datetime(2026, 11, 2, 2))
        for zone, missed, stage in ((LOS_ANGELES, False, 1), (TAIPEI, True, 1)):
            self._at_home_in(zone)
            with self.subTest(zone), freeze_time("2026-11-09 02:00:00"):
                self.assertEqual((letter._missed_its_date(), letter._get_due_stage()), (missed, stage))
        self._at_home_in(LOS_ANGELES)
        letter._write_by_flow({"sent_on": datetime(2026, 11, 2, 10)})  # the 2nd there and here
        with freeze_time("2026-11-09 02:00:00"):
            self.assertEqual(letter._get_due_stage(), 0, "the sixth day there")
            self._at_home_in(TAIPEI)
            self.assertEqual(letter._get_due_stage(), 1)

    def test_the_freeze_and_the_rate(self):
        letter = self._sent(sent_on=datetime(2026, 12, 1, 2))
        for zone, sent, frozen in ((LOS_ANGELES, 1, False), (TAIPEI, 0, True)):
            self._at_home_in(zone)
            with self.subTest(zone), freeze_time("2026-12-01 02:00:00"):
                found = self.env["reconciliation.rate"]._find_to_freeze()
                mine = [one for one in found if one[0] == self.company and one[2] == CUTOFF]
                self.assertEqual(bool(mine), frozen)
                self.env.invalidate_all()
                row = self.env["reconciliation.rate.report"].search([("letter_id", "=", letter.id)])
                self.assertEqual(row.sent, sent)

    def test_the_supplier_fifteenth(self):
        handover = self.env["reconciliation.handover"].create(
            {"company_id": self.company.id, "cutoff": CUTOFF, "accountant_id": self.accountant.id}
        )
        for zone, late in ((LOS_ANGELES, False), (TAIPEI, True)):
            self._at_home_in(zone)
            handover._write_by_flow({"handed_on": False})
            handover._write_by_flow({"handed_on": datetime(2026, 11, 16, 2)})
            self.assertEqual(handover.is_late, late, zone)

    def test_the_month_end_run(self):
        for zone, runs in ((LOS_ANGELES, 0), (TAIPEI, 2)):
            self._at_home_in(zone)
            with self.subTest(zone), freeze_time("2026-12-01 02:00:00"):
                self.env["reconciliation.batch"]._run_month_end(self.company)
                domain = [("company_id", "=", self.company.id), ("cutoff", "=", date(2026, 11, 30))]
                self.assertEqual(self.env["reconciliation.batch"].search_count(domain), runs)

    def test_the_answer(self):
        self._at_home_in(LOS_ANGELES)
        letter = self._sent()
        with freeze_time("2026-12-01 02:00:00"):
            self._answer(letter)
        self.assertEqual(letter.replied_on, date(2026, 11, 30))


@tagged("post_install", "-at_install")
class TestFreshDays(AnswerCommon):
    @freeze_time("2026-11-26 03:00:00")
    def test_a_successor_gets_a_day_still_to_come(self):
        past = self._sent(reply_by=date(2026, 11, 15))
        coming = self._sent(self._create_partner("P2"), reply_by=date(2026, 11, 30))
        supplier = self._sent(kind="payable", reply_by=date(2026, 11, 15))
        drafts = (past + coming + supplier)._supersede()
        self.assertEqual(
            drafts.mapped("reply_by"), [date(2026, 12, 31), date(2026, 11, 30), date(2026, 12, 15)]
        )
        self.company.letter_receivable_day = 10
        drafts[0]._write_by_flow({"state": "reviewed", "reply_by": date(2026, 11, 26)})
        self.assertEqual(drafts[0]._supersede().reply_by, date(2026, 12, 10))

    @freeze_time("2026-11-05 03:00:00")
    def test_the_demand_names_its_own_day(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        letter = self._sent(state="draft", reply_by=date(2026, 11, 30), lang="zh_TW", demand=True)
        self.assertEqual(letter._get_places(date(2026, 11, 5))["pay_by"], "2026/11/30")
        self.company.letter_pay_days = 10
        places = letter._get_places(date(2026, 11, 5))
        self.assertEqual((places["pay_by"], places["reply_by"]), ("2026/11/15", "2026/11/30"))
        letter.action_review()
        self.assertIn("2026/11/15", letter.wording_text["demand"])

    def test_hong_kong_reads_the_traditional_letter(self):
        self.env["res.lang"]._activate_lang("zh_HK")
        find = self.env["reconciliation.wording"]._find
        for lang, words in (("zh_HK", "zh_TW"), ("zh_MO", "zh_TW"), ("zh_SG", "zh_CN"), ("fr_FR", "en_US")):
            self.assertEqual(find("receivable", self.company, lang).lang, words, lang)
        self.env["res.lang"]._activate_lang("zh_TW")
        partner = self._create_partner("Harbour Printing", lang="zh_HK")
        self._entry(100.0, partner=partner)
        batch = self.env["reconciliation.batch"].create(
            {"cutoff": CUTOFF, "period_start": date(2026, 10, 1), "reply_by": date(2026, 11, 30)}
        )
        batch.action_run()
        letter = batch.letter_ids.filtered(lambda one: one.partner_id == partner)
        self.assertEqual(letter.lang, "zh_TW")
        letter.action_review()
        self.assertIn("往來帳項核對函", letter.wording_text["title"])
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "reconciliation_letter.report_letter", letter.ids
        )
        self.assertIn("期初餘額", html.decode())
