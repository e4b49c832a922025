import Foundation

/// Makes a record of today out of one that an earlier version wrote.
enum RecordMigration {
  /// The record's bytes as ``RunRecord/currentSchemaVersion`` has them; those of a current record as they are.
  ///
  /// - Throws: Foundation's error for what is not JSON.
  static func current(_ data: Data, version: Int) throws -> Data {
    guard version < RunRecord.currentSchemaVersion,
      var record = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return data }
    if version < 2 { record = fromVersion1(record) }
    if version < 3 { record = fromVersion2(record) }
    if version < 4 { record = fromVersion3(record) }
    if version < 5 { record = fromVersion4(record) }
    return try JSONSerialization.data(withJSONObject: record)
  }

  /// Version 1 called the rate of all calls that ended `throughput`. What is now called so it had as `served`, of stages
  /// alone; of a single kind of request nobody knows it.
  private static func fromVersion1(_ record: [String: Any]) -> [String: Any] {
    var record = record
    var served: (requests: Double, seconds: Double) = (0, 0)
    record["stages"] = (record["stages"] as? [[String: Any]])?.map { stage in
      var stage = stage
      let rate = stage.removeValue(forKey: "served") as? Double
      stage["statistics"] = statistics(stage["statistics"], throughput: rate)
      if let rate, let start = stage["start"] as? Double, let end = stage["end"] as? Double,
        stage["warmUp"] as? Bool == false
      {
        served.requests += rate * (end - start)
        served.seconds += end - start
      }
      return stage
    }
    record["total"] = statistics(
      record["total"], throughput: served.seconds > 0 ? served.requests / served.seconds : nil)
    record["requests"] = (record["requests"] as? [Any])?.map { statistics($0, throughput: nil) as Any }
    if let dropped = (record["counts"] as? [String: Any])?["dropped"] as? Int, dropped > 0 {
      count(dropped, in: &record)
    }
    return record
  }

  /// Version 2 had a sentence for each reason of an invalid run, and no code.
  private static func fromVersion2(_ record: [String: Any]) -> [String: Any] {
    guard var verdict = record["verdict"] as? [String: Any], let reasons = verdict["reasons"] as? [Any] else {
      return record
    }
    verdict["reasons"] = reasons.map { reason in
      reason is String ? ["code": InvalidReason.Code.other.rawValue, "sentence": reason] : reason
    }
    return record.merging(["verdict": verdict]) { $1 }
  }

  /// Version 3 had a name for the stage of a requirement of the whole run.
  private static func fromVersion3(_ record: [String: Any]) -> [String: Any] {
    guard var verdict = record["verdict"] as? [String: Any],
      let assessments = verdict["assessments"] as? [[String: Any]]
    else { return record }
    verdict["assessments"] = assessments.map {
      $0.filter { $0.key != "stage" || $0.value as? String != StageNames.wholeRun }
    }
    return record.merging(["verdict": verdict]) { $1 }
  }

  /// Version 4 had an example for each kind of failure, whatever the request.
  private static func fromVersion4(_ record: [String: Any]) -> [String: Any] {
    guard let examples = record["failureExamples"] as? [String: String], !examples.isEmpty else { return record }
    let counts = record["failureKinds"] as? [String: Int] ?? [:]
    return record.merging([
      "failures": examples.sorted { $0.key < $1.key }.map { kind, example in
        ["request": "any", "kind": kind, "count": counts[kind] ?? 0, "example": example] as [String: Any]
      }
    ]) { $1 }
  }

  /// Version 1 knew dropped arrivals of a whole run alone, and left them out of each error rate: where they belong to
  /// is known of the total of a run without a warm-up; elsewhere nobody knows the error rate.
  private static func count(_ dropped: Int, in record: inout [String: Any]) {
    var kinds = record["failureKinds"] as? [String: Any] ?? [:]
    kinds[FailureKind.droppedLabel] = dropped
    record["failureKinds"] = kinds
    if var total = record["total"] as? [String: Any] {
      total["errorRate"] = nil
      if record["warmUp"] as? Double == 0, let calls = total["count"] as? Int, let failures = total["failures"] as? Int,
        Believable.counts.contains(calls), Believable.counts.contains(failures), Believable.counts.contains(dropped)
      {
        total["dropped"] = dropped
        total["errorRate"] = Double(failures + dropped) / Double(calls + dropped)
      }
      record["total"] = total
    }
    record["stages"] = (record["stages"] as? [[String: Any]])?.map { stage in
      var stage = stage
      if var statistics = stage["statistics"] as? [String: Any] {
        statistics["errorRate"] = nil
        stage["statistics"] = statistics
      }
      return stage
    }
  }

  private static func statistics(_ old: Any?, throughput: Double?) -> Any? {
    guard var statistics = old as? [String: Any] else { return old }
    statistics["requestRate"] = statistics.removeValue(forKey: "throughput")
    statistics["throughput"] = throughput
    return statistics
  }
}
