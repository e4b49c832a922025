import AgentContracts
import LoadEngine

/// How answers are shaped.
enum AgentDialect: Sendable {
  /// As the documents have it, and any contract but that of the deployed agent.
  case documented
  /// As the deployed agent answers.
  case deployed

  /// The shapes of a contract's answers; a contract with fewer operations keeps its name and so its shapes.
  init(_ contract: AgentContract) {
    self = contract.name == AgentContract.v09.name ? .deployed : .documented
  }
}

extension HTTPServerReply {
  init(_ json: JSON, status: Int = 200, headers: [(String, String)] = []) {
    self.init(status: status, headers: [("Content-Type", "application/json")] + headers, body: json.bytes)
  }

  init(_ failure: AgentFailure, _ dialect: AgentDialect) {
    switch dialect {
    case .documented: self.init(documented: failure)
    case .deployed: self.init(deployed: failure)
    }
  }

  private init(documented failure: AgentFailure) {
    self.init(
      [
        "success": false,
        "error": [
          "code": .string(failure.code), "message": .string(failure.message), "details": .object(failure.details),
        ],
      ], status: failure.status, headers: failure.headers)
  }

  private init(deployed failure: AgentFailure) {
    var (status, code, message, details) = (failure.status, failure.code, failure.message, failure.details)
    if let refused = failure.refused {
      let sentence = refused.isMissing ? "Field required" : refused.rule
      let names = refused.field.split(separator: ".").map { JSON.string(String($0)) }
      (status, code) = (422, "VALIDATION_ERROR")
      message = "Error en el campo '\(refused.field.isEmpty ? "body" : refused.field)': \(sentence)"
      details = [
        (
          "errors",
          [
            [
              "loc": .array(["body"] + names), "msg": .string(sentence),
              "type": refused.isMissing ? "missing" : names.isEmpty ? "json_invalid" : "value_error",
            ]
          ]
        )
      ]
    }
    var error: [(String, JSON)] = [("code", .string(code)), ("message", .string(message))]
    if !details.isEmpty { error.append(("details", .object(details))) }
    let data: [(String, JSON)] = failure.hasData ? [("data", .null)] : []
    self.init(
      .object([("success", false)] + data + [("error", .object(error))]), status: status, headers: failure.headers)
  }
}
