/// Why a call failed: a closed set of labels, small enough to count by.
///
/// Raw values below 100 are failures without an answer, 100 to 999 are unexpected HTTP statuses, and
/// 1000 upwards are answers that failed a ``Check``. Slowness is never a failure.
public struct FailureKind: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The host name has no address. Met before the run, which looks it up; by a call only through URLSession, which
  /// looks it up again.
  public static let unknownHost = FailureKind(rawValue: 1)
  /// Nothing listens at the address.
  public static let connectionRefused = FailureKind(rawValue: 2)
  /// No connection within the call's deadline.
  public static let connectTimeout = FailureKind(rawValue: 3)
  /// The network refused the connection for another reason (unreachable, no route).
  public static let connectFailed = FailureKind(rawValue: 4)
  /// The connection stands, but no whole answer came within the call's deadline.
  public static let timeout = FailureKind(rawValue: 5)
  /// The peer reset the connection.
  public static let reset = FailureKind(rawValue: 6)
  /// The peer closed a new connection before the first byte of an answer.
  public static let closed = FailureKind(rawValue: 7)
  /// The answer ended before its announced end.
  public static let truncated = FailureKind(rawValue: 8)
  /// The answer is not HTTP/1.1 as RFC 9112 has it.
  public static let protocolError = FailureKind(rawValue: 9)
  /// The answer's header block is beyond the limits.
  public static let headerOverflow = FailureKind(rawValue: 10)
  /// This process has no file descriptor left for a connection.
  public static let fileDescriptorLimit = FailureKind(rawValue: 11)
  /// The user has no token or conversation to make this call with.
  public static let notReady = FailureKind(rawValue: 12)

  /// The server's certificate does not lead to a trusted authority.
  public static let certificateUntrusted = FailureKind(rawValue: 13)
  /// The server's certificate is for another host.
  public static let certificateHostMismatch = FailureKind(rawValue: 14)
  /// The time of the server's certificate is over or has not come.
  public static let certificateExpired = FailureKind(rawValue: 15)
  /// The TLS handshake or connection failed for another reason.
  public static let tls = FailureKind(rawValue: 16)
  /// The peer closed a connection that had been idle before the first byte of an answer, and the request must not be
  /// sent twice.
  public static let idleClose = FailureKind(rawValue: 17)

  /// The answer's body, which had to be judged, is larger than what is kept of it.
  public static let bodyOverLimit = FailureKind(rawValue: 18)
  /// The answer's body, which had to be judged, is coded although `identity` was asked for.
  public static let contentEncoding = FailureKind(rawValue: 19)
  /// The server's certificate has a key or a signature that is too weak.
  public static let certificateWeak = FailureKind(rawValue: 20)
  /// The server's certificate is not for servers.
  public static let certificatePurpose = FailureKind(rawValue: 21)

  /// An HTTP status that the call did not expect.
  public static func status(_ code: Int) -> FailureKind {
    FailureKind(rawValue: UInt16(clamping: max(100, min(999, code))))
  }

  /// An answer with the expected status whose content failed a check.
  public static func check(_ check: Check) -> FailureKind {
    FailureKind(rawValue: 1000 + check.rawValue)
  }

  /// The HTTP status when the failure is one.
  public var status: Int? {
    (100...999).contains(rawValue) ? Int(rawValue) : nil
  }

  /// The label in records and reports.
  public var label: String {
    if let status { return "status \(status)" }
    if rawValue >= 1000 {
      return "check: " + (Check(rawValue: rawValue - 1000)?.label ?? "unknown")
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
