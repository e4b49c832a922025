import AgentContracts

/// The phases of a contract in their order, and how a conversation goes through them.
///
/// A class: each answer is taken in by it.
final class PhaseOrder: Sendable {
  private let names: [String]
  /// What a customer speaks by in each.
  let texts: [ConversationPhase]

  init(_ phases: [AgentContract.Phase]) {
    names = phases.map(\.name)
    texts = phases.map { ConversationPhase(rawValue: $0.texts) ?? .greeting }
  }

  var count: Int { names.count }

  /// As answers have it.
  func name(_ phase: Int) -> String { names[phase] }

  /// The phase an answer names; `nil` when it is none of the contract's. Case is ignored, and a space or hyphen stands for
  /// the underscore.
  func phase(reported text: String) -> Int? {
    if let exact = names.firstIndex(of: text) { return exact }
    let plain = Self.plain(text)
    return names.firstIndex { Self.plain($0) == plain }
  }

  private static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  /// The phase after a message and its answer; never one that lies behind.
  ///
  /// A phase that the agent names is taken at its word. Where it names none, keywords in both texts point to a phase, and
  /// the conversation moves at most one phase towards it: a keyword is a hint, and a stray "pago" in a greeting must not end
  /// the sale. Negotiation is passed over: no keyword points to it.
  ///
  /// - Parameter named: The phase that the answer names, ``phase(reported:)``.
  func advanced(_ phase: Int, named: Int?, message: @autoclosure () -> String, answer: @autoclosure () -> String) -> Int
  {
    if let named { return max(phase, named) }
    guard let hinted = [message(), answer()].compactMap(PhaseKeywords.furthestPhase(in:)).max(),
      let goal = texts.firstIndex(where: { $0 >= hinted }), goal > phase
    else { return phase }
    let next = texts.indices.first { $0 > phase && texts[$0] != .negotiation } ?? phase
    return min(goal, next)
  }
}
