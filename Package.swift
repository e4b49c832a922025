// swift-tools-version: 6.1
import PackageDescription

// `swift test` builds debug, and a load generator that runs unoptimised measures itself instead of the
// target. Only a root package may set unsafe flags on its own targets, which is why there are no
// package dependencies and no products. LOAD_UNOPTIMISED=1 switches the optimiser off for a debugger.
let unoptimised = Context.environment["LOAD_UNOPTIMISED"] == "1"
let strict: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]
let optimised: [SwiftSetting] =
  strict + [
    // An async function stays on its caller's executor: each hop asks the task for its preferred one, and eight
    // functions deep that was a quarter of our share of a call.
    .enableUpcomingFeature("NonisolatedNonsendingByDefault")
  ]
  + (unoptimised
    ? [.define("LOAD_UNOPTIMISED")]
    : [
      .unsafeFlags([
        // As a release build: a generic of another file or module stays generic in a file-by-file build.
        "-O", "-wmo", "-enable-default-cmo", "-disable-batch-mode", "-num-threads", "2",
        // Objects here are confined to one loop; the checks at run time were a tenth of the cost of a sample. They
        // are on with LOAD_UNOPTIMISED=1.
        "-enforce-exclusivity=unchecked",
      ])
    ])

// The instrument's own tests take longer to build than the scenarios; `scripts/run-load-tests` leaves them out.
let instrumentTests: [Target] = [
  // What several of them share: a test target cannot import another.
  .target(name: "TestSupport", dependencies: ["LoadEngine"], path: "Tests/TestSupport", swiftSettings: strict),
  .testTarget(name: "LoadEngineTests", dependencies: ["LoadEngine", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "AgentContractsTests", dependencies: ["AgentContracts", "LoadEngine", "TestSupport"],
    exclude: ["Fixtures"], swiftSettings: strict),
  .testTarget(
    name: "ReferenceAgentTests", dependencies: ["ReferenceAgent", "AgentContracts", "LoadEngine", "TestSupport"],
    exclude: ["Fixtures"], swiftSettings: strict),
  .testTarget(
    name: "LoadFixturesTests",
    dependencies: ["LoadFixtures", "LoadEngine", "AgentContracts", "ReferenceAgent", "LoadTools", "TestSupport"],
    swiftSettings: strict),
  .testTarget(
    name: "LoadToolsTests",
    dependencies: ["LoadTools", "LoadFixtures", "LoadEngine", "AgentContracts", "ReferenceAgent", "TestSupport"],
    swiftSettings: strict),
]

// Scenarios called from XCTest, for `.ci/xctest` alone: in any other run their breaches would be failures.
let fixture: [Target] =
  Context.environment["LOAD_XCTEST_FIXTURE"] == "1"
  ? [.testTarget(name: "XCTestFixture", dependencies: ["LoadTest", "LoadFixtures"], swiftSettings: strict)] : []

let package = Package(
  name: "ngx-load-tests",
  platforms: [.macOS(.v15)],
  products: [],
  targets: [
    .target(name: "CSystem"),
    .target(name: "LoadEngine", dependencies: ["CSystem"], swiftSettings: optimised),
    .target(name: "AgentContracts", swiftSettings: optimised),
    .target(name: "ReferenceAgent", dependencies: ["LoadEngine", "AgentContracts"], swiftSettings: optimised),
    .target(
      name: "LoadFixtures", dependencies: ["LoadEngine", "AgentContracts", "ReferenceAgent"], swiftSettings: optimised),
    // The only one that links the Testing library; tools do not.
    .target(name: "LoadTest", dependencies: ["LoadFixtures"], swiftSettings: optimised),
    .executableTarget(
      name: "LoadTools", dependencies: ["LoadEngine", "AgentContracts", "LoadFixtures", "ReferenceAgent"],
      swiftSettings: optimised),

    .testTarget(name: "BaselineTests", dependencies: ["LoadTest", "LoadFixtures"], swiftSettings: strict),
    .testTarget(name: "PeakTests", dependencies: ["LoadTest", "LoadFixtures"], swiftSettings: strict),
    .testTarget(name: "StressTests", dependencies: ["LoadTest", "LoadFixtures"], swiftSettings: strict),
    .testTarget(name: "ChaosTests", dependencies: ["LoadTest", "LoadFixtures"], swiftSettings: strict),
  ] + (Context.environment["LOAD_SCENARIOS_ONLY"] == "1" ? [] : instrumentTests) + fixture,
  swiftLanguageModes: [.v6]
)
