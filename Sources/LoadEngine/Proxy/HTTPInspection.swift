/// Finds the requests in the bytes of one connection, and says what to do with them: a state machine without sockets.
///
/// | what comes                              | what is done                                                      |
/// |-----------------------------------------|-------------------------------------------------------------------|
/// | a request in part                       | held until it is whole                                            |
/// | a whole one                             | passed as it came, answered here, or put off, as a rule has it     |
/// | another before the answer to the last   | held: answers stay in order                                       |
/// | TLS, anything but HTTP/1, over a MiB    | passed untouched, as is all that follows                           |
struct HTTPInspection: Sendable {
  enum Step: Sendable, Equatable {
    case toTarget([UInt8], after: Duration)
    case toClient([UInt8])
    /// The client's connection ends once it has what came so far: in order, or in the middle of an answer.
    case endClient(isCut: Bool)
  }

  /// Bytes of one request that are held.
  private static let most = 1 << 20

  private var isRaw = false
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
    request.begin()
  }

  /// Takes what the client sent.
  ///
  /// - Parameter choose: Says what is done to a request, by its method and target; asked once for each.
  mutating func fromClient(
    _ bytes: UnsafeRawBufferPointer, choose: (String, String) -> HTTPRule.Action?
  ) -> [Step] {
    held.append(contentsOf: bytes)
    return pass(choose)
  }

  /// Takes what the target sent.
  mutating func fromTarget(
    _ bytes: UnsafeRawBufferPointer, choose: (String, String) -> HTTPRule.Action?
  ) -> [Step] {
    guard awaitsAnswer, !isRaw else { return [.toClient(Array(bytes))] }
    let bytes = Array(bytes)
    var read = 0
    do throws(HTTPReadError) {
      while read < bytes.count, !answer.isComplete {
        // Up to the cut byte by byte: only the decoder knows what belongs to the body.
        let piece = cut == nil ? bytes.span.extracting(read...) : bytes.span.extracting(read..<read + 1)
        let count = try answer.read(piece)
        if let cut, answer.bodyByteCount > cut { return [.toClient(Array(bytes[..<read])), .endClient(isCut: true)] }
        read += count
      }
    } catch {
      // No answer of HTTP: from here on nobody knows where one ends.
      return [.toClient(bytes)] + passRaw()
    }
    guard answer.isComplete else { return [.toClient(bytes)] }
    (awaitsAnswer, cut) = (false, nil)
    return [.toClient(bytes)] + pass(choose)
  }

  /// Takes the client's end: what is held will not become whole any more.
  mutating func clientEnded() -> [Step] { passRaw() }

  private mutating func pass(_ choose: (String, String) -> HTTPRule.Action?) -> [Step] {
    guard !isRaw, held.first != Self.handshake else { return passRaw() }
    var steps: [Step] = []
    while !awaitsAnswer, parsed < held.count {
      do throws(HTTPReadError) {
        let bytes = held
        parsed += try request.read(bytes.span.extracting(parsed...))
      } catch {
        return steps + passRaw()
      }
      // Whoever waits for "100 Continue" sends no body before.
      guard request.isComplete else {
        return request.wantsContinue || held.count > Self.most ? steps + passRaw() : steps
      }
      steps += act(choose(request.start.method, request.start.target))
    }
    return held.count > Self.most ? steps + passRaw() : steps
  }

  /// Passes, answers or puts off the request at the beginning of what is held.
  private mutating func act(_ action: HTTPRule.Action?) -> [Step] {
    let bytes = Array(held[..<parsed])
    let (isHEAD, isLast) = (request.start.method == "HEAD", !request.keepAlive)
    held.removeFirst(parsed)
    parsed = 0
    request.begin()
    if case .status(let code) = action {
      let end = isLast ? "Connection: close\r\n" : ""
      // No reason phrase: none belongs to a status that a rule may have made up (RFC 9112, 4).
      let head = Array("HTTP/1.1 \(code) \r\nContent-Length: 0\r\n\(end)\r\n".utf8)
      return [.toClient(head)] + (isLast ? [.endClient(isCut: false)] : [])
    }
    awaitsAnswer = true
    answer.begin(isHEAD: isHEAD, bodyLimit: 0)
    switch action {
    case .delay(let time): return [.toTarget(bytes, after: time)]
    case .cutBody(let after): cut = after
    case .status, nil: break
    }
    return [.toTarget(bytes, after: .zero)]
  }

  private mutating func passRaw() -> [Step] {
    isRaw = true
    defer { (held, parsed) = ([], 0) }
    return held.isEmpty ? [] : [.toTarget(held, after: .zero)]
  }

  /// The first byte of a TLS connection: a record of the type handshake (RFC 8446, 5.1).
  private static let handshake = UInt8(22)
}
