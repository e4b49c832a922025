/// Why no secure connection came about, or why it broke: OpenSSL's words for it hold no byte of the traffic.
public typealias TLSFailure = CodedError<TLSFailureCode>

/// What is wrong with a peer's certificate or its TLS.
public enum TLSFailureCode: String, Sendable {
  /// The certificate does not lead to an authority that is trusted; a self-signed one is its own.
  case untrusted
  /// The certificate is good, but for other names or addresses.
  case hostMismatch
  /// The certificate's time is over or has not come.
  case expired
  /// A key or a signature among the certificates is weaker than OpenSSL's security level allows.
  case tooWeak
  /// The certificate is for something else than a server.
  case wrongPurpose
  /// The peer ended the handshake or the connection with an alert.
  case refusedByPeer
  /// What the peer sent is not TLS, or not as this side can speak it.
  case protocolError
}

extension TLSFailure {
  /// From the result of verifying a certificate (`X509_V_ERR_...`, <openssl/x509_vfy.h>).
  init(verifyResult: Int, detail: String) {
    let code: Code =
      switch verifyResult {
      case 9, 10: .expired
      case 62, 64: .hostMismatch
      case 66, 67, 68: .tooWeak
      case 26: .wrongPurpose
      default: .untrusted
      }
    self.init(code, detail)
  }

  /// From the reason of an error in OpenSSL's queue: an alert's number plus 1000, or a number of this side's.
  init(reason: Int, text: String?) {
    self.init((1000..<1256).contains(reason) ? .refusedByPeer : .protocolError, text ?? "error \(reason)")
  }
}
