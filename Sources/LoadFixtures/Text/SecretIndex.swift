/// Many texts that are looked for at every place of another one.
///
/// An account of a file is two of them, and a file may have thousands: the time for a place hardly depends on how many
/// there are.
struct SecretIndex: Sendable {
  /// In the order of their bytes, so that those that begin alike stand together.
  private let secrets: [[UInt8]]
  /// Where those begin that have at least this first byte; the last one is the number of all.
  private let starts: [Int]

  /// - Parameter secrets: In lower case, none of them empty.
  init(_ secrets: [[UInt8]]) {
    self.secrets = Set(secrets).sorted { $0.lexicographicallyPrecedes($1) }
    var starts = [Int](repeating: 0, count: 257)
    for secret in self.secrets { starts[Int(secret[0]) + 1] += 1 }
    for byte in 1...256 { starts[byte] += starts[byte - 1] }
    self.starts = starts
  }

  var isEmpty: Bool { secrets.isEmpty }

  /// The length of the longest secret that stands at a place and that `isMeant` takes for one; `nil` when none does.
  ///
  /// - Parameters:
  ///   - bytes: In any case; letters of ASCII are compared in lower case.
  ///   - isMeant: Is given the length of a secret that stands there.
  func longest(in bytes: [UInt8], at index: Int, where isMeant: (Int) -> Bool) -> Int? {
    let first = Int(bytes[index].lowercased)
    var candidates = starts[first]..<starts[first + 1]
    var length = 1
    var longest: Int?
    while !candidates.isEmpty {
      // Of those that begin alike the shortest stands first.
      if secrets[candidates.lowerBound].count == length {
        if isMeant(length) { longest = length }
        candidates = candidates.dropFirst()
      }
      guard index + length < bytes.count else { break }
      candidates = part(of: candidates, with: bytes[index + length].lowercased, at: length)
      length += 1
    }
    return longest
  }

  /// Those of the candidates that have the byte at a place; all of them are longer than that.
  private func part(of candidates: Range<Int>, with byte: UInt8, at place: Int) -> Range<Int> {
    var (lower, upper) = (candidates.lowerBound, candidates.upperBound)
    while lower < upper {
      let middle = (lower + upper) / 2
      if secrets[middle][place] < byte { lower = middle + 1 } else { upper = middle }
    }
    let start = lower
    upper = candidates.upperBound
    while lower < upper {
      let middle = (lower + upper) / 2
      if secrets[middle][place] <= byte { lower = middle + 1 } else { upper = middle }
    }
    return start..<lower
  }
}

extension UInt8 {
  /// In lower case where it is a letter of ASCII.
  var lowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
