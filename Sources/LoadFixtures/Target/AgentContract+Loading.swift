import Foundation

extension AgentContract {
  /// Far beyond any contract; a wrong path may lead to a core dump or a device.
  private static let fileLimit = 1 << 20
  private static let allowed = "documented, or the path of a JSON contract"

  /// The contract that `LOAD_CONTRACT` names: `documented`, or the path of a JSON file as `documented` itself encodes.
  package static func named(_ text: String) throws(ConfigurationError) -> AgentContract {
    switch text {
    case documented.name: return documented
    case "v0.9": throw refusal(of: text, "contract v0.9 is not supported by this version")
    default: return try load(path: text)
    }
  }

  private static func load(path: String) throws(ConfigurationError) -> AgentContract {
    let data = try read(path)
    let contract: AgentContract
    do {
      contract = try JSONDecoder().decode(AgentContract.self, from: data)
    } catch let error as DecodingError {
      throw refusal(of: path, explanation(of: error))
    } catch {
      throw refusal(of: path, "it cannot be read as JSON")
    }
    // The record names the contract; this name must mean the same calls in every record.
    guard contract.name != documented.name, contract.name != "v0.9" else {
      throw refusal(of: path, "name is \"\(contract.name)\", which belongs to a built-in contract; choose another")
    }
    return contract
  }

  private static func read(_ path: String) throws(ConfigurationError) -> Data {
    let absence = "there is no contract of that name, and no file at that path"
    guard !path.contains("\0") else { throw refusal(of: path, absence) }
    // By the system's call, for its reason, which FileHandle does not tell.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    let code = errno
    guard descriptor >= 0 else {
      throw refusal(
        of: path, code == ENOENT ? absence : "the file cannot be opened (\(String(cString: strerror(code))))")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let data: Data?
    do {
      data = try file.read(upToCount: fileLimit + 1)
      try file.close()
    } catch {
      throw refusal(of: path, "the file cannot be read (\(error.localizedDescription))")
    }
    guard let data, !data.isEmpty else { throw refusal(of: path, "the file is empty") }
    guard data.count <= fileLimit else { throw refusal(of: path, "the file is larger than 1 MiB") }
    return data
  }

  private static func explanation(of error: DecodingError) -> String {
    func at(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the file" : path.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(at(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(at(context.codingPath)) has a value of the wrong type"
    case .dataCorrupted(let context) where context.underlyingError == nil && !context.codingPath.isEmpty:
      return "\(at(context.codingPath)) \(context.debugDescription)"
    default:
      return "the file is not valid JSON"
    }
  }

  private static func refusal(of text: String, _ reason: String) -> ConfigurationError {
    ConfigurationError(.contract, value: text, reason: reason, allowed: allowed)
  }
}
