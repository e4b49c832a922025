import LoadEngine
import TestSupport
import Testing

/// Damaged messages: whatever comes, no crash, and the result does not depend on the split.
@Suite("Mutated messages")
struct HTTPMutationTests {
  private func splits(of count: Int, using random: inout SplitMix64) -> [[Int]] {
    let some = (0..<4).map { _ in
      (0..<Int.random(in: 1...6, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }
    }
    return some + [Array(0...count)]
  }

  /// Small limits, so that mutations reach them.
  private let limits = HTTPLimits(maxLineBytes: 60, maxHeaderCount: 3, maxHeaderBytes: 110, maxBodyBytes: 2)

  @Test("responses", arguments: [1, 2, 3] as [UInt64])
  func responses(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var errors = 0
    var seen: Set<HTTPReadError.Code> = []
    for round in 0..<2000 {
      let sample = HTTPSamples.responses[round % HTTPSamples.responses.count]
      let bytes = MessageMutator.mutated(Array(sample.wire.utf8), using: &random)
      let whole = HTTPDriver.response(bytes, isHEAD: sample.isHEAD, limits: limits)
      if let error = whole.error {
        errors += 1
        seen.insert(error.code)
      }
      if case .messages(let responses, let surplus) = whole {
        #expect((0...bytes.count).contains(surplus))
        #expect(responses.allSatisfy { $0.body.count == min($0.bodyByteCount, 2) })
      }
      for cuts in splits(of: bytes.count, using: &random) {
        let split = HTTPDriver.response(bytes, cuts: cuts, isHEAD: sample.isHEAD, limits: limits)
        if split != whole { Issue.record("seed \(seed) round \(round) cut at \(cuts): \(split), whole: \(whole)") }
      }
    }
    // Mutations that all fail, or never do, would try little.
    #expect((200..<1900).contains(errors))
    #expect(seen.isSuperset(of: [.malformedStartLine, .malformedHeader, .truncated, .headerOverflow, .malformedChunk]))
    #expect(!seen.contains(.unexpectedBytes))
  }

  @Test("requests", arguments: [4, 5, 6] as [UInt64])
  func requests(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var errors = 0
    var seen: Set<HTTPReadError.Code> = []
    for round in 0..<2000 {
      let sample = HTTPSamples.requests[round % HTTPSamples.requests.count]
      let bytes = MessageMutator.mutated(Array(sample.wire.utf8), using: &random)
      let whole = HTTPDriver.requests(bytes, limits: limits)
      if let error = whole.error {
        errors += 1
        seen.insert(error.code)
      }
      #expect(whole.messages.allSatisfy { $0.body.count <= 2 })
      for cuts in splits(of: bytes.count, using: &random) {
        let split = HTTPDriver.requests(bytes, cuts: cuts, limits: limits)
        if split != whole { Issue.record("seed \(seed) round \(round) cut at \(cuts): \(split), whole: \(whole)") }
      }
    }
    #expect((200..<1950).contains(errors))
    #expect(seen.isSuperset(of: [.malformedStartLine, .malformedHeader, .truncated, .bodyTooLarge]))
    #expect(!seen.contains(.unexpectedBytes))
  }
}
