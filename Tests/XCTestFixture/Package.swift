// swift-tools-version: 6.1
import PackageDescription

// Scenarios called from XCTest, in a package that knows nothing but this suite's modules: `.ci/xctest` builds it.
let optimised: [SwiftSetting] = [
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .unsafeFlags(["-O", "-wmo", "-enable-default-cmo", "-disable-batch-mode", "-num-threads", "2"]),
]

let package = Package(
  name: "xctest-fixture",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "CSystem"),
    .target(name: "LoadEngine", dependencies: ["CSystem"], swiftSettings: optimised),
    .target(name: "AgentContracts", swiftSettings: optimised),
    .target(name: "ReferenceAgent", dependencies: ["LoadEngine", "AgentContracts"], swiftSettings: optimised),
    .target(
      name: "LoadFixtures", dependencies: ["LoadEngine", "AgentContracts", "ReferenceAgent"],
      swiftSettings: optimised),
    .target(name: "LoadTest", dependencies: ["LoadFixtures"], swiftSettings: optimised),
    .testTarget(name: "ScenarioTests", dependencies: ["LoadTest", "LoadFixtures"]),
  ],
  swiftLanguageModes: [.v6]
)
