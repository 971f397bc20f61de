from . import contract_standing
