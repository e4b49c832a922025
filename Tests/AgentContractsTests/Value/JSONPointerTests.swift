import Testing

@testable import AgentContracts

@Suite("JSON pointers")
struct JSONPointerTests {
  /// The document of RFC 6901, 5.
  private static let document = #"""
    {
      "foo": ["bar", "baz"],
      "": 0,
      "a/b": 1,
      "c%d": 2,
      "e^f": 3,
      "g|h": 4,
      "i\\j": 5,
      "k\"l": 6,
      " ": 7,
      "m~n": 8
    }
    """#

  @Test(arguments: [
    ("/foo", #"["bar", "baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"),
    ("/g|h", "4"), (#"/i\j"#, "5"), (#"/k"l"#, "6"), ("/ ", "7"), ("/m~0n", "8"), ("", document),
  ])
  func everyExampleOfTheStandardLeadsToItsValue(pointer: String, value: String) throws {
    let document = try JSON(text: Self.document)
    #expect(document[try #require(JSONPointer(pointer))] == (try JSON(text: value)))
  }

  @Test(arguments: ["foo", "foo/0", "~", "/~", "/~2", "/a~", "/~01~", "#/foo", " /foo"])
  func whatIsNoPointerIsRefused(text: String) {
    #expect(JSONPointer(text) == nil)
  }

  @Test(arguments: [
    "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/1e0", "/foo/-1", "/foo/ 0", "/foo/", "/foo/0/0",
    "/foo/99999999999999999999", "/a/b", "/none", "/m~1n", "//",
  ])
  func aPointerToNothingFindsNothing(pointer: String) throws {
    #expect(try JSON(text: Self.document)[try #require(JSONPointer(pointer))] == nil)
  }

  @Test func anEscapedTildeBeforeAOneIsNoSlash() throws {
    let document: JSON = ["~1": "tilde", "/": "slash"]
    #expect(document.at("/~01") == "tilde")
    #expect(document.at("/~1") == "slash")
    #expect(JSONPointer(tokens: ["~1", "a/b", ""]).text == "/~01/a~1b/")
    #expect(("/~01/a~1b/" as JSONPointer).tokens == ["~1", "a/b", ""])
  }

  @Test func namesAreComparedByTheNumbersOfTheirCharacters() throws {
    let composed: JSON = ["\u{F1}": 1]
    #expect(composed.at("/\u{F1}") == 1)
    #expect(composed.at("/n\u{303}") == nil, "they look the same and are not")
    #expect(("/\u{301}a" as JSONPointer).tokens == ["\u{301}a"], "a slash stays one before an accent")
  }
}
