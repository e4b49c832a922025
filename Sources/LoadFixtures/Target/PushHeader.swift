import Foundation

/// A header that is sent with each push of metrics; its value may be a secret.
package struct PushHeader: Sendable, Equatable {
  package var name: String
  package var value: String
}

extension EnvironmentReader {
  /// The share of calls whose traces are kept, where calls tell of them at all.
  func traceRate() throws(ConfigurationError) -> Double? {
    let rate = try read(.traceRate, allowed: "a share from 0 to 1, such as 0.01") { text in
      Self.decimal(text).flatMap { $0 <= 1 ? $0 : nil }
    }
    let isOn = try flag(.trace) ?? false
    if let rate, !isOn {
      throw ConfigurationError(
        .traceRate, value: "\(rate)", reason: "calls tell of their traces only with LOAD_TRACE=1",
        allowed: "LOAD_TRACE=1 beside it, or neither")
    }
    return isOn ? rate ?? 0.01 : nil
  }

  func pushEndpoint() throws(ConfigurationError) -> TargetURL? {
    let name = EnvironmentVariable.pushEndpoint
    // An empty one is none, by OpenTelemetry's rules for its variables.
    guard let text = environment[name.rawValue], !text.isEmpty else { return nil }
    return try TargetURL(text, named: name.rawValue)
  }

  /// What the push itself says.
  private static var ownHeaders: [String] {
    ["host", "content-type", "content-length", "connection", "transfer-encoding"]
  }

  /// `name=value` pairs by commas, values percent-encoded, as OpenTelemetry has them.
  func pushHeaders() throws(ConfigurationError) -> [PushHeader] {
    guard environment[EnvironmentVariable.pushHeaders.rawValue]?.isEmpty == false else { return [] }
    return try read(.pushHeaders, allowed: "name=value pairs by commas, values percent-encoded") { text in
      var headers: [PushHeader] = []
      for pair in text.split(separator: ",") {
        guard let mark = pair.firstIndex(of: "=") else { return nil }
        let name = pair[..<mark].trimmingCharacters(in: .whitespaces)
        let encoded = pair[pair.index(after: mark)...].trimmingCharacters(in: .whitespaces)
        let isToken = name.utf8.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-_.".utf8.contains(byte)
        }
        guard isToken, !name.isEmpty, !Self.ownHeaders.contains(name.lowercased()),
          let value = encoded.removingPercentEncoding, value.neutralised == value
        else { return nil }
        headers.append(PushHeader(name: name, value: value))
      }
      return headers
    } ?? []
  }
}
