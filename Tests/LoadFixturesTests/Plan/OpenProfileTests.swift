import LoadFixtures
import Testing

/// Validity check 4. Catches, among others: adding up a rounded period instead of dividing the index (drifts by 0.3 ns
/// an arrival at 3/s, more than 1 us after an hour), and counting ceil(rate x duration) without settling rounding
/// errors (3,961 arrivals at 1.1/s over an hour).
@Suite("Open profile: arrivals over time")
struct OpenProfileTests {
  static let day = Duration.minutes(24 * 60)

  @Test(
    "A constant rate has exactly rate x duration arrivals, each at index / rate within 1 us",
    arguments: [
      (rate: 1.0 / 3600, duration: day * 10, count: 240), (1e6, day * 10, 864_000_000_000),
      (3, .minutes(60), 10_800), (1.1, .minutes(60), 3960), (0.1, .seconds(100), 10), (1.0 / 7, .seconds(700), 100),
      (50, .seconds(60), 3000),
      (1.5, .seconds(1), 2), (0.001, .seconds(1), 1), (1e7, .milliseconds(1), 10_000),
    ])
  func constant(rate: Double, duration: Duration, count: Int) throws {
    let profile = try OpenProfile([.rate(rate, for: duration)], maxInFlight: 1).validated()
    #expect(profile.totalArrivals == count)
    for index in Set([0, 1, 2, count / 3, count / 2, count - 1]) where index < count {
      let due = try #require(profile.arrival(index))
      #expect(abs(due / .seconds(1) - Double(index) / rate) <= 1e-6, "arrival \(index)")
      #expect(due < profile.totalDuration)
    }
    #expect(profile.arrival(count) == nil)
    #expect(profile.arrival(-1) == nil)
  }

  @Test("At a third of a second no error builds up over an hour, to the nanosecond")
  func noDrift() throws {
    let profile = try OpenProfile([.rate(3, for: .minutes(60))], maxInFlight: 1).validated()
    for index in 0..<10_800 {
      #expect(profile.arrival(index) == .nanoseconds((Int64(index) * 1_000_000_000 + 1) / 3))
    }
  }

  @Test("Throughput: 50, 100 and 200 a second in turn make 21,000 arrivals")
  func throughput() throws {
    let profile = try Profiles.open(Profiles.throughput)
    #expect(profile.totalArrivals == 21_000)
    #expect(profile.stages.map(\.name) == ["50/s", "100/s", "200/s"])
    #expect(profile.stages.map(\.target) == [50, 100, 200])
    #expect(profile.totalDuration == .minutes(3))
    #expect(profile.warmUp == .zero)
    let expected: [(Int, Duration)] = [
      (0, .zero), (1, .milliseconds(20)), (2999, .milliseconds(59_980)), (3000, .seconds(60)),
      (3001, .milliseconds(60_010)), (8999, .milliseconds(119_990)), (9000, .seconds(120)),
      (20_999, .milliseconds(179_995)),
    ]
    for (index, due) in expected {
      #expect(profile.arrival(index) == due, "arrival \(index)")
    }
  }

  @Test("Arrivals within each stage are counted exactly and never go back in time")
  func stageCounts() throws {
    for (time, users) in [(1.0, 1.0), (0.05, 1), (0.05, 0.3), (1.0 / 3, 0.1)] {
      let profile = try Profiles.open(Profiles.throughput.scaled(time: time, users: users))
      let arrivals = (0..<profile.totalArrivals).compactMap(profile.arrival)
      #expect(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0 < $1 })
      for stage in profile.stages {
        let expected = (stage.target * ((stage.end - stage.start) / .seconds(1))).rounded()
        #expect(Double(arrivals.count { stage.contains($0) }) == expected, "\(stage.name) x \(time) x \(users)")
      }
    }
  }

  @Test("The time scale leaves rates alone; the users scale multiplies them and the calls in flight")
  func scaled() throws {
    let profile = try Profiles.open(Profiles.throughput.scaled(time: 0.05, users: 0.1))
    #expect(profile.stages.map(\.target) == [5, 10, 20])
    #expect(profile.stages.map(\.name) == ["50/s", "100/s", "200/s"])
    #expect(profile.totalDuration == .seconds(9))
    #expect(profile.maxInFlight == 40)
    #expect(profile.totalArrivals == 105)
    #expect(try Profiles.open(Profiles.throughput.scaled(time: 1, users: 0.001)).maxInFlight == 1)
  }

  @Test(
    "A changing rate has the arrivals of its area, each where the area reaches its index",
    arguments: [
      (from: 0.0, to: 100.0, seconds: 60, count: 3000), (100, 0, 60, 3000), (10, 30, 60, 1200), (50, 50.0001, 60, 3001),
      (1, 3, 864_000, 1_728_000), (0, 1e6, 864_000, 432_000_000_000),
    ])
  func ramping(from: Double, to: Double, seconds: Int, count: Int) throws {
    let profile = try OpenProfile(
      [.rampRate(from: from, to: to, for: .seconds(seconds))], maxInFlight: 1
    ).validated()
    #expect(profile.totalArrivals == count)
    var last = Duration.nanoseconds(-1)
    for index in Set([0, 1, 2, 3, count / 4, count / 2, count - 2, count - 1]).sorted() {
      let due = try #require(profile.arrival(index))
      #expect(due > last && due < profile.totalDuration)
      last = due
      let t = due / .seconds(1)
      let rate = from + (to - from) * t / Double(seconds)
      let area = from * t + (to - from) * t * t / 2 / Double(seconds)
      // An error of 1 us is worth `rate` millionths of an arrival; the second term is Double's own in `area`.
      #expect(abs(area - Double(index)) <= rate * 1e-6 + Double(index) * 1e-12 + 1e-9, "arrival \(index)")
    }
    if from == 0 {
      #expect(profile.arrival(count / 4).map { abs($0 / .seconds(seconds) - 0.5) <= 1e-3 } == true)
    }
  }

  @Test("Fractions of an arrival carry over where stages meet, and a pause has none")
  func fractions() throws {
    let profile = try OpenProfile(
      [.rate(0.5, for: .seconds(3)), .rate(0, for: .seconds(10)), .rate(1, for: .seconds(2))], maxInFlight: 1
    ).validated()
    // 1.5 expected after 3 s: arrivals 0 and 1 by then, and arrival 2 half an arrival into the last stage.
    #expect(profile.totalArrivals == 4)
    #expect((0..<4).map { profile.arrival($0) } == [.zero, .seconds(2), .seconds(13.5), .seconds(14.5)])
  }

  static let impossible: [(LoadProfile, PlanError.Code, mentions: String)] = [
    (.arrivals([], maxInFlight: 1), .noStages, "no stage"),
    (.arrivals([.rate(0, for: .seconds(1))], maxInFlight: 1), .noLoad, "above 0"),
    (.arrivals([.rate(-1, for: .seconds(1))], maxInFlight: 1), .arrivalRate, "-1.0"),
    (.arrivals([.rate(.nan, for: .seconds(1))], maxInFlight: 1), .arrivalRate, "nan"),
    (.arrivals([.rate(.infinity, for: .seconds(1))], maxInFlight: 1), .arrivalRate, "inf"),
    (.arrivals([.rampRate(from: 1, to: 2e7, for: .seconds(1))], maxInFlight: 1), .arrivalRate, "20000000"),
    (.arrivals([.rate(1, for: .zero)], maxInFlight: 1), .duration, "0.0 seconds"),
    (.arrivals([.rate(1, for: .seconds(-5))], maxInFlight: 1), .duration, "-5.0 seconds"),
    (.arrivals([.rate(1, for: .minutes(2401 * 60))], maxInFlight: 1), .duration, "100 days"),
    (
      .arrivals(
        [.rate(1, for: .minutes(2400 * 60)), .rate(2, for: .minutes(60)), .rate(3, for: .minutes(2400 * 60))],
        maxInFlight: 1),
      .duration, "100 days"
    ),
    (.arrivals([.rate(1, for: .seconds(1))], maxInFlight: 0), .maxInFlight, "maxInFlight is 0"),
    (.arrivals([.rate(1, for: .seconds(1))], maxInFlight: 2_000_000), .maxInFlight, "2000000"),
    (
      .arrivals([.rate(1, for: .seconds(1), named: "a"), .rate(2, for: .seconds(1), named: "a")], maxInFlight: 1),
      .stageName, "Two stages"
    ),
    (Profiles.throughput.warmingUp(for: .minutes(3)), .warmUp, "180"),
  ]

  @Test("What cannot be run is refused with a sentence that names the value", arguments: impossible.indices)
  func refusals(index: Int) throws {
    let (profile, code, mentions) = Self.impossible[index]
    let error = try #require(throws: PlanError.self) { try profile.validated() }
    #expect(error.code == code)
    #expect(error.description.contains(mentions), "\(error.description)")
  }
}
