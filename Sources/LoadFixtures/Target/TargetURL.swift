/// The base URL of a target: `http://host`, `https://host:8443/agent`, `http://[::1]:8000`.
///
/// It never holds user information, a query or a fragment, so it may be shown and written anywhere.
package struct TargetURL: Hashable, Sendable, CustomStringConvertible {
  package enum Scheme: String, Sendable {
    case http, https

    package var defaultPort: Int {
      switch self {
      case .http: 80
      case .https: 443
      }
    }
  }

  /// What may be given, for the messages of every variable and option that takes a URL.
  package static let allowed = "http://HOST[:PORT][/PATH] or https://HOST[:PORT][/PATH], an IPv6 address in brackets"

  package let scheme: Scheme
  /// A name in lower case, an IPv4 address, or an IPv6 address without its brackets.
  package let host: String
  /// 1 to 65535.
  package let port: Int
  /// Empty, or begins with a slash and does not end with one.
  package let basePath: String

  /// Reads a URL; `variable` is the variable or option that it came from.
  package init(_ text: String, named variable: String = "LOAD_TARGET_HOST") throws(ConfigurationError) {
    func refused(_ reason: String, shown: String? = nil) -> ConfigurationError {
      ConfigurationError(
        variable: variable, value: shown ?? Self.withoutSecret(text), reason: reason, allowed: Self.allowed)
    }

    // An @ anywhere is refused, not only within the authority: passwords with a slash in them put it elsewhere, and
    // then nobody can say which part is the secret. So is one of another width.
    if text.contains("%40") || text.unicodeScalars.contains(where: { ["@", "\u{FF20}", "\u{FE6B}"].contains($0) }) {
      throw refused(
        "user information (user:password@) would end up in records; set LOAD_EMAIL and LOAD_PASSWORD, or LOAD_TOKEN",
        shown: ConfigurationError.redacted)
    }
    if let mark = text.firstIndex(where: { $0 == "?" || $0 == "#" }) {
      throw refused(
        "a base URL has no query or fragment",
        shown: Self.withoutSecret(String(text[..<mark])) + "\(text[mark])" + ConfigurationError.redacted)
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw refused(
        "it holds a space, a control character or a letter outside ASCII (write such a host name in its xn-- form)")
    }
    guard let separator = text.range(of: "://"),
      let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
    else {
      throw refused("it does not begin with http:// or https://")
    }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let path = rest[authority.endIndex...]

    let (name, portText): (Substring, Substring?)
    if authority.first == "[" {
      guard let bracket = authority.firstIndex(of: "]") else {
        throw refused("the bracket before the IPv6 address is not closed")
      }
      name = authority[authority.index(after: authority.startIndex)..<bracket]
      let after = authority[authority.index(after: bracket)...]
      guard after.isEmpty || after.first == ":" else {
        throw refused("after the IPv6 address comes something else than :PORT")
      }
      portText = after.isEmpty ? nil : after.dropFirst()
      guard !name.contains("%") else {
        throw refused("an IPv6 address with a zone is not supported; give the target a name or another address")
      }
      guard let address = IPAddress(String(name)), address.isVersion6 else {
        throw refused("what stands in brackets is not an IPv6 address")
      }
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else {
        throw refused("an IPv6 address stands in brackets, http://[::1]:8000")
      }
      name = parts[0]
      portText = parts.count == 2 ? parts[1] : nil
      guard Self.isHostName(name) else {
        throw refused(name.isEmpty ? "it has no host" : "\"\(name)\" is neither a host name nor an address")
      }
    }

    if let address = IPAddress(String(name)), address.bytes.allSatisfy({ $0 == 0 }) {
      throw refused(
        "\(name) is an address to listen on, on all of a machine's addresses; connect to one of them, such as "
          + (address.isVersion6 ? "[::1]" : "127.0.0.1"))
    }

    var port = scheme.defaultPort
    // RFC 3986, 3.2.3: an empty port is the scheme's own.
    if let portText, !portText.isEmpty {
      guard let number = EnvironmentReader.integer(portText), (1...65535).contains(number) else {
        // "http://user:password" without its "@host" looks just like this.
        throw refused(
          "the port is not a number from 1 to 65535",
          shown: "\(scheme)://\(name):\(ConfigurationError.redacted)")
      }
      port = Int(number)
    }
    guard RequestPath.isValid(path) else {
      throw refused("the path holds a character that has to be percent-encoded")
    }
    self.init(scheme: scheme, host: name.lowercased(), port: port, path: path)
  }

  /// The agent inside this process.
  package static func loopback(port: Int) -> TargetURL {
    TargetURL(scheme: .http, host: "127.0.0.1", port: port, path: "")
  }

  private init(scheme: Scheme, host: String, port: Int, path: Substring) {
    self.scheme = scheme
    self.host = host
    self.port = port
    var path = path
    while path.last == "/" { path.removeLast() }
    basePath = String(path)
  }

  /// Host and, unless it is the scheme's own, port: the value of the `Host` header.
  package var authority: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return port == scheme.defaultPort ? host : "\(host):\(port)"
  }

  /// Whether it leads back to this machine, as far as the URL itself says.
  var isLoopback: Bool {
    nameToLookUp == "localhost" || IPAddress(host).map { TargetPolicy.network(of: $0) } == .loopback
  }

  /// The host as name servers and certificates have it: without the dot that makes a name absolute.
  var nameToLookUp: String { host.hasSuffix(".") ? String(host.dropLast()) : host }

  /// The path to ask for: the base path with a call's path, which begins with a slash.
  package func path(_ call: String) -> String {
    basePath.isEmpty ? call : basePath + call
  }

  package var description: String {
    "\(scheme)://\(authority)\(basePath)"
  }

  /// The text up to what may be a password: a colon that no port follows. An IPv6 address in brackets stays.
  private static func withoutSecret(_ text: String) -> String {
    let bytes = text.utf8
    var start = text.range(of: "://")?.upperBound ?? text.startIndex
    let address = bytes[start...].prefix { "[]:.".utf8.contains($0) || RequestPath.isHexDigit($0) }
    if address.first == UInt8(ascii: "["), address.last == UInt8(ascii: "]") || address.endIndex == bytes.endIndex {
      start = address.endIndex
    }
    while let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) {
      start = bytes.index(after: colon)
      let port = bytes[start...].prefix { $0 != UInt8(ascii: "/") }
      guard port.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return String(text[..<start]) + ConfigurationError.redacted
      }
    }
    return text
  }

  /// RFC 1123 names, with the underscore that container networks use and the dot that makes a name absolute. A name
  /// whose last label begins like a number is taken for an IPv4 address by some resolvers, so it has to be one.
  private static func isHostName(_ name: Substring) -> Bool {
    let isAbsolute = name.last == "."
    let name = isAbsolute ? name.dropLast() : name
    guard name.utf8.count <= 253 else { return false }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let valid = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
    guard valid, let last = labels.last else { return false }
    let numeric = last.allSatisfy(\.isNumber) || last.lowercased().hasPrefix("0x")
    return !numeric || (!isAbsolute && IPAddress(String(name)) != nil)
  }
}
