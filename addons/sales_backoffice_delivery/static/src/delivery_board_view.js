import { registry } from "@web/core/registry";
import { utils } from "@web/core/ui/ui_service";
import { KanbanArchParser } from "@web/views/kanban/kanban_arch_parser";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** Columns on a wide screen; on a phone one list of cards, the urgent ones first. */
class DeliveryBoardArchParser extends KanbanArchParser {
    parse() {
        const archInfo = super.parse(...arguments);
        return utils.isSmall() ? { ...archInfo, defaultGroupBy: [] } : archInfo;
    }
}

registry.category("views").add("delivery_board_kanban", {
    ...kanbanView,
    ArchParser: DeliveryBoardArchParser,
});
