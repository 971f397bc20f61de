"""承諾付款: what a customer promised to pay of an invoice, and whether the money came."""

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


class ReminderPromise(models.Model):
    """A promise is never edited, only followed by another. Where the ledgers of the sales back office are installed
    their promises are used instead: see ``reminder.promise.book``."""

    _name = "reminder.promise"
    _description = "Promise to Pay"
    _order = "date_promised desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    salesperson_id = fields.Many2one(
        related="partner_id.user_id", string="Salesperson", store=True, index=True
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", required=True, index=True, check_company=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    date_made = fields.Date("Made On", required=True, default=fields.Date.context_today)
    date_promised = fields.Date("Promised For", required=True)
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
        if any(promise.date_promised < promise.date_made for promise in self):
            raise ValidationError(self.env._("A promise is for today or later, not for a day gone by."))

    @api.constrains("partner_id", "move_id")
    def _check_document(self):
        for promise in self.sudo():  # superuser: whoever notes it need not be able to read invoices
            if promise.move_id.commercial_partner_id != promise.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(document)s is not a document of %(customer)s.",
                        document=promise.move_id.display_name,
                        customer=promise.partner_id.display_name,
                    )
                )

    @api.depends("partner_id", "date_promised")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(customer)s, %(day)s", customer=promise.partner_id.name, day=promise.date_promised or ""
            )

    @api.depends("amount", "date_made", "date_promised", "move_id")
    def _compute_state(self):
        found = self._get_standing() if self.ids else {}
        for promise in self:
            promise.state, promise.collected = found.get(promise._origin.id, ("open", 0.0))

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = [state for state in value if state]

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT standing.id FROM (%s) standing WHERE standing.state = ANY(%s))",
                SQL.identifier(alias, "id"),
                self._standing_sql(),
                states,
            )

        return Domain.custom(to_sql=to_sql)

    def _get_standing(self):
        """Return ``{id: (state, collected)}`` in one statement."""
        for name in ("account.partial.reconcile", "account.move.line", self._name):
            self.env[name].flush_model()
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
        """Judge each promise by the money matched with its invoice from the day it was made to the day promised."""
        return SQL(
            """
            SELECT judged.id, judged.collected,
                   CASE WHEN judged.collected >= judged.amount THEN 'kept'
                        WHEN judged.date_promised >= %(today)s THEN 'open'
                        WHEN judged.collected > 0 THEN 'partial'
                        ELSE 'broken' END AS state
              FROM (
                SELECT promise.id, promise.amount, promise.date_promised, COALESCE(money.amount, 0) AS collected
                  FROM reminder_promise promise
                  LEFT JOIN LATERAL (
                    SELECT SUM(part.debit_amount_currency) AS amount
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                      JOIN account_partial_reconcile part ON part.debit_move_id = line.id
                      JOIN account_move_line receipt ON receipt.id = part.credit_move_id
                     WHERE line.move_id = promise.move_id
                       AND account.account_type = 'asset_receivable'
                       AND (receipt.payment_id IS NOT NULL OR receipt.statement_line_id IS NOT NULL)
                       AND part.max_date BETWEEN promise.date_made AND promise.date_promised
                  ) money ON TRUE
              ) judged
            """,
            today=fields.Date.context_today(self),
        )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])

    def write(self, vals):
        if vals.keys() - {"note"}:
            raise UserError(
                self.env._(
                    "A promise stays as it was given: note a new one, it takes the place of the old one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A promise stays on record: note a new one, it takes its place."))
