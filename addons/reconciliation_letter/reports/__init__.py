from . import check_list_xlsx, handover_xlsx, statement_xlsx
