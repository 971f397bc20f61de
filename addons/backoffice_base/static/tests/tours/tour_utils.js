/** Steps and triggers that mean the same on a wide screen and on a phone. */

export const isPhone = () => document.body.clientWidth < 768;

/** A row of a list on a wide screen, a card on a phone. */
export function openRecord(text) {
    return {
        content: `open the record of ${text}`,
        trigger: `.o_data_row .o_data_cell:contains('${text}'), .o_kanban_record:contains('${text}')`,
        run: "click",
    };
}

/** The present status: an arrow on a wide screen, a drop-down on a phone. */
export function currentStatus(label) {
    return ["o_arrow_button_current", "dropdown-toggle"]
        .map((name) => `.o_statusbar_status .${name}:visible:contains('${label}')`)
        .join(", ");
}
