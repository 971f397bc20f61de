import { registry } from "@web/core/registry";

/** A row of a list on a wide screen, a card on a phone. */
function row(text) {
    return `.o_data_row:contains('${text}'), .o_kanban_record:contains('${text}')`;
}

registry.category("web_tour.tours").add("sales_backoffice_ledger_promise", {
    steps: () => [
        {
            content: "the overdue invoice is listed",
            trigger: row("Rising Sun Printing"),
        },
        {
            content: "first tap: a promise",
            trigger: ".o_data_row button[name=action_promise], .o_kanban_record button[name=action_promise]",
            run: "click",
        },
        {
            content: "second tap: in a week",
            trigger: ".modal button[name=action_in_a_week]",
            run: "click",
        },
        {
            content: "the row remembers",
            trigger: "body:not(:has(.modal)) .o_data_row td[name=date_promised]:not(:empty), body:not(:has(.modal)) .o_kanban_record:contains('Promised')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_ledger_customer", {
    steps: () => [
        {
            content: "from the customer to the ledger, beside the other buttons or below More",
            trigger: ".o-form-buttonbox",
        },
        {
            content: "show the hidden buttons, if there are any",
            trigger: ".o_form_view",
            run: () => document.querySelector(".o-form-buttonbox .o_button_more")?.click(),
        },
        {
            content: "open the ledger",
            trigger: "button[name=action_open_sales_ledger]",
            run: "click",
        },
        {
            content: "the invoice and what is receivable after it",
            trigger: row("1,000.00"),
        },
        {
            content: "open the invoice of the row",
            trigger: ".o_data_row:contains('Invoice') td[name=document_name], .o_kanban_record:contains('Invoice')",
            run: "click",
        },
        {
            content: "this is the invoice",
            trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Rising Sun Printing'), .o_form_view .o_field_widget[name=partner_id] input",
        },
    ],
});
