import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A name with several addresses, or with other ones each time", .timeLimit(.minutes(1)))
struct AddressTests {
  /// What a name means at the moment.
  private final class Names: Sendable {
    private let hosts: Mutex<[(String, Int)]>
    init(_ hosts: [(String, Int)]) { self.hosts = Mutex(hosts) }
    func become(_ hosts: [(String, Int)]) { self.hosts.withLock { $0 = hosts } }
    func resolve() async throws -> [SocketAddress] {
      var addresses: [SocketAddress] = []
      for (host, port) in hosts.withLock({ $0 }) { addresses += try await Resolver.resolve(host: host, port: port) }
      return addresses
    }
  }

  private static func probe(
    _ names: Names, users: Int = 4, duration: Duration = .seconds(1), settings: [String: String] = [:]
  ) async throws -> RunRecord {
    let url = "http://moving.test:8000"
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": url, "LOAD_EVENT_LOOPS": "1", "LOAD_SEED": "7"].merging(settings) { $1 })
    var probe = Probe(
      try ProbeRequest(url: url + "/"), profile: Probe.closed(users: users, duration: duration),
      environment: environment)
    probe.pacing = .constant(.milliseconds(20))
    probe.resolve = { _, _ in try await names.resolve() }
    probe.lookupInterval = .milliseconds(200)
    return try await probe.run(terminal: .silent)
  }

  @Test("One that drops SYNs is set aside before the load", .enabled(if: SilentListener.isPossible))
  func silentFirst() async throws {
    let silent = try SilentListener()
    try await CountingServer.with { server in
      let record = try await Self.probe(Names([(silent.host, silent.port), ("127.0.0.1", server.port)]))
      #expect(record.counts.completed > 0 && record.counts.failed == 0, "\(record.failureKinds)")
      #expect(
        record.endpoints == [
          .init(address: "\(silent.host):\(silent.port)", connections: 0),
          .init(address: "127.0.0.1:\(server.port)", connections: 4),
        ])
      #expect(server.received == record.counts.completed + record.counts.instrument)
    }
  }

  @Test("Several live ones share the users, and the record and the page say how")
  func shared() async throws {
    try await CountingServer.with { first in
      try await CountingServer.with { second in
        let record = try await Self.probe(Names([("127.0.0.1", first.port), ("127.0.0.1", second.port)]), users: 5)
        #expect(record.counts.completed > 0 && record.counts.failed == 0, "\(record.failureKinds)")
        let (one, two) = ("127.0.0.1:\(first.port)", "127.0.0.1:\(second.port)")
        #expect(record.endpoints == [.init(address: one, connections: 3), .init(address: two, connections: 2)])
        #expect(first.received + second.received == record.counts.completed + record.counts.instrument)
        let page = try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
        #expect(page.contains("\(one) (3 connections), \(two) (2 connections)"))
      }
    }
  }

  @Test("A name that moves takes the run along, but to no address that the policy does not allow")
  func moved() async throws {
    try await CountingServer.with { second in
      let (run, names) = try await CountingServer.with { first in
        let names = Names([("127.0.0.1", first.port)])
        let run = Task { try await Self.probe(names, duration: .seconds(6)) }
        while first.received < 20 { try await Task.sleep(for: .milliseconds(5)) }
        names.become([("192.0.2.1", 9), ("127.0.0.1", second.port)])
        return (run, names)
      }
      let record = try await run.value
      _ = names
      let address = "127.0.0.1:\(second.port)"
      #expect(second.received > 0)
      #expect(record.notes.contains("During the run moving.test moved to \(address)."), "\(record.notes)")
      #expect(record.endpoints?.first == .init(address: address, connections: 4))
      #expect(record.endpoints?.contains { $0.address.hasPrefix("192.0.2.1") } == false)
    }
  }

  @Test("A name that comes to mean public addresses only is not followed")
  func movedAway() async throws {
    try await CountingServer.with { server in
      let names = Names([("127.0.0.1", server.port)])
      let run = Task { try await Self.probe(names, duration: .seconds(8)) }
      while server.received < 5 { try await Task.sleep(for: .milliseconds(5)) }
      names.become([("192.0.2.1", 9)])
      let record = try await run.value
      #expect(record.counts.failed == 0 && record.endpoints == nil)
      #expect(record.notes.contains { $0.contains("addresses that load may not be sent to") }, "\(record.notes)")
    }
  }

  @Test("URLSession is given the address that was judged, and the name in Host")
  func urlSession() async throws {
    let hosts = Mutex<Set<String>>([])
    try await CountingServer.with { _, request, _ in
      hosts.withLock { _ = $0.insert(request.headers["Host"] ?? "-") }
      return .ok
    } _: { server in
      let record = try await Self.probe(
        Names([("127.0.0.1", server.port)]), settings: ["LOAD_TRANSPORT": "urlsession"])
      #expect(record.counts.completed > 0 && record.counts.failed == 0, "\(record.failureKinds)")
      #expect(hosts.withLock { $0 } == ["moving.test:8000"])
    }
  }

  @Test("An https name that URLSession would look up by itself is refused")
  func urlSessionByName() async throws {
    var probe = Probe(
      try ProbeRequest(url: "https://moving.test"), profile: Probe.closed(users: 1, duration: .seconds(1)),
      environment: try TargetEnvironment(
        environment: ["LOAD_TARGET_HOST": "https://moving.test", "LOAD_TRANSPORT": "urlsession"]))
    probe.resolve = { _, port in try await Resolver.resolve(host: "127.0.0.1", port: port) }
    let record = try await probe.run(terminal: .silent)
    #expect(record.verdict.sentences.first?.contains("looks moving.test up by itself") == true)
  }
}
