/// A key that records of earlier versions lack: decoded as empty where it is absent.
@propertyWrapper
package struct EmptyIfAbsent<Value: EmptyInitializable & Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
  }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try Value(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try wrappedValue.encode(to: encoder)
  }
}

/// A type with a value that stands for nothing.
package protocol EmptyInitializable {
  init()
}

extension Int: EmptyInitializable {}
extension Double: EmptyInitializable {}
extension Array: EmptyInitializable {}
extension Dictionary: EmptyInitializable {}

extension KeyedDecodingContainer {
  /// What synthesised decoding calls for such a key.
  func decode<Value>(_ type: EmptyIfAbsent<Value>.Type, forKey key: Key) throws -> EmptyIfAbsent<Value> {
    try decodeIfPresent(type, forKey: key) ?? EmptyIfAbsent(wrappedValue: Value())
  }
}
