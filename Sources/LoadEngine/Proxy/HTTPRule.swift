/// What a proxy does to certain HTTP requests: to which, to how many of them, and what.
public struct HTTPRule: Sendable, Equatable {
  /// Which of the requests that match; counted over all connections since the rules were set.
  public enum Selection: Sendable, Equatable {
    case all
    /// 1 or more.
    case first(Int)
    /// The k-th, the 2k-th and so on; 1 or more.
    case every(Int)
  }

  public enum Action: Sendable, Equatable {
    /// The proxy answers by itself, without a body; the target never sees the request. 200 to 599.
    case status(Int)
    /// The request reaches the target so much later; 0 or more.
    case delay(Duration)
    /// The answer ends after so many bytes of its body, and the connection with it; 0 or more, 0 for the head alone.
    case cutBody(after: Int)
  }

  /// `nil` for any.
  public let method: String?
  /// Without the query; `*` stands for any run of characters, slashes and none included.
  public let path: String
  public let selection: Selection
  public let action: Action

  public init(method: String? = nil, path: String, _ action: Action, of selection: Selection = .all) {
    precondition(selection.isInRange && action.isInRange, "a rule for HTTP is out of its range")
    self.method = method
    self.path = path
    self.selection = selection
    self.action = action
  }

  /// How a rule is written.
  public static let form = "METHOD|any PATH [first N|every K] status CODE|delay MS|cut BYTES"

  /// Reads `POST /conversation/*/message first 3 status 503`; `nil` for what is no rule.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 4 || words.count == 6, Self.isMethod(words[0]), Self.isPath(words[1]),
      let action = Action(words[words.count - 2], words[words.count - 1])
    else { return nil }
    var selection = Selection.all
    if words.count == 6 {
      guard let some = Selection(words[2], words[3]) else { return nil }
      selection = some
    }
    self.init(method: words[0] == "any" ? nil : words[0], path: words[1], action, of: selection)
  }

  /// Methods are told apart by case (RFC 9110, 9.1): one in small letters would match nothing.
  private static func isMethod(_ word: String) -> Bool {
    word == "any" || ASCII.isToken(word) && word == word.uppercased()
  }

  /// A query would match nothing.
  private static func isPath(_ word: String) -> Bool {
    word.hasPrefix("/") && ASCII.isTarget(word) && !word.contains("?")
  }

  func matches(method: String, target: String) -> Bool {
    guard self.method == nil || self.method == method else { return false }
    return Self.matches(Array(target.utf8.prefix { $0 != UInt8(ascii: "?") }), Array(path.utf8))
  }

  /// Linear in the text for each star: the last star takes what is left over, and is made longer where that fails.
  private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (place, at) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        star = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == text[place] {
        at += 1
        place += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        (at, place) = (last.pattern + 1, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension HTTPRule.Selection {
  fileprivate init?(_ word: String, _ value: String) {
    guard let count = Int(value), count >= 1 else { return nil }
    switch word {
    case "first": self = .first(count)
    case "every": self = .every(count)
    default: return nil
    }
  }

  fileprivate var isInRange: Bool {
    switch self {
    case .all: true
    case .first(let count), .every(let count): count >= 1
    }
  }
}

extension HTTPRule.Action {
  /// Up to ten minutes, as the other times of a proxy.
  private static let delays = 0.0...600_000

  fileprivate init?(_ word: String, _ value: String) {
    switch (word, Int(value), Double(value)) {
    case ("status", let code?, _): self = .status(code)
    case ("delay", _, let time?) where Self.delays.contains(time): self = .delay(.milliseconds(time))
    case ("cut", let bytes?, _): self = .cutBody(after: bytes)
    default: return nil
    }
    if !isInRange { return nil }
  }

  fileprivate var isInRange: Bool {
    switch self {
    case .status(let code): (200...599).contains(code)
    case .delay(let time): time >= .zero
    case .cutBody(let bytes): bytes >= 0
    }
  }
}

/// The rules of a proxy, with how many requests have matched each.
struct HTTPRules: Sendable {
  private let rules: [HTTPRule]
  private var matched: [Int]

  init(_ rules: [HTTPRule]) {
    self.rules = rules
    matched = Array(repeating: 0, count: rules.count)
  }

  /// What is done to a request: by the first rule that matches, and nothing where that selects others.
  mutating func action(method: String, target: String) -> HTTPRule.Action? {
    guard let index = rules.firstIndex(where: { $0.matches(method: method, target: target) }) else { return nil }
    matched[index] += 1
    let isSelected =
      switch rules[index].selection {
      case .all: true
      case .first(let count): matched[index] <= count
      case .every(let step): matched[index].isMultiple(of: step)
      }
    return isSelected ? rules[index].action : nil
  }
}
