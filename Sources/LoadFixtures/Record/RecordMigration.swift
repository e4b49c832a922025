import Foundation

/// Makes a record of today out of one that an earlier version wrote.
enum RecordMigration {
  /// The record's bytes as ``RunRecord/currentSchemaVersion`` has them; those of a current record as they are.
  ///
  /// - Throws: Foundation's error for what is not JSON.
  static func current(_ data: Data, version: Int) throws -> Data {
    guard version < 2, var record = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { return data }
    record = fromVersion1(record)
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
    record["schemaVersion"] = 2
    return record
  }

  private static func statistics(_ old: Any?, throughput: Double?) -> Any? {
    guard var statistics = old as? [String: Any] else { return old }
    statistics["requestRate"] = statistics.removeValue(forKey: "throughput")
    statistics["throughput"] = throughput
    return statistics
  }
}
