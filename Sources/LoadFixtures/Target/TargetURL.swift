/// The base URL of a target: `http://host`, `https://host:8443/agent`, `http://[::1]:8000`.
///
/// It never holds user information, a query or a fragment, so it may be shown and written anywhere.
public struct TargetURL: Hashable, Sendable, CustomStringConvertible {
  public enum Scheme: String, Sendable {
    case http, https

    public var defaultPort: Int {
      switch self {
      case .http: 80
      case .https: 443
      }
    }
  }

  /// What may be given, for the messages of every variable and option that takes a URL.
  static let allowed = "http://HOST[:PORT][/PATH] or https://HOST[:PORT][/PATH], an IPv6 address in brackets"

  public let scheme: Scheme
  /// A name in lower case, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  /// 1 to 65535.
  public let port: Int
  /// Empty, or begins with a slash and does not end with one.
  public let basePath: String

  /// Reads a URL; `variable` is the variable or option that it came from.
  public init(_ text: String, named variable: String = "LOAD_TARGET_HOST") throws(ConfigurationError) {
    func refused(_ reason: String, shown: String) -> ConfigurationError {
      ConfigurationError(variable: variable, value: shown, reason: reason, allowed: Self.allowed)
    }

    // An @ anywhere is refused, not only within the authority: passwords with a slash in them put it elsewhere, and
    // then nobody can say which part is the secret.
    if text.contains("@") || text.contains("%40") {
      throw refused(
        "user information (user:password@) would end up in records; set LOAD_EMAIL and LOAD_PASSWORD, or LOAD_TOKEN",
        shown: ConfigurationError.redacted)
    }
    if let mark = text.firstIndex(where: { $0 == "?" || $0 == "#" }) {
      throw refused(
        "a base URL has no query or fragment", shown: text[...mark] + ConfigurationError.redacted)
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw refused(
        "it holds a space, a control character or a letter outside ASCII (write such a host name in its xn-- form)",
        shown: text)
    }
    guard let separator = text.range(of: "://"),
      let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
    else {
      throw refused("it does not begin with http:// or https://", shown: text)
    }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let path = rest[authority.endIndex...]

    let (name, portText): (Substring, Substring?)
    if authority.first == "[" {
      guard let bracket = authority.firstIndex(of: "]") else {
        throw refused("the bracket before the IPv6 address is not closed", shown: text)
      }
      name = authority[authority.index(after: authority.startIndex)..<bracket]
      let after = authority[authority.index(after: bracket)...]
      guard after.isEmpty || after.first == ":" else {
        throw refused("after the IPv6 address comes something else than :PORT", shown: text)
      }
      portText = after.isEmpty ? nil : after.dropFirst()
      guard !name.contains("%") else {
        throw refused(
          "an IPv6 address with a zone is not supported; give the target a name or another address", shown: text)
      }
      guard let address = IPAddress(String(name)), address.isVersion6 else {
        throw refused("\"\(name)\" is not an IPv6 address", shown: text)
      }
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else {
        throw refused("an IPv6 address stands in brackets, http://[::1]:8000", shown: text)
      }
      name = parts[0]
      portText = parts.count == 2 ? parts[1] : nil
      guard Self.isHostName(name) else {
        throw refused(
          name.isEmpty ? "it has no host" : "\"\(name)\" is neither a host name nor an address", shown: text)
      }
    }

    var port = scheme.defaultPort
    if let portText {
      guard portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(portText),
        (1...65535).contains(number)
      else {
        // "http://user:password" without its "@host" looks just like this.
        throw refused(
          "the port is not a number from 1 to 65535",
          shown: "\(scheme)://\(name):\(ConfigurationError.redacted)")
      }
      port = number
    }
    guard RequestPath.isValid(path) else {
      throw refused("the path holds a character that has to be percent-encoded", shown: text)
    }
    self.init(scheme: scheme, host: name.lowercased(), port: port, path: path)
  }

  /// The agent inside this process.
  public static func loopback(port: Int) -> TargetURL {
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
  public var authority: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return port == scheme.defaultPort ? host : "\(host):\(port)"
  }

  /// Whether it leads back to this machine, as far as the URL itself says.
  var isLoopback: Bool {
    host == "localhost" || IPAddress(host).map { TargetPolicy.network(of: $0) } == .loopback
  }

  /// The path to ask for: the base path with a call's path, which begins with a slash.
  public func path(_ call: String) -> String {
    basePath.isEmpty ? call : basePath + call
  }

  public var description: String {
    "\(scheme)://\(authority)\(basePath)"
  }

  /// RFC 1123 names, with the underscore that container networks use. A name whose last label begins like a number is
  /// taken for an IPv4 address by some resolvers, so it has to be one.
  private static func isHostName(_ name: Substring) -> Bool {
    guard name.utf8.count <= 253 else { return false }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let valid = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
    guard valid, let last = labels.last else { return false }
    let numeric = last.allSatisfy(\.isNumber) || last.lowercased().hasPrefix("0x")
    return !numeric || IPAddress(String(name)) != nil
  }
}
