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

  private struct Gap {
    /// Of ``fixed``, what comes before it.
    let end: Int
    let value: Placeholder
    let form: Form
  }

  /// What every call's bytes have, in one piece: each part on its own would be counted by reference for each call.
  private var fixed: [UInt8] = []
  private var gaps: [Gap] = []

  /// The bytes of one call.
  func filled(with values: CallValues) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fixed.count + 60 * gaps.count)
    // The buffer does not leave the closure.
    fixed.withUnsafeBufferPointer { fixed in
      var start = 0
      for gap in gaps {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: fixed[start..<gap.end]))
        Self.append(values.value(of: gap.value), as: gap.form, to: &bytes)
        start = gap.end
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: fixed[start...]))
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
  }

  /// Lays out a form.
  init(form fields: [Operation.Field]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { fixed.append(UInt8(ascii: "&")) }
      Self.append(formEncoded: field.name, to: &fixed)
      fixed.append(UInt8(ascii: "="))
      add(field.value, as: .form)
    }
  }

  /// Lays out a header's value.
  init(header template: Template) {
    add(template, as: .header)
  }

  /// Whether each call's bytes are the same.
  var isFixed: Bool { gaps.isEmpty }

  private mutating func add(_ json: JSON) {
    switch json {
    case .string(let source):
      // What stands in a contract was read or tried: it is a template.
      guard case .success(let template) = Template.parse(source) else { return fixed += json.bytes }
      if let only = template.only { return addGap(only, as: .json) }
      fixed.append(UInt8(ascii: "\""))
      add(template, as: .jsonText)
      fixed.append(UInt8(ascii: "\""))
    case .array(let elements):
      addList(elements, between: "[", "]") { $0.add($1) }
    case .object(let members):
      addList(members, between: "{", "}") { template, member in
        template.fixed += JSON.string(member.0).bytes + [UInt8(ascii: ":")]
        template.add(member.1)
      }
    default: fixed += json.bytes
    }
  }

  private mutating func addList<Element>(
    _ elements: some Sequence<Element>, between opening: Unicode.Scalar, _ closing: Unicode.Scalar,
    add: (inout PreparedTemplate, Element) -> Void
  ) {
    fixed.append(UInt8(ascii: opening))
    for (index, element) in elements.enumerated() {
      if index > 0 { fixed.append(UInt8(ascii: ",")) }
      add(&self, element)
    }
    fixed.append(UInt8(ascii: closing))
  }

  private mutating func add(_ template: Template, as form: Form) {
    for part in template.parts {
      switch part {
      case .placeholder(let placeholder): addGap(placeholder, as: form)
      case .text(let text): Self.append(.text(text), as: form, to: &fixed)
      }
    }
  }

  private mutating func addGap(_ value: Placeholder, as form: Form) {
    gaps.append(Gap(end: fixed.count, value: value, form: form))
  }
}
