import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Shows why a step is held as a message to read, not as a technical error. */
export class CreditHoldDialog extends WarningDialog {
    inferTitle() {
        return _t("Held for Credit");
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.sales_backoffice.services.credit_gate.CreditHold", CreditHoldDialog);
