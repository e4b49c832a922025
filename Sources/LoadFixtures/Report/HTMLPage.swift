import Foundation

/// A page of its own that needs nothing from elsewhere: its style and its script are in it, and nothing else may run.
struct HTMLPage {
  var title: String
  var body: [HTML]

  /// UTF-8; markup that is HTML and well-formed XML alike.
  var document: String {
    let page = HTML.tag(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"], head,
      .tag(
        "body", [:], .tag("main", [:], [Self.patterns] + body), .tag("script", [:], HTML(ReportScript.source))))
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }

  /// What drawings refer to.
  private static let patterns = HTML.tag(
    "svg", ["xmlns": "http://www.w3.org/2000/svg", "class": "none-shown", "aria-hidden": "true"], BulletChart.hatch)

  private var head: HTML {
    // Should escaping ever fail, the browser still loads nothing, and runs this script alone.
    var hash = SHA256()
    hash.update(Array(ReportScript.source.text.utf8)[...])
    let script = Data(hash.digest()).base64EncodedString()
    let policy =
      "default-src 'none'; script-src 'sha256-\(script)'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
      + "form-action 'none'"
    return .tag(
      "head", [:], .tag("meta", ["charset": "utf-8"]),
      .tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .tag("meta", ["name": "referrer", "content": "no-referrer"]), .tag("title", [:], HTML(text: title)),
      .tag("style", [:], HTML(ReportStyle.css)))
  }
}
