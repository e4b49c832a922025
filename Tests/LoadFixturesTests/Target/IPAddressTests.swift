import LoadFixtures
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("0.0.0.0", [0, 0, 0, 0]), ("1.2.3.4", [1, 2, 3, 4]), ("255.255.255.255", [255, 255, 255, 255]),
    ("::", [UInt8](repeating: 0, count: 16)), ("::1", [UInt8](repeating: 0, count: 15) + [1]),
    ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
    ("1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
    ("1::", [0, 1] + [UInt8](repeating: 0, count: 14)), ("::1.2.3.4", [UInt8](repeating: 0, count: 12) + [1, 2, 3, 4]),
    ("1:2:3:4:5:6:1.2.3.4", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1, 2, 3, 4]),
    ("::fFfF:1.2.3.4", [UInt8](repeating: 0, count: 10) + [255, 255, 1, 2, 3, 4]),
  ])
  func bytesAreInNetworkOrder(text: String, bytes: [UInt8]) {
    #expect(IPAddress(text)?.bytes == bytes)
  }

  @Test(
    "Neither historic forms nor halves of addresses are read",
    arguments: [
      "256.0.0.1", "1.2.3", "127.1", "0x7f.0.0.1", "010.0.0.1", "2130706433", "1.2.3.4.5", "1..2.3", "1.2.3.4.", " ",
      "", ".1.2.3.4", "1:", "::1.2.3.4:5", "::1.2.3", "a", "::+1",
      "1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", ":::", ":1", "12345::", "g::", "1.2.3.4::",
      "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.256", "-1::", "127.0.0.1\0", "::1\0", "127.0.0.1 ",
    ])
  func refused(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func aScopeBelongsToVersionSixOnly() {
    #expect(IPAddress("fe80::1%eth0") == IPAddress("fe80::1"))
    #expect(IPAddress("10.0.0.1%eth0") == nil)
    #expect(IPAddress("fe80::1%") == nil)
  }
}
