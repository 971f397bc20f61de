import { registry } from "@web/core/registry";
import { WarningDialog } from "@web/core/errors/error_dialogs";

// The client finds the dialog of an error by the full name of its class: without this a refusal of the contract would
// be shown as a breakdown of the server.
registry
    .category("error_dialogs")
    .add("odoo.addons.sales_backoffice_contract.services.call_off.CallOffRefused", WarningDialog);
