import Foundation
import TestSupport

extension PeerServer {
  static let uvicorn = asgi("uvicorn", lacks: [:]) { setting, port in
    ["app:app", "--port", "\(port)", "--lifespan", "off", "--timeout-keep-alive", "\(setting.idleSeconds)"]
      + (setting.identity.map { ["--ssl-certfile", $0.certificateFile, "--ssl-keyfile", $0.keyFile] } ?? [])
  }

  /// Without workers: they would outlive the process that is known here.
  static let hypercorn = asgi(
    "hypercorn", lacks: [.orderlyRefusal: "closes after an answer that came before the body, without saying so"]
  ) { setting, port in
    ["app:app", "--bind", "127.0.0.1:\(port)", "--workers", "0", "--keep-alive", "\(setting.idleSeconds)"]
      + (setting.identity.map { ["--certfile", $0.certificateFile, "--keyfile", $0.keyFile] } ?? [])
  }

  private static func asgi(
    _ name: String, lacks: [Feature: String], _ arguments: @escaping @Sendable (Setting, Int) -> [String]
  ) -> PeerServer {
    PeerServer(
      name: name,
      lacks: lacks.merging([
        .trailers: "drops them over HTTP/1.1",
        .endOfConnection: "frames by chunks what has no length",
        .put: "needs a program, as POST, which is tried",
      ]) { $1 },
      program: "python3 -m \(name)", isInstalled: { pythonModules[name] == true }
    ) { setting, folder, port in
      try folder.write("app.py", asgiProgram.utf8)
      return Process(
        "python3", ["-m", name] + arguments(setting, port), environment: ["LARGE_BYTES": "\(setting.largeBytes)"])
    }
  }

  /// Which modules can be imported; looked up once.
  private static let pythonModules = Dictionary(
    uniqueKeysWithValues: ["uvicorn", "hypercorn"].map { module in
      let canImport = { (try? Process("python3", ["-c", "import \(module)"]).runToEndHere()) != nil }
      return (module, Peers.mustRun || Peers.mayRun("python3") && canImport())
    })

  private static let asgiProgram = """
    import asyncio, gzip, os

    text = open("www/text", "rb").read()
    size = int(os.environ["LARGE_BYTES"])


    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            while True:
                event = (await receive())["type"]
                await send({"type": event + ".complete"})
                if event == "lifespan.shutdown":
                    return
        asked = dict(scope["headers"])

        async def start(status, headers={}):
            headers = [(name.encode(), str(value).encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": headers})

        async def body(part, more=False):
            await send({"type": "http.response.body", "body": part, "more_body": more})

        async def reply(status, content, headers={}):
            await start(status, {"content-length": len(content), **headers})
            await body(content)

        path = scope["path"]
        if path == "/hello.txt":
            if asked.get(b"if-none-match") == b'"1"':
                await start(304, {"etag": '"1"'})
                await body(b"")
            else:
                await reply(200, b"hello", {"etag": '"1"'})
        elif path == "/chunked":
            await start(200)
            for offset in range(0, len(text), 10_000):
                await body(text[offset:offset + 10_000], True)
                await asyncio.sleep(0)
            await body(b"")
        elif path == "/large":
            await start(200)
            part = bytes(1 << 20)
            for _ in range(size >> 20):
                await body(part, True)
            await body(b"")
        elif path == "/echo":
            content = bytearray()
            more = True
            while more:
                event = await receive()
                content += event.get("body", b"")
                more = event.get("more_body", False)
            await reply(200, bytes(content))
        elif path == "/empty":
            await start(204)
            await body(b"")
        elif path == "/error":
            await reply(500, b"broken")
        elif path == "/text":
            if b"gzip" in asked.get(b"accept-encoding", b""):
                await reply(200, gzip.compress(text), {"content-encoding": "gzip"})
            else:
                await reply(200, text)
        elif path == "/headers":
            await reply(200, b"hello", {"x-long": "x" * 8192, **{f"x-{i}": f"value {i}" for i in range(100)}})
        elif path == "/stall":
            await start(200, {"content-length": 100_000})
            await body(text[:1000], True)
            await asyncio.sleep(3600)
        else:
            await reply(404, b"none")
    """
}
