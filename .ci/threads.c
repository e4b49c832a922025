// Loaded before the thread sanitizer's programs: tells it what it cannot see of Swift's libraries, which are not built for
// it. Without this each value that a Mutex guards or a continuation hands over is reported, and a suppression would hide
// real races of theirs as well.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

// Continuations: the runtime tells the sanitizer of them, but for one that is resumed before it is awaited
// (swift_continuation_await in stdlib/public/Concurrency/Task.cpp). The task goes on at once then, by the function that its
// context holds; that one is reached by a detour here. Where the task is suspended that function is not called.
#define ASYNC __attribute__((swiftasynccall))
struct Context {
  void *parent;
  ASYNC void (*resume)(__attribute__((swift_async_context)) struct Context *);
};
extern __attribute__((swiftcall)) void *swift_task_getCurrent(void);
static _Thread_local ASYNC void (*resume)(__attribute__((swift_async_context)) struct Context *);
static ASYNC void detour(__attribute__((swift_async_context)) struct Context *context) {
  __tsan_acquire(swift_task_getCurrent());
  __attribute__((musttail)) return resume(context);
}
ASYNC void swift_continuation_await(struct Context *context) {
  static ASYNC void (*real)(struct Context *);
  if (!real) real = dlsym(RTLD_NEXT, "swift_continuation_await");
  if (__tsan_acquire) {
    resume = context->resume;
    context->resume = detour;
  }
  __attribute__((musttail)) return real(context);
}

// Mutexes: on Linux one without contention is atomics of the calling program, which the sanitizer sees; these two are what
// it falls back to (stdlib/public/Synchronization/Mutex/LinuxImpl.swift).
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self
SWIFT void lockSlow(uint32_t thread, SELF) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void unlockSlow(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void lockSlow(uint32_t thread, SELF) {
  static SWIFT void (*real)(uint32_t, SELF);
  if (!real) real = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  real(thread, self);
  if (__tsan_acquire) __tsan_acquire(self);
}
SWIFT void unlockSlow(SELF) {
  static SWIFT void (*real)(SELF);
  if (!real) real = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  if (__tsan_release) __tsan_release(self);
  real(self);
}
