"""The company itself: name, chart of accounts, bank, languages, currencies, features."""

import base64
from pathlib import Path

from markupsafe import Markup

from odoo.tools import convert_file

LOGO = Path(__file__).parent.parent / "static" / "img" / "logo.png"
FEATURES = (
    "uom.group_uom",
    "product.group_product_pricelist",
    "base.group_multi_currency",
    "account.group_delivery_invoice_address",
)


def set_up(workshop):
    facts = {row["field"]: row["value"] for row in workshop.rows("company")}
    _speak_chinese(workshop)
    _introduce(workshop, facts)
    _keep_books(workshop)
    _open_bank_account(workshop, facts)
    _keep_bills(workshop)
    _exchange_rates(workshop)
    _pay_in_capital(workshop, facts)
    convert_file(workshop.env, "backoffice_base", "demo/backoffice.workday.csv", {}, noupdate=True)
    for feature in FEATURES:
        workshop.ref("base.group_user")._apply_group(workshop.ref(feature))


def _speak_chinese(workshop):
    env = workshop.env
    installed = dict(env["res.lang"].get_installed())
    missing = [code for code in ("zh_TW", "zh_CN", "en_US") if code not in installed]
    if missing:
        languages = env["res.lang"].with_context(active_test=False).search([("code", "in", missing)])
        env["base.language.install"].create({"lang_ids": languages.ids, "overwrite": False}).lang_install()
    env["ir.default"].set("res.partner", "lang", "zh_TW")
    workshop.ref("base.user_admin").write(
        {"lang": "zh_TW", "tz": "Asia/Shanghai", "notification_type": "inbox"}
    )


def _introduce(workshop, facts):
    country = workshop.ref(f"base.{facts['country'].lower()}")
    plain = ("name", "city", "zip", "street", "phone", "email", "website", "vat")
    workshop.company.write(
        {
            **{field: facts[field] for field in plain},
            "country_id": country.id,
            "state_id": workshop.ref(f"base.state_cn_{facts['state']}").id,
            "external_report_layout_id": workshop.ref("web.external_layout_standard").id,
            "logo": base64.b64encode(LOGO.read_bytes()),
        }
    )
    for language, suffix in (("zh_TW", ""), ("zh_CN", "_zh_cn")):
        printed = workshop.company.with_context(lang=language)
        printed.report_header = facts[f"report_header{suffix}"]
        printed.company_details = Markup("<br/>").join(facts[f"details{suffix}"].split("|"))
    workshop.company.partner_id.lang = "zh_TW"
    warehouse = workshop.env["stock.warehouse"].search([("company_id", "=", workshop.company.id)], limit=1)
    warehouse.write({"name": facts["warehouse"], "code": facts["warehouse_code"]})


def _keep_books(workshop):
    """Load the Chinese chart; ``try_loading`` would warn, as the registry is not complete yet."""
    workshop.ref("base.CNY").active = True
    workshop.env["account.chart.template"]._load("cn", workshop.company, install_demo=False)
    chart = workshop.env["account.chart.template"].with_company(workshop.company)
    for row in workshop.rows("journals"):
        journal = chart.ref(row["key"], raise_if_not_found=False)
        if not journal:  # the chart has no journal of bills
            continue
        journal.code = row["code"]
        workshop.translate(journal, row)
    names = {row["code"]: row for row in workshop.rows("accounts")}
    for account in workshop.env["account.account"].search([("code", "in", list(names))]):
        workshop.translate(account, names[account.code])


def _open_bank_account(workshop, facts):
    """Money goes straight to the bank account: the demo company has no statements to match."""
    journal = workshop.env["account.chart.template"].ref("bank")
    journal.default_account_id.reconcile = False
    bank = workshop.env["res.bank"].create({"name": facts["bank"]})
    journal.bank_account_id = workshop.env["res.partner.bank"].create(
        {
            "acc_number": facts["bank_account"],
            "bank_id": bank.id,
            "partner_id": workshop.company.partner_id.id,
            "allow_out_payment": True,
        }
    )
    lines = journal.inbound_payment_method_line_ids + journal.outbound_payment_method_line_ids
    lines.payment_account_id = journal.default_account_id


def _keep_bills(workshop):
    """Commercial bills wait in a journal of their own, on the account of notes receivable."""
    chart = workshop.env["account.chart.template"]
    [row] = (row for row in workshop.rows("journals") if row["key"] == "bills")
    values = {"name": row["name_en"], "code": row["code"], "type": "bank", "is_commercial_bill": True}
    journal = workshop.make("account.journal", "journal", {"bills": values})
    workshop.translate(journal, row)
    workshop.translate(journal.default_account_id, row)
    journal.inbound_payment_method_line_ids.payment_account_id = chart.ref("l10n_cn_common_account_1121")


def _exchange_rates(workshop):
    rates = []
    for row in workshop.rows("currency_rates"):
        currency = workshop.ref(f"base.{row['currency']}")
        currency.active = True
        rates.append(
            {
                "currency_id": currency.id,
                "name": workshop.day(row["day"]),
                "inverse_company_rate": float(row["cny"]),
                "company_id": workshop.company.id,
            }
        )
    workshop.env["res.currency.rate"].create(rates)


def _pay_in_capital(workshop, facts):
    """The shareholders' money reaches the bank before the first order at a mill."""
    chart = workshop.env["account.chart.template"]
    workshop.env["account.bank.statement.line"].create(
        {
            "journal_id": chart.ref("bank").id,
            "date": workshop.day("-610"),
            "payment_ref": "股東投入實收資本",
            "amount": float(facts["capital"]),
            "counterpart_account_id": chart.ref("l10n_cn_account_3001").id,
        }
    )
