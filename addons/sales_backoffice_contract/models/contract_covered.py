"""What an approval of a contract covers and an amendment changes."""

TERMS = (
    "title",
    "valid_from",
    "valid_to",
    "lang",
    "our_signatory",
    "payment_term_id",
    "delivery_method",
    "partner_shipping_id",
    "delivery_days",
    "packing",
    "inspection_days",
    "deposit_kind",
    "deposit_percent",
    "deposit_amount",
    "amount_cap",
)
LINE_TERMS = (
    "product_id",
    "name",
    "product_uom_id",
    "quantity",
    "tolerance",
    "tolerance_under",
    "price_unit",
    "discount",
    "tax_ids",
)
CLAUSE_TERMS = ("sequence", "title", "body")
