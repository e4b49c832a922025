/// What a template may ask for, by the name that stands in its braces.
package enum Placeholder: Sendable, Hashable {
  case known(Known)
  /// A column of `LOAD_DATA`.
  case data(column: String)

  /// What the suite knows of a user, its conversation and its run.
  package enum Known: String, CaseIterable, Sendable {
    case customerName = "customer.name"
    case customerGivenName = "customer.givenName"
    case customerSurnames = "customer.surnames"
    case customerEmail = "customer.email"
    case customerPhone = "customer.phone"
    /// A number, years.
    case customerAge = "customer.age"
    case customerOccupation = "customer.occupation"
    /// An object with `primary` and a list `secondary`.
    case customerGoals = "customer.goals"
    case customerPrimaryGoal = "customer.goals.primary"
    /// A list.
    case customerSecondaryGoals = "customer.goals.secondary"
    /// A list of all, the primary one first.
    case customerAllGoals = "customer.goals.all"
    /// `PRIME` or `LONGEVITY`.
    case customerProgram = "customer.program"
    /// `low`, `medium` or `high`.
    case customerBudget = "customer.budget"
    /// `immediate`, `this_month` or `exploring`.
    case customerUrgency = "customer.urgency"
    /// `es_MX` or `es_ES`.
    case customerLocale = "customer.locale"
    case messageText = "message.text"
    case messagePhase = "message.phase"
    /// A number, from 1 in each conversation.
    case messageNumber = "message.number"
    case conversationID = "conversation.id"
    /// A number, from 1 for each user.
    case conversationNumber = "conversation.number"
    /// The tier that was answered last, else the contract's first.
    case tier
    /// An id that no conversation has.
    case unknownID = "unknown.id"
    case accountEmail = "account.email"
    case accountPassword = "account.password"
    case refreshToken = "token.refresh"
    case runTestID = "run.testId"
    case runScenario = "run.scenario"
    /// A number.
    case runSeed = "run.seed"
    /// A number, from 0.
    case userNumber = "user.number"
    /// A fresh one for each place and call.
    case uuid
  }

  init?(_ name: String) {
    if let known = Known(rawValue: name) {
      self = .known(known)
    } else if name.hasPrefix("data."), name.utf8.count > 5 {
      self = .data(column: String(name.dropFirst(5)))
    } else {
      return nil
    }
  }

  package var name: String {
    switch self {
    case .known(let known): known.rawValue
    case .data(let column): "data.\(column)"
    }
  }
}

/// Text with places for what varies from call to call: `Hola, soy {customer.name}`. A brace of the text itself is written
/// twice.
package struct Template: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    case text(String)
    case placeholder(Placeholder)
  }

  package let parts: [Part]
  /// As it was written.
  package let source: String

  package var placeholders: [Placeholder] {
    parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
  }

  /// The placeholder that is all there is: its value keeps its type.
  package var only: Placeholder? {
    if parts.count == 1, case .placeholder(let placeholder) = parts[0] { placeholder } else { nil }
  }

  /// Reads a template; the error is what is wrong with it, for "Allowed: ...".
  package static func parse(_ source: String) -> Result<Template, Refusal> {
    var parts: [Part] = []
    var text = ""
    // By scalars: a brace with an accent behind it would be another character.
    var rest = source.unicodeScalars[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      text.unicodeScalars += rest[..<brace]
      let after = rest[rest.index(after: brace)...]
      if after.first == rest[brace] {
        text.unicodeScalars.append(rest[brace])
        rest = after.dropFirst()
        continue
      }
      guard rest[brace] == "{", let end = after.firstIndex(of: "}") else {
        return .failure(Refusal("braces in pairs; one that stands for itself is written twice, {{ or }}"))
      }
      guard let placeholder = Placeholder(String(after[..<end])) else {
        let known = Placeholder.Known.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        return .failure(Refusal("\(known), {data.COLUMN}; a brace that stands for itself is written twice"))
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.placeholder(placeholder))
      rest = after[after.index(after: end)...]
    }
    text.unicodeScalars += rest
    if !text.isEmpty { parts.append(.text(text)) }
    return .success(Template(parts: parts, source: source))
  }

  package struct Refusal: Error, Equatable {
    package let allowed: String

    init(_ allowed: String) {
      self.allowed = allowed
    }
  }
}

extension Template: ExpressibleByStringLiteral {
  /// For templates that stand in the code; traps for a text that is none.
  package init(stringLiteral source: String) {
    guard case .success(let template) = Self.parse(source) else { preconditionFailure("\(source) is no template") }
    self = template
  }
}

extension JSONReader {
  package func template() throws(ContractError) -> Template {
    switch Template.parse(try string()) {
    case .success(let template): return template
    case .failure(let refusal): throw refused(allowed: refusal.allowed)
    }
  }
}
