import LoadFixtures
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct IPAddressTests {
  /// The oracle: `inet_pton` of the system.
  private func system(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var sixteen = in6_addr()
    if inet_pton(AF_INET6, text, &sixteen) == 1 { return withUnsafeBytes(of: sixteen) { Array($0) } }
    return nil
  }

  @Test(arguments: [
    "0.0.0.0", "1.2.3.4", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1..2.3", "1.2.3.4.", ".1.2.3.4",
    "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "::1::", ":::", ":1", "1:", "12345::", "g::", "::1.2.3.4", "1.2.3.4::", "::1.2.3.4:5",
    "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.256", "::1.2.3", "", " ", "a", "-1::", "::+1",
  ])
  func textIsReadAsTheSystemReadsIt(text: String) {
    #expect(IPAddress(text)?.bytes == system(text))
  }

  @Test func randomTextIsReadAsTheSystemReadsIt() {
    var state: UInt64 = 0x5EED
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = ["0", "1", "9", "25", "255", "a", "F", "ffff", ":", ":", ":", "::", ".", ".", "1.2.3.4"]
    var addresses = 0
    for _ in 0..<20_000 {
      let text = (0..<(1 + next(16))).map { _ in pieces[next(pieces.count)] }.joined()
      let bytes = IPAddress(text)?.bytes
      #expect(bytes == system(text), "\(text)")
      addresses += bytes == nil ? 0 : 1
    }
    #expect(addresses > 20, "the pieces make too few addresses to prove anything")
  }

  @Test func aScopeBelongsToVersionSixOnly() {
    #expect(IPAddress("fe80::1%eth0") == IPAddress("fe80::1"))
    #expect(IPAddress("10.0.0.1%eth0") == nil)
    #expect(IPAddress("fe80::1%") == nil)
  }

  @Test func bytesAreFourOrSixteen() {
    #expect(IPAddress(bytes: [127, 0, 0, 1]) == IPAddress("127.0.0.1"))
    for count in [0, 1, 3, 5, 15, 17] {
      #expect(IPAddress(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }
  }
}
