import Foundation

/// What a directory of results holds.
package struct RunResults: Sendable {
  /// By start and then by scenario.
  package var records: [RunRecord] = []
  /// The files that should be records and are none, by name, with the reason.
  package var damaged: [ResultsError] = []
  /// Scenarios that the last run was asked for and has no record of.
  package var unfinished: [String] = []
  /// Scenarios that the target does not allow, with the reason.
  package var notRun: [String: String] = [:]
  /// Files of records that another run wrote.
  package var others: [String] = []
  /// What monitors left beside the records.
  package var monitors: [MonitorFile] = []
  /// Tests of scenarios that left no record, where the tests' event stream is there to say so.
  package var unrecorded: [UnrecordedTest] = []
  /// Where each record was found, by ``place(of:)``.
  private var files: [String: String] = [:]

  package init(records: [RunRecord]) { self.records = records }

  /// Without a record, and without a scenario that was asked for.
  var isEmpty: Bool { records.isEmpty && unfinished.isEmpty && notRun.isEmpty && unrecorded.isEmpty }

  /// The name of the file that holds a record: a test that ran twice left two of one scenario.
  func fileName(of record: RunRecord) -> String {
    files[Self.place(of: record)] ?? ResultsDirectory.fileName(forScenario: record.scenario)
  }

  fileprivate mutating func add(_ record: RunRecord, from file: String) {
    records.append(record)
    files[Self.place(of: record)] = file
  }

  private static func place(of record: RunRecord) -> String { "\(record.startedAt) \(record.scenario)" }
}

extension ResultsDirectory {
  /// What the run that wrote here last has left. Where it has left its plan, its records alone count: it is not judged
  /// by what another one did.
  ///
  /// - Throws: As ``readRecords(only:)``, or for a plan that is none.
  package func lastRun() throws(ResultsError) -> RunResults {
    var results = try readRecords()
    if let plan = try loadPlan() {
      results.others = results.records.filter { $0.run != plan.run }.map(results.fileName)
      results.records.removeAll { $0.run != plan.run }
      results.unfinished = plan.scenarios.filter { name in !results.records.contains { $0.scenario == name } }
      results.notRun = (plan.notRun ?? [:]).filter { results.unfinished.contains($0.key) }
      results.unfinished.removeAll { results.notRun[$0] != nil }
    }
    let stream = "\(path)/\(TestEvents.fileName)"
    guard FileManager.default.fileExists(atPath: stream) else { return results }
    do throws(ResultsError) {
      let events = try TestEvents(contentsOf: stream)
      if events.mayBelong(to: results.records) { results.unrecorded = Self.unrecorded(events, beside: results) }
    } catch {
      results.damaged.append(error)
    }
    return results
  }

  /// What the tests of an event stream left in this directory of attachments. What they did not attach is another
  /// run's.
  ///
  /// - Throws: As ``readRecords(only:)``.
  package func results(of events: TestEvents) throws(ResultsError) -> RunResults {
    var results = try readRecords(only: Set(events.attempts.flatMap(\.attachments)))
    // One that is damaged is named as such.
    let present = Set(results.records.map(results.fileName) + results.damaged.map(\.fileName))
    results.unrecorded = events.unrecorded { !present.isDisjoint(with: $0.attachments) }
    return results
  }

  /// The tests that left nothing in this directory, where a scenario has one record.
  private static func unrecorded(_ events: TestEvents, beside results: RunResults) -> [UnrecordedTest] {
    let damaged = Set(results.damaged.map(\.fileName))
    let present = Set(results.records.map(\.scenario))
    var attached: Set<String> = []
    return events.unrecorded { attempt in
      let scenario = attempt.scenario
      // A record is written first and attached then. That of an earlier attempt is not this one's.
      guard attempt.attachments.isEmpty else {
        attached.insert(scenario)
        return present.contains(scenario) || damaged.contains(fileName(forScenario: scenario))
      }
      return present.contains(scenario) && !attached.contains(scenario)
    }
  }

  /// The records in this directory, and the damaged ones apart: a report must not silently leave out a run.
  ///
  /// Files that are not records are passed over: other suffixes, hidden files, the reports, and JSON without a
  /// `scenario`. Damaged is one that cannot be read, is not JSON, lacks a part of a record, holds a number that no run
  /// leaves, or was written by a newer version. Throws a ``ResultsError`` when the directory cannot be read.
  ///
  /// - Parameter names: The files that count, where it is known; records in others are named as such, and no run that
  ///   was killed is made of its timeline.
  package func readRecords(only names: Set<String>? = nil) throws(ResultsError) -> RunResults {
    let present: [String]
    do {
      present = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw ResultsError(operation: "read the directory", path: path, reason: "\(error)")
    }
    var contents = RunResults(records: [])
    for name in present.sorted() where Self.mayBeRecord(name) {
      do throws(ResultsError) {
        if let record = try Self.loadRecord(at: "\(path)/\(name)") {
          if names?.contains(name) == false { contents.others.append(name) } else { contents.add(record, from: name) }
        } else if let monitor = MonitorFile.load(at: "\(path)/\(name)") {
          contents.monitors.append(monitor)
        }
      } catch {
        contents.damaged.append(error)
      }
    }
    for name in present.sorted()
    where names == nil && name.hasSuffix(ScenarioFile.timeline.rawValue) && !name.hasPrefix(".") {
      do throws(ResultsError) {
        if let record = try Self.recover(from: "\(path)/\(name)", beside: contents.records) {
          contents.add(record, from: name)
        }
      } catch {
        contents.damaged.append(error)
      }
    }
    contents.records.sort { ($0.sortableStart, $0.scenario) < ($1.sortableStart, $1.scenario) }
    return contents
  }

  /// The record of a run that told its seconds and left none; `nil` when it did leave one.
  private static func recover(from file: String, beside records: [RunRecord]) throws(ResultsError) -> RunRecord? {
    do {
      let timeline = try Data(contentsOf: URL(filePath: file))
      let run = try TimelineFile.beginning(of: timeline).metadata
      guard !records.contains(where: { $0.scenario == run.scenario && $0.startedAt >= run.startedAt }) else {
        return nil
      }
      return try RunRecord(recovering: timeline)
    } catch let error as DecodingError {
      throw refusal(of: file, sentence(for: error))
    } catch {
      throw refusal(of: file, "\(error)")
    }
  }

  private static func refusal(of file: String, _ reason: String) -> ResultsError {
    ResultsError(
      operation: "read the record", path: file, reason: reason + "; remove it, or run the scenario again")
  }

  private static func mayBeRecord(_ name: String) -> Bool {
    name.hasSuffix(".json") && !name.hasPrefix(".") && name != jsonReport
  }

  /// The record in one file, or `nil` when the file is JSON of another kind.
  private static func loadRecord(at file: String) throws(ResultsError) -> RunRecord? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: file))
    } catch {
      throw ResultsError(operation: "read the record", path: file, reason: "\(error)")
    }
    do {
      let header: Header
      do {
        header = try JSONDecoder().decode(Header.self, from: data)
      } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
        return nil
      }
      // A newer version may have renamed any other key.
      let isNewer = header.schemaVersion ?? 0 > RunRecord.currentSchemaVersion
      guard header.scenario != nil || isNewer else { return nil }
      guard let version = header.schemaVersion else {
        throw refusal(of: file, "it has no schemaVersion")
      }
      guard (1...RunRecord.currentSchemaVersion).contains(version) else {
        throw ResultsError(
          operation: "read the record", path: file,
          reason: "its schemaVersion is \(version), and this version reads 1 to \(RunRecord.currentSchemaVersion); "
            + "use the version that wrote it")
      }
      let record = try JSONDecoder().decode(
        RunRecord.self, from: RecordMigration.current(data, version: version))
      if let damage = record.damage { throw refusal(of: file, damage) }
      return record
    } catch let error as ResultsError {
      throw error
    } catch let error as DecodingError {
      throw refusal(of: file, sentence(for: error))
    } catch {
      throw ResultsError(operation: "read the record", path: file, reason: "\(error)")
    }
  }

  /// What tells a record from other JSON, and one version from another.
  private struct Header: Decodable {
    var schemaVersion: Int?
    var scenario: String?
  }

  private static func sentence(for error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the top level" : path.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "the key \(key.stringValue) is missing at \(place(context.codingPath))"
    case .valueNotFound(_, let context):
      return "there is no value at \(place(context.codingPath))"
    case .typeMismatch(let type, let context):
      return "the value at \(place(context.codingPath)) is not \(type)"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? "it is not whole JSON" : "the value at \(place(context.codingPath)) is not allowed"
    @unknown default:
      return "\(error)"
    }
  }
}

extension ResultsError {
  /// Without its directory.
  fileprivate var fileName: String { (path as NSString).lastPathComponent }
}

extension TestEvents {
  /// Whether it can be of the run that left these records: a stream that had ended before any of them began is an
  /// earlier run's, in a directory that was used again.
  fileprivate func mayBelong(to records: [RunRecord]) -> Bool {
    guard let ended, !records.isEmpty else { return true }
    // Starts are written in whole seconds, without what is below.
    return records.contains { ($0.originTime ?? ended) <= ended }
  }
}

extension RunRecord {
  /// When second 0 of its timeline was, seconds since 1970; `nil` where that cannot be read.
  var originTime: Double? {
    self.loadBegan ?? (try? Date(self.startedAt, strategy: .iso8601))?.timeIntervalSince1970
  }

  /// `startedAt` without its Z, so that "12Z" sorts before "12.5Z".
  var sortableStart: String {
    self.startedAt.hasSuffix("Z") ? String(self.startedAt.dropLast()) : self.startedAt
  }
}
