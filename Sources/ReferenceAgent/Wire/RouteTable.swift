import AgentContracts

/// The paths and methods that an agent answers, built once from its contract.
///
/// A segment of a path with a placeholder in it takes any text that is not empty. Where several paths fit, the one with
/// more literal segments is meant.
struct RouteTable: Sendable {
  /// What answers a method of a path.
  struct Endpoint: Sendable {
    let route: AgentRoute
    var authorization = Operation.Authorization.never
    /// An answer that never changes.
    var document: JSON?
  }

  /// What a method and path ask for.
  enum Match: Sendable {
    /// `id` is what stands for the path's first placeholder, still percent-encoded; empty where it has none.
    case endpoint(Endpoint, id: String)
    /// The path is known under other methods.
    case wrongMethod(allowed: String)
    case unknown
  }

  private enum Segment: Equatable {
    case literal([UInt8])
    case variable
  }

  private struct Path {
    let segments: [Segment]
    /// Without an endpoint the path is known and its method not answered.
    var methods: [(name: String, endpoint: Endpoint?)] = []

    var literals: Int { segments.count { $0 != .variable } }
  }

  private static let slash = UInt8(ascii: "/")

  /// By number of slashes, those with more literal segments first.
  private var paths: [[Path]] = []

  /// - Parameter name: What the agent calls itself at `/`.
  init(_ contract: AgentContract, name: String) {
    for operation in contract.operations {
      let key = operation.key == .unknownConversation ? .message : operation.key
      add(
        operation.method, operation.path,
        Endpoint(route: .operation(key), authorization: operation.authorization))
    }
    add(
      "GET", "/", Endpoint(route: .description, document: ["name": .string(name), "contract": .string(contract.name)]))
    add("GET", "/openapi.json", Endpoint(route: .description, document: .openAPI(contract, title: name)))
    if AgentDialect(contract) == .deployed {
      // The deployed agent reads conversations there, so that another method is refused as such. No operation asks for it.
      add("GET", "/conversations/{conversation.id}", nil)
    }
    for depth in paths.indices { paths[depth].sort { $0.literals > $1.literals } }
  }

  private mutating func add(_ method: String, _ template: Template, _ endpoint: Endpoint?) {
    let segments = Self.segments(of: template)
    while paths.count <= segments.count { paths.append([]) }
    let place =
      paths[segments.count].firstIndex { $0.segments == segments }
      ?? {
        paths[segments.count].append(Path(segments: segments))
        return paths[segments.count].count - 1
      }()
    // What comes first counts: messages to unknown conversations share the path of all messages.
    guard !paths[segments.count][place].methods.contains(where: { $0.name == method }) else { return }
    paths[segments.count][place].methods.append((method, endpoint))
  }

  private static func segments(of template: Template) -> [Segment] {
    var segments: [Segment] = []
    for part in template.parts {
      switch part {
      case .placeholder:
        if segments.isEmpty { segments.append(.variable) } else { segments[segments.count - 1] = .variable }
      case .text(let text):
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") }
        let pieces = path.split(separator: slash, omittingEmptySubsequences: false)
        // What stands before the first slash belongs to the segment before; a template begins with a slash.
        if let last = segments.last, case .literal(let begun) = last {
          segments[segments.count - 1] = .literal(begun + pieces[0])
        }
        segments += pieces.dropFirst().map { .literal(Array($0)) }
        if path.endIndex != text.utf8.endIndex { return segments }
      }
    }
    return segments
  }

  /// Looks up a request; takes no memory but for the id.
  func match(method: String, path: String) -> Match {
    var path = path
    return path.withUTF8 { bytes in
      let depth = bytes.count { $0 == Self.slash }
      guard bytes.first == Self.slash, depth < paths.count else { return .unknown }
      var allowed: [String] = []
      for candidate in paths[depth] {
        guard let id = Self.match(candidate.segments, bytes) else { continue }
        for (name, endpoint) in candidate.methods {
          if name == method {
            guard let endpoint else { return .unknown }
            return .endpoint(endpoint, id: id.isEmpty ? "" : String(decoding: bytes[id], as: UTF8.self))
          }
          if !allowed.contains(name) { allowed.append(name) }
        }
      }
      return allowed.isEmpty ? .unknown : .wrongMethod(allowed: allowed.joined(separator: ", "))
    }
  }

  /// Where the first variable segment lies, an empty range without one; `nil` when the path is another.
  private static func match(_ segments: [Segment], _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var place = 0
    var id: Range<Int>?
    for segment in segments {
      // As many slashes as segments, the first at the beginning: each segment begins behind one.
      let start = place + 1
      switch segment {
      case .literal(let text):
        place = start + text.count
        guard place <= bytes.count, place == bytes.count || bytes[place] == slash,
          bytes[start..<place].elementsEqual(text)
        else { return nil }
      case .variable:
        place = start
        while place < bytes.count, bytes[place] != slash { place += 1 }
        guard place > start else { return nil }
        id = id ?? start..<place
      }
    }
    return id ?? 0..<0
  }
}

extension RouteTable.Match {
  /// What the request is counted as.
  var route: AgentRoute { if case .endpoint(let endpoint, _) = self { endpoint.route } else { .other } }
}
