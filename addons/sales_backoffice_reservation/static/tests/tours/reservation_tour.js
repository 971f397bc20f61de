import { currentStatus, openRecord } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_backoffice_reservation_reserve", {
    steps: () => [
        {
            content: "the order is delivered",
            trigger: ".o_form_view:contains('Rising Sun Printing')",
        },
        ...stepUtils.statusbarButtonsSteps("Reserve Invoice", "reserve the invoice of what was delivered"),
        {
            content: "the whole quantity is reserved",
            trigger: ".o_field_widget[name=amount_total]:contains('1,000.00')",
        },
        ...stepUtils.statusbarButtonsSteps("Request", "request the invoice"),
        {
            content: "read who reviews",
            trigger: "[name=waiting]:contains('Supervisor')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_reservation_review", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read the amount",
            trigger: ".o_field_widget[name=amount_total]:contains('1,000.00')",
        },
        ...stepUtils.statusbarButtonsSteps("Approve", "approve"),
        {
            content: "it is approved",
            trigger: currentStatus("Approved"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_reservation_issue", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        ...stepUtils.statusbarButtonsSteps("Issue", "make the draft invoice"),
        {
            content: "the draft is open",
            trigger: ".o_form_view:contains('Draft'):contains('Offset paper 80 g')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_reservation_watch", {
    steps: () => [
        {
            content: "open what nobody explains",
            trigger: ".o_kanban_record a[name=action_open_unexplained]",
            run: "click",
        },
        {
            content: "the delivery is listed",
            trigger: ".o_data_row:contains('Rising Sun Printing'), .o_kanban_record:contains('Rising Sun Printing')",
        },
    ],
});
