/// How one record's verdict is shown: a word, a colour, and a class of the page's style.
struct VerdictBadge {
  var label: String
  var tint: ConsoleTable.Tint
  var style: String

  init(_ record: RunRecord) {
    let warnings = record.verdict.warnings
    if record.verdict.status == .invalid {
      (label, tint, style) = ("invalid", .magenta, "invalid")
    } else if record.verdict.isBreached {
      (label, tint, style) = ("failed", .red, "failed")
    } else if warnings > 0 {
      (label, tint, style) = ("passed, \(warnings) warning\(warnings == 1 ? "" : "s")", .yellow, "warned")
    } else {
      (label, tint, style) = ("passed", .green, "passed")
    }
    if record.interrupted {
      label += ", interrupted"
      if style == "passed" || style == "warned" { (tint, style) = (.yellow, "interrupted") }
    }
  }
}

extension Verdict {
  /// Shoulds that were missed or cannot be judged.
  var warnings: Int {
    breaches.count { $0.severity == .should } + unjudged.count { $0.severity == .should }
  }
}
