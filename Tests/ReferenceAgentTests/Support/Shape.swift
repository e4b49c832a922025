import AgentContracts

/// What two values have in common when their figures and words are left out.
enum Shape {
  /// Where the keys or types of a value are other than those of the model; of lists the first elements are compared.
  static func differences(_ value: JSON, from model: JSON, at place: String = "") -> [String] {
    switch (value, model) {
    case (.object(let members), .object(let models)):
      let (names, wanted) = (Set(members.map(\.0)), Set(models.map(\.0)))
      let missing = wanted.subtracting(names).sorted().map { "\(place)/\($0) is missing" }
      let strange = names.subtracting(wanted).sorted().map { "\(place)/\($0) is too much" }
      return missing + strange
        + models.flatMap { name, model in
          value[name].map { differences($0, from: model, at: "\(place)/\(name)") } ?? []
        }
    case (.array(let elements), .array(let models)):
      guard let first = elements.first, let model = models.first else { return [] }
      return differences(first, from: model, at: "\(place)/0")
    case (.null, .null), (.bool, .bool), (.string, .string): return []
    case (.integer, .integer), (.number, .number), (.integer, .number), (.number, .integer): return []
    default: return ["\(place) is \(value), not of the type of \(model)"]
    }
  }
}
