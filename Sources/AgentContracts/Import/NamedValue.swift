/// What a value of a request is by its name: one of the suite's own, or a text that such a value usually is.
enum NamedValue: Equatable {
  case placeholder(Placeholder.Known)
  case literal(JSON)

  /// - Parameters:
  ///   - name: Of the member or parameter; only letters and digits count, in whatever case.
  ///   - parent: Of what it is a member of.
  ///   - schema: Tells which of the forms of a value is asked for.
  ///   - example: One that the document gives, or its default.
  ///   - key: The operation, which decides whose name and what id it is.
  /// - Returns: `nil` when the name says nothing, or the suite has no value of that type.
  init?(_ name: String, in parent: String, _ schema: Schema, example: JSON?, key: OperationKey) {
    let name = name.bareName
    let type = schema.type ?? example?.typeName
    if type == nil || type == "string", let literal = Self.literal(name, schema, example: example, key: key) {
      self = .literal(literal)
      return
    }
    let known = key == .login ? Self.account(name) : Self.known(name, in: parent.bareName, type: type, key: key)
    guard let known, key.knows(.known(known)), Self.suits(known, type, schema, example) else { return nil }
    self = .placeholder(known)
  }

  private static func account(_ name: String) -> Placeholder.Known? {
    switch name {
    case "username", "user", "email", "login", "mail", "emailaddress", "identifier", "account", "userid": .accountEmail
    case "password", "pass", "passwd": .accountPassword
    default: nil
    }
  }

  /// What is no customer's although it has a name.
  private static let things: Set = [
    "program", "product", "channel", "agent", "campaign", "plan", "company", "organization", "device", "source",
    "model",
  ]

  private static func known(
    _ name: String, in parent: String, type: String?, key: OperationKey
  ) -> Placeholder.Known? {
    if ConversationNoun.all.contains(where: { name == $0 + "id" || name == $0 + "uuid" }) {
      return key == .unknownConversation ? .unknownID : .conversationID
    }
    return switch name {
    case "name" where !things.contains(parent): .customerName
    case "fullname", "customername", "clientname", "contactname", "username", "displayname": .customerName
    case "firstname", "givenname": .customerGivenName
    case "lastname", "surname", "surnames", "familyname": .customerSurnames
    case "email", "mail", "emailaddress", "customeremail", "contactemail": .customerEmail
    case "phone", "phonenumber", "mobile", "mobilephone", "telephone", "cell", "cellphone", "customerphone":
      .customerPhone
    case "age", "customerage": .customerAge
    case "occupation", "profession", "job", "jobtitle": .customerOccupation
    case "goals", "goal", "objectives", "objective", "healthgoals", "customergoals":
      type == "array" ? .customerAllGoals : type == "string" ? .customerPrimaryGoal : .customerGoals
    case "primarygoal", "maingoal": .customerPrimaryGoal
    case "primary", "main": parent.contains("goal") ? .customerPrimaryGoal : nil
    case "secondarygoals": .customerSecondaryGoals
    case "secondary": parent.contains("goal") ? .customerSecondaryGoals : nil
    case "budget", "budgetlevel", "customerbudget": .customerBudget
    case "urgency", "urgencylevel": .customerUrgency
    case "locale", "language", "lang": .customerLocale
    case "program", "programtype", "programme", "programname", "programcode", "programid": .customerProgram
    case "message", "text", "content", "msg", "messagetext", "usermessage", "userinput", "utterance", "input", "prompt",
      "question", "query":
      .messageText
    case "phase", "stage", "conversationphase": .messagePhase
    case "messagenumber", "turn", "turnnumber", "sequence", "sequencenumber": .messageNumber
    case "tier", "customertier", "detectedtier", "currenttier", "tiername": .tier
    case "refreshtoken", "refresh": .refreshToken
    case "testid", "runid": .runTestID
    case "requestid", "xrequestid", "correlationid", "xcorrelationid", "traceid", "idempotencykey", "nonce",
      "messageid":
      .uuid
    default: nil
    }
  }

  /// Whether the value is of the type that is asked for, and all that it can be is allowed where values are listed.
  private static func suits(_ known: Placeholder.Known, _ type: String?, _ schema: Schema, _ example: JSON?) -> Bool {
    guard schema.properties.isEmpty else { return false }
    let types: Set<String> =
      switch known {
      case .customerAge, .messageNumber: ["integer", "number"]
      case .customerGoals: ["object"]
      case .customerAllGoals, .customerSecondaryGoals: ["array"]
      default: ["string"]
      }
    if let type, !types.contains(type) { return false }
    let values: [String]? =
      switch known {
      case .customerProgram: ["PRIME", "LONGEVITY"]
      case .customerBudget: ["low", "medium", "high"]
      case .customerUrgency: ["immediate", "this_month", "exploring"]
      case .customerLocale: ["es_MX", "es_ES"]
      case .messagePhase: AgentContract.textPhases
      // The contract's tiers are taken from the same lists.
      case .tier: schema.choices.compactMap(\.text)
      default: nil
      }
    guard let values else { return schema.choices.isEmpty }
    if schema.choices.isEmpty { return known == .tier || example?.text.map(values.contains) ?? true }
    return values.allSatisfy { schema.choices.contains(.string($0)) }
  }

  /// What such a text usually is: a template that asks for no more than the user's number.
  private static func literal(_ name: String, _ schema: Schema, example: JSON?, key: OperationKey) -> JSON? {
    let usual: [String]
    switch name {
    case "role", "sender": usual = ["user", "customer", "human"]
    case "granttype": usual = [key == .refresh ? "refresh_token" : "password"]
    case "language", "lang": usual = ["es", "es-MX", "es-ES", "es_MX", "es_ES", "spanish"]
    case "channel" where example == nil: usual = ["web", "chat", "api"]
    case "userid", "customerid", "leadid", "contactid", "externalid":
      return schema["format"]?.text == "uuid" || key == .login ? nil : "load-test-{user.number}"
    case "timestamp", "createdat", "updatedat", "sentat": usual = ["2026-01-01T00:00:00Z"]
    case "message", "initialmessage", "firstmessage", "text", "content", "greeting":
      usual = key.knows(.known(.messageText)) || example != nil ? [] : ["Hola"]
    default: return nil
    }
    return usual.first { schema.choices.isEmpty || schema.choices.contains(.string($0)) }.map(JSON.string)
  }
}
