/// A part of what the page says of one scenario.
protocol ScenarioSection {
  init(article: ScenarioArticle)
  var article: ScenarioArticle { get }
  /// Empty where there is nothing to say.
  var html: HTML { get }
  /// Those that stand in it.
  var charts: [Chart] { get }
}

extension ScenarioSection {
  var record: RunRecord { article.record }
  var charts: [Chart] { [] }

  /// - Parameter name: The end of its id, and what tools find it by.
  func section(_ title: String, _ name: String, _ parts: [HTML]) -> HTML {
    .tag(
      "section", ["id": "\(article.anchor)-\(name)", "data-section": name],
      [.tag("h3", [:], HTML(text: title))] + parts)
  }

  /// Charts side by side where there is room.
  func grid(_ charts: [Chart]) -> HTML {
    charts.isEmpty ? .empty : .tag("div", ["class": "charts"], charts.map { $0.render(article.anchor) })
  }

  /// The id of a chart's drawing.
  func id(_ chart: String) -> String { "\(article.anchor)-\(chart)-svg" }
}

/// One scenario on the page, in the order in which a reader asks: did it hold, can I believe it, what was measured, when,
/// and what went wrong.
struct ScenarioArticle {
  /// A section each; another one stands on the page by standing here.
  static var sections: [any ScenarioSection.Type] {
    [
      VerdictSection.self, RequirementsSection.self, TrustSection.self, FindingsSection.self, FaultsSection.self,
      TimelineSection.self, HeatMapSection.self, CurveSection.self, DistributionSection.self, CapacitySection.self,
      RequestsSection.self, BusinessSection.self, TargetSection.self, MonitorSection.self, FailuresSection.self,
      ProvenanceSection.self,
    ]
  }

  let record: RunRecord
  /// `id` of the article, and the beginning of the ids within it.
  let anchor: String
  /// The same load without its troubles; `nil` where none was run.
  var control: RunRecord?
  /// What monitors saw, of this scenario or of others.
  var monitors: [MonitorFile] = []

  var parts: [any ScenarioSection] { Self.sections.map { $0.init(article: self) } }

  var html: HTML {
    .tag(
      "article", ["id": anchor, "class": record.verdict.status == .invalid ? "void" : nil],
      .tag("h2", [:], HTML(text: record.scenario)), .tag("p", ["class": "sub"], HTML(text: record.title)),
      .tag("div", ["class": "data"], parts.map(\.html)))
  }
}

extension HTML {
  static func hint(_ text: String) -> HTML { .tag("p", ["class": "hint"], HTML(text: text)) }

  static func facts(_ pairs: [(String, String)]) -> HTML {
    .tag("dl", [:], pairs.flatMap { [.tag("dt", [:], HTML(text: $0)), .tag("dd", [:], HTML(text: $1))] })
  }

  static func list(_ sentences: [String]) -> HTML {
    sentences.isEmpty ? .empty : .tag("ul", [:], sentences.map { .tag("li", [:], HTML(text: $0)) })
  }
}
