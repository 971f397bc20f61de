import { registry } from "@web/core/registry";
import { currentStatus, isPhone } from "@backoffice_base/../tests/tours/tour_utils";

registry.category("web_tour.tours").add("reconciliation_letter_run", {
    steps: () => [
        { content: "the preview counts the partners", trigger: ".modal [name=partner_count]:contains('3')" },
        { content: "make the letters", trigger: ".modal button[name=action_run]", run: "click" },
        { content: "the run is done", trigger: currentStatus("Done") },
        ...(isPhone() ? [{ content: "open the figures", trigger: ".o_button_more", run: "click" }] : []),
        { content: "look at its letters", trigger: "button[name=action_open_letters]", run: "click" },
        ...(isPhone()
            ? []
            : [{ content: "as cards", trigger: ".o_switch_view.o_kanban", run: "click" }]),
        { content: "by status, all drafts", trigger: ".o_kanban_group:contains('Draft') .o_kanban_record:contains('Birch Press')" },
    ],
});
