"""Gathers notices to customers in letters, and prepares letters to leave: what was paid meanwhile is taken out."""

from datetime import timedelta

from odoo import api, fields, models

from ..rules.ladder import TONES, tone_of_letter


class ReminderLetterWriter(models.AbstractModel):
    _name = "reminder.letter.writer"
    _description = "Writer of Letters"

    # --- drafts -------------------------------------------------------------

    @api.model
    def _write_letters(self, company, today):
        """Put the notices planned for customers into drafts; send them if the company lets letters leave."""
        notices = self.env["reminder.notice"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "planned"),
                ("audience", "=", "customer"),
                ("letter_id", "=", False),
            ],
            order="partner_id, date_due, id",
        )
        resting = self._get_resting(company, today)
        notices = notices.filtered(lambda notice: notice.partner_id not in resting)
        letters = self.env["reminder.letter"]
        for (partner, currency), group in notices.grouped(lambda n: (n.partner_id, n.currency_id)).items():
            letters |= self._write_letter(company, today, partner, currency, group)
            self.env["ir.cron"]._commit_progress()
        if company.reminder_letter_auto:
            self._queue_drafts(company)
        return letters

    @api.model
    def _queue_drafts(self, company):
        """Queue every draft, one by one, also those an earlier run was stopped at."""
        drafts = self.env["reminder.letter"].search(
            [("company_id", "=", company.id), ("state", "=", "draft")]
        )
        for letter in drafts:
            self._queue_letters(letter)
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _clean_drafts(self, company, _today):
        """Take out of the drafts what was settled since; a draft with nothing left is cancelled."""
        lines = self.env["reminder.letter.line"].search(
            [
                ("company_id", "=", company.id),
                ("letter_id.state", "=", "draft"),
                ("is_dropped", "=", False),
                ("notice_id.state", "=", "dropped"),
            ]
        )
        lines._as_reminder().write({"is_dropped": True})
        lines.letter_id.filtered(lambda letter: not letter._get_live_lines())._move_to("cancelled")

    @api.model
    def _get_resting(self, company, today):
        """Return the customers who got a letter within the days between letters."""
        since = today - timedelta(days=company.reminder_letter_gap)
        rows = self.env["reminder.letter"]._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("sent", "queued", "unknown")),
                ("date", ">", since),
            ],
            ["partner_id"],
        )
        return {partner for (partner,) in rows}

    @api.model
    def _write_letter(self, company, today, partner, currency, notices):
        """Add notices to the customer's draft, or begin one."""
        letter = self.env["reminder.letter"].search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner.id),
                ("currency_id", "=", currency.id),
                ("state", "=", "draft"),
            ]
        )
        if not letter:
            letter = letter.with_context(mail_create_nolog=True).create(
                self._prepare_letter(company, today, partner, currency, notices)
            )
        self._supersede(letter, notices)
        self._add_lines(letter, notices, today)
        letter.tone = self._get_tone(letter)
        letter.by_text = any(letter.line_ids.notice_id.stage_id.mapped("by_text"))
        return letter

    @api.model
    def _prepare_letter(self, company, today, partner, currency, notices):
        contact = partner.browse(partner.address_get(["invoice"])["invoice"])
        day = today + timedelta(days=company.reminder_pay_days)
        return {
            "name": self.env["ir.sequence"].next_by_code("reminder.letter") or "/",
            "company_id": company.id,
            "partner_id": partner.id,
            "contact_id": contact.id,
            "salesperson_id": notices[:1].salesperson_id.id,
            "currency_id": currency.id,
            "tone": "courteous",
            "date": today,
            "pay_by": self.env["backoffice.workday"]._shift(company, day),
            "bank_id": company._get_reminder_bank().id,
        }

    @api.model
    def _supersede(self, letter, notices):
        """A later stage of the same receivable takes the place of the earlier one in the draft."""
        keys = set(notices.mapped(lambda notice: (notice.res_model, notice.res_id)))
        old = letter._get_live_lines().filtered(
            lambda line: (line.notice_id.res_model, line.notice_id.res_id) in keys
        )
        earlier = old.notice_id - notices  # one dropped and planned again has an old line itself
        earlier._as_reminder().write({"state": "dropped", "state_reason": "later"})
        old._as_reminder().write({"is_dropped": True})

    @api.model
    def _add_lines(self, letter, notices, today):
        self.env["reminder.letter.line"]._as_reminder().create(
            [
                {
                    "letter_id": letter.id,
                    "notice_id": notice.id,
                    "document": notice.document,
                    "date_due": notice.date_due,
                    "days": max((today - notice.date_due).days, 0),
                    "amount": notice.amount,
                }
                for notice in notices
            ]
        )
        notices._as_reminder().write({"letter_id": letter.id})

    @api.model
    def _get_tone(self, letter):
        """Return the tone: the sharpest stage on it, one step at most beyond what was sent about its items."""
        notices = letter._get_live_lines().notice_id
        wanted = max(notices.stage_id.mapped("tone"), key=TONES.index)
        before = self.env["reminder.letter.line"].search(
            [
                ("letter_id.state", "in", ("sent", "unknown")),
                ("notice_id.res_id", "in", notices.mapped("res_id")),
                ("partner_id", "=", letter.partner_id.id),
                ("is_dropped", "=", False),
            ]
        )
        keys = set(notices.mapped(lambda notice: (notice.res_model, notice.res_id)))
        sent = before.filtered(lambda line: (line.notice_id.res_model, line.notice_id.res_id) in keys)
        return tone_of_letter(wanted, sent.letter_id.mapped("tone"))

    # --- leaving ------------------------------------------------------------

    @api.model
    def _queue_letters(self, letters):
        """Refresh the letters, freeze their words, and write their messages: the job makes the files and sends."""
        ready, writer = self._freeze(letters), self.env["reminder.writer"]
        ready._move_to("queued")
        blocked = writer._get_opted_out(
            [writer._get_phone(letter.company_id, letter.contact_id) for letter in ready]
        )
        vals_list = [vals for letter in ready for vals in self._prepare_letter_messages(letter, blocked)]
        writer._record_unreachable(self.env["reminder.message"]._as_reminder().create(vals_list))
        return ready

    @api.model
    def _send_on_paper(self, letters):
        """Freeze the letters and write down that they were posted."""
        ready = self._freeze(letters)
        for letter in ready:
            letter._attach_file()
        vals_list = [{**self._prepare_letter_vals(letter), "channel": "paper"} for letter in ready]
        messages = self.env["reminder.message"]._as_reminder().create(vals_list)
        messages._set_outcome("sent", by=self.env.user)
        return ready

    @api.model
    def _freeze(self, letters):
        """Take out what is settled, cancel what has nothing left, keep the words; return what may leave."""
        letters._check_blockers("queued")
        letters._lock_for_sending()
        for company, group in letters.grouped("company_id").items():
            self._refresh(company, group)
        empty = letters.filtered(lambda letter: not letter._get_live_lines())
        empty._move_to("cancelled")
        ready = letters - empty
        ready._withdraw_sent()
        for letter in ready:
            letter._write_by_flow({"sent_subject": letter.subject, "sent_body": letter.body})
        return ready

    @api.model
    def _refresh(self, company, letters):
        """Bring the items to what is open today; what is settled is dropped, and the day to pay by kept ahead."""
        today = company._get_reminder_now().date()
        open_now = self.env["reminder.planner"]._get_open_amounts(company, today, letters.partner_id)
        for line in letters._get_live_lines()._as_reminder():
            notice = line.notice_id
            amount, due = open_now.get((notice.res_model, notice.res_id), (0, False))
            if due != notice.date_due:
                line.is_dropped = True
                notice._as_reminder().write(
                    {"state": "dropped", "state_reason": "changed" if due else "settled"}
                )
            else:
                line.write({"amount": amount, "days": max((today - due).days, 0)})
        for letter in letters:
            pay_by = letter._get_new_pay_by() if letter.pay_by <= today else letter.pay_by
            letter._write_by_flow({"date": today, "pay_by": pay_by})

    @api.model
    def _prepare_letter_messages(self, letter, blocked):
        """Return the mail with the letter, and the text beside it."""
        base, writer = self._prepare_letter_vals(letter), self.env["reminder.writer"]
        body = self.env["reminder.digest.texts"]._get_letter_mail(letter)
        yield {**base, "channel": "mail", "body_html": body, **writer._address_mail(letter.contact_id)}
        if letter.by_text:
            words = self.env["reminder.digest.texts"]._get_customer_text(letter)
            address = writer._address_text(letter.company_id, letter.contact_id, blocked)
            yield {**base, **words, "channel": "text", "subject": False, **address}

    @api.model
    def _prepare_letter_vals(self, letter):
        return {
            "company_id": letter.company_id.id,
            "kind": "letter",
            "day": letter.date,
            "recipient_id": letter.contact_id.id,
            "letter_id": letter.id,
            "attempt": 1 + max(letter.message_sent_ids.mapped("attempt"), default=-1),
            "subject": letter.sent_subject,
            "body": letter.sent_body,
            "notice_ids": [fields.Command.set(letter._get_live_lines().notice_id.ids)],
            "notice_count": len(letter._get_live_lines()),
            "amount_company": letter.amount_total,
        }
