"""承諾付款: what a customer promised to pay and whether the money came. A promise is never edited, only superseded."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

STATES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("partial", "Kept in Part"),
    ("broken", "Broken"),
]
ARCHIVERS = "backoffice_base.group_supervisor,backoffice_base.group_sales_manager"
FROZEN = {
    "partner_id",
    "company_id",
    "move_id",
    "order_id",
    "currency_id",
    "date_promised",
    "amount",
    "date_made",
}

# money matched with the invoice from the day of the promise to the day promised; a credit note is no money
MATCHED = """
    SELECT SUM(part.debit_amount_currency) AS amount
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN account_partial_reconcile part ON part.debit_move_id = line.id
      JOIN account_move_line receipt ON receipt.id = part.credit_move_id
     WHERE line.move_id = promise.move_id
       AND account.account_type = 'asset_receivable'
       AND (receipt.payment_id IS NOT NULL OR receipt.statement_line_id IS NOT NULL)
       AND part.max_date BETWEEN promise.date_made AND promise.date_promised
"""
# money of the customer in the currency of the promise
PAID = """
    SELECT -SUM(line.amount_currency) AS amount
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN res_partner contact ON contact.id = line.partner_id
      JOIN res_partner customer ON customer.id = promise.partner_id
     WHERE contact.commercial_partner_id = customer.commercial_partner_id
       AND line.company_id = promise.company_id
       AND line.currency_id = promise.currency_id
       AND line.parent_state = 'posted'
       AND account.account_type = 'asset_receivable'
       AND (line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL)
       AND line.date BETWEEN promise.date_made AND promise.date_promised
"""


class ReceivablePromise(models.Model):
    _name = "receivable.promise"
    _description = "Promise to Pay"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_promised desc, id desc"
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    salesperson_id = fields.Many2one(
        related="partner_id.user_id", string="Salesperson", store=True, index=True
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    order_id = fields.Many2one(
        "sale.order", index="btree_not_null", check_company=True, help="Of goods not yet invoiced."
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary(required=True, tracking=True)
    date_made = fields.Date("Made On", required=True, default=fields.Date.context_today)
    date_promised = fields.Date("Promised For", required=True, tracking=True)
    promised_by = fields.Char(help="Who at the customer gave his word.")
    channel = fields.Selection(
        [
            ("phone", "Telephone"),
            ("chat", "Chat"),
            ("visit", "Visit"),
            ("mail", "Mail"),
            ("letter", "Letter"),
        ],
        default="phone",
        required=True,
    )
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users", "Noted By", required=True, readonly=True, copy=False, default=lambda self: self.env.user
    )
    collected = fields.Monetary(
        compute="_compute_state", help="Received between the day it was made and the day promised."
    )
    state = fields.Selection(STATES, "Kept", compute="_compute_state", search="_search_state")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "Promise an amount above zero.")

    @api.constrains("date_promised", "date_made")
    def _check_days(self):
        for promise in self:
            if promise.date_promised < promise.date_made:
                raise ValidationError(self.env._("A promise is for today or later, not for a day gone by."))

    @api.constrains("partner_id", "move_id", "order_id", "company_id")
    def _check_document(self):
        for promise in self.sudo():
            holder = promise.partner_id.commercial_partner_id
            for document in filter(None, (promise.move_id, promise.order_id)):
                owner = (
                    document.partner_id if document._name == "account.move" else document.partner_invoice_id
                )
                if owner.commercial_partner_id != holder or document.company_id != promise.company_id:
                    raise ValidationError(
                        self.env._(
                            "%(document)s is not a document of %(customer)s.",
                            document=document.display_name,
                            customer=holder.display_name,
                        )
                    )

    @api.depends("partner_id", "amount", "date_promised")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(customer)s, %(day)s", customer=promise.partner_id.name, day=promise.date_promised or ""
            )

    # === KEPT OR BROKEN === #

    @api.depends("amount", "date_made", "date_promised", "move_id", "partner_id")
    def _compute_state(self):
        found = self._get_standing() if self.ids else {}
        for promise in self:
            promise.state, promise.collected = found.get(promise._origin.id, ("open", 0.0))

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = set(value)

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT standing.id FROM (%s) standing WHERE standing.state = ANY(%s))",
                SQL.identifier(alias, "id"),
                self._standing_sql(),
                [state for state in states if state],
            )

        return Domain.custom(to_sql=to_sql)

    def _get_standing(self):
        """Return ``{id: (state, collected)}`` in one statement."""
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move.line"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, state, collected FROM (%s) standing WHERE id = ANY(%s)",
                self._standing_sql(),
                self.ids,
            )
        )
        return {row_id: (state, float(collected)) for row_id, state, collected in rows}

    @api.model
    def _standing_sql(self):
        """Judge each promise by the money that came from the day it was made to the day promised.

        Of an invoice, what was matched with its receivable; without one, what the customer paid in that currency.
        """
        return SQL(
            """
            SELECT judged.id, judged.collected,
                   CASE WHEN judged.collected >= judged.amount THEN 'kept'
                        WHEN judged.date_promised >= %(today)s THEN 'open'
                        WHEN judged.collected > 0 THEN 'partial'
                        ELSE 'broken' END AS state
              FROM (
                SELECT promise.id, promise.amount, promise.date_promised,
                       COALESCE(CASE WHEN promise.move_id IS NULL THEN paid.amount ELSE matched.amount END, 0)
                           AS collected
                  FROM receivable_promise promise
                  LEFT JOIN LATERAL (%(matched)s) matched ON promise.move_id IS NOT NULL
                  LEFT JOIN LATERAL (%(paid)s) paid ON promise.move_id IS NULL
              ) judged
            """,
            today=fields.Date.context_today(self),
            matched=SQL(MATCHED),
            paid=SQL(PAID),
        )

    # === HISTORY === #

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        if not self.env.su:
            promises._check_noted_today()
        return promises

    def _check_noted_today(self):
        """Raise where a promise is noted for another day than today: the money would already tell how it ends.

        Promises of the past come in through an import of the administrator.
        """
        today = fields.Date.context_today(self)
        if any(promise.date_made != today for promise in self):
            raise ValidationError(
                self.env._("Note a promise on the day it is made: later the money would already tell.")
            )

    def write(self, vals):
        if "active" in vals and not self.env.su and not self.env.user.has_groups(ARCHIVERS):
            raise UserError(
                self.env._(
                    "A promise stays in sight, kept or broken; a supervisor archives what was a mistake."
                )
            )
        if (FROZEN | {"user_id"}) & vals.keys():
            raise UserError(
                self.env._(
                    "A promise stays as it was given: note a new one, it takes the place of the old one."
                )
            )
        return super().write(vals)

    def action_open_document(self):
        """Open the invoice or order it is about, else the customer."""
        self.ensure_one()
        return (self.move_id or self.order_id or self.partner_id).get_formview_action()
