import AgentContracts
import Foundation
import LoadFixtures

/// `import URL|FILE`: makes the beginning of a contract of an OpenAPI document, and says what the document left open.
struct ImportCommand {
  let terminal: Terminal

  /// - Throws: ``ConfigurationError`` naming option or document and what is allowed.
  func run(_ arguments: [String]) async throws -> ExitCode {
    let options = try ImportArguments(arguments)
    guard let source = options.source else {
      terminal.write(ImportArguments.help, to: .output)
      return .met
    }
    let document: JSON
    do {
      document = try JSON(parsing: try await source.read())
    } catch let error as JSONSyntaxError {
      throw ConfigurationError(
        variable: "document", value: source.description, reason: "it is no JSON (\(error))",
        allowed: "an OpenAPI document of version 3 in JSON; one in YAML has to be converted")
    }
    let contract: AgentContract
    let gaps: [Gap]
    do {
      (contract, gaps) = try OpenAPIImport(document: document, name: options.name).result
    } catch {
      let lines = "\(source.description): \(error)".split(separator: "\n", omittingEmptySubsequences: false)
      terminal.write(lines.map { String($0).neutralised }.joined(separator: "\n"), to: .error)
      return .badConfiguration
    }
    let open = gaps.map { $0.description.neutralised + "\n" }.joined()
    let text = contract.json.pretty + "\n"
    if let output = options.output {
      try write(text, to: output)
      try write(open, to: output + ".gaps.txt")
      terminal.write("contract: \(output.neutralised)\nleft open: \(output.neutralised).gaps.txt", to: .output)
    } else {
      terminal.write(shown(text), to: .output)
    }
    terminal.write(
      open + "\(contract.name): \(contract.operations.count) operations, \(gaps.count) things left open", to: .error)
    return .met
  }

  /// A file gets the contract as it is. On a screen a text of the document could do harm.
  private func shown(_ text: String) -> String {
    guard terminal.isTerminal(.output) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).neutralised }
      .joined(separator: "\n")
  }

  /// Writes the whole file or none.
  private func write(_ text: String, to path: String) throws(ConfigurationError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ConfigurationError(
        variable: "--output", value: path,
        reason: "it cannot be written: \(error.localizedDescription.trimmingCharacters(in: ["."]))",
        allowed: "a file in a directory that is there and can be written")
    }
  }
}
