"""The words for the states of approvals, for whatever model is approved."""

from odoo import api, models

STATES_OF = "backoffice.approval.mixin"


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model
    def get_field_selection(self, model_name, field_name):
        """Translate the states a document has from the approval as the approval does.

        The labels of an inherited selection belong to the add-on that names them, which is loaded before the
        models that inherit it exist: its translations never reach their rows. A label of the document's own, or
        one that is translated there, stays.
        """
        selection = super().get_field_selection(model_name, field_name)
        model = self.env.registry.get(model_name)
        if field_name != "state" or not model or not issubclass(model, self.env.registry[STATES_OF]):
            return selection
        named, lent = dict(model._fields["state"].selection), self.env.registry[STATES_OF]._fields["state"]
        labels, words = dict(lent.selection), dict(super().get_field_selection(STATES_OF, "state"))
        return [
            (value, words[value] if label == named.get(value) == labels.get(value) else label)
            for value, label in selection
        ]
