from . import contract_execution_xlsx, contract_statistics_xlsx, ir_actions_report
