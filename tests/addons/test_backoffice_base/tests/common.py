"""Builders of the documents that exist for the tests."""

from odoo.fields import Command

from odoo.addons.backoffice_base.tests.common import BackofficeCommon


class FlowCommon(BackofficeCommon):
    def _create_errand(self, name="Errand", **values):
        return self.env["test.backoffice.errand"].create({"name": name, **values})


class ApprovalCommon(BackofficeCommon):
    """Up to 100 the supervisor decides, up to 1000 the accountant, above the general manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["backoffice.approval.rule"].search([("kind", "=", "test_request")]).unlink()
        cls._create_band("test_request", 100, "supervisor")
        cls._create_band("test_request", 1000, "accountant")

    @classmethod
    def _create_request(cls, user=None, lines=(40, 50), **values):
        values = {"name": "Request", "amount": 90, "date": "2026-03-31", **values}
        lines = [Command.create({"amount": amount}) for amount in lines]
        return (
            cls.env["test.backoffice.request"]
            .with_user(user or cls.clerk)
            .create({**values, "line_ids": lines})
        )

    @classmethod
    def _create_submitted(cls, user=None, **values):
        request = cls._create_request(user, **values)
        request.action_submit()
        return request

    def _get_decisions(self, requests):
        domain = [("res_model", "=", requests._name), ("res_id", "in", requests.ids)]
        return self.env["backoffice.approval.decision"].search(domain, order="id")
