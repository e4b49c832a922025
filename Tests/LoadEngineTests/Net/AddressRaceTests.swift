import TestSupport
import Testing

@testable import LoadEngine

@Suite(.timeLimit(.minutes(1)))
struct AddressRaceTests {
  @Test(.enabled(if: SilentListener.isPossible))
  func `those that take connections are told from those that refuse or say nothing`() async throws {
    let silent = try SilentListener()
    let refusing = try RawSocket(boundTo: 0)
    defer { refusing.close() }
    let gone = try await Resolver.resolve(host: silent.host, port: silent.port)
    try await OnLoop.serving(.standard) { server in
      try await OnLoop.run(.standard) { loop in
        let addresses = gone + [.loopback(refusing.port), .loopback(server.port), .loopback(server.port)]
        let live = await AddressRace.live(among: addresses, within: .seconds(30), on: loop)
        #expect(live == [false, false, true, true])
      }
    }
  }

  @Test(.enabled(if: SilentListener.isPossible))
  func `no race is longer than its patience, and a cancelled one ends`() async throws {
    let silent = try SilentListener()
    let gone = try await Resolver.resolve(host: silent.host, port: silent.port)
    try await OnLoop.run(.standard) { loop in
      #expect(await AddressRace.live(among: gone + gone, within: .milliseconds(300), on: loop) == [false, false])
      let race = Task { await AddressRace.live(among: gone + gone, within: .seconds(300), on: loop) }
      try await Task.sleep(for: .milliseconds(20))
      race.cancel()
      #expect(await race.value == [false, false])
      let neverBegun = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await AddressRace.live(among: gone + gone, within: .seconds(300), on: loop)
      }
      #expect(await neverBegun.value == [false, false])
    }
  }
}

struct AddressBookTests {
  private let hosts = (1...4).map { "127.0.0.\($0)" }

  private func addresses(_ hosts: [String]) async throws -> [SocketAddress] {
    var addresses: [SocketAddress] = []
    for host in hosts { addresses += try await Resolver.resolve(host: host, port: 80) }
    return addresses
  }

  @Test func `users are dealt out to the live ones by their numbers`() async throws {
    let book = AddressBook(try await addresses(hosts))
    func dealt() -> [String] { (0..<6).map { book.address(forUser: $0).address.host } }
    #expect(dealt() == [hosts[0], hosts[1], hosts[2], hosts[3], hosts[0], hosts[1]])
    book.failed(book.address(forUser: 1).number)
    #expect(dealt() == [hosts[0], hosts[2], hosts[3], hosts[0], hosts[2], hosts[3]])
    #expect(book.hasSetAside && !book.needsLookup)
  }

  /// Before, all were tried again, those that swallow packets included: refusals became time-outs.
  @Test func `the last one stays when it refuses, and a look-up is wanted`() async throws {
    let book = AddressBook(try await addresses(Array(hosts.prefix(2))))
    book.failed(book.address(forUser: 0).number)
    book.failed(book.address(forUser: 0).number)
    #expect(book.needsLookup && book.hasSetAside)
    for user in 0..<2 { #expect(book.address(forUser: user).address.host == hosts[1]) }
    // A race that finds none alive has no better order.
    book.replace(with: try await addresses(Array(hosts.prefix(2))), live: [false, false])
    #expect(!book.needsLookup && book.preferred.host == hosts[1])
    // One that the name brings now may be.
    book.replace(with: try await addresses([hosts[0], hosts[2]]), live: [false, false])
    #expect(book.preferred.host == hosts[2])
    book.replace(with: try await addresses(Array(hosts.prefix(2))), live: [true, false])
    #expect(book.preferred.host == hosts[0])
  }

  @Test func `a look-up keeps the counts of what stays and of what goes`() async throws {
    let book = AddressBook(try await addresses(Array(hosts.prefix(2))))
    for user in 0..<3 { book.connected(book.address(forUser: user).number) }
    let old = book.address(forUser: 0).number
    book.replace(with: try await addresses([hosts[1], hosts[2]]), live: [true, false])
    book.connected(book.address(forUser: 0).number)
    book.failed(old)
    #expect(book.connections.map(\.address) == ["127.0.0.2:80", "127.0.0.3:80", "127.0.0.1:80"])
    #expect(book.connections.map(\.connections) == [2, 0, 2])
    #expect(book.preferred.host == hosts[1] && book.hasSetAside)
  }
}
