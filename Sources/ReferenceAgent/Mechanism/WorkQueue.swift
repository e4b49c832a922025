/// The bookkeeping of a bound on parallel work, as a value: who runs, who waits, who is next.
///
/// A place is reserved before its waiter is known, because a task can only be parked once it has a place to be parked
/// at; in between, its turn may come or its task may be cancelled, and `park` then says so.
struct WorkQueue<Waiter> {
  enum Admission: Equatable {
    case run
    case wait(UInt64)
    case refuse
  }

  enum Outcome: Equatable {
    case run, cancelled
  }

  private enum Place {
    case reserved
    case parked(Waiter)
    case decided(Outcome)
  }

  let parallelism: Int
  let limit: Int
  private(set) var running = 0
  private(set) var waiting = 0
  private var places: [UInt64: Place] = [:]
  private var nextToServe: UInt64 = 0
  private var nextTicket: UInt64 = 0

  init(parallelism: Int, limit: Int) {
    precondition(parallelism > 0 && limit >= 0, "parallelism \(parallelism) or queue limit \(limit) is out of range")
    self.parallelism = parallelism
    self.limit = limit
  }

  mutating func admit() -> Admission {
    // Nobody waits while a place is free: `leave` hands its place on.
    if running < parallelism {
      running += 1
      return .run
    }
    guard waiting < limit else { return .refuse }
    waiting += 1
    defer { nextTicket += 1 }
    places[nextTicket] = .reserved
    return .wait(nextTicket)
  }

  /// Leaves the waiter at its place, or says what was decided in the meantime.
  mutating func park(_ waiter: Waiter, at ticket: UInt64) -> Outcome? {
    if case .decided(let outcome) = places[ticket] {
      places[ticket] = nil
      return outcome
    }
    places[ticket] = .parked(waiter)
    return nil
  }

  /// Ends one piece of work and returns the waiter that takes its place, if it is already parked.
  mutating func leave() -> Waiter? {
    while nextToServe < nextTicket {
      let ticket = nextToServe
      nextToServe += 1
      switch places[ticket] {
      case .parked(let waiter):
        places[ticket] = nil
        waiting -= 1
        return waiter
      case .reserved:
        places[ticket] = .decided(.run)
        waiting -= 1
        return nil
      case .decided, nil: continue
      }
    }
    running -= 1
    return nil
  }

  /// Gives up a place and returns the waiter to be told; a turn that has already come stays with its holder.
  mutating func cancel(_ ticket: UInt64) -> Waiter? {
    switch places[ticket] {
    case .parked(let waiter):
      places[ticket] = nil
      waiting -= 1
      return waiter
    case .reserved:
      places[ticket] = .decided(.cancelled)
      waiting -= 1
      return nil
    case .decided, nil: return nil
    }
  }
}
