extension LoadProfile {
  /// The stages as the recorder knows them: the ramp-up at the beginning is a stage of its own, outside the KPIs.
  var windows: [StageWindow] {
    let warmUp = warmUp.wholeNanoseconds
    var windows: [StageWindow] = []
    if warmUp > 0 {
      windows.append(
        StageWindow(name: "ramp-up", start: 0, end: warmUp, target: stages.first?.target ?? 0, warmUp: true))
    }
    for stage in stages where stage.end.wholeNanoseconds > warmUp {
      windows.append(
        StageWindow(
          name: stage.name, start: max(warmUp, stage.start.wholeNanoseconds), end: stage.end.wholeNanoseconds,
          target: stage.target, warmUp: false))
    }
    return windows
  }
}

extension FaultPlan {
  /// The phases as the recorder knows them: they are the stages of a run with troubles; `nil` without one.
  func windows(over profile: LoadProfile) -> [StageWindow]? {
    guard !faults.isEmpty else { return nil }
    let ramp = profile.windows.filter(\.warmUp)
    return ramp
      + phases.map { phase in
        let stage = profile.stages.last { $0.start <= phase.start }
        return StageWindow(
          name: phase.name, start: phase.start.wholeNanoseconds, end: phase.end.wholeNanoseconds,
          target: stage?.target ?? 0, warmUp: false)
      }
  }
}
