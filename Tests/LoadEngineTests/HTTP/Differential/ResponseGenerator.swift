import LoadEngine
import TestSupport

/// Writes responses of every framing, with the liberties that the grammar has, and near misses of it.
struct ResponseGenerator {
  var random: SplitMix64
  private(set) var isHEAD = false
  private var wire: [UInt8] = []

  init(random: SplitMix64) {
    self.random = random
  }

  /// Everything that comes on one connection: interim answers, the answer, and perhaps more.
  mutating func response() -> [UInt8] {
    isHEAD = chance(10)
    if chance(1) { return Array(pick(["", "\r", " HTTP/1.1 200 OK", "\u{16}\u{3}\u{1}", "HTTP/1.1 200 OK"]).utf8) }
    while chance(12) { interim() }
    let status =
      chance(1)
      ? pick(["099", "000", "20", "2000", "2x0", ""])
      : pick(["200", "200", "200", "200", "201", "404", "503", "204", "304", "205", "599", "999", "101"])
    statusLine(status)
    let chunked = framedHead()
    let hasNoBody = isHEAD || status == "204" || status == "304" || status == "101"
    if !hasNoBody || chance(10) {
      if chunked { chunkedBody() } else { wire += payload }
    }
    if chance(15) { add(pick(["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "\r\n", "x", "HTTP/1.1 4"])) }
    return wire
  }

  private var payload: [UInt8] = []

  private mutating func interim() {
    statusLine(pick(["100", "100", "102", "103", "199"]))
    for _ in 0..<number(below: 3) { field() }
    // Of no meaning here: an interim answer has no body.
    if chance(5) { add("Content-Length: 7\r\n") }
    if chance(2) { add("Transfer-Encoding: chunked\r\n") }
    add("\r\n")
  }

  private mutating func statusLine(_ status: String) {
    add("HTTP/")
    add(chance(88) ? "1.1" : pick(["1.0", "1.0", "1.0", "1.0", "1.0", "1.2", "1.9", "2.0", "0.9"]))
    add(" " + status)
    if chance(90) { add(pick([" OK", " OK", " Not Found", " ", "  ", " Está bien", " a\tb", " !~", " x y  z"])) }
    add("\r\n")
  }

  /// The fields and the empty line; true for a chunked body, else `payload` is as long as the fields say.
  private mutating func framedHead() -> Bool {
    var lines: [String] = []
    payload = (0..<number(below: chance(3) ? 2000 : 40)).map { _ in UInt8.random(in: 0...255, using: &random) }
    var chunked = false
    switch number(below: 40) {
    case 0..<18: lines.append(name("Content-Length") + ":" + space() + length() + space())
    case 18..<31:
      chunked = true
      lines.append(name("Transfer-Encoding") + ":" + space() + (chance(90) ? "chunked" : "Chunked") + space())
      if chance(4) { lines.append("Content-Length: \(payload.count)") }
    case 31..<37: break
    case 37:
      let other = chance(70) ? length() : "\(max(payload.count + 1 - number(below: 3), 0))"
      lines = ["Content-Length: " + length(), "Content-Length: " + other]
    case 38:
      lines.append(
        "Content-Length: "
          + pick(["+1", "-1", "0x1", "1_0", "", "1 2", "1;", "1,", ",", "9223372036854775807", "1e3"]))
    default:
      lines.append(
        "Transfer-Encoding: " + pick(["gzip, chunked", "identity", "chunked, chunked", "xchunked", "", "x"]))
      chunked = true
    }
    for _ in 0..<number(below: 4) { lines.append(fieldLine()) }
    if chance(20) {
      lines.append(
        name("Connection") + ":"
          + pick([" close", " Close", " keep-alive", "Keep-Alive", " x, close ,", " closer", " keep-alive, close", ""]))
    }
    lines.shuffle(using: &random)
    for line in lines { add(line + "\r\n") }
    add("\r\n")
    return chunked
  }

  /// The payload's length, now and then written as no one should.
  private mutating func length() -> String {
    let length = "\(payload.count)"
    switch number(below: 50) {
    case 0: return "\(length), \(length)"
    case 1: return "0" + length
    case 2: return String(repeating: "0", count: 22) + length
    case 3: return pick(["9223372036854775808", "18446744073709551621", "99999999999999999999"])
    case 4: return "\(payload.count + 1)"
    case 5: return "\r\n " + length
    default: return length
    }
  }

  private mutating func field() { add(fieldLine() + "\r\n") }

  private mutating func fieldLine() -> String {
    if chance(2) { return pick([" folded", "\tfolded", "A : b", "A", ":", "A B: c", "É: x", "A:b\r\n c", "A:\u{1}"]) }
    if chance(1) { return "Long: " + String(repeating: "v", count: 200 + number(below: 150)) }
    return pick(["A", "x-y", "Date", "!#$%&'*+-.^_`|~0", "Content-Lengths", "Content-Length-X", "Proxy-Connection"])
      + ":" + space() + pick(["", "b", "close", "chunked", "a b", "a\tb", "x:y", "é", "\"q, r\"", "7", ";"]) + space()
  }

  private mutating func chunkedBody() {
    for _ in 0..<number(below: 4) {
      let count = 1 + number(below: 20)
      size(count)
      wire += (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      add("\r\n")
    }
    size(0)
    if chance(15) {
      for _ in 0...number(below: 2) {
        if chance(15) {
          add(pick(["Content-Length: 5", "Content-Length: x", "Transfer-Encoding: gzip", "transfer-encoding:chunked"]))
          add("\r\n")
        } else {
          field()
        }
      }
    }
    add("\r\n")
  }

  private mutating func size(_ count: Int) {
    switch number(below: 100) {
    case 0: add(pick(["8000000000000000", "ffffffffffffffff", "10000000000000000000"]))
    case 1: add(pick(["", "g", "-1", "+1", "0x1", " 1", "1 1"]))
    case 2: add(String(repeating: "0", count: 30) + String(count, radix: 16))
    case 3: add("00" + String(count, radix: 16))
    default: add(String(count, radix: 16, uppercase: chance(50)))
    }
    if chance(10) { add(pick([" ", "\t", "  "])) }
    if chance(15) { add(pick([";", ";a", ";a=b;c", ";q=\"x; y\"", ";q=\"", "; a = b ", ";\u{1}", ";é"])) }
    if chance(1) { add(";" + String(repeating: "e", count: 200 + number(below: 150))) }
    add("\r\n")
  }

  private mutating func name(_ name: String) -> String {
    switch number(below: 4) {
    case 0: name.lowercased()
    case 1: name.uppercased()
    default: name
    }
  }

  /// Optional whitespace.
  private mutating func space() -> String { pick([" ", " ", " ", "", "\t", " \t "]) }

  private mutating func add(_ text: String) { wire += Array(text.utf8) }

  private mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }

  private mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  private mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }
}
