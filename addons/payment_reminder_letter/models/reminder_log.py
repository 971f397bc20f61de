"""Why something was not reminded of: the difference that keeps it out."""

from odoo import fields, models


class ReminderLog(models.Model):
    _inherit = "reminder.log"

    difference_id = fields.Many2one(
        "reconciliation.difference",
        index="btree_not_null",
        ondelete="restrict",
        help="What the customer disputed in a reconciliation letter, for which it was left out.",
    )

    _left_out_once = models.UniqueIndex(
        "(res_model, res_id, difference_id) WHERE difference_id IS NOT NULL",
        "It is in the log already that this is left out.",
    )
