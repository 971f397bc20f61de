import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { currentStatus } from "@backoffice_base/../tests/tours/tour_utils";

registry.category("web_tour.tours").add("reconciliation_letter_agree", {
    steps: () => [
        { content: "read the balance", trigger: "#reconciliation_letter_page:contains('1,000.00')" },
        { content: "agree", trigger: "#result_agreed", run: "click" },
        { content: "say who answers", trigger: "#signer_name", run: "edit Mrs Wang" },
        { content: "and in which position", trigger: "#signer_title", run: "edit Accountant" },
        { content: "send", trigger: "button[name=send_answer]", run: "click", expectUnloadPage: true },
        { content: "it is recorded", trigger: "[name=done]:contains('recorded')" },
    ],
});

registry.category("web_tour.tours").add("reconciliation_letter_dispute", {
    steps: () => [
        { content: "do not agree", trigger: "#result_disputed", run: "click" },
        { content: "open what differs", trigger: "details[name=disputed] > summary", run: "click" },
        { content: "enter the own balance", trigger: "details[name=disputed] input[name^=balance_]", run: "edit 300" },
        {
            content: "open the movement of 700",
            trigger: "details[name=disputed] details:contains('700.00') > summary",
            run: "click",
        },
        {
            content: "the goods are on their way",
            trigger: "details[name=disputed] details[open]:contains('700.00') select",
            run: "select goods_transit",
        },
        { content: "say who answers", trigger: "#signer_name", run: "edit Mrs Wang" },
        { content: "send", trigger: "button[name=send_answer]", run: "click", expectUnloadPage: true },
        { content: "it is recorded", trigger: "[name=done]:contains('recorded')" },
    ],
});

registry.category("web_tour.tours").add("reconciliation_letter_seal", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Record Seal", "look at the scan"),
        { content: "the original is here", trigger: ".modal .o_field_widget[name=original_received] input", run: "click" },
        { content: "in the cabinet", trigger: ".modal .o_field_widget[name=original_place] input", run: "edit Cabinet 1" },
        {
            content: "open the kinds of seals",
            trigger: ".modal .o_field_widget[name=seal_kind] input, .modal .o_field_widget[name=seal_kind] .o_select_menu_toggler",
            run: "click",
        },
        {
            content: "it is the company seal",
            trigger: "body .o_select_menu_item:contains('Company Seal')",
            run: "click",
        },
        {
            content: "it is chosen",
            trigger:
                ".modal .o_field_widget[name=seal_kind] input:value('Company Seal'), .modal .o_field_widget[name=seal_kind]:contains('Company Seal')",
        },
        { content: "record", trigger: ".modal button[name=action_record]", run: "click" },
        { content: "done", trigger: "body:not(:has(.modal))" },
        ...stepUtils.statusbarButtonsSteps("File", "put it away"),
        { content: "it is filed", trigger: currentStatus("Filed") },
    ],
});

registry.category("web_tour.tours").add("reconciliation_letter_reconfirm", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Ask for Re-confirmation", "ask the partner"),
        { content: "it says so", trigger: "[name=reconfirm]:contains('asked to confirm')" },
    ],
});

registry.category("web_tour.tours").add("reconciliation_letter_seen", {
    steps: () => [
        { content: "look through the movements", trigger: "details[name=lines] > summary", run: "click" },
        { content: "the page tells it", trigger: "#reconciliation_letter_page[data-seen='1']" },
    ],
});

registry.category("web_tour.tours").add("reconciliation_letter_not_seen", {
    steps: () => [
        { content: "the page is there, nobody moves", trigger: "#reconciliation_letter_page[data-seen-url]:not([data-seen])" },
    ],
});
