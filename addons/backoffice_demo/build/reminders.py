"""Six weeks of payment reminders, told day by day: digests, texts, letters, answers, and what did not arrive."""

import uuid
import zlib
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

WEEKS = 6
SILENT = "user_sales3"  # has no mobile phone, and has not answered for a week
REASONS = ("waits", "process", "cash", "contact")
DATED = {  # {table: columns with the moment something happened}
    "reminder_message": ("create_date", "sent_on"),
    "reminder_notice": ("told_on", "noted_on"),
    "reminder_log": ("date",),
    "reminder_letter": ("create_date", "sent_on"),
    "sms_gateway_message": ("create_date", "intended_at", "answered_at", "delivered_at"),
}
TEXTS = {  # {usage: (name, the text as a provider approves it)}
    "text_before": (
        "到期前",
        "到期提醒：${customer} ${document} ${amount} 元 ${due} 到期(剩${days}天)，請跟進並回覆付款日。",
    ),
    "text_after": (
        "逾期後",
        "逾期提醒：${customer} ${document} ${amount} 元 ${due} 到期，已逾${days}天，請回覆原因及付款日。",
    ),
    "text_summary": (
        "彙總",
        "付款提醒：共 ${count} 筆 ${amount} 元，請回覆：${link}",
    ),
    "text_customer": (
        "給客戶",
        "${company}：已寄出 ${amount} 元到期款項之函件，敬請查收。",
    ),
}


def switch_on(workshop):
    """Say who is told what; texts have an account that is turned off, as nothing leaves a demo."""
    people = {name: workshop.ref(f"user_{name}") for name in ("manager", "accountant", "gm", "supervisor")}
    workshop.company.write(
        {
            "reminder_active": True,
            "reminder_tz": "Asia/Shanghai",
            "reminder_letter_auto": False,
            "reminder_manager_ids": [Command.set(people["manager"].ids)],
            "reminder_finance_ids": [Command.set(people["accountant"].ids)],
            "reminder_general_manager_ids": [Command.set(people["gm"].ids)],
            "reminder_desk_user_id": people["supervisor"].id,
        }
    )
    _share_out(workshop)
    _open_account(workshop)


def _share_out(workshop):
    """Every customer has an assistant of the office; one person does not want texts."""
    keepers = [workshop.ref(f"user_{name}") for name in ("clerk", "assistant")]
    for number, row in enumerate(workshop.rows("customers")):
        customer = workshop.ref(f"customer_{row['key']}")
        customer.delivery_assistant_id = customer.delivery_assistant_id or keepers[number % len(keepers)]
    contact = workshop.ref("customer_wenlan_contact")
    workshop.env["phone.blacklist"]._add([contact._phone_format(fname="phone")])


def _open_account(workshop):
    company = workshop.company
    values = {
        "name": "華彩簡訊閘道",
        "provider": "generic",
        "company_id": company.id,
        "endpoint": "https://sms.huacai.example/gateway",
        "key_id": "huacai",
        "secret_input": uuid.uuid4().hex,
        "sign_name": "華彩紙業",
    }
    account = workshop.make("sms.gateway.account", "sms_account", {"demo": values})
    account.template_ids = [
        Command.create(
            {"name": name, "usage": f"payment_reminder.{usage}", "code": f"SMS_2026{number}", "text": text}
        )
        for number, (usage, (name, text)) in enumerate(TEXTS.items(), 101)
    ]
    robot = {"name": "業務群", "kind": "wecom", "company_id": company.id, "webhook_input": str(uuid.uuid4())}
    company.reminder_robot_id = workshop.make("message.robot", "robot", {"sales": robot})


def look_back(workshop):
    """Tell the reminders of the weeks before, and answer them: nobody had promised anything yet."""
    days = _working_days(workshop)
    for day in days[:-1]:
        _tell(workshop, day)
        _send_letters(workshop, day)
        _date(workshop, day, hour=9)
        _answer(workshop, day)
        _date(workshop, day, hour=15)


def promise(workshop):
    """What was promised since answers the last reminder of its invoice."""
    for row in workshop.rows("promises"):
        promised = workshop.ref(f"promise_{row['key']}")
        notice = workshop.env["reminder.notice"].search(
            [
                ("move_id", "=", promised.move_id.id),
                ("audience", "=", "salesperson"),
                ("state", "=", "told"),
                ("planned_on", "<=", promised.date_made),
            ],
            limit=1,
        )
        if notice:
            noted_by = workshop.act_as(promised.user_id)
            words = (
                f"承諾 {promised.date_promised:%Y/%m/%d} 付款 {promised.amount:,.2f}。{promised.note or ''}"
            )
            noted_by["reminder.notice"].browse(notice.id)._record_answer({"promise_ref": promised.id}, words)
            _date(workshop, promised.date_made, hour=16)


def today(workshop):
    """Tell today's reminders: broken promises bring the next stage forward. Not everything arrived."""
    day = _working_days(workshop)[-1]
    _tell(workshop, day)
    if day < workshop.today:
        _date(workshop, day, hour=9)
    sent = workshop.env["reminder.message"].search([("state", "=", "sent")], order="id desc")
    texts = sent.filtered(lambda m: m.channel == "text" and m.user_id == workshop.ref("user_sales2"))
    _lose(workshop, texts[:1])
    letters = sent.filtered(lambda message: message.kind == "letter" and message.channel == "mail")
    for message in letters[:1]:
        message._come_back(message.address)


def _working_days(workshop):
    days = [workshop.today - timedelta(days=number) for number in range(WEEKS * 7, -1, -1)]
    workday = workshop.env["backoffice.workday"]
    return [day for day in days if workday._is_working_day(workshop.company, day)]


def _tell(workshop, day):
    """Plan and write the digests and letters of a day; what is in reach arrives."""
    env, company = workshop.env, workshop.company
    for step in env["reminder.job"]._get_steps():
        step(company, day)
    _arrive(workshop, env["reminder.message"].search([("state", "=", "ready")]))


def _arrive(workshop, messages):
    """Note of messages that they left and arrived; nothing is sent."""
    texts = messages.filtered(lambda message: message.channel == "text" and message.state == "ready")
    for text in texts:
        text._as_reminder().write({"uuid": uuid.uuid5(uuid.NAMESPACE_OID, f"text {text.id}").hex})
    _log_texts(workshop, texts)
    messages.filtered(lambda message: message.state == "ready")._set_outcome("sent")


def _log_texts(workshop, texts):
    """Write what the gateway would have noted."""
    account = workshop.ref("sms_account_demo")
    codes = {template.usage: template.code for template in account.template_ids}
    now = fields.Datetime.now()
    workshop.env["sms.gateway.message"].create(
        [
            {
                "key": text.uuid,
                "channel": "sms",
                "company_id": text.company_id.id,
                "account_id": account.id,
                "provider": account.provider,
                "partner_id": text.recipient_id.id,
                "number": text.address,
                "body": text.body,
                "usage": f"payment_reminder.{text.wording_kind}",
                "template_code": codes[f"payment_reminder.{text.wording_kind}"],
                "params": text.wording_values,
                "sign_name": account.sign_name,
                "state": "delivered",
                "reference": text.uuid[:16].upper(),
                "attempts": 1,
                "intended_at": now,
                "answered_at": now,
                "delivered_at": now,
                "origin_model": text._name,
                "origin_id": text.id,
            }
            for text in texts
        ]
    )


def _lose(workshop, text):
    """The provider's answer to a text got lost: the desk has to find out whether it arrived."""
    row = workshop.env["sms.gateway.message"].search([("key", "in", text.mapped("uuid"))])
    row.write({"state": "unknown", "failure": "unknown", "reference": False, "delivered_at": False})
    text._as_reminder().write({"state": "unknown", "sent_on": False})
    workshop.env.flush_all()
    workshop.env.execute_query(
        SQL("UPDATE reminder_log SET event = 'unknown' WHERE message_id = ANY(%s) RETURNING id", text.ids)
    )
    text._report_trouble()


def _send_letters(workshop, day):
    """Let the letters of a day leave, but for those of this week: they wait for one click."""
    if day > workshop.day(-7):
        return
    letters = workshop.env["reminder.letter"].search([("state", "=", "draft")])
    writer = workshop.env["reminder.letter.writer"]
    for letter in letters:
        letter._write_by_flow({"sent_subject": letter.subject, "sent_body": letter.body})
    letters._move_to("queued")
    vals_list = [vals for letter in letters for vals in writer._prepare_letter_messages(letter, set())]
    messages = workshop.env["reminder.message"]._as_reminder().create(vals_list)
    workshop.env["reminder.writer"]._record_unreachable(messages)
    _arrive(workshop, messages)


def _answer(workshop, day):
    """Everybody answers within the day, but for one who has not for a week."""
    notices = workshop.env["reminder.notice"].search(
        [("state", "=", "told"), ("noted_on", "=", False), ("user_id", "!=", False)]
    )
    if day > workshop.day(-7):
        notices = notices.filtered(lambda notice: notice.user_id != workshop.ref(SILENT))
    for (user, required), group in notices.grouped(lambda n: (n.user_id, n.required_answer)).items():
        answered = workshop.act_as(user)["reminder.notice"].browse(group.ids)
        if required in ("none", "noted"):
            answered.action_note()
            continue
        for notice in answered:
            reason = REASONS[zlib.crc32((notice.document or "").encode()) % len(REASONS)]
            words = dict(notice._fields["reason"]._description_selection(notice.env))[reason]
            notice._record_answer({"reason": reason}, words)


def _date(workshop, day, hour):
    """Give what was just written the moment it is told of; the ORM always writes the present."""
    workshop.env.flush_all()
    moment = datetime(day.year, day.month, day.day) + timedelta(hours=hour - 8)
    for table, columns in DATED.items():
        for name in columns:
            column = SQL.identifier(name)
            workshop.env.execute_query(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s > now() AT TIME ZONE 'UTC' - interval '12 hours' RETURNING id",
                    SQL.identifier(table),
                    column,
                    moment,
                    column,
                )
            )
    workshop.env.invalidate_all()
