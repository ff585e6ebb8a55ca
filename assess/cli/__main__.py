"""`python -m assess.cli`: the command line."""

from assess.cli.main import main

if __name__ == "__main__":
    main()
