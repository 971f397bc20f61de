import { currentStatus } from "@backoffice_base/../tests/tours/tour_utils";
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { stepUtils } from "@web_tour/tour_utils";

const WORKBOOK = "/web/content/sales_backoffice_reservation.tour_issued_invoices";

registry.category("web_tour.tours").add("sales_backoffice_reservation_import", {
    steps: () => [
        {
            content: "upload the file of the tax platform",
            trigger: ".modal .o_field_widget[name=file] .o_select_file_button, .modal .o_field_widget[name=file]",
            async run() {
                const answer = await fetch(WORKBOOK);
                const file = new File([await answer.blob()], "issued.xlsx");
                await inputFiles(".modal .o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        {
            content: "the file is there",
            trigger: ".modal .o_field_widget[name=file]:has(.o_download_file_button), .modal .o_field_widget[name=file] input:value('issued.xlsx')",
        },
        {
            content: "preview",
            trigger: ".modal button[name=action_preview]:contains('Preview')",
            run: "click",
        },
        {
            content: "one row is bad, one issues its reservation",
            trigger: ".modal:contains('The reservation will be issued'):contains('of this amount')",
        },
        {
            content: "accept the good row",
            trigger: ".modal .o_field_widget[name=accept_good] input",
            run: "click",
        },
        {
            content: "import",
            trigger: ".modal button[name=action_import]",
            run: "click",
        },
        {
            content: "the draft invoice is listed",
            trigger: ".o_action_manager .o_data_row:contains('Rising Sun Printing'), .o_action_manager .o_kanban_record:contains('Rising Sun Printing')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_reservation_hand_over", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Hand Over", "hand the invoice over"),
        {
            content: "open the ways it can go",
            trigger: ".modal .o_field_widget[name=method] input",
            run: "click",
        },
        {
            content: "the ways are listed",
            trigger: ".o_select_menu_item:contains('Courier')",
        },
        {
            content: "by courier; on a phone the list lies beside the dialog, where no step may click",
            trigger: ".modal .o_field_widget[name=method]",
            run() {
                const items = [...document.querySelectorAll(".o_select_menu_item")];
                items.find((item) => item.textContent.includes("Courier")).click();
            },
        },
        {
            content: "to whom",
            trigger: ".modal .o_field_widget[name=recipient] input",
            run: "edit Ms Sun, accounts",
        },
        {
            content: "the customer signed today",
            trigger: ".modal .o_field_widget[name=signed_on] input, .modal .o_field_widget[name=signed_on] button",
            run: "click",
        },
        {
            content: "choose the day",
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        {
            content: "save",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "it is signed for",
            trigger: currentStatus("Signed For"),
        },
    ],
});

registry.category("web_tour.tours").add("sales_backoffice_reservation_portal", {
    steps: () => [
        {
            content: "enter the title",
            trigger: "form[action$='/request'] input[name=title]",
            run: "edit Rising Sun Printing Ltd",
        },
        {
            content: "a number with a wrong digit",
            trigger: "input[name=vat]",
            run: "edit 91110000600037342L",
        },
        {
            content: "ask",
            trigger: "form[action$='/request'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the sentence says what is wrong",
            trigger: ".alert-danger:contains('91110000600037342L'):contains('not valid')",
        },
        {
            content: "what was entered is kept, only the number is corrected",
            trigger: "form[action$='/request']:has(input[name=title]:value('Rising Sun Printing Ltd')) input[name=vat]",
            run: "edit 91110000600037341L",
        },
        {
            content: "ask again",
            trigger: "form[action$='/request'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the request is shown",
            trigger: ".card-body:contains('Rising Sun Printing Ltd'):contains('91110000600037341L'):contains('Reserved')",
        },
    ],
});
