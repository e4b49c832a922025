import Testing

@testable import LoadFixtures

@Suite struct AxisScaleTests {
  private func rises(_ scale: AxisScale) -> Bool {
    let values = scale.ticks.map(\.value)
    return zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
      && values.allSatisfy { $0 >= scale.lower * 0.999_99 && $0 <= scale.upper * 1.000_01 }
      && Set(scale.ticks.map(\.label)).count == values.count
  }

  @Test(arguments: [
    0, .leastNonzeroMagnitude, 1e-300, 1e-6, 0.003, 0.3, 0.7, 1, 1.0000001, 9.99, 10, 31.5, 99, 100, 101, 1_523, 3e9,
    1e300, -5, .nan,
    .infinity,
  ])
  func theHighestValueFitsAndTicksRise(maximum: Double) {
    for whole in [false, true] {
      let scale = AxisScale.linear(upTo: maximum, whole: whole)
      #expect(scale.upper >= min(maximum.isFinite ? maximum : 1, 1e15))
      #expect(scale.upper > 0 && (2...12).contains(scale.ticks.count), "\(scale)")
      #expect(scale.ticks.first?.value == 0 && scale.ticks.last?.value == scale.upper)
      #expect(rises(scale), "\(scale)")
      if maximum > 5, maximum < 1e15 { #expect(scale.upper <= maximum * 1.5, "most of the chart would be empty") }
    }
  }

  @Test func ticksOfACountAreWhole() {
    #expect(AxisScale.linear(upTo: 2, whole: true).ticks.map(\.label) == ["0", "1", "2"])
    #expect(AxisScale.linear(upTo: 0.3).ticks.map(\.label) == ["0.0", "0.1", "0.2", "0.3"])
    #expect(AxisScale.linear(upTo: 1_523).ticks.map(\.label) == ["0", "500", "1,000", "1,500", "2,000"])
  }

  @Test(arguments: [0.0, 1, 7, 60, 120, 121, 300, 720, 7_200, 7_201, 43_200, 864_000, 1e8, 1e18, 1e300, .nan])
  func timeIsMarkedInStepsOfAClock(end: Double) {
    let (scale, _) = AxisScale.time(upTo: end)
    #expect(rises(scale), "\(scale)")
    #expect((2...9).contains(scale.ticks.count), "\(scale)")
  }

  @Test func timeIsLabelledByItsLength() {
    #expect(AxisScale.time(upTo: 60).scale.ticks.map(\.label).prefix(3) == ["0", "10", "20"])
    #expect(AxisScale.time(upTo: 300).scale.ticks.map(\.label).last == "5:00")
    #expect(AxisScale.time(upTo: 43_200).scale.ticks.map(\.label).prefix(2) == ["0:00", "2:00"])
    #expect(AxisScale.time(upTo: 60).unit == "s" && AxisScale.time(upTo: 43_200).unit == "h:min")
  }

  @Test(arguments: [(1.0, 1_000.0), (0.03, 40), (118, 119), (0.001, 3_600_000), (5, 5.1), (90, 210)])
  func aLogarithmicAxisHasTicksWithinItsRange(low: Double, high: Double) {
    let scale = AxisScale.logarithmic(from: low, to: high)
    #expect(rises(scale), "\(scale)")
    #expect((2...10).contains(scale.ticks.count), "\(scale)")
  }
}
