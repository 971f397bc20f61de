"""Delivery receipts pushed by the providers."""

import hmac
import json
import time

from odoo import http
from odoo.http import request

from ..rules import receipts, signing

_MOST_BYTES = 1024 * 1024


class SmsGatewayController(http.Controller):
    @http.route(
        "/sms_gateway/receipt/<int:account_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, account_id, token):
        # superuser: the provider has no user here; the token is compared before anything else is done
        account_sudo = request.env["sms.gateway.account"].sudo().browse(account_id).exists()
        expected = account_sudo._read_secret("receipt_token") if account_sudo else ""
        known = hmac.compare_digest(expected.encode(), token.encode()) and expected
        if not known or not account_sudo.enabled:
            return self._answer({"error": "not found"}, 404)
        if (request.httprequest.content_length or 0) > _MOST_BYTES:
            return self._answer({"error": "too large"}, 413)
        body = request.httprequest.get_data()  # kept: where another writer is met, all this is done again
        if account_sudo.provider == "generic" and not signing.is_genuine(
            account_sudo._read_secret("secret"), request.httprequest.headers, body, now=time.time()
        ):
            return self._answer({"error": "signature"}, 403)
        try:
            found = receipts.read(account_sudo.provider, body)
        except ValueError:
            return self._answer({"error": "not a list of receipts"}, 400)
        account_sudo._take_receipts(found)
        return self._answer(receipts.ANSWERS[account_sudo.provider], 200)

    @staticmethod
    def _answer(values, status):
        return request.make_response(
            json.dumps(values), headers=[("Content-Type", "application/json; charset=utf-8")], status=status
        )
