// What moves bytes, for users, reference agent and tools alike. A room uses only what stands above it; `.ci/flow` checks.
//
// Loop     event loops, timers, threads and what the system says of them
// HTTP     messages of HTTP/1.1, read and written
// TLS      OpenSSL, loaded when it is needed
// Net      addresses, look-ups, TCP streams and listeners
// Client   connections that make calls
// Server   connections that answer them
// Proxy    connections that are passed on, and broken as it is asked for
