// What a contract from a file must fulfil. Every description completes the sentence "<key> ...".

extension AgentContract {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(strictlyKeyedBy: CodingKeys.self)
    name = try container.decodeName(forKey: .name)
    fields = try container.decodeIfPresent(Fields.self, forKey: .fields) ?? Fields()
    tiers = try container.decodeIfPresent([String].self, forKey: .tiers) ?? Self.documented.tiers
    guard !tiers.isEmpty, tiers.allSatisfy({ !$0.isEmpty && $0.neutralised == $0 }) else {
      throw container.refused(.tiers, "has no tier, or one that is empty or holds a control character")
    }

    tierRule = nil

    let rows = try container.nestedContainer(keyedBy: AnyCodingKey.self, forKey: .calls)
    guard !rows.allKeys.isEmpty else { throw container.refused(.calls, "has no call") }
    var calls: [AgentCall: Call] = [:]
    // Sorted, so that the same file gets the same complaint each time.
    for key in rows.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      guard let call = AgentCall(rawValue: key.stringValue) else {
        let known = AgentCall.allCases.map(\.rawValue).joined(separator: ", ")
        throw rows.refused(key, "is not a call (calls are \(known))")
      }
      calls[call] = try rows.decode(Call.self, forKey: key)
    }
    self.calls = calls
    try checkConversations(in: rows)
  }

  private func checkConversations(in rows: KeyedDecodingContainer<AnyCodingKey>) throws {
    for (call, definition) in calls.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let key = AnyCodingKey(stringValue: call.rawValue)
      let columns = try rows.nestedContainer(keyedBy: Call.CodingKeys.self, forKey: key)
      switch (call.conversationUse, definition.needsConversation) {
      case (.required, false):
        throw columns.refused(.path, "lacks {id}, the place of the conversation's id")
      case (.none, true):
        throw columns.refused(.path, "has {id}, but this call is made without a conversation")
      default: break
      }
      if definition.needsConversation, call != .unknownConversation, !has(.start) {
        throw rows.refused(key, "needs a conversation, but there is no call \"start\" to get one from")
      }
      if call == .login, definition.authorized {
        throw columns.refused(.authorized, "must be false: logging in is what gives the token")
      }
    }
  }
}

extension AgentContract.Call {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(strictlyKeyedBy: CodingKeys.self)
    let method = try container.decode(String.self, forKey: .method)
    guard Self.isToken(method) else {
      throw container.refused(.method, "is not an HTTP method such as GET or POST")
    }
    let path = try container.decode(String.self, forKey: .path)
    guard path.hasPrefix("/") else { throw container.refused(.path, "does not begin with a slash") }
    let plain = path.split(separator: Self.placeholder, omittingEmptySubsequences: false).joined()
    guard RequestPath.isValid(plain[...], query: true) else {
      throw container.refused(
        .path, "holds a character that has to be percent-encoded, or another placeholder than {id}")
    }
    let success = try container.decode([Int].self, forKey: .success)
    guard !success.isEmpty, success.allSatisfy((200...599).contains), Set(success).count == success.count else {
      throw container.refused(.success, "is not a list of different statuses from 200 to 599")
    }
    self.init(method, path, success: success, authorized: try container.decode(Bool.self, forKey: .authorized))
  }

  /// RFC 9110, section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
  }
}

extension AgentContract.Fields {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(strictlyKeyedBy: CodingKeys.self)
    let standard = AgentContract.Fields()
    func name(_ key: CodingKeys, else standard: String) throws -> String {
      container.contains(key) ? try container.decodeName(forKey: key) : standard
    }
    self.init(
      conversation: try name(.conversation, else: standard.conversation),
      answer: try name(.answer, else: standard.answer), token: try name(.token, else: standard.token))
  }
}
