import Foundation
import LoadEngine

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension CallError {
  /// The engine's word for what URLSession reports.
  ///
  /// On Linux it rests on libcurl, and most failures are `unknown` with libcurl's sentence as the description
  /// (`curl_easy_strerror` and the messages of `failf`, tried with 7.88): there is nothing else to tell them apart by.
  ///
  /// - Parameter answerHasBegun: Whether the head of an answer was read.
  init(_ error: any Error, answerHasBegun: Bool) {
    let words = error.localizedDescription
    guard let code = (error as? URLError)?.code else {
      self = Self.broken(words, answerHasBegun: answerHasBegun)
      return
    }
    self =
      switch code {
      case .cannotFindHost, .dnsLookupFailed: .unknownHost
      case .cannotConnectToHost: .refused
      case .networkConnectionLost: .reset
      case .timedOut: .timeout
      case .serverCertificateUntrusted, .serverCertificateHasUnknownRoot: .tls(TLSFailure(.untrusted, words))
      case .serverCertificateHasBadDate, .serverCertificateNotYetValid: .tls(TLSFailure(.expired, words))
      case .secureConnectionFailed: .tls(TLSFailure(.protocolError, words))
      case .clientCertificateRejected, .clientCertificateRequired: .tls(TLSFailure(.refusedByPeer, words))
      default: Self.broken(words, answerHasBegun: answerHasBegun)
      }
  }

  private static func broken(_ words: String, answerHasBegun: Bool) -> CallError {
    func says(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
    if says("transfer closed with") { return .truncated }
    if says("Empty reply from server") { return .closed }
    if says("Too large response headers") { return .malformed(HTTPReadError(.headerOverflow, words)) }
    if says("certificate has expired", "certificate is not yet valid") { return .tls(TLSFailure(.expired, words)) }
    if says("certificate subject name", "alternative certificate") { return .tls(TLSFailure(.hostMismatch, words)) }
    if says("too weak") { return .tls(TLSFailure(.tooWeak, words)) }
    if says("certificate purpose") { return .tls(TLSFailure(.wrongPurpose, words)) }
    if says("SSL certificate problem") { return .tls(TLSFailure(.untrusted, words)) }
    if says("SSL", "TLS") { return .tls(TLSFailure(.protocolError, words)) }
    return .malformed(HTTPReadError(answerHasBegun ? .malformedChunk : .malformedStartLine, words))
  }
}
