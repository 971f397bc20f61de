# a mixin must be known before the model that inherits it
# isort: skip_file
from . import flow_mixin
from . import approval_rule
from . import approval_decision
from . import approval_seal
from . import approval_notice
from . import approval_mixin
from . import approval_labels
from . import res_company
from . import workday
