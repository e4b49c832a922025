#include "CSystem.h"

static pid_t parent;

/* Before main(): whoever ends between the start and the first look would be missed later. */
__attribute__((constructor)) static void note_parent(void) { parent = getppid(); }

pid_t csystem_parent_at_start(void) { return parent; }
