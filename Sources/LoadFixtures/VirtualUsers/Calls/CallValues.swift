import AgentContracts
import LoadEngine

/// What the templates of one call are filled with.
struct CallValues {
  let catalogue: CallCatalogue
  let user: UserHandle
  var conversation: Conversation?
  var message: Message?

  /// A value with its type.
  enum Value {
    case text(String)
    case utf8([UInt8])
    case number(Int)
    case list([String])
    /// An object of `primary` and `secondary`.
    case goals(String, secondary: [String])
    case json(JSON)
    /// Nothing is known: `null`, or no text.
    case none
  }

  func value(of placeholder: Placeholder) -> Value {
    let known: Placeholder.Known
    switch placeholder {
    case .data(let column): return conversation?.row?.value(column).map(Value.init) ?? .none
    case .known(let name): known = name
    }
    switch known {
    case .messageText: return .utf8(message?.utf8 ?? [])
    case .messagePhase: return .text(message?.phase ?? "")
    case .messageNumber: return .number(message?.number ?? 0)
    case .conversationID: return .text(conversation?.idText ?? "")
    case .conversationNumber: return .number(conversation?.number ?? 0)
    case .tier: return (conversation?.tier ?? catalogue.contract.tiers.first).map(Value.text) ?? .none
    case .unknownID: return .text(user.nextUnknownID())
    case .accountEmail: return .text(catalogue.credentials(of: user.number).email ?? "")
    case .accountPassword: return .text(catalogue.credentials(of: user.number).password ?? "")
    case .refreshToken: return user.token?.refresh.map(Value.text) ?? .none
    case .userNumber: return .number(user.number)
    case .uuid: return .text(user.nextRequestID().description)
    case .runTestID: return .text(catalogue.run.testID)
    case .runScenario: return .text(catalogue.run.scenario)
    case .runSeed: return Int(exactly: catalogue.run.seed).map(Value.number) ?? .text(String(catalogue.run.seed))
    default: return conversation.map { Self.value(of: known, for: $0.customer) } ?? .none
    }
  }

  private static func value(of known: Placeholder.Known, for customer: CustomerProfile) -> Value {
    switch known {
    case .customerName: .text(customer.name)
    case .customerGivenName: .text(customer.givenName)
    case .customerSurnames: .text(customer.surnames)
    case .customerEmail: .text(customer.email)
    case .customerPhone: .text(customer.phone)
    case .customerAge: .number(customer.age)
    case .customerOccupation: .text(customer.occupation)
    case .customerGoals: .goals(customer.primaryGoal, secondary: customer.secondaryGoals)
    case .customerPrimaryGoal: .text(customer.primaryGoal)
    case .customerSecondaryGoals: .list(customer.secondaryGoals)
    case .customerAllGoals: .list(customer.goals)
    case .customerProgram: .text(customer.program.rawValue)
    case .customerBudget: .text(customer.budget.rawValue)
    case .customerUrgency: .text(customer.urgency.rawValue)
    case .customerLocale: .text(customer.variety.rawValue)
    default: .none
    }
  }
}

extension CallValues.Value {
  init(_ json: JSON) {
    self = if case .string(let text) = json { .text(text) } else { .json(json) }
  }

  /// As it stands within other text.
  var text: String {
    switch self {
    case .text(let text): text
    case .utf8(let bytes): String(decoding: bytes, as: UTF8.self)
    case .number(let number): String(number)
    case .list(let texts): texts.joined(separator: ", ")
    case .goals, .json: String(decoding: bytes, as: UTF8.self)
    case .none: ""
    }
  }

  private var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends it as a value of JSON.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): JSONText.append(text, to: &bytes)
    case .utf8(let text): JSONText.append(utf8: text, to: &bytes)
    case .number(let number): bytes.append(contentsOf: String(number).utf8)
    case .list(let texts): JSONText.append(texts, to: &bytes)
    case .goals(let primary, let secondary):
      bytes += "{\"primary\":".utf8
      JSONText.append(primary, to: &bytes)
      bytes += ",\"secondary\":".utf8
      JSONText.append(secondary, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    case .json(let json): bytes.append(contentsOf: json.bytes)
    case .none: bytes.append(contentsOf: "null".utf8)
    }
  }
}
