import LoadEngine

extension TargetEnvironment {
  /// Whose certificates are accepted: nothing but `LOAD_TLS_INSECURE` makes it anyone's.
  var tlsTrust: TLSClientConfiguration.Trust {
    if tlsInsecure { return .anyone }
    return tlsCAFile.map { .file($0) } ?? .system
  }

  /// Whether a run against the target says nothing about who answered.
  func isUnverified(_ url: TargetURL) -> Bool { url.scheme == .https && tlsInsecure }
}
