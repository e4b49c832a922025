/// A target's metrics as Prometheus has them (text format 0.0.4): the sum of each series over its labels.
struct PrometheusText {
  private var sums: [String: Double] = [:]
  /// In the order of the text.
  private(set) var names: [String] = []

  /// `nil` for bytes in which no line is a sample.
  init?(_ bytes: [UInt8]) {
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let sample = Self.sample(String(decoding: line, as: UTF8.self)) else { continue }
      if sums[sample.name] == nil { names.append(sample.name) }
      sums[sample.name, default: 0] += sample.value
    }
    if sums.isEmpty { return nil }
  }

  /// `nil` when there is no such series.
  subscript(series: String) -> Double? { sums[series] }

  /// `name{labels} value [time]`; `nil` for a comment and for what is no sample.
  private static func sample(_ line: String) -> (name: String, value: Double)? {
    let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
    guard let first = name.first, !first.isNumber else { return nil }
    var rest = line[name.endIndex...].drop { $0 == " " || $0 == "\t" }
    if rest.first == "{" {
      guard let end = endOfLabels(rest) else { return nil }
      rest = rest[end...]
    }
    let words = rest.split { $0 == " " || $0 == "\t" }
    guard (1...2).contains(words.count), let value = Double(words[0]), value.isFinite else { return nil }
    return (String(name), value)
  }

  /// Behind the brace that closes the labels: a label's value may hold one, and escaped quotation marks.
  private static func endOfLabels(_ text: Substring) -> Substring.Index? {
    var isQuoted = false
    var isEscaped = false
    for index in text.indices {
      switch text[index] {
      case _ where isEscaped: isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"": isQuoted.toggle()
      case "}" where !isQuoted: return text.index(after: index)
      default: break
      }
    }
    return nil
  }
}
