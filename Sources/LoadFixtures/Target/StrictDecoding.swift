/// Any key of a JSON object, to see the keys that a type does not know.
struct AnyCodingKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}

extension Decoder {
  /// Refuses keys that the type does not have: a misspelled optional key would silently mean its default.
  func container<Key: CodingKey & CaseIterable>(strictlyKeyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let all = try container(keyedBy: AnyCodingKey.self)
    let known = Key.allCases.map(\.stringValue)
    if let unknown = all.allKeys.filter({ !known.contains($0.stringValue) }).min(by: { $0.stringValue < $1.stringValue }
    ) {
      throw DecodingError.dataCorruptedError(
        forKey: unknown, in: all, debugDescription: "is unknown (known are \(known.joined(separator: ", ")))")
    }
    return try container(keyedBy: Key.self)
  }
}

extension KeyedDecodingContainer {
  /// A string that can stand in a record: not empty, on one line.
  func decodeName(forKey key: Key) throws -> String {
    let text = try decode(String.self, forKey: key)
    guard !text.isEmpty, text.neutralised == text else {
      throw refused(key, "is empty or holds a control character")
    }
    return text
  }

  func refused(_ key: Key, _ reason: String) -> DecodingError {
    DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: reason)
  }
}
