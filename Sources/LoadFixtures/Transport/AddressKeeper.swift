import LoadEngine

/// Keeps a run's addresses what its target's name says: looks it up once a minute, and when none of them takes a
/// connection. Load goes to no address that the policy does not allow, whatever the name comes to mean.
struct AddressKeeper: Sendable {
  /// Looks a host up; injected by tests.
  typealias Resolve = @Sendable (_ host: String, _ port: Int) async throws -> [SocketAddress]

  let url: TargetURL
  let policy: TargetPolicy
  var resolve: Resolve = { try await Resolver.resolve(host: $0, port: $1) }
  var interval = Duration.seconds(60)

  /// The longest that several addresses may take to be tried while the run goes on.
  private static let patience = Duration.seconds(5)

  /// Follows the name until the task is cancelled.
  ///
  /// - Returns: What a reader of the record must know, in sentences.
  func keep(_ book: AddressBook, on loop: EventLoop) async -> [String] {
    var notes = FirstFew()
    var due = MonotonicTime.now + interval
    do {
      while true {
        try await Task.sleep(for: min(interval, .seconds(1)))
        guard book.needsLookup || MonotonicTime.now >= due else { continue }
        due = .now + interval
        if let note = await renew(book, on: loop), !notes.texts.contains(note) { notes.append(note) }
      }
    } catch {
      return notes.texts
    }
  }

  /// Looks the name up once; a sentence when something has changed.
  private func renew(_ book: AddressBook, on loop: EventLoop) async -> String? {
    let found: [SocketAddress]
    do {
      found = try await resolve(url.nameToLookUp, url.port)
    } catch {
      return Task.isCancelled ? nil : "\(url.host) could not be looked up again; its addresses stayed as they were."
    }
    let allowed = Array(found.filter { policy.decide($0.host) == .allowed }.prefix(AddressBook.most))
    guard !Task.isCancelled, !allowed.isEmpty else {
      return allowed.isEmpty
        ? "During the run \(url.host) came to mean addresses that load may not be sent to; they were not used." : nil
    }
    let before = Set(book.addresses.map(\.description))
    let isMoved = before != Set(allowed.map(\.description))
    guard isMoved || book.hasSetAside || book.needsLookup else { return nil }
    let live =
      allowed.count > 1 ? await AddressRace.live(among: allowed, within: Self.patience, on: loop) : [true]
    guard !Task.isCancelled else { return nil }
    book.replace(with: allowed, live: live)
    return isMoved ? "During the run \(url.host) moved to \(allowed.map(\.description).joined(separator: ", "))." : nil
  }
}
