import Foundation

@testable import AgentContracts

/// Files that the tests read where they stand in the source.
enum Fixture {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// A file of Fixtures.
  static func text(_ name: String) throws -> String {
    try String(contentsOf: tests.appendingPathComponent("Fixtures/\(name)"), encoding: .utf8)
  }

  /// A file of Fixtures that is JSON.
  static func json(_ name: String) throws -> JSON { try JSON(parsing: Array(text(name).utf8)) }

  /// The schema of contracts.
  static func schema() throws -> JSON {
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    return try JSON(parsing: Array(Data(contentsOf: root.appendingPathComponent("schema/contract.schema.json"))))
  }
}

extension JSON {
  /// A document that stands in a test.
  init(text: String) throws { try self.init(parsing: Array(text.utf8)) }

  /// The value that a pointer leads to: a literal in brackets is taken for a member's name.
  func at(_ pointer: JSONPointer) -> JSON? { self[pointer] }

  /// With another value at a place, which is added where there is none yet, or with none.
  func replacing(_ pointer: JSONPointer, with value: JSON?) -> JSON {
    replacing(pointer.tokens[...], with: value) ?? self
  }

  private func replacing(_ tokens: ArraySlice<String>, with value: JSON?) -> JSON? {
    guard let token = tokens.first else { return value }
    switch self {
    case .object(var members):
      let old = members.firstIndex { $0.0 == token }
      let new = (old.map { members[$0].1 } ?? .null).replacing(tokens.dropFirst(), with: value)
      if let old { members.remove(at: old) }
      if let new { members.insert((token, new), at: old ?? members.count) }
      return .object(members)
    case .array(var elements):
      let index = JSONPointer.index(token) ?? elements.count
      let old = index < elements.count ? elements.remove(at: index) : .null
      if let new = old.replacing(tokens.dropFirst(), with: value) {
        elements.insert(new, at: min(index, elements.count))
      }
      return .array(elements)
    default: return self
    }
  }
}
