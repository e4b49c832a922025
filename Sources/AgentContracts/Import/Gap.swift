/// Something that an imported contract needs and its document does not say.
package struct Gap: Sendable, Hashable, CustomStringConvertible {
  /// The operation's label, or `contract`.
  package let operation: String
  /// `route`, `body /customer_data/age`, `answer`, `authorization` ...
  package let place: String
  package let missing: String
  /// What stands in the contract now.
  package let instead: String

  /// One line; texts of the document are in it as they are.
  package var description: String { "\(operation), \(place): missing: \(missing). Instead: \(instead)." }
}

/// Why no contract can be made of a document.
package enum ImportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// It is no OpenAPI document of version 3; what it is.
  case noOpenAPI(String)
  /// Nothing fits what every conversation needs; all that the document has.
  case nothingFits([OperationKey], routes: [String])
  /// What was made of it is refused when read again, which is this program's mistake.
  case unreadable(ContractError)

  package var description: String {
    switch self {
    case .noOpenAPI(let found): "no OpenAPI document of version 3 in JSON: \(found)."
    case .nothingFits(let keys, let routes):
      "no operation of the document fits \(keys.map(\.rawValue).joined(separator: " or ")), which a conversation needs. "
        + "Write the contract by hand, or name the path in its words (conversation, start, message). The document has:\n"
        + routes.map { "  " + $0 }.joined(separator: "\n")
    case .unreadable(let error): "the contract that was made of the document is refused: \(error)"
    }
  }
}
