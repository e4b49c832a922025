import TestSupport

/// PyPI's `h11` as the client of a connection that has sent one request.
enum H11 {
  /// What it made of each response, in order.
  ///
  /// - Parameter maxBodyBytes: Of a longer body only so many bytes are handed over, as our limit has it.
  static func read(_ responses: [GeneratedResponse], maxBodyBytes: Int) async throws -> [PeerReading] {
    var input: [UInt8] = Array("\(maxBodyBytes)\n".utf8)
    for response in responses {
      input.append(UInt8(ascii: response.isHEAD ? "H" : "G"))
      Hex.append(response.bytes, to: &input)
      input.append(UInt8(ascii: "\n"))
    }
    let answer = try await PythonOracle.run(script, input: String(decoding: input, as: UTF8.self))
    return answer.utf8.split(separator: UInt8(ascii: "\n")).map { PeerReading(line: Array($0)) }
  }

  /// One line of hexadecimal digits a response, behind `G` or `H` for the request's method; prints `PeerReading`s.
  ///
  /// The request proposes an upgrade, without which h11 takes no 101. h11 judges a head (trailers, a chunk size) only
  /// when its end is there, the reader here line by line: when the connection ends within one, h11 is asked again
  /// with an end put after the last whole line, and `refused early` says that it would not have taken those lines.
  private static let script = """
    import os
    import sys
    import h11

    os.nice(19)
    limit = int(sys.stdin.readline())
    fields = [("Host", "x"), ("Connection", "upgrade"), ("Upgrade", "x")]
    requests = {method[0]: h11.Request(method=method, target="/", headers=fields) for method in ("GET", "HEAD")}

    def text(value):
        # As the headers of the reader give it: as text, with a replacement for what is not UTF-8.
        return value.decode("utf-8", "replace").encode().hex()

    def read(method, data):
        peer = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 40)
        peer.send(requests[method])
        peer.send(h11.EndOfMessage())
        body = bytearray()
        response = None
        ended = not data
        peer.receive_data(data)
        while True:
            try:
                event = peer.next_event()
            except h11.RemoteProtocolError:
                if not ended:
                    return "error"
                rest = peer.trailing_data[0]
                lines = rest.rfind(b"\\n") + 1
                if lines == 0:
                    return "truncated"
                again = read(method, data[:len(data) - len(rest) + lines] + b"\\r\\n")
                return "refused early" if again == "error" else "truncated"
            if event is h11.NEED_DATA:
                ended = True
                peer.receive_data(b"")
            elif type(event) is h11.Response:
                response = event
            elif type(event) is h11.InformationalResponse and event.status_code == 101:
                response = event
                break
            elif type(event) is h11.Data:
                body += event.data
            elif type(event) is h11.EndOfMessage:
                break
        rest, closed = peer.trailing_data
        keeps = peer.their_state is h11.DONE and not closed
        lines = [name.decode() + "=" + text(value) for name, value in response.headers]
        return " ".join(["message", str(response.status_code), str(int(keeps)), str(len(rest)), str(len(body)),
                         "x" + body[:limit].hex(), *lines])

    for line in sys.stdin:
        print(read(line[0], bytes.fromhex(line[1:])))
    """
}
