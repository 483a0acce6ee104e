"""What reading the file found wrong with it, as findings. No rule itself."""

from collections.abc import Callable, Iterator

from pinlight.model import Finding, Resolution


def faults(code: str) -> Callable[[Resolution], Iterator[Finding]]:
    """Return what finds the faults that were recorded under `code`."""

    def find(resolution: Resolution) -> Iterator[Finding]:
        for fault in resolution.manifest.faults:
            if fault.code == code:
                yield Finding(fault.span, fault.message)

    return find
