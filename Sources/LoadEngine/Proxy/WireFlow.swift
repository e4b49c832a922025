/// What is under way towards one side of a proxied connection. Confined to its loop.
struct WireFlow {
  private var timing = WireTiming()
  private var queue: [(due: MonotonicTime, bytes: [UInt8])] = []
  /// Pieces of `queue` that were handed over.
  private var start = 0
  /// Bytes that are queued.
  private(set) var waiting = 0
  /// Bytes of the sender that were passed on, at once or later.
  var passed = 0
  /// When the sender's end is due; `nil` while it has not ended.
  private(set) var end: MonotonicTime?

  /// When something is due next; `nil` while nothing is under way.
  var next: MonotonicTime? { start < queue.count ? queue[start].due : end }

  /// Queues bytes in the pieces, and for the times, that the faults make of them.
  ///
  /// - Parameter unit: Draws from 0 up to 1.
  mutating func add(_ bytes: UnsafeRawBufferPointer, by faults: WireFaults.Direction, unit: () -> Double) {
    var place = 0
    for piece in timing.pieces(of: bytes.count, at: .now, by: faults, unit: unit) {
      queue.append((piece.due, Array(bytes[place..<place + piece.bytes])))
      place += piece.bytes
    }
    waiting += bytes.count
  }

  /// Takes the sender's end.
  mutating func finish(by faults: WireFaults.Direction) {
    end = timing.end(at: .now, by: faults)
  }

  /// Whether the sender's end is due, and nothing before it is left.
  func isOver(at now: MonotonicTime) -> Bool { queue.isEmpty && end.map { $0 <= now } ?? false }

  /// Hands over what is due.
  mutating func deliver(to stream: TCPStream, at now: MonotonicTime) {
    while start < queue.count, queue[start].due <= now {
      let bytes = queue[start].bytes
      queue[start].bytes = []
      start += 1
      waiting -= bytes.count
      bytes.withUnsafeBytes { stream.write($0) }
    }
    if start == queue.count {
      queue.removeAll(keepingCapacity: true)
      start = 0
    } else if start > 1024 {
      queue.removeFirst(start)
      start = 0
    }
  }
}
