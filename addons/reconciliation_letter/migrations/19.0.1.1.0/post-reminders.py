"""Reminders say what became of them; of earlier ones that is known only where the mail is still there."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    # the mail was deleted as soon as it had left, and calls were not followed
    cr.execute(
        """
        UPDATE reconciliation_reminder reminder
           SET state = CASE mail.state WHEN 'sent' THEN 'sent' WHEN 'exception' THEN 'failed'
                                       WHEN 'outgoing' THEN 'waiting' ELSE 'unknown' END,
               sent_on = CASE WHEN mail.state = 'sent' THEN reminder.date END,
               reason = mail.failure_reason
          FROM reconciliation_reminder same
          LEFT JOIN mail_mail mail ON mail.mail_message_id = same.mail_message_id
         WHERE same.id = reminder.id
        """
    )
    # what waits leaves through the queue of reminders, which keeps it
    cr.execute(
        """
        UPDATE mail_mail mail SET state = 'cancel', auto_delete = FALSE, is_notification = TRUE
          FROM reconciliation_reminder reminder
         WHERE reminder.mail_message_id = mail.mail_message_id AND mail.state = 'outgoing'
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ("mail_template_reminder", "mail_template_reconfirm"):
        template = env.ref(f"reconciliation_letter.{name}", raise_if_not_found=False)
        if template:
            template.auto_delete = False
