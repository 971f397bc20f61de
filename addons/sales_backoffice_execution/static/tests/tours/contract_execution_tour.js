import { currentStatus, openRecord } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_backoffice_execution_figures", {
    steps: () => [
        openRecord("Rising Sun Printing"),
        {
            content: "open the page of the execution",
            trigger: ".o_notebook a[name=execution]",
            run: "click",
        },
        {
            content: "read what is overdue",
            trigger: ".o_field_widget[name=amount_overdue]:contains('3,000.00')",
        },
        {
            content: "and what was delivered of each product",
            trigger: ".o_field_widget[name=execution_line_ids]:contains('40')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_execution_submit", {
    steps: () => [
        {
            content: "read the row of the contract",
            trigger: ".o_field_widget[name=row_ids]:contains('Rising Sun Printing')",
        },
        ...stepUtils.statusbarButtonsSteps("Submit", "submit the statement"),
        {
            content: "read who receives it",
            trigger: "[name=waiting]:contains('Sales Manager')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_execution_file", {
    steps: () => [
        {
            content: "read the row of the contract",
            trigger: ".o_field_widget[name=row_ids]:contains('Rising Sun Printing')",
        },
        ...stepUtils.statusbarButtonsSteps("Receive and File", "file the statement"),
        {
            content: "it is filed",
            trigger: currentStatus("Filed"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_execution_compare", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Compare with the Books", "compare"),
        {
            content: "read the difference",
            trigger:
                ".o_data_row:contains('Collected in Period'):contains('500.00'), .o_kanban_record:contains('Collected in Period'):contains('500.00')",
        },
    ],
});
