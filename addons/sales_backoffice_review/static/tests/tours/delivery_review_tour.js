import { currentStatus } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** The first compared line: a row on a wide screen, a card that opens on a phone. */
function openLine() {
    return {
        content: "open the differing line",
        trigger:
            ".o_field_widget[name=line_ids] .o_data_row .o_data_cell[name=handling], " +
            ".o_field_widget[name=line_ids] .o_kanban_record:not(.o_kanban_ghost)",
        run: "click",
    };
}

registry.category("web_tour.tours").add("sales_backoffice_review_passing", {
    steps: () => [
        {
            content: "the difference stands in the queue",
            trigger: ".o_data_row:contains('Price Differs'), .o_kanban_record:contains('Price Differs')",
        },
        {
            content: "review all that pass",
            trigger: "button:contains('Review Passing Ones'):visible",
            run: "click",
        },
        {
            content: "what was done is said",
            trigger: ".o_notification:contains('2 reviewed, 0 with findings left')",
        },
        {
            content: "the difference is still there",
            trigger: ".o_data_row:contains('Price Differs'), .o_kanban_record:contains('Price Differs')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_review_difference", {
    steps: () => [
        {
            content: "read what is missing",
            trigger: "[name=obstacles]:contains('say how it is handled')",
        },
        {
            content: "read the finding",
            trigger: "[name=line_ids]:contains('Below the price in force')",
        },
        openLine(),
        {
            content: "choose how it is handled",
            trigger: ".o_field_widget[name=handling] input, .o_field_widget[name=handling] select",
            run: "click",
        },
        {
            content: "accept it",
            // on a phone the choices lie over the line's dialog
            trigger: "body .o_select_menu_item:contains('Accepted with Reason')",
            run: "click",
        },
        {
            content: "say why",
            trigger: ".o_field_widget[name=explanation] textarea",
            run: "edit Agreed by the manager",
        },
        {
            content: "on a phone, the line is a page of its own",
            trigger: "body",
            run() {
                document.querySelector(".modal .o_form_button_save")?.click();
            },
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        ...stepUtils.saveForm(),
        ...stepUtils.statusbarButtonsSteps("Close Review", "close it"),
        {
            content: "it is reviewed, with name and time",
            trigger: "[name=reviewed]:contains('Clerk')",
        },
        {
            trigger: currentStatus("Reviewed"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_review_opener", {
    steps: () => [
        {
            content: "read why it is not mine to close",
            trigger: "[name=obstacles]:contains('you opened the order')",
        },
        ...stepUtils.statusbarButtonsSteps("Close Review", "try all the same"),
        {
            content: "the refusal says the same",
            trigger: ".modal .modal-body:contains('you opened the order')",
        },
        {
            content: "close the refusal",
            trigger: ".modal .modal-footer button",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
