import LoadEngine

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

  /// What was wrong with an answer that failed of this kind, where there is more to say than its label. It holds
  /// nothing that the target wrote.
  func detail(of response: HTTPResponse) -> String? {
    switch self {
    case .bodyOverLimit:
      "the answer has \(response.bodyByteCount) bytes, and \(response.body.count) are kept (LOAD_BODY_LIMIT)"
    case .contentEncoding: "the answer has a Content-Encoding, although Accept-Encoding asked for identity"
    default: nil
    }
  }
}
