import Synchronization

/// The addresses that a target's connections go to, shared by all users and changed while they run.
///
/// It is asked when a connection is opened, never for a call on one that stands. An address that takes no connection is
/// set aside for everyone until the next look-up, so that no later call waits for it.
public final class AddressBook: Sendable {
  /// Addresses that are kept; a name server may tell any number.
  public static let most = 16

  private struct Entry {
    let address: SocketAddress
    let number: Int
    var isSetAside: Bool
    var connections = 0
  }

  private struct State {
    var entries: [Entry] = []
    /// Indices of those that are not set aside; all when that would be none.
    var live: [Int] = []
    var nextNumber = 0
    var needsLookup = false
    /// Connections to addresses that the name no longer has, the first few by address.
    var former: [(address: String, connections: Int)] = []

    mutating func add(_ address: SocketAddress, isLive: Bool) {
      entries.append(Entry(address: address, number: nextNumber, isSetAside: !isLive))
      nextNumber += 1
    }

    mutating func sort() {
      live = entries.indices.filter { !entries[$0].isSetAside }
      if live.isEmpty {
        for index in entries.indices { entries[index].isSetAside = false }
        live = Array(entries.indices)
      }
    }
  }

  private let state: Mutex<State>

  /// - Parameter addresses: In order of preference, at least one; those beyond ``most`` are left out.
  public init(_ addresses: [SocketAddress]) {
    precondition(!addresses.isEmpty, "a connection needs an address")
    var state = State()
    for address in addresses.prefix(Self.most) { state.add(address, isLive: true) }
    state.sort()
    self.state = Mutex(state)
  }

  /// All of them, those that are set aside included.
  public var addresses: [SocketAddress] { state.withLock { $0.entries.map(\.address) } }

  /// The first that takes connections.
  public var preferred: SocketAddress { address(forUser: 0).address }

  var count: Int { state.withLock { $0.entries.count } }

  /// Where a user's next connection goes: users are dealt out to the addresses that take connections by their numbers.
  func address(forUser user: Int) -> (address: SocketAddress, number: Int) {
    state.withLock { state in
      let entry = state.entries[state.live[user % state.live.count]]
      return (entry.address, entry.number)
    }
  }

  /// A user's connection stands.
  func connected(_ number: Int) {
    state.withLock { state in
      guard let index = state.entries.firstIndex(where: { $0.number == number }) else { return }
      state.entries[index].connections += 1
    }
  }

  /// An address took no connection. The last one that is not set aside stays: those that were before it are no better,
  /// and may be worse, since a refusal takes no time.
  func failed(_ number: Int) {
    state.withLock { state in
      guard let index = state.entries.firstIndex(where: { $0.number == number }) else { return }
      if state.live == [index] {
        state.needsLookup = true
      } else {
        state.entries[index].isSetAside = true
        state.sort()
      }
    }
  }

  /// Takes what a look-up found; connections that stand stay.
  ///
  /// - Parameter live: For each address, whether it takes connections. Where none does, those that were set aside stay so.
  public func replace(with addresses: [SocketAddress], live: [Bool]) {
    guard !addresses.isEmpty else { return }
    state.withLock { state in
      var before = state.entries
      let noneIsLive = !live.contains(true)
      state.entries = []
      for (address, isLive) in zip(addresses, live).prefix(Self.most) {
        if let index = before.firstIndex(where: { $0.address.description == address.description }) {
          var entry = before.remove(at: index)
          if !noneIsLive { entry.isSetAside = !isLive }
          state.entries.append(entry)
        } else {
          state.add(address, isLive: isLive || noneIsLive)
        }
      }
      for entry in before where entry.connections > 0 {
        let name = state.former.count < Self.most ? entry.address.description : "other"
        if let index = state.former.firstIndex(where: { $0.address == name }) {
          state.former[index].connections += entry.connections
        } else {
          state.former.append((name, entry.connections))
        }
      }
      state.needsLookup = false
      state.sort()
    }
  }

  /// Whether the name should be looked up before its time: none of its addresses takes a connection.
  public var needsLookup: Bool { state.withLock { $0.needsLookup } }

  /// Whether an address is set aside.
  public var hasSetAside: Bool { state.withLock { $0.live.count < $0.entries.count } }

  /// Connections that users have opened, by address, `127.0.0.1:8000`.
  public var connections: [(address: String, connections: Int)] {
    state.withLock { state in state.entries.map { ($0.address.description, $0.connections) } + state.former }
  }
}
