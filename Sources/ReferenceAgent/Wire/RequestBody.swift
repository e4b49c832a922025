import Foundation

/// Decodes request bodies and turns what is wrong with them into answers that name the field.
enum RequestBody {
  /// Bytes; the longest legal message is 4,000 characters of at most four bytes, escaped at most threefold.
  static let limit = 64 * 1024

  private static let decoder = JSONDecoder()

  static func decode<Body: Decodable>(_ type: Body.Type, from body: [UInt8]) throws(AgentFailure) -> Body {
    guard body.count <= limit else {
      throw AgentFailure(
        status: 413, code: "BODY_TOO_LARGE", message: "The body has \(body.count) bytes, \(limit) are allowed.")
    }
    do {
      return try decoder.decode(type, from: Data(body))
    } catch let error as DecodingError {
      throw failure(for: error)
    } catch {
      throw .malformed("The body is not JSON.")
    }
  }

  private static func failure(for error: DecodingError) -> AgentFailure {
    switch error {
    case .keyNotFound(let key, let context):
      return .missing(name(context.codingPath + [key]))
    case .valueNotFound(_, let context) where !context.codingPath.isEmpty:
      return .invalid(name(context.codingPath), "must not be null")
    case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
      return .invalid(name(context.codingPath), "must be \(description(of: type))")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return .invalid(name(context.codingPath), "has a value that cannot be read")
    case .typeMismatch, .valueNotFound:
      return .malformed("The body must be a JSON object.")
    default:
      return .malformed("The body is not JSON.")
    }
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func description(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    case is [Any].Type: "an array"
    default: "an object"
    }
  }
}

/// A whole number out of JSON whose decoding errors name the field, which Foundation's do not for a number that is
/// no `Int`.
struct WholeNumber: Decodable, Sendable {
  var value: Int

  init(_ value: Int) { self.value = value }

  init(from decoder: any Decoder) throws {
    let number = try decoder.singleValueContainer().decode(Double.self)
    guard let whole = Int(exactly: number) else {
      throw DecodingError.typeMismatch(
        Int.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not a whole number"))
    }
    value = whole
  }
}
