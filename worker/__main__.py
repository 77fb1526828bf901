"""`python -m worker` is the command `northwatch`."""

from worker.cli import main

main()
