"""The command line of this repository: set up, run, test and measure the suite."""
