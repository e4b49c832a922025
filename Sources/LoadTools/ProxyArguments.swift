import LoadEngine
import LoadFixtures

/// The command line of `fault-proxy`, read into typed values.
struct ProxyArguments {
  static let help = """
    usage: fault-proxy --target URL [options]
      --listen N            port of 127.0.0.1 to listen on, 0 chooses a free one (0)
      --target URL          where connections go: http://HOST[:PORT] or https://...; bytes of TLS are passed on untouched
      --direction WAY       what the faults below hold for: both, to-target, to-client (both)
      --latency MS          added to the way of each byte
      --jitter MS           up to so much more, drawn for each piece
      --bandwidth KBIT      of each connection, kilobits a second; who sends faster has to wait
      --pieces N            passed on in pieces of N bytes, a millisecond apart
      --cut-after N         a connection is cut after N bytes
      --slow-close MS       how much later than its last byte the end of a connection arrives
      --rule TEXT           what is done to certain requests of plain HTTP; may be repeated, a request has the first
                            that matches it; METHOD PATH, of which requests, what:
                            \(HTTPRule.form)
                            such as "POST /conversation/*/message first 3 status 503"; * stands for anything, the query
                            does not count, MS are milliseconds, BYTES are those of the answer's body
      --reset SHARE         share of the connections that are reset, 0 to 1
      --black-hole SHARE    share of the connections whose bytes vanish, 0 to 1
      --seed N              of what is drawn (1)
      --help                this text
    """

  private static let allowedTarget = "a URL such as http://127.0.0.1:8000"

  private(set) var port = 0
  private(set) var target: TargetURL?
  private(set) var faults = WireFaults()
  private(set) var seed: UInt64 = 1
  private(set) var wantsHelp = false

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    var (latency, jitter, bandwidth) = (0.0, 0.0, Double?.none)
    var (pieces, cut) = (Int?.none, Int?.none)
    var slowClose = 0.0
    var ways: [WritableKeyPath<WireFaults, WireFaults.Direction>] = [\.toTarget, \.toClient]
    while let word = try options.next() {
      switch word {
      case "--listen": port = try options.whole(of: word, in: 0...65535)
      case "--target": target = try TargetURL(try options.text(of: word, allowed: Self.allowedTarget), named: word)
      case "--direction":
        ways = try options.value(of: word, allowed: "both, to-target, to-client") { way in
          switch way {
          case "both": [\.toTarget, \.toClient]
          case "to-target": [\.toTarget]
          case "to-client": [\.toClient]
          default: nil
          }
        }
      case "--latency": latency = try Self.milliseconds(of: word, &options)
      case "--jitter": jitter = try Self.milliseconds(of: word, &options)
      case "--bandwidth":
        bandwidth = try options.number(of: word, allowed: "kilobits a second from 0.1 to 10000000", in: 0.1...1e7)
      case "--pieces": pieces = try options.whole(of: word, in: 1...(1 << 20))
      case "--slow-close": slowClose = try Self.milliseconds(of: word, &options)
      case "--rule": faults.rules.append(try options.value(of: word, allowed: HTTPRule.form) { HTTPRule($0) })
      case "--cut-after": cut = try options.whole(of: word, in: 0...(1 << 40))
      case "--reset": faults.resetShare = try options.number(of: word, allowed: "a share from 0 to 1", in: 0...1)
      case "--black-hole":
        faults.blackHoleShare = try options.number(of: word, allowed: "a share from 0 to 1", in: 0...1)
      case "--seed": seed = try options.whole(of: word, in: 0...UInt64.max)
      case "--help", "-h": wantsHelp = true
      default: throw OptionReader.refusal(of: word, allowed: "the options of --help")
      }
    }
    for way in ways {
      faults[keyPath: way] = WireFaults.Direction(
        latency: .milliseconds(latency), jitter: .milliseconds(jitter), bytesPerSecond: bandwidth.map { $0 * 125 },
        pieces: pieces, cutAfter: cut, closeDelay: .milliseconds(slowClose))
    }
    guard faults.resetShare + faults.blackHoleShare <= 1 else {
      throw ConfigurationError(
        variable: "--black-hole", value: String(faults.blackHoleShare), reason: "with --reset it is more than all",
        allowed: "shares whose sum is at most 1")
    }
    guard wantsHelp || target != nil else {
      throw ConfigurationError(variable: "--target", value: nil, allowed: Self.allowedTarget)
    }
    if let target, target.scheme == .https, !faults.rules.isEmpty {
      throw ConfigurationError(
        variable: "--target", value: target.description, reason: "a --rule cannot see requests within TLS",
        allowed: "with --rule, a URL that begins with http://")
    }
  }

  private static func milliseconds(
    of option: String, _ options: inout OptionReader
  ) throws(ConfigurationError) -> Double {
    try options.number(of: option, allowed: "milliseconds from 0 to 600000", in: 0...600_000)
  }
}
