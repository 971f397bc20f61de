import { currentStatus, openRecord } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_backoffice_price_held", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read why the order is held",
            trigger: "[name=price_held]:contains('is held for its prices'):contains('2.0 % below')",
        },
        {
            content: "the line says so too",
            trigger: ".o_data_row:contains('-2%'):contains('Off the List'), .o_field_widget[name=price_status]:contains('Off the List')",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "try to confirm all the same"),
        {
            content: "the refusal says the same",
            trigger: ".modal .modal-body:contains('is held for its prices'):contains('Sales Manager')",
        },
        {
            content: "close the refusal",
            trigger: ".modal .modal-footer button",
            run: "click",
        },
        {
            content: "request a special price from the banner",
            trigger: "body:not(:has(.modal)) button[name=action_request_special_price]",
            run: "click",
        },
        {
            content: "the line is filled in",
            trigger: ".o_field_widget[name=line_ids]:contains('98.00')",
        },
        {
            content: "give the reason",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit A competitor offers less.",
        },
        ...stepUtils.statusbarButtonsSteps("Submit", "submit the request"),
        {
            content: "read who decides",
            trigger: "[name=waiting]:contains('Sales Manager')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_price_approve", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read the reason",
            trigger: ".o_field_widget[name=reason]:contains('A competitor offers less.')",
        },
        {
            content: "read how far it is off the list",
            trigger: ".o_field_widget[name=line_ids]:contains('-2'):contains('98.00')",
        },
        ...stepUtils.statusbarButtonsSteps("Approve", "approve"),
        {
            content: "the decision is noted",
            trigger: "[name=decided]:contains('Sales Manager')",
        },
        {
            content: "the special price is approved",
            trigger: currentStatus("Approved"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_price_confirm", {
    steps: () => [
        {
            content: "the order says who approved its price",
            trigger: "[name=price_information]:contains('Special price approved by'):contains('SP/')",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "confirm"),
        {
            content: "the order is confirmed",
            trigger: currentStatus("Sales Order"),
        },
    ],
});
