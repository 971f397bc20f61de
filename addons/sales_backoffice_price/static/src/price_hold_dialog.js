import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Shows why an order is held for its prices as a message to read, not as a technical error. */
export class PriceHoldDialog extends WarningDialog {
    inferTitle() {
        return _t("Held for Prices");
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.sales_backoffice_price.services.price_gate.PriceHold", PriceHoldDialog);
