/// Which Spanish the customers of a run speak, `LOAD_LOCALE`.
package enum CustomerLocale: String, CaseIterable, Sendable, Codable {
  case mexico = "es_MX"
  case spain = "es_ES"
  /// Each customer one of the two, drawn evenly.
  case mixed
}

/// How much the customers' messages differ, `LOAD_TEXTS`.
package enum TextVariety: String, CaseIterable, Sendable, Codable {
  /// Next to no message is said twice: an agent that keeps its answers in a cache works for each.
  case varied
  /// Each phase has its dozen of texts, and half of what is said was said before.
  case repeated
}
