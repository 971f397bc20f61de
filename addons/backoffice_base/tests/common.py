"""The cast and the assertions our tests share; other addons import the classes."""

import uuid

from lxml import etree

from odoo.tests import HttpCase, JsonRpcException, TransactionCase, new_test_user

# no mail about new users and their companies while the cast is set up
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "no_reset_password": True}


class ScreenReading:
    """For tests of screens: what a role finds, and reading it the way the client does."""

    def _visible_menus(self, addon, user):
        """Return the names of the menus of ``addon`` that open something and that ``user`` sees."""
        menus = self.env["ir.ui.menu"]
        visible = menus.with_user(user)._visible_menu_ids()
        ours = self.env["ir.model.data"].search(
            [("module", "=", addon), ("model", "=", "ir.ui.menu"), ("res_id", "in", list(visible))]
        )
        return {data.name for data in ours if menus.browse(data.res_id).action}

    def _read_screen(self, model, view_type, user):
        """Read every record as the client of ``user`` would: every field of the view, from the database."""
        records = self.env[model].with_user(user)
        arch = records.get_views([(False, view_type)])["views"][view_type]["arch"]
        names = {
            node.get("name")
            for node in etree.fromstring(arch).iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        self.env.invalidate_all()
        return records.search([]).read(list(names & records._fields.keys()))


class BackofficeCommon(TransactionCase):
    """One user per role of the suite, in one company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.salesperson = cls._create_user("salesperson", "Sally Sales")
        cls.sales_manager = cls._create_user("sales_manager", "Max Manager")
        cls.clerk = cls._create_user("clerk", "Clara Clerk")
        cls.supervisor = cls._create_user("supervisor", "Susan Supervisor")
        cls.accountant = cls._create_user("accountant", "Anna Accountant")
        cls.general_manager = cls._create_user("general_manager", "Greta General")
        cls.auditor = cls._create_user("auditor", "Otto Auditor")

    @classmethod
    def _create_user(cls, role, name=None, **values):
        """Return a user of the role ``group_<role>``; further groups: ``groups="a.b,c.d"``."""
        groups = values.pop("groups", "")
        groups = ",".join(filter(None, [f"backoffice_base.group_{role}", groups]))
        login = f"{role}_{uuid.uuid4().hex[:8]}"
        values = {"name": name or role, "company_id": cls.company.id, **values}
        return new_test_user(cls.env, login, groups, context=QUIET, **values)

    @classmethod
    def _create_company(cls, name="Branch Test Company"):
        return cls.env["res.company"].create({"name": name})

    @classmethod
    def _create_band(cls, kind, max_value, role, **values):
        """Add a band to the approval matrix."""
        group = cls.env.ref(f"backoffice_base.group_{role}")
        values = {"kind": kind, "max_value": max_value, "group_id": group.id, **values}
        return cls.env["backoffice.approval.rule"].create(values)

    def assertBlocked(self, documents, target, codes):
        """Each document is kept from ``target`` by exactly the reasons with these codes."""
        for document, blockers in documents._get_move_blockers(target).items():
            self.assertEqual([blocker.code for blocker in blockers], codes, f"document {document}")


class BackofficeHttpCommon(BackofficeCommon, HttpCase):
    """The cast at a real client."""

    def _rpc(self, user, model, method, *args, **kwargs):
        """Call ``model.method`` the way a client logged in as ``user`` does."""
        self.authenticate(user.login, user.login)
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def assertRpcRefused(self, error, user, model, method, *args, **kwargs):
        """The call of the client ends in ``error``, such as ``"AccessError"``."""
        with self.assertRaises(JsonRpcException) as caught, self.assertLogs("odoo.http", "WARNING"):
            self._rpc(user, model, method, *args, **kwargs)
        self.assertTrue(str(caught.exception).endswith(error), str(caught.exception))
