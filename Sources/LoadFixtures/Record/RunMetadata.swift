import Foundation

/// What was run, apart from what came of it: all that is known of a run before its first call.
package struct RunMetadata: Codable, Sendable {
  /// The id of the run that made it; absent on records of earlier versions.
  package var run: String?
  package var scenario: String
  /// The scenario's title for people.
  package var title: String
  package var target: Target
  package var contract: String
  /// How the contract was told where it was not named; a sentence.
  package var contractReason: String?
  package var model: LoadModel
  package var userType: String
  package var seed: UInt64
  package var timeScale = 1.0
  package var thinkTimeScale = 1.0
  package var usersScale = 1.0
  package var transport: String
  /// The customers' locale, and whether their texts vary; absent where no customer speaks.
  package var locale: String?
  package var texts: String?
  /// The file of values: its name, how many rows it has, which a conversation gets, and its SHA-256.
  package var data: DataFile?
  /// What whoever started the run has to say of it.
  package var note: String?
  /// `debug` or `release`, and whether Sources were optimised.
  package var buildConfiguration: String
  /// What sent the load: its name, system and processors. Absent on records of earlier versions.
  package var machine: String?
  /// ISO 8601, UTC.
  package var startedAt: String
  /// Seconds at the beginning that KPIs leave out.
  package var warmUp: Double
  /// Calls of the contract that the target lacks, and what that left out.
  package var skippedCalls: [String] = []
  /// Tasks of the users that went with them, whose weight the others have; absent for none.
  package var tasksLeftOut: [String]?

  /// A file of values.
  package struct DataFile: Codable, Sendable, Equatable {
    package var name: String
    package var rows: Int
    package var order: String
    package var end: String
    package var sha256: String
  }

  /// Where the load went.
  package struct Target: Codable, Sendable, Equatable {
    /// Base URL without user information.
    package var url: String
    /// True when the target was the reference agent inside this process.
    package var embedded: Bool
  }
}

extension RunMetadata {
  /// Of this process.
  static let thisMachine: String = {
    let process = ProcessInfo.processInfo
    return InertText.of(
      "\(process.hostName), \(process.operatingSystemVersionString), \(process.processorCount) processors")
  }()
}

/// How this code was built, for the record: Sources are optimised in both configurations unless told otherwise.
enum BuildConfiguration {
  static var description: String {
    #if DEBUG
      let name = "debug"
    #else
      let name = "release"
    #endif
    #if LOAD_UNOPTIMISED
      return name + ", Sources unoptimised"
    #else
      return name + ", Sources optimised"
    #endif
  }
}
