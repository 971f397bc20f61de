"""Decides before any call which texts can be sent, and what exactly the provider is given."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from ..providers import base
from ..rules import life, wording


class SmsGatewaySorter(models.AbstractModel):
    _name = "sms.gateway.sorter"
    _description = "Sorting of texts before they are sent"

    @api.model
    def _sort(self, account, texts):
        """Return ``({text id: parcel}, {text id: failure})`` for a batch; a constant number of queries."""
        texts.fetch(
            ["number", "body", "uuid", "partner_id", "gateway_usage", "gateway_params", "gateway_queued_at"]
        )
        numbers = {text.id: self._get_text_number(account, text) for text in texts}
        refused_numbers = self._get_blacklisted(numbers.values())
        parcels, failures = {}, {}
        for text in texts:
            number = numbers[text.id]
            parcel = self._prepare_parcel(account, text, number)
            failure = self._get_failure(account, text, number, number in refused_numbers, parcel)
            if failure:
                failures[text.id] = failure
            else:
                parcels[text.id] = parcel
        return parcels, failures

    def _get_failure(self, account, text, number, is_blacklisted, parcel):
        oldest = fields.Datetime.subtract(fields.Datetime.now(), hours=account.max_age_hours)
        if account.max_age_hours and text.gateway_queued_at and text.gateway_queued_at < oldest:
            return "expired"
        if not number:
            return "number"
        if is_blacklisted:
            return "blacklist"
        return None if parcel else "template"

    def _get_text_number(self, account, text):
        country = text.partner_id.country_id or account.company_id.country_id
        return self._get_number(text.number, country)

    @api.model
    def _get_number(self, number, country):
        """A number in E.164, read as those of a country; ``False`` for none or a wrong one."""
        if not number:
            return False
        try:
            return phone_format(number, country.code, country.phone_code, force_format="E164")
        except UserError:
            return False

    def _get_blacklisted(self, numbers):
        wanted = [number for number in numbers if number]
        # superuser: whoever sends need not be able to read the list
        return set(self.env["phone.blacklist"].sudo().search([("number", "in", wanted)]).mapped("number"))

    def _prepare_parcel(self, account, text, number):
        """What the provider is given, or nothing when no approved template fits."""
        template, found = account.template_ids._find(text.gateway_usage, text.body)
        values = found if found is not None else text.gateway_params or {}
        if template and not wording.missing(template.text, values):
            limit = template.parameter_limit
            params = {name: wording.cut(values[name], limit) for name in wording.parameters(template.text)}
            return base.Parcel(
                key=text.uuid,
                number=number or "",
                text=wording.render(template.text, params),
                template_code=template.code,
                params=params,
                sign_name=template.sign_name or account.sign_name or "",
            )
        if account._sends_free_text() and text.body:
            return base.Parcel(
                key=text.uuid, number=number or "", text=text.body, sign_name=account.sign_name or ""
            )
        return None

    @api.model
    def _prepare_log_vals(self, account, text, parcel):
        return {
            "key": text.uuid,
            "channel": "sms",
            "account_id": account.id,
            "provider": account.provider,
            "company_id": account.company_id.id,
            "partner_id": text.partner_id.id,
            "number": (parcel and parcel.number) or text.number,
            "body": (parcel and parcel.text) or text.body,
            "usage": text.gateway_usage,
            "template_code": parcel and parcel.template_code,
            "params": parcel and parcel.params,
            "sign_name": parcel and parcel.sign_name,
            "origin_model": text.gateway_origin_model,
            "origin_id": text.gateway_origin_id,
            "intended_at": fields.Datetime.now(),
        }

    @api.model
    def _refuse(self, account, failures):
        """Close texts that cannot be sent, without calling anybody."""
        texts = self.env["sms.sms"].browse(failures).try_lock_for_update()
        texts = texts.filtered(lambda text: text.state == "outgoing")
        Log = self.env["sms.gateway.message"]
        known = {message.key: message for message in Log.search([("key", "in", texts.mapped("uuid"))])}
        fresh = texts.filtered(lambda text: text.uuid not in known)
        made = Log.create(
            [
                self._prepare_log_vals(account, text, None)
                | {"state": "not_sent", "failure": failures[text.id]}
                for text in fresh
            ]
        )
        made._tell()
        for failure, group in (texts - fresh).grouped(lambda text: failures[text.id]).items():
            messages = Log.union(*(known[text.uuid] for text in group))
            messages.filtered(lambda message: life.may_send(message.state))._move("not_sent", failure=failure)
        return len(texts)
