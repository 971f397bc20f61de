import { registry } from "@web/core/registry";
import { currentStatus, openRecord } from "@backoffice_base/../tests/tours/tour_utils";

const card = (amount) => `.o_kanban_record:contains('${amount}')`;

registry.category("web_tour.tours").add("payment_reminder_answer", {
    steps: () => [
        {
            content: "one tap: noted",
            trigger: `${card("1,000")} button[name=action_note]`,
            run: "click",
        },
        {
            content: "what is noted leaves the list",
            trigger: `.o_kanban_view:not(:has(${card("1,000")}))`,
        },
        {
            content: "first tap: a promise",
            trigger: `${card("2,000")} button[name=action_answer]`,
            run: "click",
        },
        {
            content: "second tap: in a week",
            trigger: ".modal button[name=action_in_a_week]",
            run: "click",
        },
        {
            content: "what is promised leaves the list",
            trigger: `body:not(:has(.modal)) .o_kanban_view:not(:has(${card("2,000")}))`,
        },
    ],
});

registry.category("web_tour.tours").add("payment_reminder_letter", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "send it",
            trigger: ".o_form_view button[name=action_send], .o_form_view .o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "it is leaving",
            trigger: currentStatus("Leaving"),
        },
    ],
});
