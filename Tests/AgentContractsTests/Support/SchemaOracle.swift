import TestSupport
import Testing

@testable import AgentContracts

/// The schema of contracts as PyPI's `jsonschema` reads it.
enum SchemaOracle {
  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator
    given = json.load(sys.stdin)
    Draft202012Validator.check_schema(given["schema"])
    validator = Draft202012Validator(given["schema"])
    for document in given["documents"]:
        error = next(validator.iter_errors(document), None)
        print(json.dumps(error and error.json_path + ": " + error.message[:200]))
    """

  /// For each document what the schema refuses it for; `nil` where it is valid.
  static func refusals(of documents: [JSON]) async throws -> [String?] {
    let input: JSON = ["schema": try Fixture.schema(), "documents": .array(documents)]
    let lines = try await PythonOracle.run(script, input: String(decoding: input.bytes, as: UTF8.self))
      .split(separator: "\n").map { try JSON(text: String($0)).text }
    try #require(lines.count == documents.count)
    return lines
  }
}
