import TestSupport

#if os(Linux)
  import Foundation
  import LoadEngine
  import Testing

  @testable import LoadFixtures

  /// Validity check 24.
  ///
  /// Catches: `MonotonicTime` read from the wall clock (calls of an hour, or of a negative time).
  @Suite(
    "Calibration: the wall clock jumps",
    .enabled(if: Shim.mayBeMade, "needs a C compiler"))
  struct WallClockTests {
    /// The C library's clocks with the wall clock a day ahead, and another `JUMP` seconds after 0.8 s.
    private static let shim = """
      #define _GNU_SOURCE
      #include <sys/syscall.h>
      #include <sys/time.h>
      #include <time.h>
      #include <unistd.h>

      static long long begin;

      static long long monotonic(void) {
        struct timespec t;
        syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
        return t.tv_sec * 1000000000LL + t.tv_nsec;
      }

      __attribute__((constructor)) static void start(void) { begin = monotonic(); }

      int clock_gettime(clockid_t id, struct timespec *t) {
        int result = syscall(SYS_clock_gettime, id, t);
        if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
          t->tv_sec += 86400 + (monotonic() - begin > 800000000LL ? JUMP : 0);
        return result;
      }

      int gettimeofday(struct timeval *restrict tv, void *restrict zone) {
        struct timespec t;
        (void)zone;
        clock_gettime(CLOCK_REALTIME, &t);
        tv->tv_sec = t.tv_sec;
        tv->tv_usec = t.tv_nsec / 1000;
        return 0;
      }

      time_t time(time_t *result) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        if (result) *result = t.tv_sec;
        return t.tv_sec;
      }
      """

    @Test("By an hour, either way: no latency and no duration is moved", arguments: [3600, -3600])
    func jump(seconds: Int) async throws {
      let scratch = try ScratchDirectory()
      let environment = try await Shim.environment(Self.shim, options: ["-DJUMP=\(seconds)"], in: scratch)
      let (record, wall, received) = try await RealTime.alone {
        try await CountingServer.with { server in
          let start = MonotonicTime.now
          let outcome = try await ToolProcess.run(
            ["probe", "http://127.0.0.1:\(server.port)/", "--rate", "200", "--duration", "1.8", "--json"],
            environment: environment)
          return (try outcome.record(), Double(MonotonicTime.now - start) / 1e9, server.received)
        }
      }
      // The shim is at work: the run begins tomorrow by its clock.
      let began = try Date(record.startedAt, strategy: .iso8601)
      #expect((86_000...87_000).contains(began.timeIntervalSinceNow))
      #expect(record.duration >= 1.75 && record.duration <= wall)
      #expect(record.counts.completed == 360)
      #expect(received == 361)
      for latency in [record.total.latency, record.total.serviceTime, record.generator.eventLoopLag] {
        #expect(latency.isMonotone)
        #expect(try #require(latency.max) <= wall * 1000)
      }
      #expect(record.generator.outOfRange == 0)
      #expect(record.timeline.map(\.second) == Array(0..<record.timeline.count))
      #expect((2...3).contains(record.timeline.count))
    }
  }
#endif
