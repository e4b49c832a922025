/// Where the peer reads a response otherwise that both take, and how to see from the bytes that it must.
struct KnownDetail: Sendable {
  let name: String
  /// Changes our reading to what the peer must then have read.
  let apply: @Sendable (inout PeerReading.Message, ResponseAnatomy) -> Void

  static let all: [KnownDetail] = [
    KnownDetail(name: "h11 closes after every HTTP/1.0 answer, we heed its keep-alive") { message, anatomy in
      let options = anatomy.valuesByHead("connection").last ?? []
      guard anatomy.versions.last == "1.0", options.contains(where: { $0.contains("keep-alive") }) else { return }
      message.keepsAlive = false
    },
    KnownDetail(name: "h11 gives the transfer coding in lower case, we as it came") { message, _ in
      message.headers = message.headers.map { $0.hasPrefix("transfer-encoding=") ? lowercaseCoding : $0 }
    },
    KnownDetail(name: "h11 gives one of several equal lengths, we give all") { message, anatomy in
      var lengths = 0
      message.headers.removeAll { header in
        guard header.hasPrefix("content-length=") else { return false }
        lengths += 1
        return lengths > 1
      }
      // Those of a list as well.
      guard let length = anatomy.lengthsByHead.last?.first else { return }
      message.headers = message.headers.map {
        $0.hasPrefix("content-length=") ? "content-length=\(Hex.text(length.utf8))" : $0
      }
    },
  ]

  private static let lowercaseCoding = "transfer-encoding=\(Hex.text("chunked".utf8))"
}
