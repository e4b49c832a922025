import LoadEngine

extension CallCatalogue {
  /// The call that shows whether the agent is well, where the contract has one.
  var healthCall: Preflight.Call? {
    guard let form = contract.calls[.health], let entry = self[.health] else { return nil }
    return Preflight.Call(
      request: OutgoingRequest(head: entry.head, bodyLimit: bodyLimit), path: form.path, success: form.success)
  }
}
