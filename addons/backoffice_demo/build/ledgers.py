"""Promises customers gave on overdue invoices, and a difference of the tie-out that was explained and corrected."""


def promise(workshop):
    """Note each promise; who noted it is the salesperson of the customer unless the file names somebody."""
    values = {}
    for row in workshop.rows("promises"):
        invoice = workshop.ref(f"invoice_{row['invoice']}")
        values[row["key"]] = {
            "partner_id": invoice.commercial_partner_id.id,
            "company_id": invoice.company_id.id,
            "move_id": invoice.id,
            "currency_id": invoice.currency_id.id,
            "amount": float(row["amount"]),
            "date_made": workshop.day(row["made"]),
            "date_promised": workshop.day(row["promised"]),
            "promised_by": row["promised_by"],
            "channel": row["channel"],
            "note": row["note"],
        }
    records = {}
    for row in workshop.rows("promises"):
        salesperson = workshop.ref(f"invoice_{row['invoice']}").commercial_partner_id.user_id
        noted_by = workshop.ref(f"user_{row['noted_by']}") if row["noted_by"] else salesperson
        promises = workshop.act_as(noted_by)["receivable.promise"]
        # superuser: people note promises on the day they are made, and these were made in the past
        records[f"promise_{row['key']}"] = promises.sudo().create(values[row["key"]]).sudo(False)
    workshop.name(records)


def explain(workshop):
    """Explain a difference, approve the explanation, and withdraw it once the books were corrected."""
    for row in workshop.rows("explanations"):
        customer = workshop.ref(f"customer_{row['customer']}")
        preparer = workshop.act_as(workshop.ref(f"user_{row['prepared_by']}"))
        explanation = preparer["sales.ledger.explanation"].create(
            {
                "company_id": workshop.company.id,
                "account_id": customer.property_account_receivable_id.id,
                "partner_id": customer.id,
                "amount": float(row["amount"]),
                "date": workshop.day(row["from"]),
                "date_to": workshop.day(row["until"]),
                "reason": row["reason"],
            }
        )
        explanation.with_env(workshop.act_as(workshop.ref(f"user_{row['approved_by']}"))).action_approve()
        explanation.action_withdraw()
        workshop.name({f"explanation_{row['key']}": explanation})
