import LoadFixtures
import Testing

@Suite struct TargetURLTests {
  struct Form: Sendable {
    var text: String
    var host: String
    var port: Int
    var base = ""
    var authority: String
    var shown: String
  }

  static let forms = [
    Form(text: "http://agent", host: "agent", port: 80, authority: "agent", shown: "http://agent"),
    Form(
      text: "HTTP://Agent.Example/", host: "agent.example", port: 80, authority: "agent.example",
      shown: "http://agent.example"),
    Form(text: "https://agent", host: "agent", port: 443, authority: "agent", shown: "https://agent"),
    Form(text: "https://agent:443", host: "agent", port: 443, authority: "agent", shown: "https://agent"),
    Form(text: "http://agent:443", host: "agent", port: 443, authority: "agent:443", shown: "http://agent:443"),
    Form(
      text: "http://127.0.0.1:8000", host: "127.0.0.1", port: 8000, authority: "127.0.0.1:8000",
      shown: "http://127.0.0.1:8000"),
    Form(text: "http://[::1]:8000/", host: "::1", port: 8000, authority: "[::1]:8000", shown: "http://[::1]:8000"),
    Form(
      text: "http://[2001:DB8::1]", host: "2001:db8::1", port: 80, authority: "[2001:db8::1]",
      shown: "http://[2001:db8::1]"),
    Form(
      text: "http://a_b-c.d1:65535/api/v1//", host: "a_b-c.d1", port: 65535, base: "/api/v1",
      authority: "a_b-c.d1:65535", shown: "http://a_b-c.d1:65535/api/v1"),
    Form(
      text: "http://h/a%20b;c=1", host: "h", port: 80, base: "/a%20b;c=1", authority: "h", shown: "http://h/a%20b;c=1"),
    Form(
      text: "http://localhost.:8000", host: "localhost.", port: 8000, authority: "localhost.:8000",
      shown: "http://localhost.:8000"),
    Form(text: "http://host:/", host: "host", port: 80, authority: "host", shown: "http://host"),
    Form(text: "https://[::1]:", host: "::1", port: 443, authority: "[::1]", shown: "https://[::1]"),
    Form(text: "http://1host.1a", host: "1host.1a", port: 80, authority: "1host.1a", shown: "http://1host.1a"),
  ]

  @Test(arguments: forms)
  func formsThatAreUnderstood(form: Form) throws {
    let url = try TargetURL(form.text)
    #expect(url.host == form.host)
    #expect(url.port == form.port)
    #expect(url.basePath == form.base)
    #expect(url.authority == form.authority)
    #expect(url.description == form.shown)
    #expect(try TargetURL(url.description) == url)
  }

  @Test func callPathsAreJoinedToTheBasePath() throws {
    #expect(try TargetURL("http://h").path("/health") == "/health")
    #expect(try TargetURL("http://h/").path("/health") == "/health")
    #expect(try TargetURL("http://h/api").path("/health") == "/api/health")
    #expect(try TargetURL("http://h/api/").path("/health") == "/api/health")
  }

  @Test(arguments: [
    ("agent:8000", "begin with http"), ("//agent", "begin with http"), ("ftp://agent", "begin with http"),
    ("http:/agent", "begin with http"), (" http://agent", "space"), ("http://agent ", "space"),
    ("http://", "no host"), ("http:///health", "no host"), ("http://:80", "no host"),
    ("http://agent:0", "port"), ("http://agent:65536", "port"),
    ("http://agent:+80", "port"), ("http://agent:8o", "port"), ("http://agent:99999999999999999999", "port"),
    ("http://::1", "brackets"), ("http://::1:8000", "brackets"), ("http://[::1", "not closed"),
    ("http://[::1]8000", "something else"), ("http://[1.2.3.4]", "not an IPv6"), ("http://[]", "not an IPv6"),
    ("http://[fe80::1%25eth0]", "zone"), ("http://[::1::2]", "not an IPv6"),
    ("http://256.1.1.1", "neither"), ("http://127.1", "neither"), ("http://010.0.0.1", "neither"),
    ("http://0x7f.0x1", "neither"), ("http://2130706433", "neither"), ("http://-a", "neither"),
    ("http://a-", "neither"), ("http://a..b", "neither"), ("http://a..", "neither"), ("http://.", "neither"),
    ("http://127.0.0.1.", "neither"),
    ("http://0.0.0.0:8000", "address to listen on"), ("http://[::]", "address to listen on"),
    ("http://a*b", "neither"),
    ("http://a\\b", "neither"), ("http://a%2eb", "neither"), ("http://" + String(repeating: "a", count: 64), "neither"),
    ("http://agént", "ASCII"), ("http://a\r\nHost: b", "space"), ("http://a/b c", "space"),
    ("http://a/<b>", "percent"), ("http://a/%zz", "percent"), ("http://a/%2", "percent"), ("http://a/{id}", "percent"),
    ("http://a/?q=1", "query"), ("http://a#f", "query"),
  ])
  func formsThatAreRefused(text: String, because reason: String) {
    let error = #expect(throws: ConfigurationError.self) { try TargetURL(text, named: "--host") }
    #expect(error?.reason?.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.variable == "--host")
    #expect(error?.allowed.contains("http://HOST") == true)
  }

  @Test(arguments: [
    "http://user:s3cr3t@agent", "http://s3cr3t@agent:80", "http://user:s3cr3t/x@agent", "http://user:1/s3cr3t@agent",
    "http://user:s3cr3t?@agent", "http://user:s3cr3t#@agent", "https:user:s3cr3t@agent", "user:s3cr3t@agent",
    "http://user:s3cr3t%40agent", "http://s3cr3t%40agent", "http://user:s3cr3t\n@agent", "http://agent/?token=s3cr3t",
    "http://agent/#s3cr3t",
    "http://user:s3cr3t", "http://user:s3cr3t/path", "http:/user:s3cr3t", "http:user:s3cr3t", "user:s3cr3t",
    "http//user:s3cr3t", "http:\\\\user:s3cr3t", "http://user:pass:s3cr3t", "http://user:1:s3cr3t",
    "http://user:s3cr3t\u{FF20}agent", "http://user:s3cr3t\u{FE6B}agent", "http://user:s3cr3t agent",
    "http://user:\u{301}s3cr3t", "http://user:s3cr3t@\u{301}agent",
    "http://user:s3cr3t?q", "http://[user:s3cr3t]", "http://[user:s3cr3t", "http://[::1]user:s3cr3t",
    "https://user:s3cr3t/a b",
  ])
  func aSecretInTheURLIsRefusedAndNotRepeated(text: String) {
    for variable in ["LOAD_TARGET_HOST", "TEST_HOST"] {
      let error = #expect(throws: ConfigurationError.self) { try TargetEnvironment(environment: [variable: text]) }
      for rendering in renderings(of: error as Any) { #expect(!rendering.contains("s3cr3t")) }
      if text.contains("@") { #expect(error?.reason?.contains("LOAD_PASSWORD") == true) }
    }
  }

  @Test func theEmbeddedAgentHasAnAddress() {
    #expect(TargetURL.loopback(port: 4711).description == "http://127.0.0.1:4711")
  }
}
