import LoadEngine

/// Why a call failed: a closed set of labels, small enough to count by.
///
/// Raw values below 100 are failures without an answer, 100 to 999 are unexpected HTTP statuses, from 1000 on are answers
/// that the suite cannot go on with (``UnusableAnswer``), and from 1100 on those that failed a check of the contract, by its
/// place among the run's names of checks. Slowness is never a failure.
package struct FailureKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The host name has no address. Met before the run, which looks it up; by a call only through URLSession, which
  /// looks it up again.
  package static let unknownHost = FailureKind(rawValue: 1)
  /// Nothing listens at the address.
  package static let connectionRefused = FailureKind(rawValue: 2)
  /// No connection within the call's deadline.
  package static let connectTimeout = FailureKind(rawValue: 3)
  /// The network refused the connection for another reason (unreachable, no route).
  package static let connectFailed = FailureKind(rawValue: 4)
  /// The connection stands, but no whole answer came within the call's deadline.
  package static let timeout = FailureKind(rawValue: 5)
  /// The peer reset the connection.
  package static let reset = FailureKind(rawValue: 6)
  /// The peer closed a new connection before the first byte of an answer.
  package static let closed = FailureKind(rawValue: 7)
  /// The answer ended before its announced end.
  package static let truncated = FailureKind(rawValue: 8)
  /// The answer is not HTTP/1.1 as RFC 9112 has it.
  package static let protocolError = FailureKind(rawValue: 9)
  /// The answer's header block is beyond the limits.
  package static let headerOverflow = FailureKind(rawValue: 10)
  /// This process has no file descriptor left for a connection.
  package static let fileDescriptorLimit = FailureKind(rawValue: 11)
  /// The user has no token or conversation to make this call with.
  package static let notReady = FailureKind(rawValue: 12)

  /// The server's certificate does not lead to a trusted authority.
  package static let certificateUntrusted = FailureKind(rawValue: 13)
  /// The server's certificate is for another host.
  package static let certificateHostMismatch = FailureKind(rawValue: 14)
  /// The time of the server's certificate is over or has not come.
  package static let certificateExpired = FailureKind(rawValue: 15)
  /// The TLS handshake or connection failed for another reason.
  package static let tls = FailureKind(rawValue: 16)
  /// The peer closed a connection that had been idle before the first byte of an answer, and the request must not be
  /// sent twice.
  package static let idleClose = FailureKind(rawValue: 17)

  /// The answer's body, which had to be judged, is larger than what is kept of it.
  package static let bodyOverLimit = FailureKind(rawValue: 18)
  /// The answer's body, which had to be judged, is coded although `identity` was asked for.
  package static let contentEncoding = FailureKind(rawValue: 19)
  /// The server's certificate has a key or a signature that is too weak.
  package static let certificateWeak = FailureKind(rawValue: 20)
  /// The server's certificate is not for servers.
  package static let certificatePurpose = FailureKind(rawValue: 21)

  /// An HTTP status that the call did not expect.
  package static func status(_ code: Int) -> FailureKind {
    FailureKind(rawValue: UInt16(clamping: max(100, min(999, code))))
  }

  /// An answer with the expected status that the suite cannot go on with.
  package static func check(_ answer: UnusableAnswer) -> FailureKind {
    FailureKind(rawValue: 1000 + answer.rawValue)
  }

  /// An answer with the expected status that failed a check of the contract.
  ///
  /// - Parameter number: Its place among the run's names of checks.
  package static func check(named number: UInt16) -> FailureKind {
    FailureKind(rawValue: firstNamedCheck + number)
  }

  private static let firstNamedCheck: UInt16 = 1100

  /// The HTTP status when the failure is one.
  package var status: Int? {
    (100...999).contains(rawValue) ? Int(rawValue) : nil
  }

  /// The label of an arrival that was dropped: no call was made for it.
  package static let droppedLabel = "dropped"

  /// The label in records and reports.
  package var label: String { label(checks: []) }

  /// The label in records and reports.
  ///
  /// - Parameter checks: The run's names of checks.
  package func label(checks: [String]) -> String {
    if let status { return "status \(status)" }
    if rawValue >= Self.firstNamedCheck {
      let number = Int(rawValue - Self.firstNamedCheck)
      return "check: " + (number < checks.count ? checks[number] : "unknown")
    }
    if rawValue >= 1000 {
      return "check: " + (UnusableAnswer(rawValue: rawValue - 1000)?.label ?? "unknown")
    }
    return switch self {
    case .unknownHost: "unknown host"
    case .connectionRefused: "connection refused"
    case .connectTimeout: "connect timeout"
    case .connectFailed: "connect failed"
    case .timeout: "timeout"
    case .reset: "reset"
    case .closed: "closed"
    case .truncated: "truncated"
    case .protocolError: "protocol"
    case .headerOverflow: "headerOverflow"
    case .fileDescriptorLimit: "fileDescriptorLimit"
    case .notReady: "not ready"
    case .certificateUntrusted: "certificate untrusted"
    case .certificateHostMismatch: "certificate for another host"
    case .certificateExpired: "certificate expired"
    case .tls: "TLS"
    case .idleClose: "idle close"
    case .bodyOverLimit: "body over limit"
    case .contentEncoding: "content encoding"
    case .certificateWeak: "certificate too weak"
    case .certificatePurpose: "certificate for another purpose"
    default: "other"
    }
  }
}

/// A key of JSON that is any text.
struct TextKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}

extension FailureKind: Codable, CodingKeyRepresentable {
  package var codingKey: any CodingKey { TextKey(stringValue: String(rawValue)) }

  package init?(codingKey: some CodingKey) {
    guard let rawValue = UInt16(codingKey.stringValue) else { return nil }
    self.init(rawValue: rawValue)
  }
}

extension FailureKind {
  /// The kind of an engine's error.
  init(_ error: CallError) {
    self =
      switch error {
      case .unknownHost: .unknownHost
      case .refused: .connectionRefused
      case .connectTimeout: .connectTimeout
      case .connectFailed: .connectFailed
      case .fileDescriptorLimit: .fileDescriptorLimit
      case .timeout: .timeout
      case .reset: .reset
      case .closed: .closed
      case .idleClose: .idleClose
      case .truncated: .truncated
      case .malformed(let reason): reason.code == .headerOverflow ? .headerOverflow : .protocolError
      case .tls(let failure): FailureKind(failure)
      case .cancelled: .closed
      }
  }

  /// The kind of a failed handshake or a broken TLS connection.
  init(_ failure: TLSFailure) {
    self =
      switch failure.code {
      case .untrusted: .certificateUntrusted
      case .hostMismatch: .certificateHostMismatch
      case .expired: .certificateExpired
      case .tooWeak: .certificateWeak
      case .wrongPurpose: .certificatePurpose
      case .refusedByPeer, .protocolError: .tls
      }
  }
}

extension [FailureKind: Int] {
  /// Counts by label. A target may invent statuses: the most frequent keep their names.
  ///
  /// - Parameter checks: The run's names of checks.
  func labelled(checks: [String]) -> [String: Int] {
    let statuses = filter { $0.key.status != nil }
      .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    var result: [String: Int] = [:]
    for (kind, count) in self where kind.status == nil { result[kind.label(checks: checks), default: 0] += count }
    for (kind, count) in statuses.prefix(ForeignNames.most) { result[kind.label] = count }
    let others = statuses.dropFirst(ForeignNames.most)
    if !others.isEmpty { result["other statuses"] = others.reduce(0) { $0 + $1.value } }
    return result
  }
}

extension CallError {
  /// What was wrong, in a sentence, where there is more to say than the kind's label.
  var detail: String? {
    switch self {
    case .malformed(let error): error.detail
    case .tls(let failure): failure.detail
    case .connectFailed(let error): System.message(error)
    case .idleClose(let idle):
      "the target closed a connection that had been idle for \(Int((idle / .milliseconds(1)).rounded())) ms just "
        + "when it was used again; set LOAD_KEEP_ALIVE below the target's keep-alive time-out"
    case .unknownHost, .refused, .connectTimeout, .fileDescriptorLimit, .timeout, .reset, .closed, .truncated,
      .cancelled:
      nil
    }
  }
}

extension FailureKind {
  /// Why an answer's body cannot be judged, whatever it says; `nil` when it can.
  init?(unreadable response: HTTPResponse) {
    if response.hasContentCoding {
      self = .contentEncoding
    } else if response.bodyByteCount > response.body.count {
      self = .bodyOverLimit
    } else {
      return nil
    }
  }

  /// What was wrong with an answer that failed of this kind, where there is more to say than its label: the beginning of
  /// its body, which may be anything.
  func detail(of response: HTTPResponse) -> String? {
    switch self {
    case .bodyOverLimit:
      "the answer has \(response.bodyByteCount) bytes, and \(response.body.count) are kept (LOAD_BODY_LIMIT)"
    case .contentEncoding: "the answer has a Content-Encoding, although Accept-Encoding asked for identity"
    default: response.body.isEmpty ? nil : String(decoding: response.body.prefix(8192), as: UTF8.self)
    }
  }
}

/// What an answer lacks that the suite cannot go on without, whatever the contract's checks say.
package enum UnusableAnswer: UInt16, CaseIterable, Sendable {
  case json
  case accessToken
  case conversationID
  case unusableConversationID
  case staleSummary

  /// The label in records and reports.
  package var label: String {
    switch self {
    case .json: "answer is not JSON"
    case .accessToken: "no token"
    case .conversationID: "no conversation id"
    case .unusableConversationID: "conversation id cannot stand in a path"
    case .staleSummary: "stale summary after an update"
    }
  }
}
