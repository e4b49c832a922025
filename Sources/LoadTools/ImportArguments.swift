import LoadFixtures

/// The command line of `import-openapi`, read into typed values.
struct ImportArguments {
  static let help = """
    usage: import-openapi URL|FILE [options]
      --output FILE    where the contract goes; what the document leaves open stands in FILE.gaps.txt as well
                       (standard output, and standard error for what is open)
      --name NAME      the contract's name in reports (the document's title)
      --help           this text
    Reads an OpenAPI document of version 3 in JSON, from a file or from http:// or https:// within 30 s, 32 MiB at most.
    Exit codes: 0 a contract was written, 104 bad configuration or no operation that a conversation could begin with.
    """

  /// `nil` when only the help is wanted.
  private(set) var source: ImportSource?
  private(set) var output: String?
  private(set) var name: String?

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var place: String?
    var wantsHelp = false
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--output":
        output = try options.value(of: word, allowed: "the path of a file; $HOME instead of ~") { text in
          text.hasPrefix("~") || text.hasSuffix("/") ? nil : text
        }
      case "--name":
        name = try options.value(of: word, allowed: "a text of 1 to 200 characters on one line") { text in
          (1...200).contains(text.count) && text.neutralised == text ? text : nil
        }
      case "--help", "-h": wantsHelp = true
      case _ where !word.hasPrefix("-") && place == nil: place = word
      default: throw OptionReader.refusal(of: word, allowed: "one URL or file and the options of --help")
      }
    }
    if wantsHelp { return }
    guard let place else {
      throw ConfigurationError(
        variable: "URL or FILE", value: nil,
        allowed: "where the OpenAPI document is, such as "
          + "http://127.0.0.1:8000/openapi.json; see --help")
    }
    source = try ImportSource(place)
  }
}
