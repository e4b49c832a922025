/// SplitMix64: the same seed gives the same latencies on every machine.
struct MeasureRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A latency in nanoseconds, as likely in one decade as in the next, from about 1 us to 100 s.
  mutating func latency() -> Int64 {
    let scale: Int64 = [1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000]
      .randomElement(using: &self)!
    return Int64.random(in: scale...(scale * 10), using: &self)
  }
}
