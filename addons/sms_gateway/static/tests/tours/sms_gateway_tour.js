import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sms_gateway_setup", {
    steps: () => [
        {
            content: "a new account",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        {
            content: "its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Our gateway",
        },
        {
            content: "open the providers",
            trigger: ".o_field_widget[name=provider] input, .o_field_widget[name=provider] select",
            run: "click",
        },
        {
            content: "a gateway of our own",
            trigger: "body .o_select_menu_item:contains('Signed HTTPS gateway')",
            run: "click",
        },
        {
            content: "how it knows us",
            trigger: ".o_field_widget[name=key_id] input",
            run: "edit LTAI5tDoubleKeyId0001",
        },
        {
            content: "the secret",
            trigger: ".o_field_widget[name=secret_input] input",
            run: "edit DoubleSecretNobodyMaySee42",
        },
        {
            content: "where it is",
            trigger: ".o_field_widget[name=endpoint] input",
            async run({ edit }) {
                await edit(decodeURIComponent(document.cookie.match(/gateway_double=([^;]+)/)[1]));
            },
        },
        ...stepUtils.saveForm(),
        {
            content: "the secret is set and not shown",
            trigger: ".o_field_widget[name=secret_hint]:contains('…ee42')",
        },
        {
            content: "it is off, and says so",
            trigger: ".alert:contains('Our gateway is turned off.')",
        },
        ...stepUtils.statusbarButtonsSteps("Test Connection", "test the connection"),
        {
            content: "it works",
            trigger: ".o_notification:contains('the account works')",
        },
        ...stepUtils.statusbarButtonsSteps("Turn On", "turn it on"),
        {
            content: "nothing is missing any more",
            trigger: ".o_form_view:not(:has(.alert-warning))",
        },
    ],
});

registry.category("web_tour.tours").add("sms_gateway_unknown", {
    steps: () => [
        {
            content: "the text nobody knows about",
            trigger: ".o_data_row .o_data_cell:contains('+8613800000000'), .o_kanban_record:contains('+8613800000000')",
            run: "click",
        },
        {
            content: "what to do is said",
            trigger: ".alert:contains('Nobody knows whether this message left')",
        },
        ...stepUtils.statusbarButtonsSteps("Query Provider", "ask the provider"),
        {
            content: "it does not know",
            trigger: ".o_field_widget[name=detail]:contains('does not know this message')",
        },
        ...stepUtils.statusbarButtonsSteps("Mark as Sent", "the customer says it arrived"),
        {
            content: "confirm",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "decided, with name and time",
            trigger: ".o_field_widget[name=resolved_by_id]:contains('Gateway Desk')",
        },
    ],
});
