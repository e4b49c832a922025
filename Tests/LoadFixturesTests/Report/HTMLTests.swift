import Testing

@testable import LoadFixtures

@Suite struct HTMLTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a & b", "a &amp; b"),
    ("\"quoted\" 'twice'", "&quot;quoted&quot; &#39;twice&#39;"), ("\u{1B}[31mred", "\u{241B}[31mred"),
    ("a\u{0}b", "a\u{2400}b"), ("a\nb\tc", "a b c"), ("\u{9B}31m", "\u{FFFD}31m"), ("\u{7F}", "\u{2421}"),
    ("\u{202E}txt", "\u{FFFD}txt"), ("\u{FFFE}", "\u{FFFD}"), ("Peña ≤ 5 µs", "Peña ≤ 5 µs"), ("&amp;", "&amp;amp;"),
  ])
  func textAndAttributesAreEscaped(text: String, escaped: String) {
    #expect(HTML(text: text).markup == escaped)
    #expect(HTML.tag("p", ["title": text], "\(text)").markup == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func aTagThatHTMLKnowsAsEmptyClosesItselfAndOthersDoNot() {
    #expect(HTML.tag("br").markup == "<br/>")
    #expect(HTML.tag("td").markup == "<td></td>")
    #expect(HTML.tag("td", ["class": nil, "id": "x"]).markup == "<td id=\"x\"></td>")
  }

  @Test func rawIsTakenAsItIs() {
    #expect(HTML(HTML.Raw("<b>&amp;</b>")).markup == "<b>&amp;</b>")
  }
}
