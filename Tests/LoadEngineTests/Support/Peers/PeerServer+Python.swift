import Foundation
import TestSupport

extension PeerServer {
  /// Python's own server with the protocol of its choice, which is HTTP/1.0.
  static let python10 = python(
    "http.server HTTP/1.0", version: "HTTP/1.0",
    lacks: [
      .keepAlive: "an answer a connection is HTTP/1.0 without extensions",
      .interim: "HTTP/1.0 knows no interim answers",
    ])
  static let python11 = python("http.server HTTP/1.1", version: "HTTP/1.1", lacks: [:])

  private static func python(_ name: String, version: String, lacks: [Feature: String]) -> PeerServer {
    PeerServer(
      name: name,
      lacks: lacks.merging([
        .tls: "has none before Python 3.14",
        .chunked: "writes no chunks; the program could, which would be no foreign server",
        .trailers: "writes no chunks",
        .put: "needs a program, as POST, which is tried",
        .gzip: "never packs",
      ]) { $1 },
      program: "python3", isInstalled: { Peers.mayRun("python3") }
    ) { setting, folder, port in
      try folder.write("server.py", pythonProgram.utf8)
      try folder.writeZeros("www/large", count: setting.largeBytes)
      return Process("python3", ["server.py", "\(port)", version, "\(setting.idleSeconds)"])
    }
  }

  private static let pythonProgram = """
    import functools, http.server, sys

    port, version, idle = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])


    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = version
        timeout = idle

        def reply(self, status, body, headers={}):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            if self.path == "/empty":
                self.reply(204, b"")
            elif self.path == "/error":
                self.reply(500, b"broken")
            elif self.path == "/headers":
                self.reply(200, b"hello", {"X-Long": "x" * 8192, **{f"X-{i}": f"value {i}" for i in range(100)}})
            elif self.path == "/end":
                self.send_response(200)
                self.send_header("Connection", "close")
                self.end_headers()
                with open("www/text", "rb") as file:
                    self.copyfile(file, self.wfile)
            elif self.path == "/stall":
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(bytes(1000))
                self.rfile.read(1)
            else:
                super().do_GET()

        def do_POST(self):
            self.reply(200, self.rfile.read(int(self.headers["Content-Length"])))


    handler = functools.partial(Handler, directory="www")
    http.server.ThreadingHTTPServer(("127.0.0.1", port), handler).serve_forever()
    """
}
