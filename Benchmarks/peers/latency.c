/* What the kernel takes for a request and its answer when there is time between them: a server that never sleeps and
   says how long it took, and a client that does what an event loop must and no more. Linux only.

   usage: latency serve PORT                      until it is ended
          latency load PORT USERS SECONDS         50 calls a second and user; prints percentiles of the time that was
                                                  added to the server's own, as `LoadTools benchmark latency` does */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 32, PERIOD = 20 * 1000 * 1000 };

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void check(int holds, const char *call) {
  if (holds) return;
  perror(call);
  exit(1);
}

static struct sockaddr_in loopback(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void watch(int epoll, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data.u64 = data};
  check(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0, "epoll_ctl");
}

static void nodelay(int descriptor) {
  int one = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static void serve(const char *port) {
  struct sockaddr_in address = loopback(port);
  int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  check(bind(listener, (struct sockaddr *)&address, sizeof address) == 0, "bind");
  check(listen(listener, 1024) == 0, "listen");
  watch(epoll, listener, EPOLLIN, listener);
  static char buffer[65536], answer[256];
  struct epoll_event events[BATCH];
  for (;;) {
    int ready = epoll_wait(epoll, events, BATCH, 0);
    for (int index = 0; index < ready; index++) {
      int descriptor = (int)events[index].data.u64;
      if (descriptor == listener) {
        int accepted = accept(listener, NULL, NULL);
        check(accepted >= 0, "accept");
        nodelay(accepted);
        watch(epoll, accepted, EPOLLIN, accepted);
        continue;
      }
      ssize_t count = recv(descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
      int64_t read = now();
      if (count <= 0) {
        close(descriptor);
        continue;
      }
      errno = EPROTO;
      check(count > 4 && memcmp(buffer + count - 4, "\r\n\r\n", 4) == 0, "a request in pieces, or with a body");
      /* Written twice: the first time finds out how long the writing takes. */
      int length = 0;
      for (int time = 0; time < 2; time++) {
        length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n%012lld",
                          (long long)(now() - read));
      }
      check(send(descriptor, answer, length, MSG_NOSIGNAL) == length, "send");
    }
  }
}

static int by_size(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int load(const char *port, int users, double seconds) {
  struct sockaddr_in address = loopback(port);
  static char request[128], buffer[65536];
  int length = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", port);
  long calls = (long)(seconds * 1e9 / PERIOD);
  int epoll = epoll_create1(0);
  int *sockets = calloc(users, sizeof *sockets);
  int64_t *sent = calloc(users, sizeof *sent), *added = calloc(users * calls, sizeof *added);
  check(users > 0 && calls > 0 && sockets && sent && added, "calloc");
  /* Wake-ups are not to be put off, as in our loops. */
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  for (int user = 0; user < users; user++) {
    sockets[user] = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(sockets[user], (struct sockaddr *)&address, sizeof address) == 0, "connect");
    nodelay(sockets[user]);
    watch(epoll, sockets[user], EPOLLIN | EPOLLET, user);
  }
  int64_t start = now() + 100 * 1000 * 1000;
  /* Calls in the order in which they are due: all users' first, all users' second, and so on. */
  long due = 0, answered = 0, all = users * calls;
  struct epoll_event events[BATCH];
  while (answered < all) {
    int64_t next = start + PERIOD * (due / users) + (int64_t)PERIOD * (due % users) / users;
    /* Not before the user has its last answer. */
    int may_send = due < all && sent[due % users] == 0;
    if (may_send && now() >= next) {
      int user = due++ % users;
      sent[user] = now();
      check(send(sockets[user], request, length, MSG_NOSIGNAL) == length, "send");
      continue;
    }
    int64_t wait = may_send ? next - now() : 5000000000LL;
    if (wait < 0) wait = 0;
    struct timespec timeout = {wait / 1000000000, wait % 1000000000};
    int ready = epoll_pwait2(epoll, events, BATCH, &timeout, NULL);
    check(ready > 0 || (ready == 0 && may_send) || (ready < 0 && errno == EINTR), "epoll_wait: no answer for 5 s");
    for (int index = 0; index < ready; index++) {
      int user = (int)events[index].data.u64;
      ssize_t count = recv(sockets[user], buffer, sizeof buffer - 1, MSG_DONTWAIT);
      int64_t end = now();
      check(count > 12, "recv");
      buffer[count] = 0;
      added[answered++] = end - sent[user] - atoll(buffer + count - 12);
      sent[user] = 0;
    }
  }
  qsort(added, answered, sizeof *added, by_size);
  printf("{\"requests\":%ld,\"users\":%d,\"p50Microseconds\":%.3f,\"p99Microseconds\":%.3f}\n", answered, users,
         added[answered / 2] / 1e3, added[answered * 99 / 100] / 1e3);
  return 0;
}

int main(int count, char **words) {
  if (count == 3 && strcmp(words[1], "serve") == 0) serve(words[2]);
  if (count == 5 && strcmp(words[1], "load") == 0) return load(words[2], atoi(words[3]), atof(words[4]));
  return 2;
}
