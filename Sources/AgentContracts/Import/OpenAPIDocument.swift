/// What an OpenAPI document of version 3 says, with its references followed.
struct OpenAPIDocument {
  let root: JSON

  /// - Throws: ``ImportError/noOpenAPI(_:)``.
  init(_ root: JSON) throws(ImportError) {
    guard case .object = root else { throw .noOpenAPI("it is no object") }
    guard let version = root["openapi"]?.text else {
      let old = root["swagger"]?.text
      throw .noOpenAPI(old.map { "it is Swagger \($0); convert it to OpenAPI 3" } ?? "it has no member openapi")
    }
    guard version.hasPrefix("3.") else { throw .noOpenAPI("it is of version \(version)") }
    guard case .object(let paths)? = root["paths"], !paths.isEmpty else { throw .noOpenAPI("it has no paths") }
    self.root = root
  }

  /// The name of the API.
  var title: String? { root["info"]?["title"]?.text }

  private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

  /// Everything that can be asked, in the document's order.
  var routes: [Route] {
    (root["paths"]?.members ?? []).filter { $0.name.hasPrefix("/") }.flatMap { path, item in
      let item = resolved(item) ?? .null
      return item.members.filter { Self.methods.contains($0.name) }.map { method, operation in
        var parameters = parameters(of: operation)
        for shared in self.parameters(of: item)
        where !parameters.contains(where: { $0.name == shared.name && $0.place == shared.place }) {
          parameters.append(shared)
        }
        let servers = operation["servers"] ?? item["servers"] ?? root["servers"] ?? .null
        return Route(
          method: method.uppercased(), path: path, prefix: Self.prefix(of: servers.elements.first),
          operation: operation,
          parameters: parameters, security: operation["security"] ?? root["security"])
      }
    }
  }

  private func parameters(of holder: JSON) -> [Route.Parameter] {
    (holder["parameters"]?.elements ?? []).compactMap { parameter in
      guard let parameter = resolved(parameter), let name = parameter["name"]?.text, let place = parameter["in"]?.text
      else {
        return nil
      }
      let media = parameter["content"]?.members.first?.value
      return Route.Parameter(
        name: name, place: place, isRequired: place == "path" || parameter["required"]?.flag == true,
        schema: parameter["schema"] ?? media?["schema"] ?? .object([]), example: example(of: media ?? parameter))
    }
  }

  /// The path of a server's URL, without a slash at its end.
  private static func prefix(of server: JSON?) -> String {
    guard let server, var url = server["url"]?.text else { return "" }
    for (name, variable) in server["variables"]?.members ?? [] {
      url = url.split(separator: "{\(name)}", omittingEmptySubsequences: false)
        .joined(separator: variable["default"]?.text ?? "")
    }
    if let authority = url.firstRange(of: "://") {
      url = String(url[authority.upperBound...].drop { $0 != "/" })
    } else if !url.hasPrefix("/") {
      url = "/" + url
    }
    url = String(url.prefix { $0 != "?" && $0 != "#" })
    while url.hasSuffix("/") { url.removeLast() }
    // A variable without a default would be taken for a placeholder.
    return url.contains("{") ? "" : url
  }

  // MARK: References

  /// The object itself, or what its reference leads to; `nil` when that is not in the document.
  func resolved(_ value: JSON) -> JSON? {
    var value = value
    // Bounded: references may lead in a circle.
    for _ in 0..<20 {
      guard let reference = value["$ref"]?.text else { return value }
      guard let target = target(of: reference) else { return nil }
      value = target
    }
    return nil
  }

  /// What a reference within the document leads to.
  func target(of reference: String) -> JSON? {
    guard reference.hasPrefix("#"), let text = Self.percentDecoded(reference.dropFirst()) else { return nil }
    return JSONPointer(text).flatMap { root[$0] }
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  // MARK: Bodies

  /// The schema and example of a request's or answer's body in that form; `nil` when it has no such form.
  func content(_ holder: JSON?, _ form: MediaForm) -> (schema: JSON, example: JSON?)? {
    guard let content = holder.flatMap(resolved)?["content"] else { return nil }
    return content.members.first { form.includes($0.name) }
      .map { ($0.value["schema"] ?? .object([]), example(of: $0.value)) }
  }

  /// The one example, or the first of several.
  private func example(of holder: JSON) -> JSON? {
    if let example = holder["example"] { return example }
    let first = holder["examples"].flatMap { examples in examples.members.first?.value ?? examples.elements.first }
    return first.flatMap(resolved).map { $0["value"] ?? $0 }
  }

  /// The answers that are good ones: their statuses, and what the first of them looks like.
  func answers(of operation: JSON) -> (statuses: [Int], body: (schema: JSON, example: JSON?)?) {
    let good = (operation["responses"]?.members ?? []).filter { $0.name.hasPrefix("2") }
    let statuses = good.compactMap { Int($0.name) }.filter { (200...299).contains($0) }.sorted()
    let first = good.min { $0.name < $1.name }?.value ?? operation["responses"]?["default"]
    return (statuses, content(first, .json))
  }
}

/// The forms of bodies that a contract can send.
enum MediaForm {
  case json, form, multipart

  func includes(_ type: String) -> Bool {
    let name = type.lowercased().prefix { $0 != ";" && $0 != " " }
    return switch self {
    case .json: name == "application/json" || name.hasSuffix("+json") || name == "*/*"
    case .form: name == "application/x-www-form-urlencoded"
    case .multipart: name == "multipart/form-data"
    }
  }
}
