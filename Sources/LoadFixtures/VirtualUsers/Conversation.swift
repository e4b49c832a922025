import AgentContracts
import LoadEngine

/// A conversation that a user holds, from the call that opens it.
///
/// A class: as a value of 400 bytes it would stand several times in the frames of a user's functions, and so in each user's
/// memory.
final class Conversation {
  /// Messages of a conversation, each number equally likely.
  static let lengths = 8...15

  let customer: CustomerProfile
  /// The file's values for it.
  let row: DataRow?
  /// Counts the user's conversations, from 1.
  let number: Int
  /// How many messages it will have, drawn once.
  let length: Int
  /// As the target named it; `nil` before it has.
  private(set) var id: PathSegment?
  /// The id as it was answered, where that is not the segment's text.
  private var rawID: String?
  var sent = 0
  /// Index into the contract's phases; never goes back.
  private(set) var phase = 0
  /// The phase that the agent named last, which may go back.
  private(set) var named: Int?
  /// How often it named it again since; counted as transitions when that comes to an end, not by name for each answer.
  private var namedAgain = 0
  /// Where what it comes to is counted, once that was asked for.
  var counts: SampleBuffer.Counts?
  /// The tier that was answered last.
  var tier: String?
  private let start = MonotonicTime.now
  private var phaseStart = MonotonicTime.now

  init(with customer: CustomerProfile, row: DataRow? = nil, number: Int, length: Int) {
    self.customer = customer
    self.row = row
    self.number = number
    self.length = length
  }

  var hasMoreToSay: Bool { sent < length }

  /// The id for a body.
  var idText: String { rawID ?? id?.text ?? "" }

  /// Takes the id out of the answer to its start.
  func open(with answer: Answer) throws {
    guard let text = answer.textOrNumber(.conversationID), let id = PathSegment(id: text) else {
      throw UserCodeError("a conversation's id that was judged good cannot be used")
    }
    open(as: id, text: text)
  }

  /// Takes the id that the target gave.
  func open(as id: PathSegment, text: String) {
    self.id = id
    if id.text != text { rawID = text }
  }

  /// Takes the phase after an answer, and counts what it ended.
  ///
  /// - Parameter named: The phase that the answer names.
  func advance(to phase: Int, named: Int?, in phases: PhaseOrder, _ outcome: inout BusinessOutcome) {
    if let named {
      if named == self.named {
        namedAgain += 1
      } else {
        countNamedAgain(in: phases, &outcome)
        if let last = self.named { outcome.countTransition(from: phases.name(last), to: phases.name(named)) }
        self.named = named
      }
    }
    guard phase != self.phase else { return }
    leavePhase(in: phases, &outcome)
    self.phase = phase
  }

  /// Counts what the conversation came to.
  func leave(in phases: PhaseOrder, _ outcome: inout BusinessOutcome) {
    leavePhase(in: phases, &outcome)
    countNamedAgain(in: phases, &outcome)
    outcome.phasesReached[phases.name(phase), default: 0] += 1
    outcome.messagesPerConversation.add(sent)
    outcome.conversationDurations.add(Int((MonotonicTime.now - start) / 1000))
  }

  private func countNamedAgain(in phases: PhaseOrder, _ outcome: inout BusinessOutcome) {
    guard let named, namedAgain > 0 else { return }
    outcome.countTransition(from: phases.name(named), to: phases.name(named), times: namedAgain)
    namedAgain = 0
  }

  private func leavePhase(in phases: PhaseOrder, _ outcome: inout BusinessOutcome) {
    let now = MonotonicTime.now
    outcome.timeInPhase[phases.name(phase), default: Amounts()].add(Int((now - phaseStart) / 1000))
    phaseStart = now
  }
}

extension BusinessOutcome {
  fileprivate mutating func countTransition(from phase: String, to next: String, times: Int = 1) {
    transitions[phase, default: [:]][next, default: 0] += times
  }
}

/// What a user says in one call.
struct Message {
  var utf8: [UInt8]
  /// As the contract names it.
  var phase: String
  /// From 1 in each conversation.
  var number: Int

  var text: String { String(decoding: utf8, as: UTF8.self) }
}
