/// A count that records of earlier versions lack: 0 where it is absent.
@propertyWrapper
package struct ZeroIfAbsent: Codable, Sendable, Equatable {
  package var wrappedValue: Int

  package init(wrappedValue: Int) {
    self.wrappedValue = wrappedValue
  }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try Int(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try wrappedValue.encode(to: encoder)
  }
}

extension KeyedDecodingContainer {
  /// What synthesised decoding calls for such a key.
  func decode(_ type: ZeroIfAbsent.Type, forKey key: Key) throws -> ZeroIfAbsent {
    try decodeIfPresent(type, forKey: key) ?? ZeroIfAbsent(wrappedValue: 0)
  }
}
