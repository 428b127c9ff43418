"""What the commands do."""

import typer

app = typer.Typer(help="Say this or that.")


def good(text: str = "tea") -> None:
    """Say something."""
    typer.echo(text)


@app.command()
def this() -> None:
    """Say this."""
    typer.echo("this")


@app.command()
def that() -> None:
    """Say that."""
    typer.echo("that")


def silent(text: str = "tea") -> None:
    typer.echo(text)


careless = typer.Typer(context_settings={"ignore_unknown_options": True})


@careless.command()
def take(words: list[str]) -> None:
    """Take what comes."""
    typer.echo(str(words))
