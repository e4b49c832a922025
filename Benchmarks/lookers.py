"""Those who look on at a run: browsers that hold its stream, a Prometheus that scrapes it, a collector that takes pushes."""

from __future__ import annotations

import http.server
import socket
import threading
import time
import urllib.request


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Lookers:
    """Look on while the body runs, from the moment that the run listens; their counts are there afterwards."""

    def __init__(self, browsers: int):
        self.browsers = browsers
        self.web, self.metrics = free_port(), free_port()
        # Events that browsers were sent, answered scrapes, pushes.
        self.events, self.scrapes, self.pushes = [0] * browsers, 0, 0
        self.over = threading.Event()

    @property
    def environment(self) -> dict:
        """What makes a run tell them."""
        return {"LOAD_WEB_PORT": str(self.web), "LOAD_PROMETHEUS_PORT": str(self.metrics),
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self.collector.server_port}"}

    def __enter__(self):
        lookers = self

        class Collector(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                lookers.pushes += 1
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.collector = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
        self.collector.daemon_threads = True
        self.threads = [threading.Thread(target=self.collector.serve_forever, daemon=True)]
        self.threads += [threading.Thread(target=self.scrape, daemon=True)]
        self.threads += [threading.Thread(target=self.browse, args=(number,), daemon=True)
                         for number in range(self.browsers)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.collector.shutdown()
        self.collector.server_close()
        for thread in self.threads:
            thread.join(5)

    def browse(self, number: int):
        """As a page does: reads what comes, and connects again when the stream ends."""
        while not self.over.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.web), timeout=1) as stream:
                    stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n")
                    while not self.over.is_set():
                        part = stream.recv(1 << 20)
                        if not part:
                            break
                        self.events[number] += part.count(b"data: ")
            except TimeoutError:
                continue
            except OSError:
                time.sleep(0.1)

    def scrape(self):
        """Once a second."""
        while not self.over.wait(1):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics", timeout=1) as answer:
                    self.scrapes += b"loadtest_calls_total" in answer.read()
            except OSError:
                pass
