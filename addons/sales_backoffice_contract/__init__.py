from . import models, reports, services, wizards


def create_sequences(env):
    """Give every company that exists already its own sequence of contracts."""
    env["res.company"].search([])._create_contract_sequences()
