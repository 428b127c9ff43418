"""What IPython shows of memkit's objects, and of plain lists of them such as `hits[:3]`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass


class Formatters:
    """Formatters in a shell, and what stood there before.

    Args:
        shell: The shell.
    """

    def __init__(self, shell: Any) -> None:
        display = shell.display_formatter
        self._bundles = display.mimebundle_formatter
        self._texts = display.formatters["text/plain"]
        self._bundle_of_list = self._bundles.type_printers.get(list)
        self._text_of_list = self._texts.type_printers.get(list)
        self._own = (self._show_list, self._print_list)

    def add(self) -> None:
        """Add the formatters."""
        self._bundles.type_printers[list] = self._show_list
        # IPython has a printer of its own for the text of lists, which would go before a bundle's.
        self._texts.type_printers[list] = self._print_list

    def remove(self) -> None:
        """Take the formatters away, and put back what stood there."""
        for formatter in (self._bundles, self._texts):
            if formatter.type_printers.get(list) in self._own:
                del formatter.type_printers[list]
        _put_back(self._bundles, self._bundle_of_list)
        _put_back(self._texts, self._text_of_list)

    def _show_list(self, value: list[Any]) -> Any:
        from IPython.utils.dir2 import get_real_method

        method = get_real_method(value, "_repr_mimebundle_")
        if method is not None:
            return method()
        bundle = _bundle(value) if _is_ours(value) else None
        if bundle is None and self._bundle_of_list is not None:
            return self._bundle_of_list(value)
        return bundle

    def _print_list(self, value: list[Any], printer: Any, cycle: bool) -> None:
        # Inside of something else a list looks as it always did.
        bundle = _bundle(value) if len(printer.stack) == 1 and _is_ours(value) else None
        if bundle is not None:
            write_text(printer, bundle["text/plain"])
        elif self._text_of_list is not None:
            self._text_of_list(value, printer, cycle)
        else:
            printer.text(repr(value))


def _is_ours(value: list[Any]) -> bool:
    return bool(value) and type(value[0]).__module__.partition(".")[0] == "memkit"


def _bundle(value: Any) -> Any:
    from memkit.notebook.display import mimebundle

    return mimebundle(value)


def write_text(printer: Any, text: str) -> None:
    """Give a text of several lines to IPython's pretty printer."""
    for number, line in enumerate(text.split("\n")):
        if number:
            printer.break_()
        printer.text(line)


def _put_back(formatter: Any, before: Callable[..., Any] | None) -> None:
    if before is not None:
        formatter.type_printers[list] = before
