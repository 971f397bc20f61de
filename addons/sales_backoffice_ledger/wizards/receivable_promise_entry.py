"""Notes a promise to pay in two taps: one opens this, one of its buttons is the day."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.backoffice_base.rules.periods import month_end

CHANNELS = ("phone", "chat", "visit", "mail", "letter")


class ReceivablePromiseEntry(models.TransientModel):
    _name = "receivable.promise.entry"
    _description = "Note a Promise to Pay"

    partner_id = fields.Many2one("res.partner", "Customer", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True)
    date_promised = fields.Date(
        "Promised For",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
    )
    promised_by = fields.Char(help="Who at the customer gave his word.")
    channel = fields.Selection(
        lambda self: self.env["receivable.promise"]._fields["channel"]._description_selection(self.env),
        default="phone",
        required=True,
    )
    note = fields.Char()
    last_promise_id = fields.Many2one("receivable.promise", compute="_compute_last_promise_id")
    last_promise_state = fields.Selection(related="last_promise_id.state", string="Last Promise Kept")

    @api.depends("partner_id", "move_id", "order_id")
    def _compute_last_promise_id(self):
        for entry in self:
            entry.last_promise_id = self.env["receivable.promise"].search(
                [
                    ("partner_id", "=", entry.partner_id.id),
                    ("move_id", "=", entry.move_id.id),
                    *([("order_id", "=", entry.order_id.id)] if not entry.move_id else []),
                ],
                order="date_made desc, id desc",
                limit=1,
            )

    def _prepare_promise_vals(self):
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "move_id": self.move_id.id,
            # an invoice may stand for several orders: the promise is about the invoice then
            "order_id": False if self.move_id else self.order_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date_promised": self.date_promised,
            "promised_by": self.promised_by,
            "channel": self.channel,
            "note": self.note,
        }

    def action_save(self):
        """Note the promise for the day on the form."""
        self.env["receivable.promise"].create([entry._prepare_promise_vals() for entry in self])
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _save_for(self, day):
        self.date_promised = day
        return self.action_save()

    def action_in_three_days(self):
        """Note the promise for three days from now."""
        return self._save_for(fields.Date.context_today(self) + timedelta(days=3))

    def action_in_a_week(self):
        """Note the promise for a week from now."""
        return self._save_for(fields.Date.context_today(self) + timedelta(days=7))

    def action_at_month_end(self):
        """Note the promise for the end of the month."""
        return self._save_for(month_end(fields.Date.context_today(self)))
