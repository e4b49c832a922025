import AgentContracts

extension AgentContract {
  /// The documented contract without its check of tiers, as one of one's own may be, so that every tier is let through.
  ///
  /// - Parameters:
  ///   - name: Its own, and the beginning of each label: a contract may have been made of the target's own document.
  ///   - phases: In place of the documented ones.
  static func lax(name: String = "lax", phases: [String] = []) throws -> AgentContract {
    guard case .object(let members) = AgentContract.documented.json else { return .documented }
    let changed = members.map { key, value -> (String, JSON) in
      switch (key, value) {
      case ("name", _): return (key, .string(name))
      case ("operations", .array(let operations)):
        return (key, .array(operations.map { relabelled($0, beginning: name) }))
      case ("phases", _) where !phases.isEmpty:
        return (key, .array(phases.map { JSON.object([("name", .string($0)), ("texts", "greeting")]) }))
      default: return (key, value)
      }
    }
    return try AgentContract(parsing: JSON.object(changed).bytes)
  }

  private static func relabelled(_ operation: JSON, beginning name: String) -> JSON {
    guard case .object(let members) = operation, case .string(let key)? = operation["key"] else { return operation }
    let kept = members.filter { $0.0 != "label" && !(key == "tier" && $0.0 == "checks") }
    return .object(kept + [("label", .string(name + key))])
  }
}
