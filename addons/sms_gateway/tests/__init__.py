from . import (
    test_accounts,
    test_exactly_once,
    test_providers,
    test_race,
    test_receipts,
    test_robots,
    test_rpc,
    test_rules,
    test_secrets,
    test_sorting,
    test_tours,
    test_vault,
)
