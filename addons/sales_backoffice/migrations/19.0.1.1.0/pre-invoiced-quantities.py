"""Order lines keep how much of them is invoiced."""


def migrate(cr, version):
    """Add the columns before the models are loaded: otherwise every order line is computed one by one."""
    cr.execute(
        """
        ALTER TABLE sale_order_line
          ADD COLUMN IF NOT EXISTS credit_posted_qty numeric,
          ADD COLUMN IF NOT EXISTS credit_invoiced_qty numeric
        """
    )
