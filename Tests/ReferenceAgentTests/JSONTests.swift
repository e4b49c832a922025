import AgentContracts
import Foundation
import Testing

@Suite("JSON writer")
struct JSONTests {
  @Test func `Foundation reads back every string as it was`() throws {
    let all = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init)))
    for text in [all, "", #""}],"evil":1"#, "</script>", "👩‍👩‍👧 ñ \u{2028}"] {
      let bytes = JSON.object([(text, .string(text))]).bytes
      let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String]
      #expect(read == [text: text])
    }
  }

  @Test func `Numbers that JSON does not know are null`() {
    let values = JSON.array([.number(.nan), .number(.infinity), .number(0.1), .integer(-3), .bool(false), .null])
    #expect(String(decoding: values.bytes, as: UTF8.self) == "[null,null,0.1,-3,false,null]")
  }

  @Test func `What is decoded is written the same`() throws {
    let text = #"{"a":[1,2.5,"x",null,true,{}],"b":{"c":[]}}"#
    let value = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    #expect(String(decoding: value.bytes, as: UTF8.self) == text)
  }
}
