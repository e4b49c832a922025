extension Duration {
  /// That many minutes.
  public static func minutes(_ minutes: Int) -> Duration {
    .seconds(minutes * 60)
  }

  /// That many minutes; like `.seconds(_: Double)` it takes finite numbers only.
  public static func minutes(_ minutes: Double) -> Duration {
    .seconds(minutes * 60)
  }

  /// That many hours.
  public static func hours(_ hours: Int) -> Duration {
    .seconds(hours * 3600)
  }
}
