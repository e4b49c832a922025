import LoadEngine
import Testing

@Suite("Segments of a path")
struct PathSegmentTests {
  @Test("Several segments fill one gap, with what stands between them")
  func joined() throws {
    let segments = ["a/b", "ñ", ".."].map { PathSegment($0) }
    #expect(PathSegment(joining: segments, with: ["/turns/", "/"]).text == "a%2Fb/turns/%C3%B1/..")
    let head = try RequestHead(method: "GET", targetParts: ["/x/", "?q=1"], host: "h")
    #expect(
      head.target(filledWith: PathSegment(joining: Array(segments[..<2]), with: ["/y/"])) == "/x/a%2Fb/y/%C3%B1?q=1")
  }
}
