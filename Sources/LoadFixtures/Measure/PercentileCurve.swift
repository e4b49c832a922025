import Foundation

/// One point of a run's percentile curve: which response time a share of the successful requests did not exceed.
package struct CurvePoint: Codable, Sendable, Equatable {
  /// The share, above 0 and below 1.
  package var quantile: Double
  /// Response time, milliseconds.
  package var response: Double
  /// Two-sided 95 % confidence interval of `response`, milliseconds.
  package var low: Double
  package var high: Double
  /// Service time, milliseconds; absent where it is the response time.
  package var service: Double?

  package init(quantile: Double, response: Double, low: Double, high: Double, service: Double? = nil) {
    self.quantile = quantile
    self.response = response
    self.low = low
    self.high = high
    self.service = service
  }
}

extension HDRHistogram {
  /// Shares that people and other tools ask for by name.
  private static let namedShares = [0.5, 0.66, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 0.99999]
  /// Points for each power of ten that the share of slower requests falls by.
  private static let pointsPerDecade = 16

  /// The percentiles from 13 % to the last that so many values carry: those with a finite confidence interval
  /// (see ``Percentile/samplesNeeded``); nothing of too few values.
  ///
  /// - Parameter service: The service times of the same calls, where they are others.
  func curve(service: HDRHistogram?) -> [CurvePoint] {
    let decades = 7
    let steps = (1...Self.pointsPerDecade * decades).map { 1 - pow(10, -Double($0) / Double(Self.pointsPerDecade)) }
    let shares = Set(steps.map { ($0 * 1e9).rounded() / 1e9 } + Self.namedShares).sorted().filter(isCarried(share:))
    let (values, services) = (values(atQuantiles: shares), service?.values(atQuantiles: shares))
    guard values.count == shares.count else { return [] }
    return shares.indices.map { index in
      let interval = interval(ofShare: shares[index])
      return CurvePoint(
        quantile: shares[index], response: values[index].milliseconds, low: interval.low, high: interval.high,
        service: services.flatMap { $0.count == shares.count ? $0[index].milliseconds : nil })
    }
  }

  /// Whether both ends of its interval are known: with 2.5 % in either tail there are values on both sides.
  private func isCarried(share: Double) -> Bool {
    let (below, above) = (log(share) * Double(count), log(1 - share) * Double(count))
    return Swift.max(below, above) <= log(0.025)
  }
}
