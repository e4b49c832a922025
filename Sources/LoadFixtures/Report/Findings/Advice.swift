/// What to look at next, where a run's own figures point there. The table of README's report section says what triggers
/// each; of what no figure from outside can tell there is none here.
enum Advice: String, CaseIterable {
  case indexes =
    "look at the queries behind this request: an index that is missing shows as one request that is slow alone"
  case pool =
    "compare the target's database connections with its pool's size: calls that queue for one wait at any load"
  case replicas =
    "look at the target's CPU and its database's before adding read replicas: which of them is full decides"
  case timeToLive = "entries expire before they are asked for again: lengthen the time to live, or spread it"
  case warming =
    "the beginning is slower than the rest: warm the cache before traffic comes, or before the load (--warm-up)"
  case cacheAside = "few entries expire and still most look-ups miss: what is asked for is not what is stored"
  case async =
    "the machine has CPU left while throughput stands still: look for work that waits in line (locks, blocking calls)"
  case serialisation =
    "much of the time goes into receiving: look at the size of the answers and at how they are written"
  case batching = "one request makes up most calls: several of them in one call would save their round trips"
  case instances = "the machine's CPU is used up: more instances, or a larger machine, raise the limit"
  case rateLimit = "the target limits the rate: raise its limit for this test, or test below it"
  case errors = "look at the target's log around that second, and whether the trouble was planned"
  case dependency = "look at what the breaker guards: its opening is the symptom"
  case growth = "look for what grows with the run (files, tables, memory, queues), and run longer"
}
