import Foundation

/// Where live pages or metrics are served: a port of the loopback address, or of another that was told.
package struct LiveAddress: Sendable, Equatable {
  package var host = "127.0.0.1"
  /// 0 takes a free one.
  package var port: Int

  package static let allowed =
    "a port, 0 for a free one, or ADDRESS:PORT to be seen from elsewhere, as 0.0.0.0:8080"

  package init(port: Int) { self.port = port }

  /// `nil` for a text that is neither `PORT` nor `ADDRESS:PORT`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = parts.last, last.allSatisfy(\.isASCII), let port = Int(last), (0...65535).contains(port),
      !last.hasPrefix("+")
    else { return nil }
    self.port = port
    guard parts.count > 1 else { return }
    host = parts.dropLast().joined(separator: ":").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if host.isEmpty || IPAddress(host) == nil { return nil }
  }

  var isLoopback: Bool { IPAddress(host).map(TargetPolicy.network) == .loopback }
}
