"""The proxies of docs/how-to/behind-a-proxy.md, configured by that page, on ports of this machine.

Left out of the documented configurations are certificates, names and IPv6; the rest is run as it
is written there.
"""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "behind-a-proxy.md"


def block(language: str) -> str:
    """The page's block of configuration in this language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found, f"{PAGE} has no block of {language}"
    return found[1]


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    """The command of nginx: serves `port`, before the service at `behind`, with files in folder."""
    left_out = ("ssl_certificate", "[::]")
    lines = [text for text in block("nginx").splitlines() if not any(w in text for w in left_out)]
    server = "\n".join(lines).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    server = server.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{server} }}"
    )
    return ["nginx", "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    """The command of Caddy: serves `port` by HTTP, before the service at `behind`."""
    site = block("caddyfile").replace("data.example.org", f"http://:{port}")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    site = site.replace("{\n    servers", "{\n    admin off\n    servers", 1)
    (folder / "Caddyfile").write_text(site)
    return ["caddy", "run", "--config", str(folder / "Caddyfile")]
