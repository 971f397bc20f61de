"""Lines of the log need no notice any more: Odoo makes the smaller indexes anew, but only where there is none."""


def migrate(cr, version):
    cr.execute("DROP INDEX IF EXISTS reminder_log__notice_id_index, reminder_log__stage_id_index")
