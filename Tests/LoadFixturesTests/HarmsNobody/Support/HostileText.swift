/// What a target may say to take hold of whatever shows it: a page, a table, a terminal, a spreadsheet.
enum HostileText {
  /// The mark by which it is found again, whatever was made of the rest.
  static let mark = "alert(1)"

  /// Fit for a contract, whose names have no control characters.
  static let name = "=1+1\"'></td><script>\(mark)</script><!--]]>|`[a](b://c),;&lt;"

  /// Each begins as what a spreadsheet takes for a formula. No more scalars than are kept of a name, so that nothing of
  /// it is cut away before it is shown.
  static let words = ["=1+1", "+cmd|1", "@SUM(1)", "-1+1"].map {
    $0 + "\"'></td><script>\(mark)</script><!--]]>|`[a](b://c)\r\n\t\u{1B}[2J\u{9B}m\u{202E}\u{2066}\u{2028}\u{7}\0,;"
  }
}

extension String {
  /// What has power over a terminal or over the order in which a line is read; the end of a line alone is none of it.
  var controls: [Unicode.Scalar] {
    unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }
  }
}
