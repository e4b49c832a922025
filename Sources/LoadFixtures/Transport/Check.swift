/// What an answer must contain beyond its status: one case for each rule of the agent's contract.
package enum Check: UInt16, CaseIterable, Sendable {
  case json
  case accessToken
  case conversationID
  case responseLength
  case tierName
  case roiProjection
  case healthy
  case staleSummary
  case fallbackMarker
  case unusableConversationID

  /// The label in records and reports.
  package var label: String {
    switch self {
    case .json: "answer is not JSON"
    case .accessToken: "no access_token"
    case .conversationID: "no conversation_id"
    case .responseLength: "response under 10 characters"
    case .tierName: "unknown tier"
    case .roiProjection: "no roi_projection or confidence"
    case .healthy: "status is not healthy"
    case .staleSummary: "stale summary after an update"
    case .fallbackMarker: "no _fallback marker"
    case .unusableConversationID: "conversation_id cannot stand in a path"
    }
  }
}
