import Foundation

/// What was run, apart from what came of it: the part of a record that is known before the first call.
struct RunDescription: Sendable {
  var scenario: String
  var title: String
  /// Scaled, as it was driven.
  var profile: LoadProfile
  /// Scaled; of users that wait between calls.
  var pacing: Pacing
  var target: RunRecord.Target
  /// As in ``GeneratorLimits/init(isOpen:hasPauses:isEmbedded:sharesMachine:)``.
  var sharesMachine: Bool
  var contract: String
  var userType: String
  var seed: UInt64
  var timeScale = 1.0
  var thinkTimeScale = 1.0
  var usersScale = 1.0
  var transport: String
  var skippedCalls: [String] = []
  /// Nobody looked at the target's certificate.
  var isUnverified = false
  var startedAt = Date()

  /// The stages as the recorder knows them: the ramp-up at the beginning is a stage of its own, outside the KPIs.
  var stageWindows: [StageWindow] {
    let warmUp = profile.warmUp.wholeNanoseconds
    var windows: [StageWindow] = []
    if warmUp > 0 {
      windows.append(
        StageWindow(name: "ramp-up", start: 0, end: warmUp, target: profile.stages.first?.target ?? 0, warmUp: true))
    }
    for stage in profile.stages where stage.end.wholeNanoseconds > warmUp {
      windows.append(
        StageWindow(
          name: stage.name, start: max(warmUp, stage.start.wholeNanoseconds), end: stage.end.wholeNanoseconds,
          target: stage.target, warmUp: false))
    }
    return windows
  }

  /// Judges the result and puts everything on record.
  func record(of result: RunResult, sla: SLA) -> RunRecord {
    var counts = result.measured.counts
    counts.instrument = result.instrumentCalls
    var record = RunRecord(
      scenario: scenario, title: title, verdict: verdict(on: result, counts: counts, sla: sla), target: target,
      contract: contract, model: profile.model, userType: userType, seed: seed, timeScale: timeScale,
      thinkTimeScale: thinkTimeScale, usersScale: usersScale, transport: transport,
      buildConfiguration: BuildConfiguration.description, startedAt: startedAt.formatted(.iso8601),
      duration: result.duration, warmUp: Double(profile.warmUp.wholeNanoseconds) / 1e9,
      interrupted: result.interrupted, counts: counts, total: result.measured.total,
      requests: result.measured.requests, stages: result.measured.stages, failureKinds: result.measured.failureKinds,
      timeline: result.measured.timeline, distribution: result.measured.distribution, generator: result.health,
      business: result.business, system: result.system, skippedCalls: skippedCalls,
      notes: notes + generatorNotes(result.health) + result.notes)
    if !result.failureExamples.isEmpty {
      record.failureExamples = Dictionary(
        result.failureExamples.map { ($0.key.label, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    record.endpoints = result.endpoints
    return record
  }

  private func verdict(on result: RunResult, counts: RunRecord.Counts, sla: SLA) -> Verdict {
    if let refusal = result.refusal {
      return Verdict(status: .invalid, breaches: [], reasons: [refusal], assessments: [])
    }
    let reasons = limits.reasons(
      against: result.health,
      descriptorFailures: result.measured.failureKinds[FailureKind.fileDescriptorLimit.label] ?? 0,
      harnessErrors: result.harnessErrors)
    return sla.assess(
      Evidence(
        scenario: scenario, counts: counts, total: result.measured.total, stages: result.measured.stages,
        timeline: result.measured.timeline, generatorReasons: reasons, interrupted: result.interrupted,
        isOpen: profile.isOpen, plan: .init(asked: profile.asked(seed: seed), done: result.planDone)))
  }

  private var limits: GeneratorLimits {
    GeneratorLimits(
      isOpen: profile.isOpen, hasPauses: pacing != .none, isEmbedded: target.embedded, sharesMachine: sharesMachine)
  }

  private func generatorNotes(_ health: GeneratorHealth) -> [String] {
    var notes = limits.warnings(against: health).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    if let others = health.othersShare, others > CalmMachine.busyShare {
      notes.append(
        "Other programs used \(NumberFormat.share(others)) of \(NumberFormat.cores(health.usableCores)) beside the run."
      )
    }
    if health.worst(\.running) != nil, health.worst(\.waiting) == nil {
      notes.append(
        "This system does not say how long a thread waits for a core: a starved generator is known by its lateness and "
          + "its share of the CPU alone.")
    }
    return notes
  }

  private var notes: [String] {
    var notes: [String] = []
    if transport == TargetEnvironment.TransportKind.urlsession.rawValue { notes.append(URLSessionTransport.limits) }
    if isUnverified { notes.append(RunRecord.unverifiedNote) }
    if timeScale != 1 { notes.append("Durations and ramps are scaled by \(timeScale) (LOAD_TIME_SCALE).") }
    if thinkTimeScale != 1 { notes.append("Think times are scaled by \(thinkTimeScale) (LOAD_THINK_TIME_SCALE).") }
    if usersScale != 1 {
      notes.append("Users and rates are scaled by \(usersScale) (LOAD_USERS_SCALE); limits are not.")
    }
    return notes
  }
}
