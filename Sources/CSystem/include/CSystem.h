#ifndef CSYSTEM_H
#define CSYSTEM_H

/* What Swift's Glibc module lacks. _GNU_SOURCE must stay undefined here: it changes structures that the Glibc
   module has already described. */

#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

/* The process that this one was started by, as it was before main(). */
pid_t csystem_parent_at_start(void);

/* Asks the processor to fetch memory that is used soon. Only a hint: a wrong address does no harm. */
static inline void csystem_prefetch(const void *start, size_t bytes) {
  for (size_t offset = 0; offset < bytes; offset += 64) __builtin_prefetch((const char *)start + offset, 1, 3);
}

#if defined(__linux__)
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* epoll_pwait2 with the timeout in nanoseconds; negative waits without limit. ENOSYS before Linux 5.11. */
static inline int csystem_epoll_wait_ns(int epoll, struct epoll_event *events, int capacity, int64_t nanoseconds) {
  struct timespec timeout = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  return epoll_pwait2(epoll, events, capacity, nanoseconds < 0 ? NULL : &timeout, NULL);
}

/* Stream sockets that child processes do not inherit, not even one that is started in the same moment. */
static inline int csystem_socket(int family, int blocks) {
  return socket(family, SOCK_STREAM | SOCK_CLOEXEC | (blocks ? 0 : SOCK_NONBLOCK), 0);
}
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
static inline int csystem_accept(int listener, int blocks) {
  return accept4(listener, NULL, NULL, SOCK_CLOEXEC | (blocks ? 0 : SOCK_NONBLOCK));
}

/* The number under which /proc/self/task knows the calling thread. */
static inline int csystem_thread_number(void) { return (int)syscall(SYS_gettid); }

/* Fills the mask with the online processors that the calling thread may run on; the bytes written, or -1. */
static inline long csystem_affinity(unsigned char *mask, size_t bytes) {
  return syscall(SYS_sched_getaffinity, 0, bytes, mask);
}

/* The kernel may delay a thread's timers by this much (50 us unless told) to save wake-ups. */
static inline int csystem_set_timer_slack_ns(unsigned long nanoseconds) {
  return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}
#endif

#endif
