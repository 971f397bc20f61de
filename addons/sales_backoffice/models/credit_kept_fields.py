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
        kept = self._get_credit_kept()
        vals_list = [self._without_fields(kept, vals) for vals in vals_list]
        defaults = {f"default_{name}" for name in kept}
        if not defaults & self.env.context.keys():
            return super().create(vals_list)
        plain = self.with_env(self.env(context=self._without_fields(defaults, self.env.context)))
        return super(CreditKeptFields, plain).create(vals_list).with_env(self.env)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        kept = self._get_credit_kept() | self._credit_kept_once_created
        return super().write(self._without_fields(kept, vals))

    @api.model
    def _get_credit_kept(self):
        """Return the fields the present user does not write."""
        return self._credit_kept

    @staticmethod
    def _without_fields(names, vals):
        return {name: value for name, value in vals.items() if name not in names}
