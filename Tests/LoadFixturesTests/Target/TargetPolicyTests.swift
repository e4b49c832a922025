import LoadFixtures
import Testing

@Suite struct TargetPolicyTests {
  static let own: [(String, TargetPolicy.Network)] = [
    ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("::1", .loopback), ("0:0:0:0:0:0:0:1", .loopback),
    ("::ffff:127.0.0.1", .loopback),
    ("10.0.0.0", .privateUse), ("10.255.255.255", .privateUse), ("172.16.0.0", .privateUse),
    ("172.31.255.255", .privateUse), ("192.168.0.0", .privateUse), ("192.168.255.255", .privateUse),
    ("100.64.0.0", .privateUse), ("100.127.255.255", .privateUse), ("fc00::", .privateUse),
    ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .privateUse), ("::ffff:10.1.2.3", .privateUse),
    ("::ffff:c0a8:101", .privateUse),
    ("169.254.0.0", .linkLocal), ("169.254.255.255", .linkLocal), ("fe80::1", .linkLocal),
    ("fe80::1%eth0", .linkLocal), ("FEBF::1%2", .linkLocal), ("::FFFF:169.254.1.1", .linkLocal),
  ]
  static let foreign = [
    "8.8.8.8", "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0",
    "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0", "169.253.255.255", "169.255.0.0",
    "0.0.0.0", "255.255.255.255", "224.0.0.1", "::", "::2", "1::1", "fb00::1", "fe00::1", "fe7f::1", "fec0::1",
    "ff02::1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "2001:db8::1%eth0",
  ]

  @Test(arguments: own)
  func onesOwnNetworkMayBeLoaded(address: String, network: TargetPolicy.Network) throws {
    #expect(TargetPolicy(allowPublicTarget: false).decide(address) == .allowed)
    let parsed = try #require(IPAddress(address))
    #expect(TargetPolicy.network(of: parsed) == network)
  }

  @Test(arguments: foreign)
  func aPublicAddressNeedsPermission(address: String) {
    guard case .refused(let sentence) = TargetPolicy(allowPublicTarget: false).decide(address) else {
      Issue.record("\(address) was allowed")
      return
    }
    #expect(sentence.hasPrefix("\(address) is outside"))
    #expect(sentence.contains("LOAD_ALLOW_PUBLIC_TARGET=1"))
    #expect(TargetPolicy(allowPublicTarget: true).decide(address) == .allowed)
  }

  @Test(arguments: [
    "", "localhost", "127.1", "127.0.0.1 ", "010.0.0.1", "10.0.0.1%eth0", "fe80::1%", "1:2:3", "\u{1B}[2J",
  ])
  func whatIsNoAddressIsRefusedInAnyCase(address: String) {
    for policy in [TargetPolicy(allowPublicTarget: false), TargetPolicy(allowPublicTarget: true)] {
      guard case .refused(let sentence) = policy.decide(address) else {
        Issue.record("\(address) was allowed")
        continue
      }
      #expect(sentence.contains("not a numeric IP address"))
      #expect(!sentence.contains("\u{1B}"))
    }
  }
}
