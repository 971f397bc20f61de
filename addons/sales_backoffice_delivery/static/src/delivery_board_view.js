import { registry } from "@web/core/registry";
import { utils } from "@web/core/ui/ui_service";
import { SearchModel } from "@web/search/search_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** Columns on a wide screen; on a phone one list of cards, the urgent ones first. */
class DeliveryBoardSearchModel extends SearchModel {
    load(config) {
        return super.load(utils.isSmall() ? { ...config, defaultGroupBy: undefined } : config);
    }
}

registry.category("views").add("delivery_board_kanban", {
    ...kanbanView,
    SearchModel: DeliveryBoardSearchModel,
});
