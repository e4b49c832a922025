import LoadEngine

/// Where the time of one call went, nanoseconds.
extension CallTimings {
  /// To open a connection, 0 when one was at hand. Of a repeated call, without what was lost before.
  var connectTime: Int64 { connected.map { $0 - (repeated ?? start) } ?? 0 }

  /// A new connection's TLS handshake, 0 without one.
  var handshakeTime: Int64 {
    guard let connected, let secured else { return 0 }
    return secured - connected
  }

  /// From the request's last byte handed to the system to the answer's first byte.
  var waitTime: Int64 {
    guard let sent, let firstByte else { return 0 }
    return firstByte - sent
  }

  /// From the answer's first byte to its last.
  var receiveTime: Int64 {
    guard sent != nil, let firstByte else { return 0 }
    return end - firstByte
  }
}
