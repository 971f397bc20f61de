"""The built company as the tests look at it."""

from odoo.tests import TransactionCase

from ..build.workshop import Workshop


class DemoCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"lang": "zh_TW", "tz": "Asia/Shanghai"})
        cls.workshop = Workshop(cls.env)
        cls.company = cls.env.ref("base.main_company")

    def ref(self, name):
        return self.env.ref(f"backoffice_demo.{name}")

    def rows(self, file):
        return self.workshop.rows(file)
