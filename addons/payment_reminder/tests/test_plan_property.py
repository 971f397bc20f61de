"""Planned notices against a slow recomputation, over random due days, payments, promises and stages."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..models.reminder_stage import AUDIENCES
from ..rules.ladder import shift
from .common import ReminderCommon

INVOICES = st.lists(st.tuples(st.integers(-95, 12), st.integers(2, 900)), min_size=1, max_size=5)
RECEIPTS = st.lists(st.integers(1, 900), max_size=2)
PROMISES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(-20, 5), st.sampled_from((50, 400, 5000))), max_size=3
)


@tagged("post_install", "-at_install")
class TestPlanProperty(ReminderCommon):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        invoices=INVOICES,
        receipts=RECEIPTS,
        promises=PROMISES,
        days_off=st.sets(st.integers(-6, 6), max_size=4),
    )
    def test_planned_is_what_the_ladder_says(self, invoices, receipts, promises, days_off):
        partner = self._create_customer("Random Printing")
        self._set_assistant(partner, self.clerk)
        days_off = {self.today + timedelta(days=day) for day in days_off if day}
        self.env["backoffice.workday"].search([]).unlink()
        self.env["backoffice.workday"].create(
            [{"date": day, "kind": "off", "name": "Off", "company_id": self.company.id} for day in days_off]
        )
        moves = [self._open_invoice(days, float(amount), partner=partner) for days, amount in invoices]
        for amount in receipts:
            self._receipt(float(amount), partner=partner)
        given_words = self._promise(moves, promises)
        expected = self._expected(moves, sum(receipts), given_words, days_off)
        self._plan()
        notices = self._notices(partner=partner)
        self.assertEqual(self._found(notices), expected)
        notices._as_reminder().write({"state": "dropped", "state_reason": "settled", "amount": 0})
        self._plan()
        self.assertEqual(self._notices(partner=partner), notices)
        self.assertEqual(
            self._found(notices), expected, "what was dropped untold is planned as if for the first time"
        )

    def _found(self, notices):
        planned = notices.filtered(lambda notice: notice.state == "planned")
        return {(n.move_id.id, n.stage_id.id, n.audience, round(n.amount, 2), n.escalated) for n in planned}

    def _promise(self, moves, promises):
        """Note the promises; return ``{move: (amount, day)}`` of the last one each."""
        last = {}
        for index, days, amount in promises:
            move, day = moves[index % len(moves)], self.today + timedelta(days=days)
            self._promises().create(
                {
                    "partner_id": move.partner_id.id,
                    "company_id": self.company.id,
                    "move_id": move.id,
                    "currency_id": move.currency_id.id,
                    "amount": amount,
                    "date_made": min(day, self.today - timedelta(days=20)),
                    "date_promised": day,
                }
            )
            last[move] = (amount, day)
        return last

    def _expected(self, moves, money, given_words, days_off):
        """The obvious way: money pays the oldest first, every stage of every receivable is looked at by hand."""
        expected = set()
        for move in sorted(moves, key=lambda move: (self._line(move).date_maturity, self._line(move).id)):
            paid = min(money, move.amount_residual)
            money -= paid
            left = move.amount_residual - paid
            if left > self.company.reminder_small_amount:
                expected |= self._expected_of(move, left, given_words.get(move), days_off)
        return expected

    def _expected_of(self, move, left, word, days_off):
        due = self._line(move).date_maturity
        promised = bool(word) and word[1] >= self.today and word[0] >= left
        broken = bool(word) and word[1] < self.today
        stages = self.env["reminder.stage"].search([]).sorted("offset_days")
        reached = [stage for stage in stages if self._falls(stage, due, days_off) <= self.today]
        ahead = set()
        if broken:
            later = [s for s in stages if not reached or s.offset_days > reached[-1].offset_days]
            ahead = {s for s in later if s.offset_days == later[0].offset_days} if later else set()
        expected = {}
        for stage in [*reached, *sorted(ahead, key=lambda stage: stage.offset_days)]:
            for audience in AUDIENCES:
                silent = promised and (stage.skip_promised or audience == "customer")
                if stage[f"to_{audience}"] and not silent:
                    expected[audience] = (move.id, stage.id, audience, round(left, 2), stage in ahead)
        return set(expected.values())

    def _falls(self, stage, due, days_off):
        day = due + timedelta(days=stage.offset_days)
        return shift(day, stage.day_rule, lambda day: day.weekday() < 5 and day not in days_off)
