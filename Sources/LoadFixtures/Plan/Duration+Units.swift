extension Duration {
  /// That many minutes.
  package static func minutes(_ minutes: Int) -> Duration {
    .seconds(minutes * 60)
  }

  /// That many minutes; like `.seconds(_: Double)` it takes finite numbers only.
  package static func minutes(_ minutes: Double) -> Duration {
    .seconds(minutes * 60)
  }

  /// That many hours.
  package static func hours(_ hours: Int) -> Duration {
    .seconds(hours * 3600)
  }
}
