from . import contract_statistics_wizard
