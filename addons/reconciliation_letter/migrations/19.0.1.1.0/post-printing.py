"""Companies that worked with letters before keep it that a printed letter is a sent one."""


def migrate(cr, version):
    cr.execute("UPDATE res_company SET letter_print_is_sending = TRUE")
    cr.execute(
        "UPDATE reconciliation_dispatch SET printed_on = date"
        " WHERE channel = 'print' AND state = 'sent' AND printed_on IS NULL"
    )
