import Foundation
import TestSupport
import Testing

/// The schemas of records and reports as PyPI's `jsonschema` reads them.
enum SchemaOracle {
  /// A schema's file in `schema/`.
  static func schema(_ name: String) throws -> [String: Any] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../..").standardizedFileURL
    let data = try Data(contentsOf: root.appending(path: "schema/\(name).schema.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    given = json.load(sys.stdin)
    schemas = given["schemas"]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
    registry = Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in schemas])
    validator = Draft202012Validator(schemas[given["use"]], registry=registry)
    refusals = []
    for document in given["documents"]:
        error = next(validator.iter_errors(document), None)
        refusals.append(error and error.json_path + ": " + error.message[:300] or "")
    print(json.dumps(refusals))
    """

  /// For each record, or report, what its schema refuses it for; empty where it is valid.
  static func refusals(ofReports isReport: Bool = false, _ documents: [Any]) async throws -> [String] {
    let input: [String: Any] = [
      "schemas": [try schema("run-record"), try schema("report")], "use": isReport ? 1 : 0, "documents": documents,
    ]
    let text = String(decoding: try JSONSerialization.data(withJSONObject: input), as: UTF8.self)
    let answer = try await PythonOracle.run(script, input: text)
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String])
  }
}
