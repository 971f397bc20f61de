import { currentStatus, isPhone, openRecord } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_backoffice_contract_submit", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "read the agreed quantity",
            trigger: ".o_field_widget[name=line_ids]:contains('1,000.00')",
        },
        ...stepUtils.statusbarButtonsSteps("Submit", "submit the contract"),
        {
            content: "read who decides",
            trigger: "[name=waiting]:contains('Can decide')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_contract_approve", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "the deviation from the template is announced",
            trigger: "[name=deviations]:contains('deviations from fixed clauses')",
        },
        {
            content: "open the deviations",
            trigger: ".o_notebook a[name=deviations]",
            run: "click",
        },
        {
            content: "what was taken out and put in is marked",
            trigger: ".o_contract_deviation del:contains('30'), .o_contract_deviation ins:contains('90')",
        },
        ...stepUtils.statusbarButtonsSteps("Approve", "approve"),
        {
            content: "the contract waits for its signature",
            trigger: currentStatus("To Sign"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_contract_sign", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Signed", "enter the signature"),
        {
            content: "attach the signed scan",
            trigger: ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
            async run({ anchor }) {
                const file = new File(["signed"], "signed.pdf", { type: "application/pdf" });
                const transfer = new DataTransfer();
                transfer.items.add(file);
                anchor.files = transfer.files;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "the file is there",
            trigger: ".modal .o_field_widget[name=file] input[type=text], .modal .o_field_widget[name=file] .o_form_uri",
        },
        {
            content: "put the contract into force",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the contract is active",
            trigger: currentStatus("Active"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_contract_over_called", {
    steps: () => [
        {
            content: "the quotation says that it asks for too much",
            trigger: "[name=contract_problem]:contains('1,050 Units remain to be called off')",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "try to confirm all the same"),
        {
            content: "the refusal names what remains",
            trigger: ".modal .modal-body:contains('1,050 Units remain to be called off')",
        },
        {
            content: "close the refusal",
            trigger: ".modal .modal-footer button",
            run: "click",
        },
        {
            content: "it is still a quotation",
            trigger: currentStatus("Quotation"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_contract_call_off", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Call Off", "call off"),
        {
            content: "read what remains",
            trigger: ".modal .o_field_widget[name=line_ids]:contains('1,000.00')",
        },
        {
            content: "open the line",
            trigger: isPhone()
                ? ".modal .o_kanban_record:contains('Offset paper')"
                : ".modal .o_data_row .o_data_cell[name=quantity]",
            run: "click",
        },
        {
            content: "enter the quantity",
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: "edit 400 && press Tab",
        },
        ...(isPhone()
            ? [
                  {
                      content: "keep the line",
                      trigger: ".modal:last .modal-footer .o_form_button_save",
                      run: "click",
                  },
              ]
            : []),
        {
            content: "create the quotation",
            trigger: ".modal button[name=action_create_order]",
            run: "click",
        },
        {
            content: "the quotation calls the contract off",
            trigger: ".o_form_view .o_field_widget[name=contract_id]",
        },
        ...stepUtils.statusbarButtonsSteps("Confirm", "confirm"),
        {
            content: "the order is confirmed",
            trigger: currentStatus("Sales Order"),
        },
    ],
});
