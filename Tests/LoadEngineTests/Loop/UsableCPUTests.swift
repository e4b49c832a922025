import Foundation
import Testing

@testable import LoadEngine

struct UsableCPUTests {
  /// What Linux shows to a process: files by path.
  struct Machine: CustomTestStringConvertible {
    var testDescription: String
    var files: [String: String]
    var processors: Double?
    var period = 0.1
  }

  private static let unified = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
  private static let split = """
    30 24 0:26 / /sys/fs/cgroup ro shared:9 - tmpfs tmpfs rw
    34 30 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:10 - cgroup cgroup rw,cpu,cpuacct
    35 30 0:31 / /sys/fs/cgroup/cpuset rw,nosuid shared:11 - cgroup cgroup rw,cpuset
    36 30 0:32 / /sys/fs/cgroup/unified rw,nosuid shared:12 - cgroup2 cgroup2 rw

    """

  private static let machines = [
    Machine(testDescription: "no control groups", files: [:]),
    Machine(
      testDescription: "version 2 without a limit",
      files: ["/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": unified]),
    Machine(
      testDescription: "version 2 in a container",
      files: [
        "/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": unified, "/sys/fs/cgroup/cpu.max": "200000 100000\n",
      ], processors: 2),
    Machine(
      testDescription: "version 2, the tightest on the way up binds",
      files: [
        "/proc/self/cgroup": "0::/user.slice/job/step\n", "/proc/self/mountinfo": unified,
        "/sys/fs/cgroup/user.slice/job/step/cpu.max": "max 100000\n",
        "/sys/fs/cgroup/user.slice/job/cpu.max": "75000 50000\n",
        "/sys/fs/cgroup/user.slice/cpu.max": "800000 100000\n",
      ], processors: 1.5, period: 0.05),
    Machine(
      testDescription: "version 2, a path from outside of the container",
      files: [
        "/proc/self/cgroup": "0::/../other\n", "/proc/self/mountinfo": unified,
        "/sys/fs/cgroup/cpu.max": "50000 100000\n",
      ], processors: 0.5),
    Machine(
      testDescription: "version 1 without a limit",
      files: [
        "/proc/self/cgroup": "4:cpuset:/a\n3:cpu,cpuacct:/a\n0::/\n", "/proc/self/mountinfo": split,
        "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "-1\n",
        "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
      ]),
    Machine(
      testDescription: "version 1 beside version 2",
      files: [
        "/proc/self/cgroup": "4:cpuset:/a\n3:cpu,cpuacct:/a/b\n0::/\n", "/proc/self/mountinfo": split,
        "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "300000\n",
        "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
      ], processors: 3),
    Machine(
      testDescription: "version 1 in a container that sees its own part of the tree",
      files: [
        "/proc/self/cgroup": "3:cpu,cpuacct:/docker/f00\n",
        "/proc/self/mountinfo":
          "34 30 0:30 /docker/f00 /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "25000", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
      ], processors: 0.25),
    Machine(
      testDescription: "nonsense",
      files: [
        "/proc/self/cgroup": "0::/\n:\n\n", "/proc/self/mountinfo": "a b c\n-\n" + unified,
        "/sys/fs/cgroup/cpu.max": "0 0\n",
      ]),
  ]

  /// Before, the processors of the whole machine were taken: in a container with 2 of 64 full throttle read 3 %.
  @Test(arguments: machines)
  func `the tightest quota of the process's groups is found`(machine: Machine) {
    let quota = CPUQuota.tightest { machine.files[$0] }
    #expect(quota?.processors == machine.processors)
    #expect(quota == nil || quota?.period == machine.period)
  }

  @Test(arguments: [
    (["/x/cpu.stat": "usage_usec 2500000\nuser_usec 1\n"], 2.5), (["/x/cpuacct.usage": "1500000000\n"], 1.5),
  ])
  func `what a group has used is read in both versions`(files: [String: String], seconds: Double) throws {
    let limits = ["/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": "1 1 0:1 / /x rw - cgroup2 none rw\n"]
    let quota = try #require(CPUQuota.tightest { limits[$0] ?? ["/x/cpu.max": "50000 100000"][$0] })
    #expect(quota.used { files[$0] } == seconds)
  }

  @Test func `the smaller of mask and quota counts, and load is driven by half of it but one at least`() throws {
    let quota = try #require(
      CPUQuota.tightest {
        [
          "/proc/self/cgroup": "0::/", "/proc/self/mountinfo": Self.unified, "/sys/fs/cgroup/cpu.max": "150000 100000",
        ][$0]
      })
    #expect(UsableCPU(processors: Set(0..<64)).count == 64)
    #expect(UsableCPU(processors: Set(0..<64)).usualEventLoops == 32)
    #expect(UsableCPU(processors: Set(0..<64), quota: quota).count == 1.5)
    #expect(UsableCPU(processors: Set(0..<64), quota: quota).usualEventLoops == 1)
    #expect(UsableCPU(processors: [5], quota: quota).count == 1)
    #expect(UsableCPU(processors: []).count == 1)
  }

  @Test func `a thread is told what it ran and waited, where the kernel counts it`() {
    #expect(ThreadTime(schedstat: "286748 2935086 1\n") == ThreadTime(running: 286_748, waiting: 2_935_086))
    for text in ["", "0 0 0\n", "1 2", "1 -", "a b c", "1 2 3 4"] { #expect(ThreadTime(schedstat: text) == nil) }
  }

  @Test func `a loop knows its thread's time on a core until it ends`() async throws {
    let loop = try EventLoop(name: "busy")
    let (before, spent, after) = await loop.run {
      let before = loop.threadTime
      let clock = Self.threadClock
      while Self.threadClock - clock < 50_000_000 {}
      // In a system call the scheduler brings its books up to date.
      sched_yield()
      return (before, Self.threadClock - clock, loop.threadTime)
    }
    let ran = try #require(after).running - #require(before).running
    // The books may be behind by a tick of 10 ms at either end.
    #expect(abs(ran - spent) < 20_000_000, "\(ran) ns of \(spent)")
    await loop.shutDown()
    #expect(loop.threadTime == nil)
  }

  private static var threadClock: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
