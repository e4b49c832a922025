import AgentContracts
import Foundation

@testable import LoadFixtures

extension CustomerProfile {
  /// Customers of one user, one after the other.
  static func drawn(
    _ count: Int, locale: CustomerLocale = .mixed, rules: ContentRules = ContentRules(), seed: UInt64 = 1, user: Int = 0
  ) -> [CustomerProfile] {
    var random = SeededRandom(seed: seed, user: user)
    return (0..<count).map { _ in draw(locale: locale, rules: rules, using: &random) }
  }
}

extension MessageTemplate {
  /// As a customer writes it, the first alternative where none is chosen.
  func text(for customer: CustomerProfile, choose: (Int) -> Int = { _ in 0 }) -> String {
    var bytes: [UInt8] = []
    write(for: customer, to: &bytes, choose: choose)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As different customers write it, alternatives at random.
  func texts(_ count: Int, for customers: [CustomerProfile], seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed, user: 0)
    return (0..<count).map { number in
      text(for: customers[number % customers.count]) { random.integer(in: 0...$0 - 1) }
    }
  }
}

extension SalesTexts {
  /// All that is said in any phase and in long messages.
  var all: [MessageTemplate] {
    ConversationPhase.allCases.flatMap { self[$0].templates + self[$0].openings + self[$0].details + self[$0].closings }
      + questions + [longOpening, longClosing]
  }
}

/// Conversations as users have them, with an agent that says nothing of phases.
enum Conversations {
  struct Message {
    let text: String
    let phase: ConversationPhase
  }

  /// So many messages of conversations of 8 to 15 each.
  ///
  /// - Parameter stuck: The phase that all are in, where the agent never leaves it.
  static func messages(
    _ count: Int, locale: CustomerLocale, style: TextVariety, seed: UInt64, stuck: ConversationPhase? = nil
  ) -> [Message] {
    let rules = ContentRules(AgentContract.v09.valueRules)
    var messages: [Message] = []
    var user = 0
    while messages.count < count {
      var random = SeededRandom(seed: seed, user: user)
      user += 1
      let customer = CustomerProfile.draw(locale: locale, rules: rules, using: &random)
      var phase = stuck ?? .greeting
      for number in 1...random.integer(in: 8...15) {
        let text = SalesMessages.text(
          phase: phase, customer: customer, number: number, style: style, using: &random)
        messages.append(Message(text: text, phase: phase))
        if stuck == nil { phase.advance(reported: nil, message: text, answer: "Claro, con gusto le cuento.") }
      }
    }
    return Array(messages.prefix(count))
  }
}

extension SalesMessages {
  static func text(
    phase: ConversationPhase, customer: CustomerProfile, number: Int, style: TextVariety,
    using random: inout SeededRandom
  ) -> String {
    String(
      decoding: message(phase: phase, customer: customer, number: number, style: style, using: &random), as: UTF8.self)
  }

  static func longText(customer: CustomerProfile, style: TextVariety, using random: inout SeededRandom) -> String {
    String(decoding: longMessage(customer: customer, style: style, using: &random), as: UTF8.self)
  }
}

extension ContentRules {
  func fitted(text: String) -> String { String(decoding: fitted(Array(text.utf8)), as: UTF8.self) }
}

/// What the deployed agent takes for an attack, and leaves without an answer until the call's deadline.
enum Suspicious {
  /// Words of SQL and scripts, as far as they are no Spanish ones, between the spaces of a folded text.
  private static let words =
    """
    select insert update delete drop union alter create exec execute script where from having truncate table into values
    or and null like join declare cast char sleep benchmark waitfor alert onerror onload javascript iframe
    """.split { $0 == " " || $0 == "\n" }.map { " \($0) ".utf8CString }

  private static let signs = (#"{}<>;"'`#\*=|%&/+_$@^~[]"# + String(String.UnicodeScalarView(controls))).utf8CString
  private static let controls = (1..<0x20).map { Unicode.Scalar(UInt8($0)) } + ["\u{7f}"]

  /// What is wrong with a text; `nil` when nothing is.
  // By C's functions: looked at byte by byte in Swift that is not optimised, half a million texts take a minute.
  static func sign(in text: String) -> String? {
    let bytes = text.utf8CString
    let clean = bytes.withUnsafeBufferPointer { text in
      signs.withUnsafeBufferPointer { strcspn(text.baseAddress!, $0.baseAddress!) }
    }
    guard clean == bytes.count - 1 else { return "a sign" }
    guard !holds(bytes, "--".utf8CString), !holds(bytes, "  ".utf8CString) else { return "two hyphens or spaces" }
    let folded = String(decoding: SpanishText.folded(text), as: UTF8.self).utf8CString
    return words.contains { holds(folded, $0) } ? "a word of SQL" : nil
  }

  private static func holds(_ text: ContiguousArray<CChar>, _ part: ContiguousArray<CChar>) -> Bool {
    text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { strstr(text.baseAddress!, $0.baseAddress!) != nil }
    }
  }
}
