"""From a delivery to its draft invoice, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .test_reservation_import import ImportCommon


@tagged("post_install", "-at_install")
class TestReservationToursOnADesk(ImportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in (*cls.users.values(), cls.portal):
            user.lang = "en_US"

    def test_a_delivery_is_reserved_reviewed_and_issued(self):
        order = self._delivered(10)
        self.start_tour(
            f"/odoo/sales/{order.id}", "sales_backoffice_reservation_reserve", login="credit_clerk"
        )
        document = self.env["invoice.reservation"].search([("line_ids.order_id", "=", order.id)])
        self.assertEqual(document.state, "submitted")
        self.start_tour(
            "/odoo/invoice-reservations", "sales_backoffice_reservation_review", login="credit_supervisor"
        )
        self.assertEqual(document.decided_by_id, self.users["supervisor"])
        self.start_tour(
            "/odoo/invoice-reservations", "sales_backoffice_reservation_issue", login="credit_accountant"
        )
        self.assertRecordValues(document, [{"state": "issuing", "move_state": "draft"}])

    def test_the_number_leads_to_the_deliveries(self):
        self._delivered(10)
        self.start_tour(
            "/odoo/invoice-watch", "sales_backoffice_reservation_watch", login="credit_supervisor"
        )

    def test_the_file_of_the_tax_platform_issues_a_reservation(self):
        document = self._approved(self._delivered(10))
        workbook = self.env["ir.attachment"].create(
            {"name": "issued.xlsx", "datas": self._file(self._row(1_000), self._row(77)), "public": True}
        )
        self.env["ir.model.data"].create(
            {
                "module": "sales_backoffice_reservation",
                "name": "tour_issued_invoices",
                "model": workbook._name,
                "res_id": workbook.id,
            }
        )
        action = self.env.ref("sales_backoffice_reservation.invoice_import_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "sales_backoffice_reservation_import", login="credit_accountant"
        )
        self.assertEqual(document.state, "issuing")
        self.assertTrue(document.sudo().move_id.tax_invoice_number)

    def test_an_invoice_is_handed_over_and_signed_for(self):
        document = self._issued(self._delivered(10))
        document.move_id.tax_invoice_number = self._number()
        self.start_tour(
            f"/odoo/invoice-reservations/{document.id}",
            "sales_backoffice_reservation_hand_over",
            login="credit_clerk",
        )
        values = {"state": "signed", "handover_method": "courier", "handover_recipient": "Ms Sun, accounts"}
        self.assertRecordValues(document, [values])
        self.assertTrue(document.handover_signed_on)

    def test_a_customer_corrects_the_tax_number_and_asks(self):
        order = self._delivered(10)
        self.start_tour(
            "/my/invoice-reservations", "sales_backoffice_reservation_portal", login="reservation_portal"
        )
        document = self.env["invoice.reservation"].search([("line_ids.order_id", "=", order.id)])
        self.assertRecordValues(document, [{"from_portal": True, "title_id": self.title.id}])


@tagged("post_install", "-at_install")
class TestReservationToursOnAPhone(TestReservationToursOnADesk):
    browser_size = "390x844"
    touch_enabled = True
