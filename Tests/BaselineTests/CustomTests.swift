import Foundation
import LoadFixtures
import LoadTest
import Testing

@Suite("Custom: a load that the command line describes")
struct CustomTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test("Custom: as it is asked for", .enabled(if: CustomScenario.isAsked(in: environment), "nothing asks for it"))
  func custom() async throws {
    let custom = try CustomScenario(environment: Self.environment)
    try await LoadTest.run(custom.scenario, sla: custom.sla)
  }
}
