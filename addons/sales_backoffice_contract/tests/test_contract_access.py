"""Who sees and does what with contracts, role by role, company by company, and on the portal."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import SCAN, ContractCommon

READERS = ("seller", "clerk", "supervisor", "sales_manager", "accountant", "general_manager", "auditor")
EDITORS = ("seller", "clerk", "supervisor", "sales_manager", "general_manager")
MODELS = ("sale.contract", "sale.contract.line", "sale.contract.clause", "sale.contract.scan")


@tagged("post_install", "-at_install")
class TestContractAccess(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("sales_backoffice_contract.contract_template_paper")
        cls.contract = cls._active_contract(template_id=cls.template.id)

    def _records(self):
        contract = self.contract.sudo()
        return (contract, contract.line_ids, contract.clause_ids, contract.scan_ids)

    def test_readers_read_everything_of_it(self):
        for name in READERS:
            for records in self._records():
                with self.subTest(role=name, model=records._name):
                    self.assertTrue(records.with_user(self.users[name]).has_access("read"))

    def test_the_warehouse_does_not(self):
        for records in self._records():
            self.assertFalse(records.with_user(self.users["warehouse"]).has_access("read"), records._name)

    def test_another_salesperson_does_not(self):
        for records in self._records():
            self.assertFalse(records.with_user(self.users["other_seller"]).has_access("read"), records._name)
            self.assertFalse(records.with_user(self.users["other_seller"]).search([]) & records)

    def test_assistants_and_the_salesperson_of_the_customer_do(self):
        self.contract.assistant_id = self.users["other_seller"]
        self.assertTrue(self.contract.with_user(self.users["other_seller"]).has_access("read"))

    def test_editors_draft_and_readers_do_not(self):
        for name in READERS:
            work = self._create_contract
            with self.subTest(role=name):
                if name in EDITORS:
                    self.assertEqual(work(by=name).state, "draft")
                else:
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        work(by=name)

    def test_auditors_change_nothing(self):
        auditor = self.users["auditor"]
        for records in (*self._records(), self.template, self.template.clause_ids):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.with_user(auditor).has_access(operation), (records._name, operation))

    def test_templates_are_kept_by_the_supervisor(self):
        for name, may in (
            ("supervisor", True),
            ("general_manager", True),
            ("clerk", False),
            ("seller", False),
        ):
            self.assertEqual(self.template.with_user(self.users[name]).has_access("write"), may, name)

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Second House"})
        user = new_test_user(
            self.env,
            "contract_elsewhere",
            groups="backoffice_base.group_supervisor",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for records in self._records():
            self.assertFalse(records.with_user(user).has_access("read"), records._name)

    def test_a_contract_takes_nothing_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second House"})
        foreign = self._create_product("Foreign paper", company_id=other.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._create_contract(lines=[{"product_id": foreign.id, "quantity": 1.0, "price_unit": 1.0}])

    def test_the_file_of_a_signed_scan_is_not_exchanged(self):
        place = {"res_model": "sale.contract.scan", "res_field": "file", "res_id": self.contract.scan_ids.id}
        Attachment = self.env["ir.attachment"].with_user(self.users["seller"])
        file = Attachment.search([(name, "=", value) for name, value in place.items()])
        self.assertEqual(len(file), 1)
        forged = {"name": "x", "raw": b"forged"}
        own = Attachment.create(forged)
        for work in (
            lambda: file.write({"raw": b"forged"}),
            lambda: file.write({"res_id": False}),
            lambda: file.unlink(),
            lambda: Attachment.create({**forged, **place}),
            lambda: own.write(place),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()
        draft = self._create_contract()
        scan = self.env["sale.contract.scan"].create(
            {"contract_id": draft.id, "file": SCAN, "file_name": "x"}
        )
        scan.unlink()

    def test_buttons_are_for_their_roles(self):
        for name in ("seller", "clerk"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.contract.with_user(self.users[name])._close("terminated", "x")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.contract.with_user(self.users["auditor"])._close("terminated", "x")


@tagged("post_install", "-at_install")
class TestPortalReading(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.partner.id, "email": "b@x.tw"}
        )
        cls.portal = new_test_user(
            cls.env, "contract_portal", groups="base.group_portal", partner_id=cls.contact.id
        )

    def _sees(self, contract):
        return bool(self.env["sale.contract"].with_user(self.portal).search([("id", "=", contract.id)]))

    def test_the_customer_reads_what_is_signed(self):
        contract = self._active_contract()
        self.assertTrue(self._sees(contract))
        self.assertTrue(contract.line_ids.with_user(self.portal).has_access("read"))
        self.assertFalse(contract.with_user(self.portal).has_access("write"))

    def test_drafts_and_reviews_stay_inside(self):
        self.assertFalse(self._sees(self._create_contract()))
        self.assertFalse(self._sees(self._approved_contract()))

    def test_amendments_and_other_customers_stay_hidden(self):
        contract = self._active_contract()
        amendment = self.env["sale.contract"].browse(contract.action_amend()["res_id"])
        self.assertFalse(self._sees(amendment))
        stranger = self._create_customer("Harbour Labels")
        self.assertFalse(self._sees(self._active_contract(partner_id=stranger.id)))

    def test_what_was_said_in_the_house_stays_there(self):
        contract = self._active_contract(note="Can still give 3 %.")
        seen = contract.with_user(self.portal)
        for name in (
            "note",
            "timeline",
            "missing_steps",
            "decision_reason",
            "closing_reason",
            "approver_names",
            "deviation_html",
            "clause_baseline",
        ):
            with self.assertRaises(AccessError, msg=name):
                seen.read([name])
        with self.assertRaises(AccessError):
            seen.search([("note", "ilike", "3")])
        for name in ("free_quantity", "incoming_quantity"):
            with self.assertRaises(AccessError, msg=name):
                seen.line_ids.read([name])

    def test_papers_stay_inside(self):
        contract = self._active_contract()
        self.assertFalse(contract.scan_ids.with_user(self.portal).has_access("read"))
        self.assertFalse(self.env["sale.contract.template"].with_user(self.portal).has_access("read"))
