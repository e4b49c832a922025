/// A part of what the page says of one scenario.
protocol ScenarioSection {
  init(article: ScenarioArticle)
  var article: ScenarioArticle { get }
  /// Empty where there is nothing to say.
  var html: HTML { get }
}

extension ScenarioSection {
  var record: RunRecord { article.record }
}

/// One scenario on the page, in the order in which a reader asks: did it hold, can I believe it, what was measured, when,
/// and what went wrong.
struct ScenarioArticle {
  /// A section each; another one stands on the page by standing here.
  static var sections: [any ScenarioSection.Type] {
    [
      VerdictSection.self, RunSection.self, RequestsSection.self, StagesSection.self, FaultsSection.self,
      ChartsSection.self,
      FailuresSection.self, BusinessSection.self, TargetSection.self, MonitorSection.self,
    ]
  }

  let record: RunRecord
  /// `id` of the article, and the beginning of the ids within it.
  let anchor: String
  /// The same load without its troubles; `nil` where none was run.
  var control: RunRecord?
  /// What monitors saw, of this scenario or of others.
  var monitors: [MonitorFile] = []

  var html: HTML {
    .tag(
      "article", ["id": anchor, "class": record.verdict.status == .invalid ? "void" : nil],
      .tag("h2", [:], HTML(text: record.scenario)), .tag("p", ["class": "sub"], HTML(text: record.title)),
      .tag("div", ["class": "data"], Self.sections.map { $0.init(article: self).html }))
  }
}

extension HTML {
  static func section(_ title: String, _ parts: [HTML]) -> HTML {
    .tag("section", [:], [.tag("h3", [:], HTML(text: title))] + parts)
  }

  static func hint(_ text: String) -> HTML { .tag("p", ["class": "hint"], HTML(text: text)) }

  static func facts(_ pairs: [(String, String)]) -> HTML {
    .tag("dl", [:], pairs.flatMap { [.tag("dt", [:], HTML(text: $0)), .tag("dd", [:], HTML(text: $1))] })
  }

  static func list(_ sentences: [String]) -> HTML {
    sentences.isEmpty ? .empty : .tag("ul", [:], sentences.map { .tag("li", [:], HTML(text: $0)) })
  }
}
