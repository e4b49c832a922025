import Foundation

/// A numeric IP address, 4 or 16 bytes in network order.
package struct IPAddress: Hashable, Sendable {
  package let bytes: [UInt8]

  /// Returns `nil` unless the text is an IPv4 or IPv6 address, the latter with or without a `%scope`.
  ///
  /// Read by `inet_pton`, which refuses the historic forms (`127.1`, `0x7f.0.0.1`, leading zeros) in which two programs
  /// may see two different addresses.
  package init?(_ text: String) {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    // A C string would end there.
    guard !parts[0].utf8.contains(0) else { return nil }
    var (version4, version6) = (in_addr(), in6_addr())
    // The pointers do not leave the closures.
    if inet_pton(AF_INET, text, &version4) == 1 {
      bytes = withUnsafeBytes(of: version4) { Array($0) }
    } else if parts.last != "", inet_pton(AF_INET6, String(parts[0]), &version6) == 1 {
      bytes = withUnsafeBytes(of: version6) { Array($0) }
    } else {
      return nil
    }
  }

  package var isVersion6: Bool { bytes.count == 16 }
}
