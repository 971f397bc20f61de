import { currentStatus, openRecord } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_backoffice_credit_held", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read why the order is held",
            trigger: "[name=credit_held]:contains('is held'):contains('would exceed its credit limit')",
        },
        {
            content: "and who can release it",
            trigger: "[name=credit_held]:contains('Sales Manager')",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "try to confirm all the same"),
        {
            content: "the refusal says the same",
            trigger: ".modal .modal-body:contains('is held'):contains('would exceed its credit limit')",
        },
        {
            content: "close the refusal",
            trigger: ".modal .modal-footer button",
            run: "click",
        },
        {
            content: "request a release from the banner",
            trigger: "body:not(:has(.modal)) button[name=action_request_credit_release]",
            run: "click",
        },
        {
            content: "give the reason",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit Known for twenty years.",
        },
        ...stepUtils.statusbarButtonsSteps("Submit", "submit the request"),
        {
            content: "read who decides",
            trigger: "[name=waiting]:contains('Sales Manager')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_credit_approve", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read the reason",
            trigger: ".o_field_widget[name=reason]:contains('Known for twenty years.')",
        },
        {
            content: "read how much is asked beyond the limit",
            trigger: ".o_field_widget[name=shortfall]:contains('8,000.00')",
        },
        ...stepUtils.statusbarButtonsSteps("Approve", "approve"),
        {
            content: "the decision is noted",
            trigger: "[name=decided]:contains('Sales Manager')",
        },
        {
            content: "the release is approved",
            trigger: currentStatus("Approved"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_credit_confirm", {
    steps: () => [
        {
            content: "the order says who released it",
            trigger: "[name=credit_information]:contains('released by'):contains('CR/')",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "confirm"),
        {
            content: "the order is confirmed",
            trigger: currentStatus("Sales Order"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_credit_documents", {
    steps: () => [
        {
            content: "open the credit page of the customer",
            trigger: ".o_notebook a[name=credit]",
            run: "click",
        },
        {
            content: "drill down into the receivable",
            trigger: ".o_field_widget[name=credit_applicable_profile_ids] button:contains('A Receivable'):contains('40,000.00')",
            run: "click",
        },
        openRecord("INV/"),
        {
            content: "that is the invoice",
            trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Rising Sun Printing')",
        },
        {
            content: "and there is a way back",
            trigger: "button.o_back_button, .breadcrumb-item a:contains('Documents of')",
            run: "click",
        },
        {
            content: "to the documents",
            trigger: ".o_data_row .o_data_cell:contains('INV/'), .o_kanban_record:contains('INV/')",
        },
    ],
});
