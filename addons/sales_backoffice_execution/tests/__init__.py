from . import test_execution_figures
