"""Who noted earlier deliveries is told: they were noted by hand."""


def migrate(cr, version):
    cr.execute(
        "UPDATE reconciliation_letter SET delivered_by = 'hand' WHERE delivered_on IS NOT NULL AND delivered_by IS NULL"
    )
