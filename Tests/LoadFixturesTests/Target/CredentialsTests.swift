import LoadFixtures
import Testing

@Suite struct CredentialsTests {
  @Test(arguments: [Credentials(email: "s3cr3t@a.example", password: "s3cr3t"), Credentials(token: "s3cr3t")])
  func noRenderingHoldsASecret(credentials: Credentials) {
    #expect("\(credentials)" == "<redacted>")
    #expect(String(reflecting: credentials) == "<redacted>")
    #expect(Mirror(reflecting: credentials).children.isEmpty)
    for rendering in renderings(of: credentials) {
      #expect(!rendering.contains("s3cr3t"))
    }
    for rendering in renderings(of: (1, Optional(credentials), [credentials])) {
      #expect(!rendering.contains("s3cr3t"))
    }
  }

  @Test func credentialsCannotBeEncoded() {
    #expect(!(Credentials(token: "s3cr3t") as Any is any Encodable))
  }

  @Test func whatWasGivenCanBeUsed() {
    let login = Credentials(email: "a@b", password: "p")
    #expect(login.email == "a@b" && login.password == "p" && login.token == nil)
    let token = Credentials(token: "t")
    #expect(token.email == nil && token.password == nil && token.token == "t")
  }
}
