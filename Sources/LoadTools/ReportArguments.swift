import LoadFixtures

/// The command line of `generate-report`.
struct ReportArguments {
  static let help = """
    usage: scripts/generate-report DIR [--images]
           scripts/generate-report --events FILE --attachments DIR [--output DIR] [--images]

    Makes the reports of a run again: report.html, report.json, report.md, junit.xml, metrics.txt and tables in Locust's
    columns. A damaged record is named and left out, and so is a test that left none: exit code 1.

      DIR                a results directory, for example results/latest
      --events FILE      what `swift test --event-stream-output-path FILE` wrote
      --attachments DIR  what `swift test --attachments-path DIR` wrote: the records
      --output DIR       where the reports go; beside the attachments when left out
      --images           each chart as an SVG file of its own, in images/
      --help             this text
    """

  /// Where the records are.
  enum Source: Equatable {
    case directory(String)
    case tests(events: String, attachments: String)
  }

  /// `nil` where only help is wanted.
  private(set) var source: Source?
  private(set) var output: String?
  private(set) var wantsImages = false

  private static let allowed = "DIR, or --events FILE --attachments DIR [--output DIR]; see --help"

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    var (directory, events, attachments): (String?, String?, String?)
    while let word = try options.next() {
      switch word {
      case "--help", "-h": return
      case "--images": wantsImages = true
      case "--events": events = try options.text(of: word, allowed: "a file's path")
      case "--attachments": attachments = try options.text(of: word, allowed: "a directory's path")
      case "--output": output = try options.text(of: word, allowed: "a directory's path")
      case let path where !path.hasPrefix("-") && !path.isEmpty && directory == nil: directory = path
      default: throw OptionReader.refusal(of: word, allowed: Self.allowed)
      }
    }
    switch (directory, events, attachments) {
    case (let directory?, nil, nil) where output == nil: source = .directory(directory)
    case (nil, let events?, let attachments?): source = .tests(events: events, attachments: attachments)
    case (let directory?, _, _):
      throw ConfigurationError(
        variable: "DIR", value: directory, reason: "it does not go with --events, --attachments and --output",
        allowed: Self.allowed)
    case (nil, nil, nil) where output == nil:
      throw ConfigurationError(variable: "DIR", value: nil, reason: "no run is named", allowed: Self.allowed)
    case (nil, _, _):
      throw ConfigurationError(
        variable: events == nil ? "--events" : "--attachments", value: nil, reason: "the two go together",
        allowed: Self.allowed)
    }
  }
}
