"""The servers that take the load. Each counts what it has answered, so that no generator is taken at its word."""

from __future__ import annotations

import random
import re
import resource
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from string import Template

from errors import Invalid, Skipped
from measuring import cpu_seconds

# 133 bytes, about what the agent says of a conversation.
BODY = (
    '{"conversation_id":"c0ffee00-0000-4000-8000-000000000001","status":"active","phase":"exploration",'
    '"tier":"Hybrid Coaching","score":9}'
)
EMAIL, PASSWORD = "benchmark@example.com", "benchmark"
CONFIGURATION = Path(__file__).parent / "peers" / "nginx.conf"


class Server:
    """A server process, pinned to a core, from `with` to `finish()` or the end of the block."""

    command: list[str]

    def __init__(self, core, directory):
        self.core, self.directory = core, Path(directory)
        self.port = free_port()
        self.process = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.directory / "server.output"

    def __enter__(self):
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                ["taskset", "-c", str(self.core), *self.command], stdout=output, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 10
        while not accepts(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Invalid(f"the server did not start: {self.output.read_text(errors='replace').strip()[-300:]}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def cpu(self) -> float:
        return cpu_seconds(self.process.pid)

    def finish(self) -> int:
        """Ends the server and returns how many requests of the generator it has answered."""
        raise NotImplementedError


class Nginx(Server):
    """nginx with one process and a small JSON answer, over http and https."""

    def __init__(self, core, directory):
        super().__init__(core, directory)
        self.binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not self.binary:
            raise Skipped("nginx is not installed (Debian: nginx-light)")
        self.tls_port = free_port()
        self.certificate = make_certificate(self.directory)
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        text = Template(CONFIGURATION.read_text()).substitute(
            port=self.port, tls_port=self.tls_port, directory=self.directory, body=BODY, files=files,
            connections=files - 100)
        path = self.directory / "nginx.conf"
        path.write_text(text)
        self.command = [self.binary, "-c", str(path), "-p", str(self.directory)]

    @property
    def tls_url(self) -> str:
        return f"https://127.0.0.1:{self.tls_port}"

    def finish(self) -> int:
        with urllib.request.urlopen(f"{self.url}/status", timeout=10) as answer:
            count = stub_status_requests(answer.read().decode())
        self.stop()
        return count - 1


class FaultProxy(Server):
    """Our proxy without a fault, before another server."""

    def __init__(self, core, directory, target, binary):
        super().__init__(core, directory)
        self.command = [str(binary), "proxy", "--listen", str(self.port), "--target", target.url]


class StreamProxy(Server):
    """nginx passing TCP connections on, with one process, before another server."""

    MODULE = Path("/usr/lib/nginx/modules/ngx_stream_module.so")

    def __init__(self, core, directory, target):
        super().__init__(core, directory)
        binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not binary or not self.MODULE.exists():
            raise Skipped("nginx's stream module is not installed (Debian: libnginx-mod-stream)")
        path = self.directory / "stream.conf"
        path.write_text(
            f"load_module {self.MODULE}; daemon off; master_process off; pid {self.directory}/stream.pid;\n"
            f"error_log {self.directory}/stream.log error; events {{ worker_connections 4096; }}\n"
            f"stream {{ server {{ listen 127.0.0.1:{self.port} backlog=16384; "
            f"proxy_pass 127.0.0.1:{target.port}; }} }}\n")
        self.command = [binary, "-c", str(path), "-p", str(self.directory)]


class Agent(Server):
    """The reference agent, in a process of its own, with messages that take no time."""

    def __init__(self, core, directory, binary, *options):
        super().__init__(core, directory)
        self.command = [
            str(binary), "agent", "--port", str(self.port), "--service-time", "0", "--email", EMAIL,
            "--password", PASSWORD, *options]

    def finish(self) -> int:
        self.stop()
        found = re.search(r"^answered (\d+) requests$", self.output.read_text(), re.MULTILINE)
        if not found:
            raise Invalid("the reference agent did not say how many requests it has answered")
        return int(found.group(1))


class Sleepless(Server):
    """The server of latency.c, which looks for requests without end and answers with the nanoseconds that it took."""

    def __init__(self, core, directory, program):
        super().__init__(core, directory)
        self.command = [str(program), "serve", str(self.port)]


def stub_status_requests(text: str) -> int:
    """Requests that nginx has answered, the one for this text included."""
    found = re.search(r"^\s*\d+ \d+ (\d+)\s*$", text, re.MULTILINE)
    if not found:
        raise Invalid(f"nginx's status has no count of requests: {text[:100]!r}")
    return int(found.group(1))


def free_port() -> int:
    """A port outside the range that clients are given, so that no client takes it before the server does."""
    for _ in range(100):
        port = random.randint(10_000, 30_000)
        with socket.socket() as candidate:
            try:
                candidate.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Invalid("no free port between 10000 and 30000")


def accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def make_certificate(directory: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, made once per directory."""
    path = directory / "certificate.pem"
    if not path.exists():
        if not shutil.which("openssl"):
            raise Skipped("openssl, which makes the server's certificate, is not installed")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", str(directory / "key.pem"), "-out", str(path)],
            check=True, capture_output=True)
    return path
