/// A whole number out of JSON whose decoding errors name the field, which Foundation's do not for a number that is
/// no `Int`.
struct WholeNumber: Decodable, Sendable {
  var value: Int

  init(from decoder: any Decoder) throws {
    let number = try decoder.singleValueContainer().decode(Double.self)
    guard let whole = Int(exactly: number) else {
      throw DecodingError.typeMismatch(
        Int.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not a whole number"))
    }
    value = whole
  }
}
