"""Letters to suppliers name quality deductions by themselves; wordings that people changed stay theirs."""

from odoo import SUPERUSER_ID, api

#: What stood in the wordings, and what stands there now.
PHRASES = {
    "zh_TW": ("、預付 {advance}。", "、預付 {advance}、品質扣款 {deduction}。"),
    "zh_CN": ("，预付 {advance}。", "，预付 {advance}，质量扣款 {deduction}。"),
    "en_US": (
        "less {advance} paid in advance.",
        "less {advance} paid in advance and {deduction} of quality deductions.",
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for text in env["reconciliation.wording"].search([("kind", "=", "payable"), ("company_id", "=", False)]):
        before, after = PHRASES.get(text.lang, ("", ""))
        if before and before in text.purpose and "{deduction}" not in text.purpose:
            text.purpose = text.purpose.replace(before, after)
