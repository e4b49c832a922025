/// The two health programs that are sold.
package enum AgentProgram: String, Sendable, CaseIterable, Decodable {
  /// For people of 25 to 45 years.
  case prime = "PRIME"
  /// For people of 45 to 70 years.
  case longevity = "LONGEVITY"

  /// The ages that the program is made for, in years.
  package var ages: ClosedRange<Int> {
    switch self {
    case .prime: 25...45
    case .longevity: 45...70
    }
  }
}
