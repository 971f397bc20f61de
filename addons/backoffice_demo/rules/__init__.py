from . import history, plan, scenario, supply
