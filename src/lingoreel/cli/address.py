"""Whether the address that a service is to listen on is free."""

from __future__ import annotations

import errno
import socket

from lingoreel.errors import NotReady


def require_free(host: str, port: int) -> None:
    """Raise NotReady when nobody can listen on that address now; port 0 is any free one."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise _refused(where, f"the name is not known: {error.strerror}", "--host") from error
    for family, kind, protocol, _, address in found:
        try:
            with socket.socket(family, kind, protocol) as probe:
                # As the server itself does, else connections that ended a moment ago would count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
        except OSError as error:
            if error.errno == errno.EAFNOSUPPORT:  # a machine without IPv6
                continue
            if error.errno == errno.EADDRINUSE:
                raise NotReady(
                    f"address already in use: another program, maybe another lingoreel serve, listens on {where}",
                    remedy="stop it, or listen elsewhere: --port or LINGOREEL_PORT",
                ) from error
            raise _refused(
                where, error.strerror, "--host" if error.errno == errno.EADDRNOTAVAIL else "--port"
            ) from error


def _refused(where: str, reason: str | None, option: str) -> NotReady:
    return NotReady(
        f"cannot listen on {where}: {reason}", remedy=f"another {option} or LINGOREEL_{option.lstrip('-').upper()}"
    )
