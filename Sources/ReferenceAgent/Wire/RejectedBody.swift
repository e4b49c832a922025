import AgentContracts

/// What the deployed agent's validation of bodies rejects, and in rejecting answers nothing.
enum RejectedBody {
  /// Characters.
  private static let longestField = 5000

  /// Whether a body is rejected: broken JSON, also none at all under its content type, a field that is too long, or one
  /// with text that looks like an attack.
  static func rejects(_ body: [UInt8], contentType: String?) -> Bool {
    let type = contentType?.lowercased()
    if body.isEmpty { return type?.contains("json") == true }
    guard type == nil || type?.contains("json") == true else { return false }
    do {
      return rejects(try RequestBody.decode(JSON.self, from: body))
    } catch {
      return true
    }
  }

  private static func rejects(_ value: JSON) -> Bool {
    switch value {
    case .string(let text): rejects(text)
    case .array(let elements): elements.contains(where: rejects)
    case .object(let members): members.contains { rejects($0.0) || rejects($0.1) }
    default: false
    }
  }

  private static func rejects(_ text: String) -> Bool {
    if text.unicodeScalars.count > longestField { return true }
    let lower = text.lowercased()
    return attacks.contains { lower.contains($0) }
  }

  private static let attacks = [
    "<script", "drop table", "union select", "insert into", "delete from", "' or '1'='1", "' or 1=1",
  ]
}
