"""What the partner answered, and whether the answer counts."""

from odoo import fields, models


class ReconciliationLetterAnswering(models.AbstractModel):
    """The part of a letter that takes the answer."""

    _name = "reconciliation.letter.answering"
    _description = "Answers to a reconciliation letter"

    answer_ids = fields.One2many("reconciliation.answer", "letter_id", "Answers", readonly=True)
    difference_ids = fields.One2many("reconciliation.difference", "letter_id", "Differences")
