"""Fields the server fills in: what a client sends for them is ignored, or amounts could be hidden there."""

from odoo import api, models


class CreditKeptFields(models.AbstractModel):
    """Name in ``_credit_kept`` what nobody writes, in ``_credit_kept_once_created`` what only a creation writes.

    Recomputation and code in superuser mode are not concerned.
    """

    _name = "credit.kept.fields"
    _description = "Fields the Server Keeps"

    _credit_kept = frozenset()
    _credit_kept_once_created = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        vals_list = [self._without_fields(self._credit_kept, vals) for vals in vals_list]
        defaults = {f"default_{name}" for name in self._credit_kept}
        if not defaults & self.env.context.keys():
            return super().create(vals_list)
        plain = self.with_context(self._without_fields(defaults, self.env.context))
        return super(CreditKeptFields, plain).create(vals_list).with_env(self.env)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        return super().write(self._without_fields(self._credit_kept | self._credit_kept_once_created, vals))

    @staticmethod
    def _without_fields(names, vals):
        return {name: value for name, value in vals.items() if name not in names}
