import AgentContracts

/// The bodies of requests; members that are not named are ignored.
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

  struct Refresh: Decodable {
    private enum CodingKeys: String, CodingKey {
      case token = "refresh_token"
    }
    var token: String
  }

  /// As the deployed agent takes it: fewer members than documented, and goals are an object.
  struct DeployedStart: Decodable {
    struct Customer: Decodable {
      private enum CodingKeys: String, CodingKey { case name, email, age, goals }
      var name: String
      var email: String
      var age: WholeNumber
      var goals: JSON

      init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        email = try members.decode(String.self, forKey: .email)
        age = try members.decode(WholeNumber.self, forKey: .age)
        // Absent they are an empty object; `null` is none.
        goals = members.contains(.goals) ? try members.decode(JSON.self, forKey: .goals) : [:]
      }
    }
    private enum CodingKeys: String, CodingKey {
      case customer = "customer_data"
      case program = "program_type"
    }
    var customer: Customer
    var program: String?
  }
}
