import Foundation
import TestSupport

extension PeerServer {
  static let node = PeerServer(
    name: "Node's http", lacks: [.put: "needs a program, as POST, which is tried"],
    program: "node", isInstalled: { Peers.mayRun("node") }
  ) { setting, folder, port in
    try folder.write("server.js", nodeProgram.utf8)
    return Process(
      "node",
      ["server.js", "\(port)", "\(setting.idleSeconds)", "\(setting.largeBytes)"]
        + (setting.identity.map { [$0.certificateFile, $0.keyFile] } ?? []))
  }

  private static let nodeProgram = #"""
    const fs = require("fs"), http = require("http"), https = require("https"), zlib = require("zlib");
    const { once } = require("events");
    const [port, idle, size, certificate, key] = process.argv.slice(2);
    const text = fs.readFileSync("www/text");

    async function pieces(response) {
      for (let offset = 0; offset < text.length; offset += 10000) {
        response.write(text.subarray(offset, offset + 10000));
        await new Promise(setImmediate);
      }
    }

    function reply(response, status, body, headers) {
      response.writeHead(status, { "Content-Length": body.length, ...headers });
      response.end(body);
    }

    async function handle(request, response) {
      switch (request.url) {
        case "/hello.txt":
          if (request.headers["if-none-match"] === '"1"') {
            response.writeHead(304, { ETag: '"1"' });
            response.end();
          } else reply(response, 200, "hello", { ETag: '"1"' });
          break;
        case "/chunked":
          await pieces(response);
          response.end();
          break;
        case "/trailers":
          response.writeHead(200, { Trailer: "X-Sum" });
          await pieces(response);
          response.addTrailers({ "X-Sum": "1" });
          response.end();
          break;
        case "/end":
          response.removeHeader("Transfer-Encoding");
          await pieces(response);
          response.end();
          break;
        case "/large": {
          const part = Buffer.alloc(1 << 20);
          for (let left = size / part.length; left > 0; left--)
            if (!response.write(part)) await once(response, "drain");
          response.end();
          break;
        }
        case "/echo": {
          const parts = [];
          for await (const part of request) parts.push(part);
          reply(response, 200, Buffer.concat(parts));
          break;
        }
        case "/empty":
          response.writeHead(204);
          response.end();
          break;
        case "/error":
          reply(response, 500, "broken");
          break;
        case "/text":
          if ((request.headers["accept-encoding"] ?? "").includes("gzip"))
            reply(response, 200, zlib.gzipSync(text), { "Content-Encoding": "gzip" });
          else reply(response, 200, text);
          break;
        case "/headers": {
          const headers = { "X-Long": "x".repeat(8192) };
          for (let i = 0; i < 100; i++) headers["X-" + i] = "value " + i;
          reply(response, 200, "hello", headers);
          break;
        }
        case "/stall":
          response.writeHead(200, { "Content-Length": 100000 });
          response.write(text.subarray(0, 1000));
          break;
        default:
          reply(response, 404, "none");
      }
    }

    const server = certificate
      ? https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, handle)
      : http.createServer(handle);
    server.keepAliveTimeout = idle * 1000;
    server.listen(Number(port), "127.0.0.1");
    """#
}
