// Everything that a load test is made of. A room uses only what stands above it; `.ci/flow` checks, and that README says
// the same.
//
// Text           numbers and foreign text, made fit for people and files
// JSON, Log      reader and writer of the hot path; one levelled log, one terminal
// Target         the environment as typed values, the agent's contract, what may be loaded
// Plan           users or arrivals over time, pauses, seeded random numbers
// Data           values and accounts from files, by user and conversation
// Transport      requests, the sockets or URLSession that carry them, and how they fail
// Measure        samples, histograms, the shared recorder, the generator's health
// VirtualUsers   scenarios, their users and what those say
// Executors      start, move and end users over event loops
// Verdict        KPIs, the SLA, and what a run comes to
// Record         what a run leaves, in files
// Report         pages and tables made of records
// Compare        two sides of runs: what changed, and how sure that is
// Run            from a plan to its record: looks before the load, wires, watches, tells observers
// Live           what a run tells those who look on while it happens: pages, metrics, pushes
// Probe          one URL in place of a scenario
// Process        all scenarios of one process: one at a time, signals, the results folder
// Monitor        a target, its machine and a load test, watched while it happens
