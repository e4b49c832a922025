/* The floor: what the kernel takes for a request and its answer, with next to nothing around it.

   Connects, then sends the same request again on each socket that has become readable, for some seconds. It neither
   reads the answers nor keeps times, so no generator that does its work can be as cheap. Linux only.

   usage: bare PORT CONNECTIONS SECONDS     prints the number of answers and the seconds */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 32 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static void check(int holds, const char *call) {
  if (holds) return;
  perror(call);
  exit(1);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int connections = atoi(words[2]);
  double seconds = atof(words[3]);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  static char request[128], buffer[65536];
  int length = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", words[1]);

  int epoll = epoll_create1(0);
  int *sockets = calloc(connections, sizeof *sockets);
  check(sockets != NULL, "calloc");
  for (int index = 0; index < connections; index++) {
    int one = 1;
    sockets[index] = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(sockets[index], (struct sockaddr *)&address, sizeof address) == 0, "connect");
    setsockopt(sockets[index], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.fd = sockets[index]};
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[index], &event) == 0, "epoll_ctl");
  }
  double start = now(), end = start + seconds;
  for (int index = 0; index < connections; index++) {
    check(send(sockets[index], request, length, MSG_NOSIGNAL) == length, "send");
  }
  /* Every request is counted when its answer comes, those that are out at the end as well. */
  long answers = 0, out = connections;
  struct epoll_event events[BATCH];
  while (out > 0) {
    int ready = epoll_wait(epoll, events, BATCH, 10000);
    check(ready > 0 || (ready < 0 && errno == EINTR), "epoll_wait: no answer for 10 s");
    int goes_on = now() < end;
    for (int index = 0; index < ready; index++) {
      check(recv(events[index].data.fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0, "recv");
      answers++;
      out--;
      if (!goes_on) continue;
      check(send(events[index].data.fd, request, length, MSG_NOSIGNAL) == length, "send");
      out++;
    }
  }
  printf("%ld answers in %.3f s\n", answers, now() - start);
  return 0;
}
