// Loaded before the thread sanitizer's programs: tells it of the locks that Swift's Mutex takes and gives up in its own
// library, which is not built for it. On Linux a Mutex without contention is atomics of the calling program, which the
// sanitizer sees; the two functions here are what it falls back to (stdlib/public/Synchronization/Mutex/LinuxImpl.swift).
// Without them each value that a Mutex guards is reported, and a suppression would hide its real races as well.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));
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
