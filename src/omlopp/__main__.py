from omlopp.cli.main import run

run()
