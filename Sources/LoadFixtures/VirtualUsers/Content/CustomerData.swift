/// The `customer_data` of a conversation's start, as it goes over the wire.
public struct CustomerData: Codable, Sendable, Equatable {
  /// What the customer wants, in Spanish, as infinitives.
  public struct Goals: Codable, Sendable, Equatable {
    public let primary: String
    public let secondary: [String]

    public init(primary: String, secondary: [String]) {
      self.primary = primary
      self.secondary = secondary
    }
  }

  public let name: String
  public let email: String
  public let phone: String
  /// Years.
  public let age: Int
  public let occupation: String
  public let goals: Goals
  /// `low`, `medium` or `high`.
  public let budget: String
  /// `immediate`, `this_month` or `exploring`.
  public let urgency: String
}
