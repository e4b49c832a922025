/// A value that may be passed between threads but used on one event loop only.
///
/// The unchecked conformance holds because every access goes through ``value``, which traps unless the loop's own
/// thread runs it: two threads can never touch the value at the same time.
public struct LoopBound<Value>: @unchecked Sendable {
  public let loop: EventLoop
  private let confined: Value

  public init(_ value: Value, to loop: EventLoop) {
    self.loop = loop
    confined = value
  }

  /// The value; traps off the loop.
  public var value: Value {
    loop.preconditionCurrent()
    return confined
  }
}
