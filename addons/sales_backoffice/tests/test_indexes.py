"""Every foreign key our add-ons put on a large table, and every inverse of a One2many of ours, has its index.

Without one, reading the other side or deleting what is pointed at scans the whole table. Looked up in the database,
over whatever of the suite is installed.
"""

from odoo.modules.module import get_manifest
from odoo.tests import TransactionCase, tagged

AUTHOR = "Back Office Suite contributors"
LARGE = {
    "account.move",
    "account.move.line",
    "account.partial.reconcile",
    "account.payment",
    "mrp.production",
    "purchase.order",
    "purchase.order.line",
    "sale.order",
    "sale.order.line",
    "stock.move",
    "stock.move.line",
    "stock.picking",
}


@tagged("post_install", "-at_install")
class TestIndexes(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        cls.ours = {name for name in installed if get_manifest(name).get("author") == AUTHOR}

    def _is_column(self, field):
        return field.store and field.type == "many2one" and not self.env[field.model_name]._abstract

    def _get_columns(self):
        """Return the ``{(table, column)}`` that have to be indexed."""
        found = set()
        for model in self.env.registry.values():
            if model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if not self.ours.intersection(field._modules):
                    continue
                if model._name in LARGE and self._is_column(field):
                    found.add((model._table, field.name))
                if field.type == "one2many" and field.inverse_name and field.store is not None:
                    found |= self._get_inverse(field)
        return found

    def _get_inverse(self, field):
        comodel = self.env[field.comodel_name]
        inverse = comodel._fields.get(field.inverse_name)
        if inverse is None or comodel._abstract or not comodel._auto or not self._is_column(inverse):
            return set()
        return {(comodel._table, inverse.name)}

    def _get_unindexed(self, columns):
        self.env.cr.execute(
            """SELECT indexed.relname, attribute.attname
                 FROM pg_index index
                 JOIN pg_class indexed ON indexed.oid = index.indrelid
                 JOIN pg_attribute attribute ON attribute.attrelid = indexed.oid
                      AND attribute.attnum = index.indkey[0]
                WHERE index.indisvalid"""
        )
        return sorted(columns - set(self.env.cr.fetchall()))

    def test_every_foreign_key_is_indexed(self):
        columns = self._get_columns()
        self.assertIn(("credit_release", "profile_id"), columns)
        self.assertEqual(self._get_unindexed(columns), [])

    def test_a_missing_index_is_noticed(self):
        self.env.cr.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'credit_release' AND indexdef LIKE '%(profile_id%'"
        )
        for (name,) in self.env.cr.fetchall():
            self.env.cr.execute(f'DROP INDEX "{name}"')
        self.assertEqual(self._get_unindexed(self._get_columns()), [("credit_release", "profile_id")])
