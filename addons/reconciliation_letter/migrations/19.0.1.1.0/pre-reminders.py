"""A stage is unique for reminders by themselves only; who reminded by hand is recorded as well."""


def migrate(cr, version):
    cr.execute(
        "ALTER TABLE reconciliation_reminder DROP CONSTRAINT IF EXISTS reconciliation_reminder_stage_uniq"
    )
    # computed and stored: filled here, so that nobody waits for every letter to be computed
    cr.execute("ALTER TABLE reconciliation_letter ADD COLUMN IF NOT EXISTS reminder_problem boolean")
    cr.execute("UPDATE reconciliation_letter SET reminder_problem = FALSE WHERE reminder_problem IS NULL")
