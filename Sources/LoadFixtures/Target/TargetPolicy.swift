/// Which addresses may be put under load: one's own machine and network, unless told otherwise.
///
/// It judges the address that a connection will really go to, after name resolution: a harmless name may point
/// anywhere.
package struct TargetPolicy: Sendable {
  package enum Decision: Hashable, Sendable {
    case allowed
    /// A sentence with the address and what to do.
    case refused(String)
  }

  package enum Network: String, Sendable {
    case loopback
    /// RFC 1918, RFC 6598 (100.64.0.0/10) and RFC 4193 (fc00::/7).
    case privateUse = "private"
    case linkLocal = "link-local"
    /// Everything else, the unspecified address and multicast included.
    case publicUse = "public"
  }

  package let allowPublicTarget: Bool

  package init(allowPublicTarget: Bool) {
    self.allowPublicTarget = allowPublicTarget
  }

  /// Judges a numeric address as `getnameinfo` gives it. What is no address is refused, public targets allowed or not.
  package func decide(_ address: String) -> Decision {
    guard let parsed = IPAddress(address) else {
      return .refused(
        "\"\(address.neutralised)\" is not a numeric IP address, so it cannot be told whether load may be sent there.")
    }
    guard Self.network(of: parsed) == .publicUse, !allowPublicTarget else { return .allowed }
    return .refused(
      "\(address.neutralised) is outside the loopback, private and link-local ranges. Set LOAD_ALLOW_PUBLIC_TARGET=1 if "
        + "you may put it under load, or point LOAD_TARGET_HOST at a host of your own.")
  }

  /// The kind of network that an address belongs to (IANA special-purpose registries); an IPv4-mapped IPv6 address
  /// is judged by the IPv4 address in it.
  package static func network(of address: IPAddress) -> Network {
    let bytes = address.bytes
    guard address.isVersion6 else { return network(ofVersion4: bytes[...]) }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return network(ofVersion4: bytes[12...])
    }
    if bytes[..<15].allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
    if bytes[0] & 0xFE == 0xFC { return .privateUse }
    if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return .linkLocal }
    return .publicUse
  }

  private static func network(ofVersion4 bytes: ArraySlice<UInt8>) -> Network {
    switch (bytes[bytes.startIndex], bytes[bytes.startIndex + 1]) {
    case (127, _): .loopback
    case (10, _), (172, 16...31), (192, 168), (100, 64...127): .privateUse
    case (169, 254): .linkLocal
    default: .publicUse
    }
  }
}
