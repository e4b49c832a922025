import AgentContracts
import Foundation

/// What `LOAD_CONTRACT` says of the agent's contract.
package enum ContractChoice: Sendable, Equatable {
  /// Told by the target's routes.
  case automatic
  case fixed(AgentContract)

  package static let automaticName = "auto"

  /// Far beyond any contract; a wrong path may lead to a core dump or a device.
  private static let fileLimit = 1 << 20
  private static var allowed: String {
    "\(automaticName), \(builtInNames), or the path of a JSON contract (schema/contract.schema.json)"
  }
  private static var builtInNames: String { AgentContract.builtIn.map(\.name).joined(separator: ", ") }

  /// The contract that it is, as far as is known without asking the target.
  package var contract: AgentContract? {
    if case .fixed(let contract) = self { contract } else { nil }
  }

  /// Reads `auto`, a built-in contract's name, or the path of a JSON file.
  package init(_ text: String) throws(ConfigurationError) {
    if text == Self.automaticName {
      self = .automatic
    } else if let builtIn = AgentContract.builtIn.first(where: { $0.name == text }) {
      self = .fixed(builtIn)
    } else {
      self = .fixed(try Self.load(path: text))
    }
  }

  private static func load(path: String) throws(ConfigurationError) -> AgentContract {
    let data = try read(path)
    let contract: AgentContract
    do {
      contract = try AgentContract(parsing: Array(data))
    } catch {
      throw refusal(of: path, "\(error)")
    }
    // The record names the contract; this name must mean the same calls in every record.
    guard contract.name != automaticName, !AgentContract.builtIn.contains(where: { $0.name == contract.name }) else {
      throw refusal(of: path, "$.name is \"\(contract.name)\", which belongs to a built-in contract; choose another")
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

  private static func refusal(of text: String, _ reason: String) -> ConfigurationError {
    ConfigurationError(.contract, value: text, reason: reason, allowed: allowed)
  }
}
