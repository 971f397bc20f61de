"""Writes what is to be sent: one digest a day and person. Nothing is sent here."""

from odoo import api, fields, models

CHUNK = 25  # people
REPEATED = (
    "kind",
    "channel",
    "day",
    "part",
    "subject",
    "body",
    "body_html",
    "wording_kind",
    "wording_values",
    "notice_count",
    "amount_company",
)


class ReminderWriter(models.AbstractModel):
    _name = "reminder.writer"
    _description = "Writer of Digests"

    @api.model
    def _write_digests(self, company, today, chunk=CHUNK):
        """Write the digests of the day from the notices planned; who has one already is told tomorrow.

        Return False where there was no time for everybody.
        """
        waiting = self._get_waiting(company, today)
        cron = self.env["ir.cron"]
        people = list(waiting)
        for start in range(0, len(people), chunk):
            part = people[start : start + chunk]
            self._write_digests_of(company, today, self._read_together(waiting, part))
            left = len(people) - start - len(part)
            if not cron._commit_progress(len(part), remaining=left) and left:
                return False
        return True

    @api.model
    def _read_together(self, waiting, part):
        """Return what waits for some people, read at once: a commit forgets what was read before."""
        people = [recipient.id for recipient in part]
        notices = [notice_id for recipient in part for notice_id in waiting[recipient].ids]
        return {
            recipient.with_prefetch(people): waiting[recipient].with_prefetch(notices) for recipient in part
        }

    @api.model
    def _get_waiting(self, company, today):
        """Return ``{recipient: planned notices, the largest amount first}`` of those without a digest today."""
        notices = self.env["reminder.notice"].search(
            [("company_id", "=", company.id), ("state", "=", "planned"), ("user_id", "!=", False)],
            order="amount_company desc, id",
        )
        have = self.env["reminder.message"]._read_group(
            [("company_id", "=", company.id), ("day", "=", today), ("kind", "=", "digest")], ["recipient_id"]
        )
        told = {recipient for (recipient,) in have}
        groups = notices.grouped("recipient_id").items()
        return {recipient: group for recipient, group in groups if recipient not in told}

    @api.model
    def _write_digests_of(self, company, today, waiting):
        """Write every message of some people at once, and tell those whom the application reaches."""
        blocked = self._get_opted_out([self._get_phone(company, recipient) for recipient in waiting])
        vals_list = [
            vals
            for recipient, notices in waiting.items()
            for vals in self._prepare_digest(company, today, recipient, notices, blocked)
        ]
        messages = self.env["reminder.message"]._as_reminder().create(vals_list)
        self._start(messages)
        return messages

    @api.model
    def _start(self, messages):
        """Record what is decided as soon as it is written: told in the application, or out of reach."""
        app = messages.filtered(lambda message: message.channel == "app")
        app._set_outcome("sent")
        self._add_activities(app)
        self._record_unreachable(messages)

    @api.model
    def _record_unreachable(self, messages):
        unreachable = messages.filtered(lambda message: message.state == "unreachable")
        if unreachable:
            self._replace_unreachable(unreachable)
            unreachable._set_outcome("unreachable")
            unreachable._put_on_desk("unreachable")

    @api.model
    def _replace_unreachable(self, messages):
        """One item on the desk for everybody out of reach, not one a day."""
        older = self.env["reminder.message"].search(
            [
                ("state", "=", "unreachable"),
                ("kind", "=", "digest"),
                ("company_id", "in", messages.company_id.ids),
                ("recipient_id", "in", messages.recipient_id.ids),
                ("id", "not in", messages.ids),
            ]
        )
        keys = {(message.kind, message.recipient_id, message.channel) for message in messages}
        older = older.filtered(lambda message: (message.kind, message.recipient_id, message.channel) in keys)
        older._as_reminder().write({"state": "cancelled", "reason": "again"})
        older.activity_feedback(["payment_reminder.mail_activity_desk"])

    @api.model
    def _add_activities(self, messages):
        digest = self.env.ref("payment_reminder.mail_activity_digest")
        model_id = self.env["ir.model"]._get_id("reminder.message")
        messages._create_activities(
            [
                {
                    "activity_type_id": digest.id,
                    "res_model_id": model_id,
                    "res_id": message.id,
                    "user_id": message.user_id.id,
                    "summary": message.subject,
                    "date_deadline": message.day,
                    "automated": True,
                }
                for message in messages
            ]
        )

    # --- the messages of one person -----------------------------------------

    @api.model
    def _prepare_digest(self, company, today, recipient, notices, blocked):
        """Return the values of the messages of one person: the list, a mail and texts as its stages say."""
        texts, lang = self.env["reminder.digest.texts"], recipient.lang or self.env.lang
        base = self._prepare_vals(company, today, recipient, notices)
        base["subject"] = texts._get_subject(notices, lang)
        yield {**base, "channel": "app"}
        by_mail = notices.filtered(lambda notice: notice.stage_id.by_mail)
        if by_mail:
            body = texts._get_mail_body(company, notices, lang)
            address = self._address_mail(recipient)
            yield {**base, **texts._cover(by_mail), "channel": "mail", "body_html": body, **address}
        by_text = notices.filtered(lambda notice: notice.stage_id.by_text)
        if by_text:
            yield from self._prepare_texts(company, base, recipient, by_text, lang, blocked)

    @api.model
    def _prepare_texts(self, company, base, recipient, notices, lang, blocked):
        address = self._address_text(company, recipient, blocked)
        bodies = self.env["reminder.digest.texts"]._get_texts(
            company, notices, lang, company.reminder_text_cap
        )
        if "state" in address:  # out of reach once, not once per text
            bodies = [{**bodies[0], **self.env["reminder.digest.texts"]._cover(notices)}]
        for part, words in enumerate(bodies):
            yield {**base, **words, "channel": "text", "part": part, "subject": False, **address}

    @api.model
    def _prepare_vals(self, company, today, recipient, notices):
        return {
            "company_id": company.id,
            "kind": "digest",
            "day": today,
            "recipient_id": recipient.id,
            "user_id": notices[:1].user_id.id,
            **self.env["reminder.digest.texts"]._cover(notices),
        }

    # --- addresses ----------------------------------------------------------

    @api.model
    def _get_phone(self, company, recipient):
        """Return the number of a person in international form, or nothing."""
        return (
            recipient._phone_format(fname="phone", country=recipient.country_id or company.country_id)
            or False
        )

    @api.model
    def _get_opted_out(self, numbers):
        """Return which of the numbers do not want texts."""
        domain = [("number", "in", [number for number in numbers if number])]
        return set(self.env["phone.blacklist"].sudo().search(domain).mapped("number"))

    @api.model
    def _address_text(self, company, recipient, blocked):
        number = self._get_phone(company, recipient)
        if not number:
            return {"address": recipient.phone, "state": "unreachable", "reason": "no_phone"}
        if number in blocked:
            return {"address": number, "state": "unreachable", "reason": "opted_out"}
        return {"address": number}

    @api.model
    def _address_mail(self, recipient):
        if not recipient.email_normalized:
            return {"address": recipient.email, "state": "unreachable", "reason": "no_mail"}
        return {"address": recipient.email_formatted}

    # --- again --------------------------------------------------------------

    @api.model
    def _write_again(self, messages):
        """Write each message once more with the address of today; return the new ones."""
        fresh = messages._as_reminder().create([self._prepare_again(message) for message in messages])
        fresh.letter_id._reopen()
        self._record_unreachable(fresh)
        return fresh

    @api.model
    def _prepare_again(self, message):
        company, recipient = message.company_id, message.recipient_id
        if message.channel == "text":
            address = self._address_text(
                company, recipient, self._get_opted_out([self._get_phone(company, recipient)])
            )
        else:
            address = self._address_mail(recipient)
        return {
            **{name: message[name] for name in REPEATED},
            "company_id": company.id,
            "recipient_id": recipient.id,
            "user_id": message.user_id.id,
            "letter_id": message.letter_id.id,
            "notice_ids": [fields.Command.set(message.notice_ids.ids)],
            "attempt": message.attempt + 1,
            **address,
        }
