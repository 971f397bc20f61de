import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** The card of a customer, or its row where the deliveries are a list. */
function cardOf(text) {
    return `.o_kanban_record:contains('${text}')`;
}

registry.category("web_tour.tours").add("sales_backoffice_delivery_sign", {
    steps: () => [
        {
            content: "the delivery is on the board",
            trigger: `${cardOf("Rising Sun Printing")}:contains('Left')`,
        },
        {
            content: "it is on the road",
            trigger: `${cardOf("Rising Sun Printing")} button[name=action_transit]`,
            run: "click",
        },
        {
            content: "the board says so; the customer signs",
            trigger: `${cardOf("Rising Sun Printing")}:contains('In Transit') button[name=action_sign]`,
            run: "click",
        },
        {
            content: "who signed",
            trigger: ".modal .o_field_widget[name=signed_by_name] input",
            run: "edit Ms. Wang",
        },
        {
            content: "all that was delivered is proposed",
            trigger: ".modal .o_field_widget[name=line_ids]:contains('10.00')",
        },
        {
            content: "save the receipt",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the board shows who signed, and asks for the picture",
            trigger: `body:not(:has(.modal)) ${cardOf("Ms. Wang")} button[name=action_add_picture]`,
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_delivery_exception", {
    steps: () => [
        {
            content: "something went wrong",
            trigger: `${cardOf("Rising Sun Printing")} button[name=action_exception]`,
            run: "click",
        },
        {
            content: "say what",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Flat tyre near Kunshan",
        },
        {
            content: "report it",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the card is marked",
            trigger: `body:not(:has(.modal)) ${cardOf("Rising Sun Printing")}:contains('Exception') button[name=action_resolve]`,
            run: "click",
        },
        {
            content: "and it is over",
            trigger: `${cardOf("Rising Sun Printing")}:not(:has(button[name=action_resolve])) button[name=action_exception]`,
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_delivery_sheet", {
    steps: () => [
        {
            content: "open the sheet",
            trigger: ".o_data_row .o_data_cell:contains('Draft'), .o_kanban_record:contains('Draft')",
            run: "click",
        },
        {
            content: "it ties to the transfers",
            trigger: ".o_field_widget[name=tie_difference]:contains('0.00')",
        },
        {
            content: "the shipment is on it",
            trigger: ".o_field_widget[name=shipped_line_ids]:contains('Rising Sun Printing')",
        },
        ...stepUtils.statusbarButtonsSteps("Sign", "sign it"),
        {
            content: "it is signed",
            trigger: ".o_field_widget[name=signed_by_id]:contains('Clerk')",
        },
    ],
});
