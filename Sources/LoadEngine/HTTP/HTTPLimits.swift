/// The bounds within which a reader accepts a message, so that no peer decides how much memory it takes.
public struct HTTPLimits: Sendable, Equatable {
  /// Longest line in bytes, its CRLF included: start line, header, trailer or chunk size.
  public var maxLineBytes: Int
  /// Most header and trailer lines of one message, those of interim (1xx) answers included.
  public var maxHeaderCount: Int
  /// Most bytes of start lines, headers and trailers of one message, those of interim (1xx) answers included.
  public var maxHeaderBytes: Int
  /// Most body bytes that are stored.
  ///
  /// What a response has beyond is read and counted but not kept; a request with more is refused as `bodyTooLarge`.
  public var maxBodyBytes: Int

  /// Creates limits; every default suits a JSON API.
  public init(
    maxLineBytes: Int = 16 * 1024, maxHeaderCount: Int = 1000, maxHeaderBytes: Int = 80 * 1024,
    maxBodyBytes: Int = 1024 * 1024
  ) {
    self.maxLineBytes = maxLineBytes
    self.maxHeaderCount = maxHeaderCount
    self.maxHeaderBytes = maxHeaderBytes
    self.maxBodyBytes = maxBodyBytes
  }
}
