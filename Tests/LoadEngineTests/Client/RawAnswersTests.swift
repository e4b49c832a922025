import TestSupport
import Testing

@testable import LoadEngine

/// The client against peers that send what they should or should not.
@Suite(.timeLimit(.minutes(1)))
struct RawAnswersTests {
  private static let ok = "HTTP/1.1 200 OK\r\n"

  /// An answer in pieces, each sent by itself; then an orderly end.
  struct Answer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var pieces: [String]
    var text = "abc"

    init(_ name: String, _ pieces: String...) {
      testDescription = name
      self.pieces = pieces
    }
  }

  static let readable = [
    Answer("sized", ok + "Content-Length: 3\r\n\r\nabc"),
    Answer("chunked", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"),
    Answer("until the end", ok + "\r\nab", "c"),
    Answer("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nabc"),
    Answer("after an interim answer", "HTTP/1.1 100 Continue\r\n\r\n", ok + "Content-Length: 3\r\n\r\nabc"),
    Answer("head and body apart", ok + "Content-Length: 3\r\n\r\n", "abc"),
  ]

  @Test(arguments: PollerChoice.both, readable)
  func `an answer is read however it is framed`(poller: PollerChoice, answer: Answer) async throws {
    try await expectText(answer, poller)
  }

  @Test(arguments: PollerChoice.both, readable)
  func `an answer may come byte by byte`(poller: PollerChoice, answer: Answer) async throws {
    var answer = answer
    answer.pieces = answer.pieces.joined().unicodeScalars.map { String($0) }
    try await expectText(answer, poller)
  }

  private func expectText(_ answer: Answer, _ poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      for piece in answer.pieces { socket.send(piece) }
    } _: { connection, _ in
      let outcome = await connection.call(try Samples.request(), deadline: .soon)
      #expect(outcome.text == answer.text)
      #expect(outcome.error == nil)
    }
  }

  @Test(
    arguments: PollerChoice.both,
    [
      (ok + "Content-Length: 10\r\n\r\nabc", CallError.truncated),
      (ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", .truncated),
      (ok + "Content-Le", .truncated),
      ("", .closed),
    ])
  func `an early end is told from an end before the answer`(poller: PollerChoice, end: (String, CallError)) async throws
  {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(end.0)
    } _: { connection, _ in
      let error = try await connection.call(Samples.request(), deadline: .soon).error
      #expect(error == end.1)
      #expect(!connection.isConnected)
    }
  }

  @Test(
    arguments: PollerChoice.both,
    [
      (ok + "Content-Length: 1\r\n\r\nabc", HTTPReadError.Code.unexpectedBytes),
      ("SSH-2.0-OpenSSH_9.2\r\n", .malformedStartLine),
      (ok + "Content-Length: -1\r\n\r\n", .malformedHeader),
      (ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .conflictingFraming),
    ])
  func `what is not an answer is malformed, and its connection is not used again`(
    poller: PollerChoice, bad: (String, HTTPReadError.Code)
  ) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(bad.0)
      socket.read()
    } _: { connection, _ in
      let code = try await connection.call(Samples.request(), deadline: .soon).code
      #expect(code == bad.1)
      #expect(!connection.isConnected)
    }
  }

  @Test(arguments: PollerChoice.both, ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
  func `a reset is a failure`(poller: PollerChoice, before: String) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(before)
      socket.resetAtClose()
    } _: { connection, _ in
      let error = await connection.call(try Samples.request(), deadline: .soon).error
      #expect(error == .reset || (error == .truncated && !before.isEmpty))
    }
  }

  /// Python's `http.server` closes without having said so, and a request that follows at once would be lost.
  @Test(arguments: PollerChoice.both, ["", "Connection: keep-alive\r\n"])
  func `a request that says close is the last, whatever its answer says`(poller: PollerChoice, header: String)
    async throws
  {
    try await OnLoop.scripted(poller) { socket, _ in
      while !socket.readHead().isEmpty { socket.send(Self.ok + header + "Content-Length: 3\r\n\r\nabc") }
    } _: { connection, server in
      for count in 1...3 {
        let request = try Samples.request("GET", "/", headers: [("Connection", "close")])
        let outcome = await connection.call(request, isLast: true, deadline: .soon)
        #expect(outcome.text == "abc")
        #expect(try !outcome.result.get().keepAlive)
        #expect(!connection.isConnected)
        #expect(server.accepted == count)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a refused port is told at once`(poller: PollerChoice) async throws {
    let silent = try RawSocket(boundTo: 0)
    defer { silent.close() }
    try await OnLoop.connected(to: silent.port, poller) { connection, _ in
      for _ in 0..<2 {
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(outcome.error == .refused)
        #expect(outcome.timings.connected == nil && outcome.timings.sent == nil)
        #expect(!connection.isBusy)
      }
    }
  }
}
