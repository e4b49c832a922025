/// What a file has that it must not have, or lacks: the place, what was found there, and what is allowed.
package struct ContractError: Error, Sendable, Equatable, CustomStringConvertible {
  /// As JSONPath has it: `$.operations[2].method`.
  package let path: String
  /// The beginning of the value as it stands there; `nil` when there is none.
  package let found: String?
  package let allowed: String

  package var description: String {
    "\(path) \(found.map { "is \($0)" } ?? "is missing"). Allowed: \(allowed)."
  }
}

/// A value within a document and the way to it, so that whatever is refused is named by its place.
package struct JSONReader {
  package let value: JSON
  package let path: String

  package init(_ value: JSON, path: String = "$") {
    self.value = value
    self.path = path
  }

  /// Reads a document.
  ///
  /// - Throws: ``ContractError`` when the text is not JSON.
  package init(parsing bytes: [UInt8]) throws(ContractError) {
    do {
      self.init(try JSON(parsing: bytes))
    } catch {
      throw ContractError(path: "$", found: "no JSON (\(error))", allowed: "JSON in UTF-8")
    }
  }

  /// The error for this value.
  package func refused(allowed: String) -> ContractError {
    let text = String(decoding: value.bytes, as: UTF8.self)
    return ContractError(path: path, found: text.count > 80 ? text.prefix(79) + "…" : text, allowed: allowed)
  }

  // MARK: Plain values

  /// A string, or what `parse` makes of it; `parse` gives `nil` for one that is not allowed.
  package func text<Value>(allowed: String, _ parse: (String) -> Value?) throws(ContractError) -> Value {
    guard case .string(let text) = value, let result = parse(text) else { throw refused(allowed: allowed) }
    return result
  }

  /// A string that can stand in a report: one line, 1 to 200 characters, no control characters.
  package func name() throws(ContractError) -> String {
    try text(allowed: "a text of 1 to 200 characters on one line") { text in
      (1...200).contains(text.count)
        && text.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) } ? text : nil
    }
  }

  package func string() throws(ContractError) -> String { try text(allowed: "a string") { $0 } }

  package func choice<Choice: RawRepresentable & CaseIterable>() throws(ContractError) -> Choice
  where Choice.RawValue == String {
    try text(allowed: Choice.allCases.map(\.rawValue).joined(separator: ", "), Choice.init(rawValue:))
  }

  package func bool() throws(ContractError) -> Bool {
    guard case .bool(let flag) = value else { throw refused(allowed: "true or false") }
    return flag
  }

  package func integer(in range: ClosedRange<Int>) throws(ContractError) -> Int {
    guard let number = value.whole, range.contains(number) else {
      throw refused(allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  package func number(in range: ClosedRange<Double>, unit: String = "") throws(ContractError) -> Double {
    let number: Double? =
      switch value {
      case .integer(let whole): Double(whole)
      case .number(let number): number
      default: nil
      }
    guard let number, range.contains(number) else {
      throw refused(allowed: "\(unit)a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
    }
    return number
  }

  /// Whole numbers without a fraction.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? number.description
  }

  package func pointer() throws(ContractError) -> JSONPointer {
    try text(allowed: "a JSON pointer (RFC 6901) such as /data/access_token", JSONPointer.init)
  }

  // MARK: Values with others in them

  /// The elements of an array, `most` at most.
  package func elements(atLeast least: Int = 0, most: Int = 1000) throws(ContractError) -> [JSONReader] {
    guard case .array(let elements) = value, (least...most).contains(elements.count) else {
      throw refused(allowed: "a list of \(least) to \(most) elements")
    }
    return elements.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  /// A list of texts that can each stand in a report, 100 at most.
  package func names() throws(ContractError) -> [String] {
    var names: [String] = []
    for element in try elements(most: 100) { names.append(try element.name()) }
    return names
  }

  /// The members of an object, whatever their names; each name once.
  package func members() throws(ContractError) -> [(name: String, value: JSONReader)] {
    guard case .object(let members) = value else { throw refused(allowed: "an object") }
    var names: Set<String> = []
    if let (twin, _) = members.first(where: { !names.insert($0.0).inserted }) {
      throw ContractError(path: Self.path(path, twin), found: "there twice", allowed: "each name once")
    }
    return members.map { ($0, JSONReader($1, path: Self.path(path, $0))) }
  }

  /// The members of an object that may have these and no others: a misspelled one would silently mean its default.
  package func object(_ known: [String]) throws(ContractError) -> JSONObjectReader {
    let all = try members()
    if let stranger = all.first(where: { !known.contains($0.name) }) {
      throw ContractError(
        path: stranger.value.path, found: "an unknown key", allowed: known.joined(separator: ", "))
    }
    return JSONObjectReader(path: path, members: Dictionary(all.map { ($0.name, $0.value) }) { $1 })
  }

  static func path(_ path: String, _ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { $0 == "_" || ($0.isASCII && $0.properties.isAlphabetic) }
    return isPlain && !name.isEmpty ? "\(path).\(name)" : "\(path)['\(name.prefix(40))']"
  }
}

/// The members of an object whose names were looked at.
package struct JSONObjectReader {
  let path: String
  let members: [String: JSONReader]

  /// The member of that name; `nil` when it is absent.
  package subscript(name: String) -> JSONReader? { members[name] }

  /// - Throws: ``ContractError`` when the member is absent.
  package func required(_ name: String, allowed: String) throws(ContractError) -> JSONReader {
    guard let member = members[name] else {
      throw ContractError(path: JSONReader.path(path, name), found: nil, allowed: allowed)
    }
    return member
  }
}
