/// A value in an answer that the suite goes on with or counts.
package enum AnswerValue: String, CaseIterable, Sendable {
  case conversationID = "conversation.id"
  /// The agent's words.
  case text = "answer.text"
  case phase
  case tier
  /// What the tier was derived from, see ``TierPoints/judgedBasis``.
  case tierBasis = "tier.basis"
  case token
  case refreshToken = "token.refresh"
  /// Seconds.
  case tokenLifetime = "token.expiresIn"
  /// There, and neither `null` nor `false`, where the answer is a makeshift.
  case fallback
  case roiPercentage = "roi.percentage"
  case roiAnnualValue = "roi.annualValue"
  case roiNetBenefit = "roi.netBenefit"
  case roiPaybackMonths = "roi.paybackMonths"
  case roiConfidence = "roi.confidence"
  /// What the target calls its own state.
  case healthStatus = "health.status"
  /// Raised by each change of a conversation.
  case version

  /// The case's place, spelled out as that of ``OperationKey/number``.
  package var number: Int {
    switch self {
    case .conversationID: 0
    case .text: 1
    case .phase: 2
    case .tier: 3
    case .tierBasis: 4
    case .token: 5
    case .refreshToken: 6
    case .tokenLifetime: 7
    case .fallback: 8
    case .roiPercentage: 9
    case .roiAnnualValue: 10
    case .roiNetBenefit: 11
    case .roiPaybackMonths: 12
    case .roiConfidence: 13
    case .healthStatus: 14
    case .version: 15
    }
  }

  /// The figures of a projection.
  package static let roi: [AnswerValue] = [
    .roiPercentage, .roiAnnualValue, .roiNetBenefit, .roiPaybackMonths, .roiConfidence,
  ]
}

/// A number that the target tells of itself, and where.
package struct Metric: Sendable, Equatable {
  package enum Name: String, CaseIterable, Sendable {
    case averageResponseTime, errorRate, requestsPerSecond, activeConnections, openCircuits, cacheHitRate, cacheKeys
    /// Look-ups of summaries, and what the cache did for them since the target began.
    case cacheHits, cacheMisses, cacheComputations, cacheExpirations
    /// Requests that the target has answered since it began, those of a monitor apart.
    case requestsTotal
    /// The most trial calls that a half-open breaker let through at the same time.
    case halfOpenProbes
    /// Calls that open breakers have refused since the target began.
    case circuitRejections
    /// The latest changes of breakers: a list of objects with `breaker`, `number`, `state` (closed, open or half_open),
    /// `seconds_ago` and, where a breaker opened, `failures`.
    case circuitChanges

    /// What the unit of an answer is multiplied by for that of the record: milliseconds, a share of 1, a second.
    var units: KeyValuePairs<String, Double> {
      switch self {
      case .averageResponseTime: ["ms": 1, "s": 1000, "us": 0.001]
      case .errorRate, .cacheHitRate: ["share": 1, "percent": 0.01]
      case .requestsPerSecond: ["1/s": 1, "1/min": 1.0 / 60]
      case .activeConnections, .openCircuits, .cacheKeys, .cacheHits, .cacheMisses, .cacheComputations,
        .cacheExpirations, .halfOpenProbes, .circuitRejections, .circuitChanges, .requestsTotal:
        ["count": 1]
      }
    }
  }

  package enum Source: Sendable, Equatable {
    case pointer(JSONPointer)
    /// A series of a Prometheus text; summed over its labels.
    case series(String)
  }

  package let name: Name
  package let source: Source
  package let unit: String
  /// Beyond the unit's own factor.
  package let scale: Double

  /// - Parameter unit: The first of the metric's units when left out.
  init(_ name: Name, _ source: Source, unit: String? = nil, scale: Double = 1) {
    self.name = name
    self.source = source
    self.unit = unit ?? name.units[0].key
    self.scale = scale
  }

  /// What a number of the answer is multiplied by.
  package var factor: Double { scale * (name.units.first { $0.key == unit }?.value ?? 1) }

  init(_ reader: JSONReader) throws(ContractError) {
    let metric = try reader.object(["name", "pointer", "series", "unit", "scale"])
    let name: Name = try metric.required("name", allowed: Name.allCases.map(\.rawValue).joined(separator: ", "))
      .choice()
    let source: Source
    switch (metric["pointer"], metric["series"]) {
    case (let pointer?, nil): source = .pointer(try pointer.pointer())
    case (nil, let series?): source = .series(try series.name())
    default: throw reader.refused(allowed: "exactly one of pointer and series in a metric")
    }
    let units = name.units.map(\.key)
    self.init(
      name, source,
      unit: try metric["unit"]?.text(allowed: units.joined(separator: ", ")) { units.contains($0) ? $0 : nil },
      scale: try metric["scale"]?.number(in: 1e-12...1e12) ?? 1)
  }

  var json: JSON {
    let place: (String, JSON) =
      switch source {
      case .pointer(let pointer): ("pointer", .string(pointer.text))
      case .series(let series): ("series", .string(series))
      }
    return .members(
      ("name", .string(name.rawValue)), place, ("unit", .string(unit)), ("scale", scale == 1 ? nil : .number(scale)))
  }
}

/// An answer whose meaning is known although its status does not tell it: a finding of the run's record.
package struct Sign: Sendable, Equatable {
  /// The finding's code.
  package let code: String
  package let status: Int
  /// Where the answer must have this value besides; `nil` when the status is enough.
  package let value: Value?
  /// What it means and what to do.
  package let sentence: String

  package struct Value: Sendable, Equatable {
    package let pointer: JSONPointer
    package let equals: JSON
  }

  init(code: String, status: Int, value: Value? = nil, sentence: String) {
    self.code = code
    self.status = status
    self.value = value
    self.sentence = sentence
  }

  init(_ reader: JSONReader) throws(ContractError) {
    let sign = try reader.object(["code", "status", "pointer", "equals", "sentence"])
    code = try sign.required("code", allowed: "a short name for programs").name()
    status = try sign.required("status", allowed: "a status from 100 to 599").integer(in: 100...599)
    if let pointer = sign["pointer"] {
      value = Value(
        pointer: try pointer.pointer(), equals: try sign.required("equals", allowed: "the value at pointer").value)
    } else if let stranger = sign["equals"] {
      throw stranger.refused(allowed: "equals beside a pointer only")
    } else {
      value = nil
    }
    sentence = try sign.required("sentence", allowed: "what it means and what to do").name()
  }

  var json: JSON {
    .members(
      ("code", .string(code)), ("status", .integer(status)), ("pointer", value.map { .string($0.pointer.text) }),
      ("equals", value?.equals), ("sentence", .string(sentence)))
  }
}

/// What a value that is sent may be made of. What is drawn keeps to it.
package struct ValueRule: Sendable, Equatable {
  /// Characters, with ranges as in a regular expression's brackets: `a-zA-Zñ .-`; `nil`: any.
  package let alphabet: String?
  /// Characters.
  package let length: ClosedRange<Int>

  init(alphabet: String? = nil, length: ClosedRange<Int>) {
    self.alphabet = alphabet
    self.length = length
  }

  init(_ reader: JSONReader) throws(ContractError) {
    let rule = try reader.object(["alphabet", "length"])
    alphabet = try rule["alphabet"]?.text(
      allowed: "characters and ranges of them from the lower to the higher, such as a-zA-Zñ .-"
    ) { text in !text.isEmpty && Self.ranges(of: text).allSatisfy { $0.least <= $0.most } ? text : nil }
    let bounds = try rule.required("length", allowed: "[least, most] in characters").elements(atLeast: 2, most: 2)
    let least = try bounds[0].integer(in: 0...1_000_000)
    length = least...(try bounds[1].integer(in: max(1, least)...1_000_000))
  }

  var json: JSON {
    .members(
      ("alphabet", alphabet.map(JSON.string)),
      ("length", .array([.integer(length.lowerBound), .integer(length.upperBound)])))
  }

  /// Whether a character is in the alphabet.
  package func allows(_ scalar: Unicode.Scalar) -> Bool {
    guard let alphabet else { return true }
    return Self.ranges(of: alphabet).contains { $0.least <= scalar && scalar <= $0.most }
  }

  /// A character is a range of one.
  private static func ranges(of alphabet: String) -> [(least: Unicode.Scalar, most: Unicode.Scalar)] {
    var ranges: [(least: Unicode.Scalar, most: Unicode.Scalar)] = []
    var rest = alphabet.unicodeScalars[...]
    while let first = rest.popFirst() {
      if rest.first == "-", let last = rest.dropFirst().first {
        ranges.append((first, last))
        rest = rest.dropFirst(2)
      } else {
        ranges.append((first, first))
      }
    }
    return ranges
  }
}
