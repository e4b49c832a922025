/// The bodies of the documented contract; members that are not named are ignored.
enum Bodies {
  struct Login: Decodable {
    var email: String
    var password: String
  }

  struct Start: Decodable {
    private enum CodingKeys: String, CodingKey {
      case customer = "customer_data"
      case program = "program_type"
    }
    var customer: CustomerData
    var program: String
  }

  struct Message: Decodable {
    var message: String
  }

  struct Update: Decodable {
    var metadata: JSON
  }

  struct Projection: Decodable {
    struct Profile: Decodable {
      var age: WholeNumber
      var occupation: String
      var goals: CustomerGoals?
    }
    private enum CodingKeys: String, CodingKey {
      case profile = "customer_profile"
      case program = "program_type"
      case tier
    }
    var profile: Profile
    var program: String
    var tier: String?
  }

  struct Failure: Decodable {
    var delay: Double
  }
}
