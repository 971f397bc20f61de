from . import controllers, models, providers, rules, services
