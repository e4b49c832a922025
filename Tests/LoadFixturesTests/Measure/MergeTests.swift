import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// What shards rest on: sums are whole numbers, and an example is the earliest, so that no division of a run shows.
@Suite("Parts of a run make the whole")
struct MergeTests {
  private static let stages: [StageWindow] = [.of("up", 0, 2000, warmUp: true), .of("one", 2000, 6000)]
  private static let end: Int64 = 6_000_000_000

  /// The batches of three buffers over six seconds, with everything that a batch can hold.
  private static func batches(_ random: inout SplitMix64) -> [SampleBatch] {
    var batches: [SampleBatch] = []
    for step in 1...24 as ClosedRange<Int64> {
      for buffer in 0..<3 {
        var batch = SampleBatch(buffer: buffer, asOf: step * 250_000_000)
        batch.activeUsers = Int.random(in: 0...50, using: &random)
        for _ in 0..<Int.random(in: 0...25, using: &random) {
          let end = batch.asOf - Int64.random(in: 1...250_000_000, using: &random)
          let latency = min(end, random.latency())
          let late = Bool.random(using: &random) ? min(latency, Int64.random(in: 0...5_000_000, using: &random)) : 0
          let outcome: Sample.Outcome = [.completed, .completed, .completed, .failed, .cancelled].randomElement(
            using: &random)!
          batch.samples.append(
            Sample(
              request: UInt16.random(in: 0...1, using: &random), turn: UInt8.random(in: 0...25, using: &random),
              outcome: outcome,
              failure: outcome == .failed ? UInt16.random(in: 400...460, using: &random) : 0,
              intendedStart: end - latency, start: end - latency + late, end: end,
              connect: Int64.random(in: 0...1, using: &random) * 300_000, tls: 100_000, wait: latency / 2, receive: 7))
        }
        batch.scheduled = batch.samples.count
        batch.drops = (0..<Int.random(in: 0...2, using: &random)).map { _ in
          Int64.random(in: 0...batch.asOf, using: &random)
        }
        batch.repeats = Int.random(in: 0...1, using: &random)
        batch.lateness = [random.latency()]
        batch.loopLag = [random.latency()]
        batch.business["es_MX", default: .init()].conversationsStarted = 1
        batch.business["es_MX", default: .init()].tierAnswers = ["tier \(Int.random(in: 0...60, using: &random))": 1]
        batch.business["es_ES", default: .init()].timeInPhase = ["greeting": amounts(of: Int(step))]
        batch.business["es_ES", default: .init()].transitions = ["a": ["b": 1], "phase \(step)": ["a": 2]]
        // More than are kept.
        for _ in 0..<150 {
          var sample = AnswerSample()
          sample.count(2)
          sample.keep(
            AnswerNote(
              call: UInt64.random(in: .min ... .max, using: &random), text: UInt64.random(in: 1...3, using: &random),
              length: 7, isForeign: step % 2 == 0))
          batch.answers[Int.random(in: 0...1, using: &random), default: AnswerSample()].add(sample)
          batch.texts.append(UInt64.random(in: .min ... .max, using: &random))
        }
        batch.answerTexts = [UInt64.random(in: 1...3, using: &random): "words"]
        batch.signs = [0: SignTally(count: 1, first: batch.asOf)]
        let user = Int.random(in: 0...9, using: &random)
        let error = Occurrence(
          due: Int64.random(in: 0...9, using: &random), user: user, call: buffer, text: "boom \(step)")
        batch.harnessErrors.add(error)
        batch.failureExamples = [
          FailureCell(request: 0, kind: .status(400 + Int(step) % 5)): error
        ]
        batches.append(batch)
      }
    }
    return batches
  }

  private static func amounts(of number: Int) -> Amounts {
    var amounts = Amounts()
    amounts.add(number)
    amounts.add(-number)
    return amounts
  }

  /// One batch as several of the same buffer and time: each thing in it goes to one of them.
  private static func split(_ batch: SampleBatch, _ count: Int, _ random: inout SplitMix64) -> [SampleBatch] {
    var parts = (0..<count).map { _ in SampleBatch(buffer: batch.buffer, asOf: batch.asOf) }
    func any() -> Int { Int.random(in: 0..<count, using: &random) }
    parts[0].activeUsers = batch.activeUsers
    for sample in batch.samples { parts[any()].samples.append(sample) }
    for drop in batch.drops { parts[any()].drops.append(drop) }
    for value in batch.lateness { parts[any()].lateness.append(value) }
    for value in batch.loopLag { parts[any()].loopLag.append(value) }
    for example in batch.failureExamples { parts[any()].failureExamples[example.key] = example.value }
    parts[any()].scheduled = batch.scheduled
    parts[any()].repeats = batch.repeats
    for (locale, outcome) in batch.business { parts[any()].business[locale] = outcome }
    for (request, answers) in batch.answers { parts[any()].answers[request] = answers }
    parts[any()].answerTexts = batch.answerTexts
    for text in batch.texts { parts[any()].texts.append(text) }
    parts[any()].signs = batch.signs
    parts[any()].harnessErrors = batch.harnessErrors
    return parts
  }

  private static func recorder() -> TestRecorder {
    TestRecorder(stages: stages, warmUpEnd: 2500, buffers: 3, hasArrivals: true)
  }

  private static func bytes(_ tally: RunTally) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(tally.statistics(until: end)) + encoder.encode(tally.total.lateness)
      + encoder.encode(tally.total.loopLag) + encoder.encode(tally.total.signs)
      + encoder.encode(tally.total.harnessErrors)
  }

  @Test(
    "Any split over any number of recorders, merged in any order, gives the same record, bit for bit",
    arguments: 1...20 as ClosedRange<UInt64>)
  func anySplit(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let batches = Self.batches(&random)
    var whole = Self.recorder()
    for batch in batches { whole.record(batch) }
    whole.close(at: Self.end)

    let count = Int.random(in: 2...7, using: &random)
    var recorders = (0..<count).map { _ in Self.recorder() }
    for batch in batches {
      for (index, part) in Self.split(batch, count, &random).enumerated() { recorders[index].record(part) }
    }
    var parts = try recorders.map { recorder in
      var recorder = recorder
      recorder.close(at: Self.end)
      // As a shard writes it and another process reads it.
      return try JSONDecoder().decode(RunTally.self, from: JSONEncoder().encode(recorder.tally))
    }
    parts.shuffle(using: &random)
    // Pairs first, as a tree would.
    while parts.count > 1 {
      var sum = parts.removeFirst()
      sum.add(parts.remove(at: Int.random(in: 0..<parts.count, using: &random)))
      parts.append(sum)
    }
    #expect(try Self.bytes(parts[0]) == Self.bytes(whole.tally))
    // The comparison sees something.
    let statistics = whole.tally.statistics(until: Self.end)
    #expect(statistics.total.count > 100 && statistics.failures?.isEmpty == false)
    #expect(statistics.business.tierAnswers.count == ForeignNames.most + 1)
    #expect(whole.tally.total.harnessErrors.earliest.count == 20 && whole.tally.total.harnessErrors.count == 72)
    #expect(statistics.total.latency != statistics.total.serviceTime)
    #expect(statistics.answers?.map(\.judged) == [AnswerSample.most, AnswerSample.most])
    #expect(statistics.answers?.allSatisfy { $0.count > $0.judged && $0.distinct == 3 } == true)
    #expect(statistics.turns?.map(\.turn) == Array(1...Tally.mostTurns))
    #expect(statistics.distinctTextsAreExact == false && statistics.businessByLocale?.count == 2)
  }

  @Test("The example of a failure is the call that was due first, not the one that failed first")
  func earliestExample() {
    let buffer = SampleBuffer(index: 0, origin: MonotonicTime(nanoseconds: 0))
    func fail(_ due: Int64, user: Int) {
      buffer.noteExample(
        of: FailureCell(request: 0, kind: .timeout), due: MonotonicTime(nanoseconds: due), user: user, call: 1
      ) { "\(due) \(user)" }
    }
    fail(50, user: 3)
    fail(20, user: 9)
    fail(20, user: 4)
    fail(90, user: 1)
    #expect(buffer.drain(at: .now).failureExamples[FailureCell(request: 0, kind: .timeout)]?.text == "20 4")
    fail(90, user: 1)
    #expect(buffer.drain(at: .now).failureExamples.isEmpty)
    fail(10, user: 7)
    #expect(buffer.drain(at: .now).failureExamples[FailureCell(request: 0, kind: .timeout)]?.text == "10 7")
  }

  @Test("A run's seconds, written and read again, make its sum", arguments: 1...5 as ClosedRange<UInt64>)
  func seconds(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var whole = Self.recorder()
    for batch in Self.batches(&random) { whole.record(batch) }
    whole.close(at: Self.end)
    var (sum, expected) = (RunTally(plan: whole.tally.plan), RunTally(plan: whole.tally.plan))
    for second in whole.seconds {
      // The phases are not told by the second.
      var told = second
      told.tally.phases = nil
      expected.add(told)
      let read = try JSONDecoder().decode(RunSecond.self, from: JSONEncoder().encode(second))
      #expect(sum.canHold(read))
      sum.add(read)
    }
    #expect(try Self.bytes(sum) == Self.bytes(expected))
  }

  @Test("A histogram that is written and read again is the same to the nanosecond, and an empty one stays empty")
  func histogram() throws {
    var random = SplitMix64(seed: 3)
    for count in [0, 1, 1000] {
      var histogram = HDRHistogram()
      for _ in 0..<count { histogram.record(nanoseconds: random.latency()) }
      if count == 1000 { histogram.record(nanoseconds: -1) }
      let read = try JSONDecoder().decode(HDRHistogram.self, from: JSONEncoder().encode(histogram))
      #expect(read.statistics == histogram.statistics && read.sum == histogram.sum)
      #expect(read.outOfRange == histogram.outOfRange && read.usedIndices == histogram.usedIndices)
      #expect(read.usedIndices.allSatisfy { read.bucketCount(at: $0) == histogram.bucketCount(at: $0) })
    }
  }

  @Test("A payload with any byte changed, or cut anywhere, is refused or read, and never traps")
  func damagedPayload() throws {
    var histogram = HDRHistogram()
    for value in [5_000, 7_000_000, 7_000_000, 900_000_000] as [Int64] { histogram.record(nanoseconds: value) }
    let bytes = Array(try #require(Data(base64Encoded: HistogramPayload.base64(histogram))))
    #expect(try HistogramPayload.counts(base64: Data(bytes).base64EncodedString()).filter { $0 > 0 } == [1, 2, 1])
    var refused = 0
    for index in bytes.indices {
      for damaged in [bytes.prefix(index), bytes[..<index] + [bytes[index] ^ 0xff] + bytes[(index + 1)...]] {
        do {
          _ = try HistogramPayload.counts(base64: Data(damaged).base64EncodedString())
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused == 2 * bytes.count, "the checksum sees each of them")
    // Beyond the checksum: what the counts themselves say.
    for counts in [[0x80], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x80, 0x80, 0x80, 0x80, 0x40]] {
      #expect(throws: HistogramPayload.Damage.self) {
        try HistogramPayload.decodedCounts(counts.map(UInt8.init)[...])
      }
    }
    let json = #"{"counts": "\#(HistogramPayload.base64(histogram))", "min": 5000, "max": 900000001, "sum": "-1"}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(HDRHistogram.self, from: Data(json.utf8)) }
  }
}
