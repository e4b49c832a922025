import Testing

@testable import LoadEngine

struct ResolverTests {
  @Test(arguments: [("127.0.0.1", "127.0.0.1", "127.0.0.1:8080"), ("::1", "::1", "[::1]:8080")])
  func `a numeric address stands for itself`(name: String, host: String, text: String) async throws {
    let addresses = try await Resolver.resolve(host: name, port: 8080)
    #expect(addresses.map(\.host) == [host])
    #expect(addresses.map(\.port) == [8080])
    #expect(addresses.map(\.description) == [text])
  }

  @Test func `localhost is on the loopback interface`() async throws {
    let hosts = try await Resolver.resolve(host: "localhost", port: 1).map(\.host)
    #expect(!hosts.isEmpty)
    #expect(Set(hosts).isSubset(of: ["127.0.0.1", "::1"]))
  }

  @Test(arguments: ["nosuchhost.invalid", "", "a b"])
  func `an unknown name is named in the error`(name: String) async throws {
    let error = await #expect(throws: ResolveError.self) { try await Resolver.resolve(host: name, port: 80) }
    #expect(error?.host == name)
    #expect(error?.reason.isEmpty == false)
    #expect(error?.description.hasPrefix("unknown host \(name)") == true)
  }

  @Test func `a cancelled look-up waits for nobody`() async throws {
    let lookup = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Resolver.resolve(host: "127.0.0.1", port: 80)
    }
    let error = await #expect(throws: ResolveError.self) { try await lookup.value }
    #expect(error?.reason == "the look-up was cancelled")
  }
}
