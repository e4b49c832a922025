import Testing

@testable import AgentContracts

/// The schema is typed, not made of the code: what is added to one of them and not to the other fails here.
@Suite("The schema of contracts and the code")
struct SchemaTests {
  private func texts(_ pointer: JSONPointer) throws -> [String] {
    try #require(try Fixture.schema()[pointer]).elements.compactMap(\.text)
  }

  private func names(_ pointer: JSONPointer) throws -> [String] {
    try #require(try Fixture.schema()[pointer]).members.map(\.name)
  }

  @Test func theyListTheSameOperationsValuesAndPhases() throws {
    let keys = OperationKey.allCases.map(\.rawValue)
    #expect(try texts("/$defs/operation/properties/key/enum") == keys)
    let once = try #require(try Fixture.schema().at("/properties/operations/allOf")).elements
    #expect(once.map { $0.at("/contains/properties/key/const")?.text } == keys)
    #expect(try names("/$defs/operation/properties/values/properties") == AnswerValue.allCases.map(\.rawValue))
    #expect(
      try texts("/$defs/operation/properties/authorization/enum") == Operation.Authorization.allCases.map(\.rawValue))
    #expect(try texts("/$defs/texts/enum") == AgentContract.textPhases)
    #expect(try names("/properties/roi/properties").map { "roi." + $0 } == AnswerValue.roi.map(\.rawValue))
  }

  @Test func theyListTheSameMetricsAndUnits() throws {
    let forms = try #require(try Fixture.schema().at("/$defs/metric/oneOf")).elements
    var units: [String: [String]] = [:]
    for form in forms {
      for name in form.at("/properties/name/enum")?.elements ?? [] {
        units[name.text ?? ""] = form.at("/properties/unit/enum")?.elements.compactMap(\.text)
      }
    }
    let known = Metric.Name.allCases.map { ($0.rawValue, $0.units.map(\.key)) }
    #expect(units == Dictionary(uniqueKeysWithValues: known))
  }

  @Test func theyListTheSameChecksAndTypes() throws {
    let forms = try #require(try Fixture.schema().at("/$defs/check/oneOf")).elements
    let keys = forms.map { $0["properties"]?.members.map(\.name).filter { $0 != "name" } }
    #expect(
      keys == [
        ["status"], ["header", "contains"], ["bodyContains"], ["pointer", "equals"], ["pointer", "oneOf"],
        ["pointer", "type"], ["pointer", "longerThan"],
      ])
    let types = forms.compactMap { $0.at("/properties/type/enum") }.first?.elements.compactMap(\.text)
    #expect(types == Check.ValueType.allCases.map(\.rawValue))
  }

  /// In its three patterns: of templates, of paths and of the names of values.
  @Test func theyListTheSamePlaceholders() throws {
    let schema = try Fixture.schema()
    let names = Placeholder.Known.allCases.map { $0.rawValue.replacing(".", with: "\\.") }.joined(separator: "|")
    for pointer: JSONPointer in [
      "/$defs/template/pattern", "/$defs/operation/properties/path/pattern", "/properties/values/propertyNames/pattern",
    ] {
      #expect(schema[pointer]?.text?.contains("(?:\(names)|data\\.") == true, "\(pointer.text)")
    }
  }
}
