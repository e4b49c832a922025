import AgentContracts
import LoadEngine

/// Bytes with gaps, laid out once for a run out of a contract's template: a call fills the gaps.
struct PreparedTemplate: Sendable {
  /// How a value is written in its gap.
  enum Form {
    /// A value of JSON with its type.
    case json
    /// Text within a string of JSON, escaped.
    case jsonText
    /// Percent-encoded, a blank as a plus (the URL Standard, 5.2).
    case form
    /// As it is, without control characters.
    case header
  }

  private enum Piece {
    case bytes([UInt8])
    case value(Placeholder, Form)
  }

  private var pieces: [Piece] = []
  /// Bytes to make room for.
  private var usualCount = 0

  /// The bytes of one call.
  func filled(with values: CallValues) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(usualCount)
    for piece in pieces {
      switch piece {
      case .bytes(let fixed): bytes.append(contentsOf: fixed)
      case .value(let placeholder, let form): Self.append(values.value(of: placeholder), as: form, to: &bytes)
      }
    }
    return bytes
  }

  private static func append(_ value: CallValues.Value, as form: Form, to bytes: inout [UInt8]) {
    switch form {
    case .json: value.append(to: &bytes)
    case .jsonText: JSONText.append(escaped: value.text, to: &bytes)
    case .form: append(formEncoded: value.text, to: &bytes)
    case .header: bytes.append(contentsOf: value.text.utf8.lazy.filter { $0 >= 0x20 && $0 != 0x7F })
    }
  }

  private static func append(formEncoded text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      if PathSegment.isUnreserved(byte) && byte != UInt8(ascii: "~") {
        bytes.append(byte)
      } else if byte == UInt8(ascii: " ") {
        bytes.append(UInt8(ascii: "+"))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        bytes.append(contentsOf: (byte < 16 ? "%0" : "%").utf8)
        bytes.append(contentsOf: digits.utf8)
      }
    }
  }
}

// MARK: Laying out

extension PreparedTemplate {
  /// Lays out a body of JSON.
  init(json: JSON) {
    add(json)
    finish()
  }

  /// Lays out a form.
  init(form fields: [Operation.Field]) {
    for (index, field) in fields.enumerated() {
      var bytes: [UInt8] = index > 0 ? [UInt8(ascii: "&")] : []
      Self.append(formEncoded: field.name, to: &bytes)
      add(bytes + [UInt8(ascii: "=")])
      add(field.value, as: .form)
    }
    finish()
  }

  /// Lays out a header's value.
  init(header template: Template) {
    add(template, as: .header)
    finish()
  }

  /// Whether each call's bytes are the same.
  var isFixed: Bool { pieces.allSatisfy { if case .bytes = $0 { true } else { false } } }

  private mutating func add(_ json: JSON) {
    switch json {
    case .string(let source):
      // What stands in a contract was read or tried: it is a template.
      guard case .success(let template) = Template.parse(source) else { return add(json.bytes) }
      if let only = template.only {
        pieces.append(.value(only, .json))
      } else {
        add([UInt8(ascii: "\"")])
        add(template, as: .jsonText)
        add([UInt8(ascii: "\"")])
      }
    case .array(let elements):
      add([UInt8(ascii: "[")])
      for (index, element) in elements.enumerated() {
        if index > 0 { add([UInt8(ascii: ",")]) }
        add(element)
      }
      add([UInt8(ascii: "]")])
    case .object(let members):
      add([UInt8(ascii: "{")])
      for (index, member) in members.enumerated() {
        add((index > 0 ? [UInt8(ascii: ",")] : []) + JSON.string(member.0).bytes + [UInt8(ascii: ":")])
        add(member.1)
      }
      add([UInt8(ascii: "}")])
    default: add(json.bytes)
    }
  }

  private mutating func add(_ template: Template, as form: Form) {
    for part in template.parts {
      switch part {
      case .placeholder(let placeholder): pieces.append(.value(placeholder, form))
      case .text(let text):
        var bytes: [UInt8] = []
        Self.append(.text(text), as: form, to: &bytes)
        add(bytes)
      }
    }
  }

  private mutating func add(_ bytes: [UInt8]) {
    if case .bytes(let before)? = pieces.last {
      pieces[pieces.count - 1] = .bytes(before + bytes)
    } else {
      pieces.append(.bytes(bytes))
    }
  }

  private mutating func finish() {
    usualCount = pieces.reduce(0) { sum, piece in
      switch piece {
      case .bytes(let bytes): sum + bytes.count
      case .value: sum + 60
      }
    }
  }
}
