/// Finds the requests in the bytes of one connection, and says what to do with them: a state machine without sockets.
///
/// | what comes                                       | what is done                                             |
/// |--------------------------------------------------|----------------------------------------------------------|
/// | a request in part                                | held until it is whole                                   |
/// | a whole one                                      | passed as it came, answered here or put off, by its rule |
/// | another before the answer to the last            | held: answers stay in order                              |
/// | TLS, anything but HTTP/1, over a MiB, CONNECT,   | passed untouched, as is all that follows                 |
/// | a client that waits for `100 Continue`           |                                                          |
struct HTTPInspection: Sendable {
  enum Step: Sendable, Equatable {
    case toTarget([UInt8], after: Duration)
    case toClient([UInt8])
    /// The client's connection ends in order, once it has what came so far; nothing follows.
    case endClient
  }

  private enum Mode: Sendable {
    case looks, passes, hasEnded
  }

  /// Bytes that are held of one request.
  static let most = 1 << 20
  /// Bytes before a space that may be a method; the longest that is registered has 17.
  private static let longestMethod = 32

  private var mode = Mode.looks
  /// Came from the client and was not passed on.
  private var held: [UInt8] = []
  /// Bytes of `held` that the decoder has read.
  private var parsed = 0
  private var request: MessageDecoder
  /// Of the answer that is awaited.
  private var answer: MessageDecoder
  private var awaitsAnswer = false
  /// Body bytes of that answer after which it is cut; `nil` for never.
  private var cut: Int?

  init() {
    let limits = HTTPLimits(maxBodyBytes: Self.most)
    request = MessageDecoder(role: .request, limits: limits)
    answer = MessageDecoder(role: .response, limits: limits)
    request.begin(bodyLimit: 0)
  }

  /// Whether all is passed on from now on, without a look.
  var isRaw: Bool { mode == .passes }

  /// Whether it stands between two messages.
  var isIdle: Bool { mode == .looks && held.isEmpty && !awaitsAnswer }

  /// Bytes that wait for the answer to the request before them, so that the client had better not send more.
  var waiting: Int { awaitsAnswer ? held.count : 0 }

  /// Takes what the client sent.
  ///
  /// - Parameter choose: Says what is done to a request, by its method and target; asked once for each.
  mutating func fromClient(
    _ bytes: UnsafeRawBufferPointer, choose: (String, String) -> HTTPRule.Action?
  ) -> [Step] {
    switch mode {
    case .looks:
      held.append(contentsOf: bytes)
      return pass(choose)
    case .passes: return [.toTarget(Array(bytes), after: .zero)]
    case .hasEnded: return []
    }
  }

  /// Takes what the target sent.
  mutating func fromTarget(
    _ bytes: UnsafeRawBufferPointer, choose: (String, String) -> HTTPRule.Action?
  ) -> [Step] {
    guard mode != .hasEnded else { return [] }
    let bytes = Array(bytes)
    guard awaitsAnswer, !isRaw else { return [.toClient(bytes)] }
    var read = 0
    do throws(HTTPReadError) {
      while read < bytes.count, !answer.isComplete {
        // No more than may be passed on: how many of them belong to the body the decoder tells afterwards.
        let size = cut.map { max(1, $0 - answer.bodyByteCount) } ?? bytes.count
        let end = read + min(size, bytes.count - read)
        read += try answer.read(bytes.span.extracting(read..<end))
        if isAtCut {
          mode = .hasEnded
          return [.toClient(Array(bytes[..<read])), .endClient]
        }
      }
    } catch {
      // No answer of HTTP: from here on nobody knows where one ends.
      return [.toClient(bytes)] + passRaw()
    }
    guard answer.isComplete else { return [.toClient(bytes)] }
    (awaitsAnswer, cut) = (false, nil)
    // What follows is another protocol.
    if answer.start.status == 101 { return [.toClient(bytes)] + passRaw() }
    return [.toClient(bytes)] + pass(choose)
  }

  /// Takes the client's end: what is held will not become whole any more.
  mutating func clientEnded() -> [Step] { passRaw() }

  private mutating func pass(_ choose: (String, String) -> HTTPRule.Action?) -> [Step] {
    var steps: [Step] = []
    while mode == .looks, !awaitsAnswer, parsed < held.count {
      do throws(HTTPReadError) {
        let bytes = held
        parsed += try request.read(bytes.span.extracting(parsed..<bytes.count))
      } catch {
        return steps + passRaw()
      }
      guard request.isComplete else { return mayBecomeWhole ? steps : steps + passRaw() }
      guard request.start.method != "CONNECT" else { return steps + passRaw() }
      steps += act(choose(request.start.method, request.start.target))
    }
    return steps
  }

  /// Whether it is right to wait for the rest of what is held.
  private var mayBecomeWhole: Bool {
    // Whoever waits for "100 Continue" sends no body before.
    guard held.count < Self.most, !request.wantsContinue else { return false }
    guard request.start.method.isEmpty else { return true }
    // Lines of another protocol may never end. A byte that begins no method tells it at once; so does TLS, by the 22
    // that all its connections begin with (RFC 8446, 5.1). Empty lines may stand before a request (RFC 9112, 2.2).
    let start = held.firstIndex { $0 != 0x0D && $0 != 0x0A } ?? held.count
    let end = ASCII.endOfToken(in: held.span, from: start)
    guard end - start <= Self.longestMethod else { return false }
    return end == held.count || end > start && held[end] == 0x20
  }

  /// Whether the answer ends here for the client, in the middle of what the target sends.
  private var isAtCut: Bool {
    guard let cut else { return false }
    if cut > 0 { return !answer.isComplete && answer.bodyByteCount >= cut }
    // Read as the answer to a HEAD, it is complete where its body begins, if it has one (RFC 9112, 6.3).
    return answer.isComplete && answer.fields.contentLength != 0 && ![101, 204, 304].contains(answer.start.status)
  }

  /// Passes, answers or puts off the request at the beginning of what is held.
  private mutating func act(_ action: HTTPRule.Action?) -> [Step] {
    let bytes = Array(held[..<parsed])
    let isHEAD = request.start.method == "HEAD"
    // Clients of HTTP/1.0 keep a connection only if they are told so, which no answer from here does.
    let isLast = !request.keepAlive || !request.start.isHTTP11
    held.removeFirst(parsed)
    parsed = 0
    request.begin(bodyLimit: 0)
    var delay = Duration.zero
    switch action {
    case .status(let status):
      var reply: [UInt8] = []
      ResponseWriter.write(status: status, keepAlive: !isLast, isHEAD: isHEAD, into: &reply)
      guard isLast else { return [.toClient(reply)] }
      mode = .hasEnded
      return [.toClient(reply), .endClient]
    case .delay(let time): delay = time
    case .cutBody(let most): cut = isHEAD ? nil : most
    case nil: break
    }
    awaitsAnswer = true
    answer.begin(isHEAD: isHEAD || cut == 0, bodyLimit: 0)
    return [.toTarget(bytes, after: delay)]
  }

  private mutating func passRaw() -> [Step] {
    guard mode == .looks else { return [] }
    mode = .passes
    defer { (held, parsed) = ([], 0) }
    return held.isEmpty ? [] : [.toTarget(held, after: .zero)]
  }
}
